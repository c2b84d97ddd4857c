import pandas as pd

from decentwork.matching.matched import match
from decentwork.matching.repeats import distinct
from decentwork.registers.enterprise_records import enterprise_records
from decentwork.registers.judgements import Judged, Judgement

MILL = ("Radogama Knit Ltd", "12 Sulmi Road, Old Lane, Tega", "XAA")
OTHER = ("Belmora Kurta Denim", "7 Kurmo Street, Hosar", "XAA")


def listed(*rows, **columns):
    frame = pd.DataFrame(rows, columns=["name", "address", "country"])
    ids = [f"m{number}" for number in range(len(rows))]
    return enterprise_records(frame.assign(**columns).set_axis(ids))


def labels(*rows):
    return pd.DataFrame(rows, columns=["id_a", "id_b", "same"])


def test_the_first_by_date_and_id_stands_for_its_repeats():
    records = listed(MILL, OTHER, MILL, MILL, listed_on=["2026-02-01", "", "2026-01-01", ""])
    found = distinct(records)
    assert found.stands.tolist() == ["m3", "m1", "m3", "m3"]
    assert found.records.frame.index.tolist() == ["m1", "m3"]


def test_a_name_without_an_address_repeats_none():
    bare = ("Radogama Knit Ltd", "", "XAA")
    assert len(distinct(listed(bare, bare, ("", "7 Kurmo Street", ""), MILL)).records) == 4


def test_another_phone_is_no_repeat():
    assert len(distinct(listed(MILL, MILL, phone=["1234567", ""])).records) == 2


def test_all_rows_come_back_in_their_order_as_one_enterprise():
    found = distinct(listed(*[MILL] * 300, OTHER, *[MILL] * 300))
    rows = found.spread(match(found.records).to_frame())
    assert rows["id"].tolist() == [f"m{number}" for number in range(601)]
    assert rows["enterprise"].nunique() == 2
    assert rows["outcome"].value_counts().to_dict() == {"same": 600, "new": 1}


def test_a_label_on_a_repeat_is_on_the_one_that_stands_for_it():
    given = labels(("m2", "m1", True), ("m0", "m2", True))
    found = distinct(listed(MILL, OTHER, MILL), given)
    assert found.labels(given).values.tolist() == [["m0", "m1", True]]


def test_repeats_that_people_judged_different_are_two():
    given = labels(("m0", "m2", False))
    found = distinct(listed(MILL, OTHER, MILL, MILL), given)
    assert found.stands.tolist() == ["m0", "m1", "m2", "m0"]
    rows = found.spread(match(found.records, labels=found.labels(given)).to_frame())
    assert rows["enterprise"][0] != rows["enterprise"][2]


def test_a_list_without_rows_has_no_repeats():
    found = distinct(listed())
    assert found.spread(match(found.records).to_frame()).empty


def test_judgements_are_on_the_mentions_that_stand_for_those_judged():
    def judged(kind, one, other, batch="1"):
        return Judgement(at="", by="", judged=Judged(kind), one=one, other=other, batch=batch)

    found = distinct(listed(MILL, MILL, OTHER))
    log = judged("same", "m1", "m2"), judged("same", "m0", "m1"), judged("undo", "1", "", "2")
    told = [(it.judged.value, it.one, it.other) for it in found.judgements(log)]
    assert told == [("same", "m0", "m2"), ("undo", "1", "")]
    assert list(found.repeats()) == [("m1", "m0")]
