import json

import pytest

HEAD = "buyer_id,supplier_id,source,since,country\n"
LINKS = HEAD + "lead,a,form 1,2024,\nlead,b,form 1,2024,\na,c,form 2,2026,\nc,a,form 3,2024,\n"


@pytest.fixture
def chain(decentwork, tmp_path):
    def run(text, *more):
        path = tmp_path / "L.csv"
        path.write_text(text)
        return decentwork("survey", "chain", "--links", path, *more)

    return run


def refused(done, *told):
    assert (done.code, done.out) == (2, "")
    assert "Traceback" not in done.err
    assert not [each for each in told if each not in done.err]


def test_tiers_circles_and_hubs_of_a_table_of_links_are_told(chain):
    told = json.loads(chain(LINKS, "--json").out)
    assert [tier["units"] for tier in told["tiers"]] == [1, 2, 1]
    assert told["reciprocal"] == [{"first": "a", "second": "c"}]
    assert [sorted(circle) for circle in told["circles"]] == [["a", "c"]]
    assert json.loads(chain(LINKS, "--json", "--largest", "1").out)["hubs"][0]["id"] == "a"


def test_people_read_tables(chain):
    out = chain(LINKS + "b,,form 4,2024,FRA\n").out
    for said in ("Units by tier", "Pairs that name each other", "Critical suppliers", "France"):
        assert said in out


def test_only_links_of_a_day_count(chain):
    told = json.loads(chain(LINKS, "--json", "--on", "2025-06-01", "--seeds", "lead,c").out)
    assert told["links"] == 3


@pytest.mark.parametrize(
    ("rows", "more", "told"),
    [
        ("a,a,x,,\nb,,x,,\n", (), ("row 1: the unit names itself", "row 2: no supplier")),
        ("a,c,x,,\nb,c,x,,\n", (), ("2 units have suppliers and no buyer", "--seeds")),
        ("a,c,x,,\nb,c,x,,\n", ("--seeds", "a"), ("no buyer: 'b'",)),
        ("a,c,x,,\n", ("--seeds", "z"), ("'z'",)),
        ("a,b,x,,\nb,a,x,,\n", (), ("No seed was named",)),
        ("a,b,x,2999,\n", (), ("the link begins after",)),
    ],
)
def test_bad_links_are_told(chain, rows, more, told):
    refused(chain(HEAD + rows, *more), *told)


def test_a_link_to_what_is_no_unit_is_refused_where_units_are_known(chain, tmp_path):
    units = tmp_path / "U.csv"
    units.write_text("id\nlead\na\nb\n")
    refused(chain(LINKS, "--units", units), "row 3: the supplier is not a unit")


def test_a_table_with_a_renamed_column_says_which(chain):
    refused(chain("buyer,supplier_id,source\na,b,x\n"), "buyer_id")


def test_the_command_asks_for_one_chain(decentwork, tmp_path):
    refused(decentwork("survey", "chain"), "a study folder; --links FILE")
    refused(decentwork("survey", "chain", "--links", tmp_path / "none.csv"), "no such file")
    refused(decentwork("survey", "chain", tmp_path), "study.toml")
