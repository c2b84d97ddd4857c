from collections import Counter
from dataclasses import replace

import pandas as pd
from tests.studies.fields import design, frame

from decentwork.sampling.selection import case_id, first_draw, next_cases, random_order
from decentwork.surveys.design import Stratum
from decentwork.surveys.fieldwork import CASE_COLUMNS, NOMINATION_COLUMNS, Fieldwork
from decentwork.surveys.kinds import Disposition


def state(cases, nominations=()):
    """Cases as (id, tier, stratum, disposition); nominations as (buyer, kind, position, case)."""
    table = pd.DataFrame(
        [(tier, "formal", stratum, 0.5, str(how), 1) for _, tier, stratum, how in cases],
        columns=list(CASE_COLUMNS),
        index=pd.Index([id for id, *_ in cases], name="case_id"),
    )
    rows = [
        (buyer, kind, position, f"{buyer}/{kind}/{position}", case, True, False, False, "")
        for buyer, kind, position, case in nominations
    ]
    listed = pd.DataFrame(rows, columns=list(NOMINATION_COLUMNS))
    ids = listed["buyer_id"] + "/" + listed["kind"] + "/" + listed["position"].astype(str)
    return Fieldwork(cases=table, nominations=listed.set_index(pd.Index(ids, dtype=object)))


def listing(buyer, count, kind="formal"):
    return [(buyer, kind, position, "") for position in range(1, count + 1)]


def followed(draw):
    return set(draw.rows["nomination_id"])


def test_each_stratum_gives_its_seeds_with_their_chance():
    two = design(
        strata=(
            Stratum(id="large", frame_units=2, seeds=2),
            Stratum(id="small", frame_units=4, seeds=1),
        )
    )
    units = pd.concat([frame(2, "large"), frame(6, "small").iloc[2:]])
    rows = first_draw(two, units).rows
    assert rows.groupby("stratum")["chance"].agg(["count", "max"]).to_dict("index") == {
        "large": {"count": 2, "max": 1.0},
        "small": {"count": 1, "max": 0.25},
    }


def test_seeds_do_not_depend_on_the_order_of_the_frame():
    units = frame()
    assert first_draw(design(), units).seeds == first_draw(design(), units.iloc[::-1]).seeds


def test_another_draw_seed_draws_other_units():
    drawn = {
        frozenset(first_draw(design(draw_seed=seed), frame()).seeds.values()) for seed in range(20)
    }
    assert len(drawn) > 5


def test_a_draw_shows_no_id_of_the_frame():
    draw = first_draw(design(), frame())
    assert "register" not in repr(draw)
    assert (
        not draw.rows.astype(str).apply(lambda column: column.str.contains("register")).any().any()
    )


def test_m_of_the_suppliers_of_each_kind_are_drawn():
    here = state(
        [("A", 0, "all", Disposition.INTERVIEWED)],
        [*listing("A", 5), *listing("A", 3, "household")],
    )
    rows = next_cases(design(), here).rows
    assert rows.groupby("kind")[["listed", "drawn"]].first().to_dict("index") == {
        "formal": {"listed": 5, "drawn": 2},
        "household": {"listed": 3, "drawn": 1},
    }
    assert sorted(rows["chance"].round(4)) == [0.3333, 0.4, 0.4]


def test_what_is_drawn_from_a_buyer_does_not_depend_on_other_buyers():
    a, b = ("A", 0, "all", Disposition.INTERVIEWED), ("B", 0, "all", Disposition.INTERVIEWED)
    both = followed(next_cases(design(), state([a, b], [*listing("A", 9), *listing("B", 9)])))
    alone = [followed(next_cases(design(), state([unit], listing(unit[0], 9)))) for unit in (b, a)]
    assert both == alone[0] | alone[1]


def test_only_interviewed_buyers_are_drawn_from():
    here = state([("A", 0, "all", Disposition.REFUSED)], listing("A", 3))
    assert next_cases(design(), here).case_ids == ()


