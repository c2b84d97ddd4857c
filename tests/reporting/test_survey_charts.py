import pytest

from decentwork.reporting.charts import chart_svg
from decentwork.reporting.numbers import Reader
from decentwork.reporting.survey_cells import survey_cells
from decentwork.reporting.survey_charts import estimates_chart, spread_chart


def share(variable, value, **told):
    """Return an invented share at the lead firms, past disclosure control."""
    return {
        "variable": variable,
        "category": None,
        "statistic": "mean",
        "universe": "workers",
        "tier": None,
        "value": value,
        "low": value and value - 0.05,
        "high": value and value + 0.05,
        "standard_error": value and 0.025,
        "weights": "generalised_weight_share",
        "variance": "seed_design",
        "answers": "50" if value else "",
        "verdict": "publishable",
        "reason": "" if value else "too few respondents",
        "note": "",
        "group": {"position": "lead"},
    } | told


SPREAD = [
    {"tier": 0, "smallest": 1.0, "median": 4.0, "largest": 8.0, "kish": 1.25},
    {"tier": 1, "smallest": 0.5, "median": 6.0, "largest": 91.0, "kish": 2.5},
    {"tier": 2, "smallest": None, "median": None, "largest": None, "kish": None},
]


def data_of(chart):
    """Return the rows that a chart of estimates draws, wherever its parts keep them."""
    drawn = chart.to_dict()
    parts = [drawn, *drawn["vconcat"]]
    return [row for part in parts if "data" in part for row in part["data"]["values"]]


def test_each_topic_is_a_band_in_the_order_of_topics():
    chart = estimates_chart([share("long_hours", 0.3), share("union_member", 0.5)])
    titles = [band["title"]["text"] for band in chart.to_dict()["vconcat"]]
    assert titles == ["Freedom of association and collective bargaining", "Working time"]


def test_every_band_has_all_positions_and_the_whole_chain_last():
    band = estimates_chart([share("long_hours", 0.3, group={})]).to_dict()["vconcat"][0]
    heads = [head.replace("\n", " ") for head in band["facet"]["column"]["sort"]]
    assert heads[0] == "Lead firms and exporters"
    assert heads[-1] == "Whole chain"
    assert len(heads) == 5


def test_a_withheld_share_is_hatched_and_a_careful_one_hollow():
    rows = [share("long_hours", 0.3, verdict="with care"), share("no_rest_day", None)]
    careful, withheld = data_of(estimates_chart(rows))
    assert careful["fill"] == "transparent"
    assert (withheld["known"], withheld["value"]) == (False, None)
    assert "hatch-not-known" in chart_svg(estimates_chart(rows))


def test_what_is_too_thin_is_not_drawn():
    (row,) = data_of(estimates_chart([share("long_hours", 0.3, verdict="too thin")]))
    assert row["value"] is None
    assert row["text"] == "too thin to print"


def test_deficits_and_opportunities_differ_in_shape_and_not_in_colour_alone():
    deficit, opportunity = data_of(
        estimates_chart([share("hours_say", 0.3), share("long_hours", 0.3)])
    )
    assert (deficit["shape"], opportunity["shape"]) == ("circle", "diamond")


def test_groups_tiers_totals_and_means_that_are_no_shares_are_left_out():
    rows = [
        share("long_hours", 0.3),
        share("long_hours", 0.3, group={"sex": "female"}),
        share("long_hours", 0.3, tier=1, group={}),
        share("long_hours", 900.0, statistic="total"),
        share("hours_usual", 47.0),
        share("workers", 900.0, statistic="total"),
    ]
    assert len(data_of(estimates_chart(rows))) == 1


def test_the_description_counts_and_names_the_ends():
    rows = [share("long_hours", 0.25), share("no_rest_day", 0.5), share("hours_say", None)]
    said = estimates_chart(rows).to_dict()["description"].replace("\N{NO-BREAK SPACE}", " ")
    assert said == (
        "Working time, by position. Shares shown: 2, from 25 % to 50 %; withheld or too thin to "
        "print: 1. The table has them all."
    )


def test_a_chart_of_nothing_but_withheld_shares_says_so():
    said = estimates_chart([share("long_hours", None)]).to_dict()["description"]
    assert said.startswith("Working time, by position. No share can be shown")


@pytest.mark.parametrize("language", ["fr", "es"])
def test_names_and_sentences_are_those_of_the_reader(language):
    chart = estimates_chart([share("long_hours", 0.3)], Reader(language, lambda text: "«" + text))
    assert chart.to_dict()["description"].startswith("«")
    assert "48" in data_of(chart)[0]["name"]
    assert "hours" not in data_of(chart)[0]["name"]


def test_weights_spread_from_smallest_to_largest_in_each_tier_that_has_some():
    chart = spread_chart(SPREAD).to_dict()
    assert [row["largest"] for row in chart["data"]["values"]] == [8.0, 91.0]
    assert chart["description"] == (
        "Weights by tier, from the smallest to the largest with the median: tier 0: 1 to 8, "
        "median 4; tier 1: 0.5 to 91, median 6."
    )
    assert "median 6, Kish effect 2.5" in chart_svg(chart)


def test_workers_are_counted_by_interviews_where_there_are_some():
    by_units = share("workers", 900.0, statistic="total", universe="units")
    by_people = share("workers", 800.0, statistic="total")
    reader = Reader()
    assert [it.value for it in survey_cells([by_units, by_people], reader)] == [800.0]
    assert [it.value for it in survey_cells([by_units], reader)] == [900.0]


def test_a_mean_number_of_people_keeps_its_decimals():
    row = share("unit_home_workers", 1.54, low=1.41, high=1.67, universe="units")
    (cell,) = survey_cells([row], Reader())
    assert (cell.text, cell.interval) == ("1.54", "1.41 – 1.67")


def test_an_answer_of_the_study_itself_keeps_its_name():
    (cell,) = survey_cells([share("own_question", 0.3, category="in_part")], Reader())
    assert (cell.name, cell.topic) == ("own question: in part", "")
    assert cell.text == "30\N{NO-BREAK SPACE}%"
