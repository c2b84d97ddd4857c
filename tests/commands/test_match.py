"""Lists matched from the command line: what comes out, is judged, and comes back."""

import csv
import gzip
import json

import numpy as np
import pandas as pd
import pytest

from decentwork.matching import candidates
from decentwork.matching.invented_registers import invented_register
from decentwork.matching.model import shipped_model

MILLS = """id,name,address,country
A-1,Radogama Knit Ltd,"12 Sulmi Road, Old Lane, Tega",Avonia
A-2,RADOGAMA KNIT LIMITED,"12, Sulmi Rd, Old Lane, Tega",XAA
A-3,Belmora Kurta Denim,"7 Kurmo Street, Hosar",Avonia
"""
OUT = ["id", "enterprise", "probability", "outcome"]
REVIEW = [
    "id_a", "id_b", "probability", "why", "name_a", "name_b", "address_a", "address_b",
    "country_a", "country_b", "same",
]  # fmt: skip


@pytest.fixture
def write(tmp_path):
    def written(name, text):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return written


@pytest.fixture
def match(decentwork, tmp_path):
    """Match lists; return what was written, as rows of texts, beside how the command ended."""

    def run(*lists, out="out.csv", **options):
        given = [part for name, value in options.items() for part in _option(name, value)]
        ended = decentwork("match", *lists, "--out", tmp_path / out, *given)
        return ended, rows(tmp_path / out)

    return run


def _option(name, value):
    if value is True:
        return (f"--{name}",)
    many = value if isinstance(value, list) else [value]
    return [part for each in many for part in (f"--{name}", each)]


def rows(path):
    if not path.exists():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_id(found):
    return {row["id"]: row["enterprise"] for row in found}


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """An invented list of 300 mentions, with pairs that are open."""
    path = tmp_path_factory.mktemp("lists") / "register.csv"
    frame = invented_register(300, np.random.default_rng(4))[0].frame
    frame.drop(columns=["source", "listed_on"]).to_csv(path, index_label="id")
    return path


def test_each_row_comes_back_in_its_order_with_its_enterprise(match, write):
    ended, found = match(write("mills.csv", MILLS))
    assert ended.code == 0
    assert list(found[0]) == OUT
    assert [(row["id"], row["outcome"]) for row in found] == [
        ("A-1", "same"),
        ("A-2", "same"),
        ("A-3", "new"),
    ]
    assert by_id(found)["A-1"] == by_id(found)["A-2"] != by_id(found)["A-3"]


def test_what_was_found_is_told_with_thresholds_and_columns(match, write):
    ended, _ = match(write("mills.csv", MILLS))
    assert {"mentions 3", "enterprises 2"} <= {" ".join(it.split()) for it in ended.out.split("\n")}
    assert "Thresholds: same from 0.8, new below 0.2." in ended.out
    assert "address from “address”" in ended.out
    assert "Pairs compared: 1 of 1" in ended.err


def test_the_counts_are_data(match, write):
    told = json.loads(match(write("mills.csv", MILLS), json=True)[0].out)
    assert (told["mentions"], told["enterprises"], told["same"], told["new"]) == (3, 2, 2, 1)
    assert told["thresholds"] == {"same": 0.8, "new": 0.2}


def test_the_help_names_the_thresholds_of_the_model(decentwork):
    told = " ".join(decentwork("match", "--help").out.replace("│", " ").split())
    model = shipped_model()
    assert f"one enterprise: {model.same:g} if not given" in told
    assert f"not asked about: {model.new:g} if not given" in told


def test_matching_again_writes_the_same_file(match, register, tmp_path):
    match(register, out="one.csv")
    match(register, out="two.csv")
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()


def test_an_open_row_keeps_its_own_enterprise(match, register):
    found = match(register)[1]
    enterprises = pd.Series([row["enterprise"] for row in found])
    is_open = np.array([row["outcome"] == "ask" for row in found])
    assert is_open.any()
    assert not enterprises.duplicated(keep=False)[is_open].any()


def test_a_list_to_judge_is_filled_in_and_read_back(match, register, tmp_path):
    review = tmp_path / "review.csv"
    match(register, review=review)
    asked = rows(review)
    assert list(asked[0]) == REVIEW
    assert {row["same"] for row in asked} == {""}
    first = [asked[0] | {"same": "oui"}, asked[1] | {"same": "no"}, *asked[2:]]
    pd.DataFrame(first).to_csv(tmp_path / "judged.csv", index=False)
    ended, found = match(register, labels=tmp_path / "judged.csv", review=review)
    assert "pairs judged                   2" in ended.out
    of = by_id(found)
    assert of[asked[0]["id_a"]] == of[asked[0]["id_b"]]
    assert of[asked[1]["id_a"]] != of[asked[1]["id_b"]]
    judged = {frozenset((row["id_a"], row["id_b"])) for row in asked[:2]}
    assert not judged & {frozenset((row["id_a"], row["id_b"])) for row in rows(review)}