def test_nobody_draws_twice_from_one_list():
    here = state([("A", 0, "all", Disposition.INTERVIEWED)], listing("A", 5))
    drawn = followed(next_cases(design(), here))
    after = replace(
        here, nominations=here.nominations.assign(drawn=here.nominations.index.isin(drawn))
    )
    assert len(next_cases(design(), after).rows) == 0


def test_two_buyers_of_one_supplier_lead_to_one_case():
    here = state(
        [("A", 0, "all", Disposition.INTERVIEWED), ("B", 0, "all", Disposition.INTERVIEWED)],
        [*listing("A", 1), *listing("B", 1)],
    )
    here = replace(here, nominations=here.nominations.assign(unit_id="A/formal/1"))
    rows = next_cases(design(), here).rows
    assert len(rows) == 2
    assert rows["case_id"].nunique() == 1


def test_a_supplier_that_a_buyer_lists_twice_is_one_to_draw_from():
    here = state([("A", 0, "all", Disposition.INTERVIEWED)], listing("A", 3))
    here = replace(
        here, nominations=here.nominations.assign(unit_id=["A/formal/1", "A/formal/1", "other"])
    )
    rows = next_cases(design(), here).rows
    assert rows["nomination_id"].tolist().count("A/formal/2") == 0
    assert rows[["listed", "drawn"]].iloc[0].tolist() == [2, 2]


def test_a_known_case_that_is_drawn_again_keeps_its_number():
    here = state([("A", 0, "all", Disposition.INTERVIEWED)], [("A", "formal", 1, "KNOWN")])
    assert next_cases(design(), here).case_ids == ("KNOWN",)


def test_what_is_put_off_is_the_same_later():
    cases = [(id, 0, "all", Disposition.INTERVIEWED) for id in "ABC"]
    here = state(cases, [row for id in "ABC" for row in listing(id, 4)])
    whole = followed(next_cases(design(), here))
    first = followed(next_cases(design(), here, at_most=3))
    assert len(first) == 2
    later = replace(
        here, nominations=here.nominations.assign(drawn=here.nominations.index.isin(first))
    )
    assert first | followed(next_cases(design(), later)) == whole


def test_by_default_nobody_is_replaced():
    here = state([("A", 0, "all", Disposition.CLOSED)])
    assert len(next_cases(design(), here, frame=frame()).rows) == 0


def test_a_replacement_is_the_next_of_the_random_order_and_raises_the_chance():
    study = design(replaced=(Disposition.CLOSED,))
    seeds = first_draw(study, frame())
    dispositions = [Disposition.CLOSED, Disposition.REFUSED, Disposition.INTERVIEWED]
    here = state(
        [(id, 0, "all", how) for id, how in zip(seeds.case_ids, dispositions, strict=True)]
    )
    draw = next_cases(study, here, frame=frame())
    larger = first_draw(
        replace(study, strata=(Stratum(id="all", frame_units=6, seeds=4),)), frame()
    )
    assert draw.case_ids == larger.case_ids[3:]
    assert draw.rows["chance"].tolist() == [4 / 6]
    assert draw.rows["drawn_from"].tolist() == ["replacement"]


def test_a_used_up_stratum_gives_no_replacement():
    study = design(
        strata=(Stratum(id="all", frame_units=2, seeds=2),), replaced=(Disposition.CLOSED,)
    )
    cases = first_draw(study, frame(2)).case_ids
    here = state([(id, 0, "all", Disposition.CLOSED) for id in cases])
    assert len(next_cases(study, here, frame=frame(2)).rows) == 0


def test_the_first_of_a_random_order_are_any_pair_equally_often():
    counts = Counter(frozenset(random_order("abcd", seed)[:2]) for seed in range(3000))
    # 6 pairs, 500 each, standard deviation 20.4.
    assert len(counts) == 6
    assert all(abs(count - 500) < 5 * 20.4 for count in counts.values())


def test_case_numbers_are_short_and_tell_nothing():
    number = case_id(7, "list", "A/formal/1")
    assert len(number) == 9
    assert number == case_id(7, "list", "A/formal/1")
    assert number != case_id(8, "list", "A/formal/1")
