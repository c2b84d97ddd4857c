import json

import pytest

UNITS = """id,tier,seed_chance,buyers_in_scope,y
A,0,0.5,,
B,0,0.5,,
a,1,,2,10
b,1,,2,4
c,1,,2,7
d,1,,2,1
"""
LINKS = """buyer_id,supplier_id,listed,followed
A,a,3,3
A,b,3,3
A,c,3,3
B,b,2,2
B,d,2,2
"""
PEERS = "id,recruiter_id,degree,y\ns,,4,0\nr,,6,1\nu,s,2,0\nv,s,1,1\nw,r,7,1\nx,r,5,0\n"


@pytest.fixture
def saved(tmp_path):
    def save(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return save


@pytest.fixture
def of_chain(decentwork, saved):
    def run(units=UNITS, links=LINKS, *more):
        paths = "--units", saved("U.csv", units), "--links", saved("L.csv", links)
        return decentwork("survey", "estimate", *paths, "--json", *more)

    return run


@pytest.fixture
def of_peers(decentwork, saved):
    def run(people=PEERS, *more):
        return decentwork(
            "survey", "estimate", "--recruitment", saved("R.csv", people), "--json", *more
        )

    return run


def assert_refused(done, *told, code=2):
    assert (done.code, done.out) == (code, "")
    assert "Traceback" not in done.err
    for each in told:
        assert each in done.err


@pytest.mark.parametrize(
    ("units", "links", "told"),
    [
        (UNITS, LINKS + "A,zz,3,3\n", "links, line 7: 'A' → 'zz' names a supplier that is not"),
        (UNITS, LINKS + "qq,b,1,1\n", "links, line 7: 'qq' → 'b' names a buyer that is not"),
        (UNITS, LINKS + "d,d,1,1\n", "links, line 7: 'd' → 'd' names itself"),
        (UNITS + "e,1,,1,3\n", LINKS, "unit 'e': is beyond tier 0, but no link leads to it"),
        (UNITS + "d,1,,2,1\n", LINKS, "units, line 8: 'd' is there more than once"),
        (UNITS + ",1,,2,1\n", LINKS, "units, line 8: '' is an empty id"),
        (UNITS, LINKS + "B,d,2,2\n", "links, line 7: 'B' → 'd' is there more than once"),
        (UNITS.replace("b,1,,2", "b,1,,1"), LINKS, "unit 'b': states 1 buyers in scope, but 2"),
        (UNITS.replace("b,1,,2", "b,1,,"), LINKS, "choose a multiplicity: 'observed'"),
        (UNITS.replace("b,1,,2", "b,1,,0"), LINKS, "missing or zero for 1 traced units: 'b'"),
        (UNITS.replace("0.5", "50"), LINKS, "'B' has a seed_chance outside (0, 1]"),
        (UNITS.replace("0.5", "half"), LINKS, "line 3: seed_chance 'half' is not a number"),
        (UNITS.replace("0.5", ""), LINKS, "'A' is a seed without seed_chance"),
        (UNITS.replace(",0,0.5", ",1,"), LINKS, "there is no seed: no unit of tier 0"),
        (UNITS.replace("d,1,", "d,2,"), LINKS, "'B' → 'd' skips a tier"),
        (UNITS, LINKS.replace("d,2,2", "d,2,1"), "has other numbers in listed and followed"),
        (UNITS, LINKS.replace("2,2", "1,2"), "followed more suppliers than were listed"),
        (UNITS.replace("10", "ten"), LINKS, "line 4: y 'ten' is not a number"),
        (UNITS.replace("10", "inf"), LINKS, "line 4: y 'inf' is not a number"),
        (UNITS.replace("buyers_in_scope", "buyers"), LINKS, "Is it 'buyers'? Rename that column"),
        (UNITS.replace("id,", "ID,", 1), LINKS, "'id' is missing. Is it 'ID'?"),
        (UNITS, LINKS.replace("listed", "list"), "Is it 'list'? Rename that column"),
        (UNITS.replace("y\n", "tier\n", 1), LINKS, "the column 'tier' is there twice"),
        ("", LINKS, "U.csv, header: the file is empty. Its first line names the columns: id,"),
        (UNITS.splitlines()[0], "", "L.csv, header: the file is empty"),
        (UNITS.splitlines()[0], LINKS.splitlines()[0], "there are no rows"),
        ("id\na\n", "buyer_id\nA\n", "the column 'supplier_id' is missing. Found: buyer_id"),
        (UNITS.encode() + b"x\xe9,1,,1,1\n", LINKS, "U.csv: Byte 96 is not UTF-8 text. Save it"),
        (UNITS.encode("utf-16"), LINKS, "U.csv: Byte 0 is not UTF-8 text"),
        (UNITS.encode("utf-16-le"), LINKS, "U.csv: The file is no text"),
        (UNITS + "e,1\n", LINKS, "U.csv, line 8: has 2 cells where the header has 5"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_is_refused_with_where_and_what(units, links, told, of_chain):
    assert_refused(of_chain(units, links), told)


def test_all_problems_of_both_tables_are_told_at_once(of_chain):
    units = UNITS.replace("a,1,,2,10", "a,one,,2,10").replace("0.5", "5")
    done = of_chain(units, LINKS + "A,zz,3,3\nB,B,2,2\n")
    assert_refused(done, "'one' is not a number", "'zz'", "names itself", "outside (0, 1]")
    assert "nothing was changed" in done.err


def test_rings_of_links_are_kept_and_carry_no_weight(of_chain):
    plain = of_chain()
    ring = of_chain(UNITS, LINKS + "a,b,1,1\nb,a,1,1\nc,A,1,1\n")
    assert (ring.code, ring.out) == (0, plain.out)


def test_a_missing_number_of_buyers_can_be_stood_in_for_and_rows_say_so(of_chain):
    done = of_chain(UNITS.replace("b,1,,2", "b,1,,"), LINKS, "--multiplicity", "observed")
    assert "1 units lack a multiplicity" in json.loads(done.out)[-1]["note"]


def test_a_tier_with_one_unit_has_a_value_and_no_interval(of_chain):
    units = "".join(UNITS.splitlines(keepends=True)[:4])
    links = LINKS.splitlines()[0] + "\nA,a,1,1\nB,a,1,1\n"
    rows = json.loads(of_chain(units, links).out)
    [total] = [row for row in rows if row["variable"] == "y" and row["tier"] == 1][:1]
    assert (total["value"], total["low"], total["high"]) == (20, None, None)
    assert total["verdict"] == "too thin"
    assert "a single answer tells no spread" in total["note"]


def test_weights_that_explode_are_too_thin_and_the_note_says_why(of_chain):
    units = UNITS.replace("A,0,0.5", "A,0,0.0001")
    rows = json.loads(of_chain(units).out)
    [count] = [row for row in rows if row["variable"] == "units" and row["tier"] == 1]
    assert count["verdict"] == "too thin"
    assert count["note"].startswith("1 seeds in effect, fewer than 30")


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (("--variables", "yy,why"), "yy: is not a column that can be used here. Did you mean y?"),
        (("--variables", "tier"), "tier: is not a column"),
        (("--weights", "generalized_weight_share"), "Choose one of: generalised_weight_share,"),
        (("--variance", "seed-design"), "Choose one of: seed_design, rescaled_bootstrap"),
        (("--by", "regin"), "regin: is not a column that can be used here"),
        (("--multiplicity", "observd"), "Choose one of: refuse, observed, model"),
        (("--replicates", "1"), "greater than or equal to 2"),
        (("--replicates", "many"), "valid integer"),
        (("--seed", "-1"), "greater than or equal to 0"),
        (("--unit", "x"), "--units"),
    ],
)
def test_a_choice_that_does_not_exist_is_told_with_those_that_do(how, told, of_chain):
    assert_refused(of_chain(UNITS, LINKS, *how), told)


def test_files_that_are_not_there_are_all_told(decentwork, tmp_path):
    done = decentwork(
        "survey", "estimate", "--units", tmp_path, "--links", tmp_path / "none.csv", "--json"
    )
    assert_refused(done, f"{tmp_path}: this is a folder", "none.csv: there is no such file")


@pytest.mark.parametrize(
    "named", [(), ("--units", "U.csv"), ("--links", "L.csv"), ("study", "--recruitment", "R.csv")]
)
def test_it_must_be_clear_what_to_estimate_from(named, decentwork):
    assert_refused(decentwork("survey", "estimate", *named), "Say what to estimate from, one of")


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (PEERS + "y,zz,1,1\n", "line 8: the recruiter 'zz' is no id"),
        (PEERS + "y,z,1,1\nz,y,1,1\n", "a loop: 'y', 'z' recruited one another"),
        (PEERS + "y,y,1,1\n", "line 8: 'y' recruited themselves"),
        (PEERS + "u,s,2,0\n", "line 8: the id 'u' is there more than once"),
        (PEERS.replace(",,", ",x,"), "there is no seed: everyone has a recruiter"),
        (PEERS.replace("v,s,1", "v,s,many"), "line 5: degree 'many' is no number of people"),
        (PEERS.replace("v,s,1", "v,s,-1"), "degree -1 is no number of people"),
        (PEERS.replace("v,s,1", "v,s,"), "--missing-degree"),
        (PEERS.replace("v,s,1", "v,s,0"), "1 of 6 respondents have no degree above 0"),
        (PEERS.replace("x,r,5,0", "x,r,5,inf"), "line 7: y 'inf' is not a number"),
        (PEERS.replace("recruiter_id", "recruiter"), "Is it 'recruiter'? Rename that column"),
        (PEERS.splitlines()[0], "nobody is in it"),
        ("", "the file is empty. Its first line names the columns: id, recruiter_id, degree"),
        ("id\na\n", "the column 'degree' is missing. Found: id"),
        (PEERS.encode() + b"\xe9,,1,1\n", "R.csv: Byte 71 is not UTF-8 text"),
    ],
)
def test_peers_that_cannot_be_are_refused_with_where_and_what(people, told, of_peers):
    assert_refused(of_peers(people), told)


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (("--seeds", "sometimes"), "seeds cannot be 'sometimes'. Choose one of: include, exclude"),
        (("--missing-degree", "mode"), "Choose one of: refuse, drop, median, one"),
        (("--weights", "voltz_heckathorn"), "Choose one of: salganik_heckathorn, volz_heckathorn"),
        (("--variance", "trees"), "Choose one of: tree, neighbourhood, salganik"),
        (("--variance", "gile"), "does not go with volz_heckathorn"),
        (("--variables", "yy"), "'yy' is not in the traits of the sample. Did you mean: y?"),
        (("--weights", "successive_sampling"), "--population N"),
        (("--population", "3"), "A population of 3 is smaller than the 6 respondents"),
        (("--population", "inf"), "A population of inf is no number of people"),
        (("--population", "nan"), "A population of nan is no number of people"),
        (("--population", "many"), "valid number"),
        (("--replicates", "1"), "greater than or equal to 2"),
        (("--seed", "-1"), "greater than or equal to 0"),
    ],
)
def test_a_choice_that_does_not_fit_peers_is_told_with_those_that_do(how, told, of_peers):
    assert_refused(of_peers(PEERS, *how), told)