def test_what_is_written_is_no_list_of_formulas(match, write, register, tmp_path):
    review = tmp_path / "review.csv"
    names = "id,name,address\n=1,=Radogama Knit,12 Sulmi Road\n=2,@Radogama Mills Knit,9 Hosar\n"
    path = write("signs.csv", names)
    _, found = match(path, review=review, same=0.999, new=0.0001)
    assert [row["id"] for row in found] == ["'=1", "'=2"]
    [asked] = rows(review)
    assert [asked[name] for name in ("id_a", "id_b", "name_a", "name_b")] == [
        "'=1", "'=2", "'=Radogama Knit", "'@Radogama Mills Knit",
    ]  # fmt: skip
    judged = write("judged.csv", f"id_a,id_b,same\n{asked['id_a']},{asked['id_b']},1\n")
    assert len(set(by_id(match(path, labels=judged)[1]).values())) == 1


def test_a_later_file_of_labels_counts_more(match, write):
    path = write("mills.csv", MILLS)
    apart = write("apart.csv", "id_a,id_b,same\nA-1,A-2,no\n")
    one = write("one.csv", "id_a,id_b,same\nA-2,A-1,sí\n")
    assert by_id(match(path, labels=[apart, one])[1])["A-1"] == by_id(match(path)[1])["A-2"]
    found = by_id(match(path, labels=[one, apart])[1])
    assert found["A-1"] != found["A-2"]


def test_all_that_is_wrong_with_labels_is_told_at_once(match, write):
    labels = "id_a,id_b,same\nA-1,A-9,1\nA-1,A-2,maybe\nA-1,A-3,1\nA-3,A-1,0\nA-2,A-2,1\nA-8,A-9,\n"
    ended, found = match(write("mills.csv", MILLS), labels=write("judged.csv", labels))
    assert ended.code == 2
    assert found is None
    for told in (
        "judged.csv, line 2: there is no mention 'A-9'",
        "judged.csv, line 3: same is 'maybe'",
        "judged.csv, line 5: says the opposite of line 4",
        "judged.csv, line 6: a mention is compared with itself",
    ):
        assert told in ended.err
    assert "line 7" not in ended.err


def test_labels_without_their_columns_are_refused(match, write):
    ended, _ = match(write("mills.csv", MILLS), labels=write("judged.csv", "a,b\n1,2\n"))
    assert ended.code == 2
    assert "id_a" in ended.err


def test_an_id_that_stands_in_two_lists_is_told_apart(match, write):
    again = "id,name,address,country\nA-1,Tasok Weaving,4 Hill Road,Avonia\nB-1,Ikden Mill,,\n"
    ended, found = match(write("mills.csv", MILLS), write("again.csv", again))
    assert [row["id"] for row in found] == ["mills:A-1", "A-2", "A-3", "again:A-1", "B-1"]
    assert "ids in several lists           1" in ended.out


def test_ids_come_back_letter_by_letter(match, write):
    ids = ["007", "1.0", "é ü", "厂 1", "a,b", 'q"', "1e5", " b  c ", "N° 1"]
    table = pd.DataFrame({"id": ids, "name": [f"Mill {at}orda" for at in "bcdfghklm"]})
    _, found = match(write("ids.csv", table.to_csv(index=False)))
    assert [row["id"] for row in found] == ids


@pytest.mark.parametrize(
    ("same", "new"), [(0.1, 0.2), (1, 0.2), (0.8, 0), ("nan", 0.2)], ids=["below", "1", "0", "nan"]
)
def test_thresholds_without_room_for_three_outcomes_are_refused(same, new, match, write):
    ended, found = match(write("mills.csv", MILLS), same=same, new=new)
    assert ended.code == 2
    assert "0 < new <= same < 1" in ended.err
    assert found is None


def test_thresholds_that_are_set_are_told_and_hold(match, write):
    ended, found = match(write("mills.csv", MILLS), same=0.9999, new=0.1)
    assert "same from 0.9999, new below 0.1." in ended.out
    assert [row["outcome"] for row in found] == ["ask", "ask", "new"]


def test_no_file_that_is_read_is_written_over(match, write, tmp_path):
    path = write("mills.csv", MILLS)
    labels = write("judged.csv", "id_a,id_b,same\n")
    assert match(path, out="mills.csv")[0].code == 2
    assert match(path, labels=labels, review=labels)[0].code == 2
    assert match(path, review=tmp_path / "out.csv")[0].code == 2
    assert path.read_text("utf-8") == MILLS


