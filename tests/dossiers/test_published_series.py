from tests.dossiers.observed_worlds import observed

from decentwork.dossiers.published_series import OTHER_SERIES, WHOLE_ECONOMY, series_figures
from decentwork.indicators.catalogue import indicator

UNICEF, SDG = "unicef_child_labour_2025", "un_sdg_decent_work_2020"
HEADER = "source | indicator | place | group | period | value\n"


def shown(rows, id="child_labour_economic_activity"):
    world = observed(HEADER + "\n".join(rows))
    figures = series_figures(indicator(id), world.at("XAA"), WHOLE_ECONOMY, world)
    return [(each.at.period, each.at.group, each.value, each.subject) for each in figures]


def row(source, group, period, value, id="child_labour_economic_activity"):
    return f"{source} | {id} | XAA | {group} | {period} | {value}"


def test_both_sexes_come_first_then_girls_and_boys_then_earlier_years():
    assert shown(
        [
            row(UNICEF, "female;age:5-17", "2020", 0.04),
            row(UNICEF, "age:5-17", "2015", 0.07),
            row(UNICEF, "male;age:5-17", "2020", 0.06),
            row(UNICEF, "female;age:5-17", "2015", 0.06),
            row(UNICEF, "age:5-17", "2020", 0.05),
        ]
    ) == [
        ("2020", "age:5-17", 0.05, None),
        ("2020", "female;age:5-17", 0.04, None),
        ("2020", "male;age:5-17", 0.06, None),
        ("2015", "age:5-17", 0.07, None),
    ]


def test_another_source_is_never_part_of_the_trend():
    world = observed(
        HEADER
        + "\n".join([row(UNICEF, "age:5-17", "2023", 0.01), row(SDG, "age:5-17", "2014", 0.12)])
    )
    described = indicator("child_labour_economic_activity")
    newest, other = series_figures(described, world.at("XAA"), WHOLE_ECONOMY, world)
    assert (newest.subject, newest.notes) == (None, ())
    assert (other.subject, other.notes) == (SDG, (OTHER_SERIES,))


def test_another_age_range_is_another_series():
    assert shown([row(SDG, "age:5-14", "2018", 0.1), row(SDG, "age:5-17", "2012", 0.12)]) == [
        ("2018", "age:5-14", 0.1, None),
        ("2012", "age:5-17", 0.12, None),
    ]


def test_of_one_year_the_widest_ages_lead():
    id = "working_poverty"
    rows = [row(SDG, f"age:{age}", "2018", 0.1, id) for age in ("15-24", "25+", "15+")]
    assert [group for _, group, _, _ in shown(rows, id)] == ["age:15+", "age:25+", "age:15-24"]


def test_of_one_year_and_age_the_preferred_source_leads():
    assert shown([row(SDG, "age:5-17", "2020", 0.3), row(UNICEF, "age:5-17", "2020", 0.2)]) == [
        ("2020", "age:5-17", 0.2, None),
        ("2020", "age:5-17", 0.3, SDG),
    ]


def test_a_value_without_year_is_older_than_any():
    id, report = "child_labour_with_chores", "unicef_sowc2023_child_protection"
    rows = [row(report, "age:5-17", "", 0.3, id), row(SDG, "age:5-17", "2010", 0.2, id)]
    assert [period for period, *_ in shown(rows, id)] == ["2010", None]


def test_a_range_of_years_counts_by_its_last():
    rows = [row(UNICEF, "age:5-17", "2019-2021", 0.3), row(SDG, "age:5-17", "2020", 0.2)]
    assert shown(rows)[0][0] == "2019-2021"


def test_a_survey_printed_again_is_no_trend_and_has_the_year_of_its_first_report():
    id = "working_children"
    years = {"2018": 0.1, "2019": 0.1, "2020": 0.08, "2021": 0.08}
    rows = [row("usdol_child_work_statistics", "age:5-14", *pair, id) for pair in years.items()]
    assert [(period, value) for period, _, value, _ in shown(rows, id)] == [
        ("2020", 0.08),
        ("2018", 0.1),
    ]


def test_where_nobody_publishes_both_sexes_each_has_its_trend():
    id, source = "labour_force_participation", "gapminder_labour_context"
    rows = [
        row(source, sex, period, value, id)
        for sex, period, value in (
            ("female", "2020", 0.6),
            ("male", "2020", 0.8),
            ("female", "2019", 0.5),
            ("male", "2019", 0.7),
        )
    ]
    assert [value for _, _, value, _ in shown(rows, id)] == [0.6, 0.8, 0.5, 0.7]
