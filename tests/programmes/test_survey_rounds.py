import json
from dataclasses import replace
from datetime import date

import pytest
from tests.surveys.released import figure, release

from decentwork.estimates.errors import InvalidInput
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import (
    Activity,
    Area,
    Document,
    Header,
    Indicator,
    Result,
    Target,
    Update,
)
from decentwork.programmes.rollup import reached
from decentwork.programmes.standing import standing
from decentwork.programmes.survey_rounds import survey_rounds, with_survey_rounds
from decentwork.sources.data_folder import DataFolder

HEADER = Header(
    id="made", title="Made", organisation="Avonia", starts="2026", ends="2029", invented=True
)
RESTING = Indicator(
    id="hazard",
    title="Children in hazardous work",
    result="less",
    measure="percentage",
    rising=False,
    estimate="avonia-electronics/child_labour_hazardous/home_and_informal",
)


def programme(*rows, indicator=RESTING):
    return Programme.of(
        HEADER,
        [
            Area(id="one", title="One", number=1),
            Activity(id="acts", title="Acts", kind="project", area="one"),
            Result(id="less", title="Less", of="acts", level="outcome"),
            indicator,
            *rows,
        ],
    )


def share(value, **different):
    return figure(
        **{
            "variable": "child_labour_hazardous",
            "statistic": "share",
            "universe": "workers",
            "value": value,
            "low": value - 0.05,
            "high": value + 0.05,
            "group": {"position": "home_and_informal"},
        }
        | different
    )


def rounds(*values):
    return [
        replace(release(share(value)), round=number, period=str(2025 + number))
        for number, value in enumerate(values, start=1)
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder that holds the releases which a test hands over, as files an office passes on."""

    def hold(*releases):
        held = DataFolder(tmp_path / "data")
        for number, each in enumerate(releases):
            path = tmp_path / f"release{number}.json"
            path.write_text(json.dumps(each.to_dict()), encoding="utf-8")
            held.add(path)
        return held

    return hold


def test_the_first_round_is_the_baseline_and_the_last_tells_what_was_reached(folder):
    measured = with_survey_rounds(programme(), folder(*rounds(0.30, 0.12)))
    indicator = measured.by_id["hazard"]
    assert (indicator.baseline, indicator.baseline_year) == (0.30, 2026)
    assert reached(measured, indicator).value == 0.12


def test_a_round_says_whose_it_is_when_and_how_sure(folder):
    measured = with_survey_rounds(programme(), folder(*rounds(0.30)))
    (update,) = measured.updates_of("hazard")
    assert (update.starts, update.ends) == (date(2026, 1, 1), date(2026, 12, 31))
    assert update.by == "Invented Office of Statistics of Avonia"
    assert update.words["en"] == "[25; 35] %"
    assert isinstance(measured.by_id[update.evidence[0]], Document)


def test_an_update_written_for_the_days_of_a_round_counts_instead_of_it(folder):
    own = Update(
        indicator="hazard",
        starts="2027-01-01",
        ends="2027-12-31",
        numerator=11,
        denominator=100,
        state="approved",
    )
    measured = with_survey_rounds(programme(own), folder(*rounds(0.30, 0.12)))
    assert reached(measured, measured.by_id["hazard"]).value == 0.11
    assert len(measured.updates_of("hazard")) == 2


def test_a_stated_baseline_stays(folder):
    stated = RESTING.model_copy(update={"baseline": 0.4, "baseline_year": 2020})
    measured = with_survey_rounds(programme(indicator=stated), folder(*rounds(0.30, 0.12)))
    assert measured.by_id["hazard"].baseline == 0.4


def test_a_target_is_judged_by_the_last_round_within_its_time(folder):
    aim = Target(
        indicator="hazard", starts="2027-01-01", ends="2027-12-31", numerator=15, denominator=100
    )
    measured = with_survey_rounds(programme(aim), folder(*rounds(0.30, 0.12, 0.20)))
    assert standing(measured, measured.by_id["hazard"], [aim]).verdict == "met"


def test_without_a_release_nothing_is_known_and_nothing_is_zero(folder):
    made = programme()
    assert with_survey_rounds(made, folder()) == made
    assert reached(made, made.by_id["hazard"]).value is None


def test_a_figure_that_was_withheld_is_no_value():
    (withheld,) = rounds(0.3)
    hidden = replace(withheld, figures=(replace(share(0.3), value=None, low=None, high=None),))
    assert survey_rounds(RESTING, [hidden]) == ()


def test_a_correction_replaces_the_version_before_it():
    (first,) = rounds(0.3)
    corrected = replace(first, version=2, figures=(share(0.28),))
    assert [it.figure.value for it in survey_rounds(RESTING, [corrected, first])] == [0.28]


def test_only_the_group_that_is_named_is_read():
    girls = share(0.4, group={"position": "home_and_informal", "sex": "female"})
    all_and_girls = replace(release(share(0.3), girls), period="2026")
    of_girls = RESTING.model_copy(update={"estimate": f"{RESTING.estimate}/female"})
    assert [it.figure.value for it in survey_rounds(of_girls, [all_and_girls])] == [0.4]
    assert [it.figure.value for it in survey_rounds(RESTING, [all_and_girls])] == [0.3]


def test_what_rests_on_an_estimate_is_summed_with_nothing():
    above = Indicator(id="all", title="All", result="less", measure="percentage")
    summed = RESTING.model_copy(update={"adds_to": "all"})
    with pytest.raises(InvalidInput, match="no sum with others"):
        programme(above, indicator=summed)