def test_a_file_that_cannot_be_written_is_told_before_the_work(match, write, tmp_path):
    ended, _ = match(write("mills.csv", MILLS), review=tmp_path / "nowhere" / "review.csv")
    assert ended.code == 2
    assert "Pairs compared" not in ended.err
    assert not (tmp_path / "out.csv").exists()


def test_a_run_that_was_stopped_leaves_no_file_and_goes_on(match, register, monkeypatch, tmp_path):
    monkeypatch.setattr(candidates, "CHUNK", 100)
    whole = match(register, out="whole.csv")[1]
    searched = candidates.nearest
    starts = []

    def stopped(shared, start, *limits):
        if start >= 200 and not starts.count("stopped"):
            starts.append("stopped")
            raise KeyboardInterrupt
        starts.append(start)
        return searched(shared, start, *limits)

    monkeypatch.setattr(candidates, "nearest", stopped)
    ended, found = match(register)
    assert (ended.code, found) == (130, None)
    assert "out.csv.part: the same command goes on" in ended.err
    starts.remove("stopped")
    before, starts[:] = set(starts), ["stopped"]
    assert match(register)[1] == whole
    assert not before & set(starts)
    assert sorted(it.name for it in tmp_path.iterdir() if "out" in it.name) == ["out.csv"]


def test_columns_are_named_once_for_a_list_or_for_all(match, write):
    odd = write("odd.csv", "k,what,where\n1,Radogama Knit Ltd,12 Sulmi Road\n")
    other = write("other.csv", "q,what,where\n2,Belmora Kurta,7 Kurmo Street\n")
    names = {"name": "what", "address": "where"}
    mapping = {"odd.csv": names | {"id": "k"}, "other.csv": names | {"id": "q"}}
    _, found = match(odd, other, columns=write("columns.json", json.dumps(mapping)))
    assert [row["id"] for row in found] == ["1", "2"]
    flat = write("flat.json", json.dumps(names | {"id": "k"}))
    assert [row["id"] for row in match(odd, columns=flat)[1]] == ["1"]


@pytest.mark.parametrize("text", ["not json", "[1]"])
def test_columns_that_are_no_mapping_are_refused(text, match, write):
    ended, _ = match(write("mills.csv", MILLS), columns=write("columns.json", text))
    assert ended.code == 2
    assert "columns.json" in ended.err


def test_names_alone_make_a_list(match, write):
    _, found = match(write("names.csv", "name\nRadogama Knit Ltd\n\nBelmora Kurta\n"))
    assert len({row["enterprise"] for row in found}) == len(found) == 2


def test_one_row_is_an_enterprise(match, write):
    _, found = match(write("one.csv", "id,name\nx,Radogama Knit\n"))
    assert [(row["id"], row["outcome"]) for row in found] == [("x", "new")]


def test_rows_without_a_name_are_nobody(match, write):
    _, found = match(write("empty.csv", "id,name,country\na,,XAA\nb,,XAA\nc,...,\n"))
    assert [row["outcome"] for row in found] == ["new"] * 3
    assert len(set(by_id(found).values())) == 3


def test_rows_that_all_say_the_same_are_one_enterprise(match, write):
    lines = "".join(f"{at},Radogama Knit,12 Sulmi Road,XAA\n" for at in range(400))
    _, found = match(write("same.csv", f"id,name,address,country\n{lines}"))
    assert len(found) == 400
    assert {row["outcome"] for row in found} == {"same"}
    assert len(set(by_id(found).values())) == 1


def test_many_at_one_address_are_no_one_enterprise(match, write):
    records, truth = invented_register(400, np.random.default_rng(8))
    names = records.frame["name"][~pd.Series(truth).duplicated().to_numpy()]
    table = pd.DataFrame({"name": names, "address": "Gate 1, Export Zone, Montara"})
    path = write("zone.csv", table.to_csv(index_label="id"))
    told = json.loads(match(path, json=True)[0].out)
    assert told["enterprises"] > 0.9 * len(names)


@pytest.fixture(params=["facility_lists_sample.csv.gz", "contributor_lists_fixture.csv"])
def published(request, shared_data, tmp_path):
    """A list that a platform published, its first 300 rows, as it stands."""
    path = shared_data / "samples" / "facilities" / request.param
    text = gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open()
    with text:
        copy = tmp_path / "published.csv"
        copy.write_text("".join(text.readlines()[:300]), "utf-8")
    return copy


def test_a_published_list_is_matched_row_by_row(published, match):
    ended, found = match(published)
    assert ended.code == 0
    assert len(found) == len(pd.read_csv(published))
    assert {row["outcome"] for row in found} <= {"same", "ask", "new"}
    assert all(0 <= float(row["probability"]) <= 1 for row in found)