def test_groups_that_never_recruit_each_other_leave_with_3(of_peers):
    apart = "id,recruiter_id,degree,y\ns,,4,0\nr,,6,1\nu,s,2,0\nw,r,7,1\n"
    done = of_peers(apart, "--weights", "salganik_heckathorn", "--variance", "salganik")
    assert_refused(done, "never recruited anyone", code=3)
    assert "volz_heckathorn" in done.err


@pytest.mark.parametrize(
    "how", [("--by", "y"), ("--ratios", "y/y"), ("--workers", "W.csv"), ("--multiplicity", "model")]
)
def test_what_is_about_chains_is_refused_for_peers(how, of_peers):
    assert_refused(of_peers(PEERS, *how), f"{how[0]}: not for --recruitment")


def test_a_missing_degree_can_be_decided_on(of_peers):
    done = of_peers(PEERS.replace("v,s,1", "v,s,"), "--missing-degree", "drop")
    assert {row["n"] for row in json.loads(done.out)} == {5}


def test_a_population_that_answered_whole_is_its_sample(of_peers):
    done = of_peers(PEERS, "--weights", "successive_sampling", "--variance", "gile",
                    "--population", "6", "--replicates", "50")  # fmt: skip
    assert [row["value"] for row in json.loads(done.out)] == [0.5, 0.5]
