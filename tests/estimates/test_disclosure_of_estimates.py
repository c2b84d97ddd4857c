from dataclasses import dataclass, field

import pytest

from decentwork.estimates.columns import ESTIMATED, RELEASED
from decentwork.estimates.disclosure import UnitsNotTold, protect_estimates
from decentwork.estimates.disclosure_rule import Reason
from decentwork.surveys.estimated import Estimated, Verdict


def row(n, *, variable="hours", statistic="mean", value=0.5, **more):
    return Estimated(
        variable=variable,
        category=more.pop("category", None),
        statistic=statistic,
        value=value,
        low=value / 2,
        high=value * 2,
        standard_error=0.1,
        weights="generalised_weight_share",
        variance="seed_design",
        n=n,
        verdict=Verdict.PUBLISHABLE,
        **more,
    )


def by_tier(*numbers, **more):
    return [row(sum(numbers), tier=None, **more)] + [
        row(n, tier=tier, **more) for tier, n in enumerate(numbers)
    ]


def reasons(rows, **how):
    return [released.reason for released in protect_estimates(rows, **how)]


def test_a_tier_of_few_is_withheld_with_one_that_protects_it():
    found = protect_estimates(by_tier(40, 20, 3))
    assert [each.reason for each in found] == ["", "", Reason.PROTECTS, Reason.TOO_FEW]
    assert found[3].value is found[3].low is found[3].high is found[3].standard_error is None
    assert (found[3].tier, found[3].answers) == (2, "")


def test_what_is_shown_keeps_its_interval_and_shows_respondents_as_a_band():
    (found,) = protect_estimates([row(64)])
    assert (found.value, found.low, found.high, found.answers) == (0.5, 0.25, 1.0, "60")


def test_every_statistic_and_category_of_a_domain_goes_with_it():
    rows = [
        *by_tier(40, 20, 3),
        *by_tier(40, 20, 3, statistic="share", category="yes"),
        *by_tier(40, 20, 3, statistic="share", category="no"),
    ]
    found = protect_estimates(rows)
    assert [each.tier for each in found if each.reason == ""] == [None, 0] * 3


def test_variables_are_judged_apart():
    rows = [*by_tier(40, 20, 3), *by_tier(41, 21, 30, variable="pay")]
    assert [each.variable for each in protect_estimates(rows) if each.reason] == ["hours"] * 2


def test_totals_are_protected_by_value_too():
    values = [1000.0, 99.0, 1.0, 900.0]
    rows = [
        row(n, tier=tier, statistic="total", value=value)
        for n, tier, value in zip([60, 30, 27, 3], [None, 0, 1, 2], values, strict=True)
    ]
    found = protect_estimates(rows)
    assert sum(each.reason != "" for each in found) > 2


def test_groups_cross_tiers():
    rows = [
        row(43),
        row(4, group={"sex": "female"}),
        row(39, group={"sex": "male"}),
        row(20, tier=0),
        row(23, tier=1),
    ]
    found = protect_estimates(rows)
    assert [each.reason != "" for each in found] == [False, True, True, False, False]


def test_workers_of_few_units_are_withheld():
    rows = by_tier(60, 60, universe="workers")
    assert reasons(rows, units=[24, 20, 4]) == ["", Reason.PROTECTS, Reason.TOO_FEW]


def test_rows_tell_the_units_behind_their_workers():
    rows = [
        row(60, universe="workers", unit_count=4, tier=0),
        row(60, universe="workers", unit_count=9, tier=1),
    ]
    assert reasons(rows) == [Reason.TOO_FEW, ""]


def test_results_of_workers_need_the_units_behind_them():
    with pytest.raises(UnitsNotTold, match="hours"):
        protect_estimates(by_tier(60, 60, universe="workers"))


def test_nine_people_of_a_recruited_sample_are_too_few():
    assert reasons([row(9, universe="people")]) == [Reason.TOO_FEW]


def test_released_rows_have_the_columns_of_every_table():
    (found,) = protect_estimates([row(20)])
    assert tuple(found.to_dict()) == (*RELEASED, "group")
    assert set(ESTIMATED) <= set(row(20).to_dict())


def test_numbers_of_respondents_and_seeds_do_not_leave():
    (found,) = protect_estimates([row(37, seeds=3)])
    assert not {"n", "seeds", "design_effect"} & set(found.to_dict())


@dataclass(frozen=True)
class Plain:
    values: dict = field(default_factory=dict)
    unit_count: int | None = None

    def to_dict(self):
        return self.values


def test_any_row_with_the_columns_of_estimates_can_be_released():
    (found,) = protect_estimates([Plain(row(37).to_dict())])
    assert found.value == 0.5


def test_a_ratio_goes_with_a_side_that_is_withheld():
    sides = [
        *by_tier(40, 20, 3, variable="pay"),
        *by_tier(40, 20, 30, variable="hours"),
    ]
    found = protect_estimates(
        [*sides, *by_tier(40, 20, 30, variable="pay/hours", statistic="ratio")]
    )
    assert [each.reason for each in found[-4:]] == ["", "", Reason.PROTECTS, Reason.PROTECTS]


def test_a_ratio_between_groups_goes_with_the_group_that_is_withheld():
    women, men = {"sex": "female"}, {"sex": "male"}
    sides = [row(3, variable="pay", group=women), row(40, variable="pay", group=men)]
    gap = row(40, variable="pay[sex=female]/pay[sex=male]", statistic="ratio")
    assert reasons([*sides, gap])[-1] == Reason.PROTECTS


def test_a_ratio_of_few_is_withheld_by_itself():
    assert reasons([row(3, variable="pay/hours", statistic="ratio")]) == [Reason.TOO_FEW]
