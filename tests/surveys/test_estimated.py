from decentwork.surveys.estimated import Estimated, Estimates, Verdict


def row(variable="units", value=10.0, **changes):
    told = {
        "variable": variable,
        "category": None,
        "statistic": "total",
        "value": value,
        "low": value - 2,
        "high": value + 2,
        "standard_error": 1.0,
        "weights": "generalised_weight_share",
        "variance": "seed_design",
        "n": 40,
        "verdict": Verdict.PUBLISHABLE,
    }
    return Estimated(**told | changes)


ROWS = Estimates(
    [
        row(tier=1),
        row("pay", 0.4, statistic="share", category="low", group={"sex": "female"}),
        row("pay", 300.0, statistic="mean", low=None, high=None, verdict=Verdict.TOO_THIN),
    ]
)


def test_estimates_are_a_tuple_and_tell_their_verdicts_in_a_line():
    assert ROWS[0].variable == "units"
    assert ROWS == tuple(ROWS)
    assert str(ROWS) == "3 estimates: 2 publishable, 1 too thin"
    assert str(Estimates()) == "0 estimates"


def test_a_table_has_a_column_for_each_part_of_a_group():
    table = ROWS.to_frame()
    assert list(table["variable"]) == ["units", "pay", "pay"]
    assert table["sex"].fillna("").tolist() == ["", "female", ""]
    assert "group" not in table
    assert table["verdict"].tolist() == ["publishable", "publishable", "too thin"]


def test_plain_values_are_those_of_each_row():
    assert ROWS.to_dict() == [each.to_dict() for each in ROWS]


def test_a_chart_has_a_panel_each_variable_and_statistic_and_names_each_estimate():
    spec = ROWS.chart().to_dict()
    assert spec["facet"]["row"]["field"] == "panel"
    (drawn,) = spec["datasets"].values()
    assert [it["estimate"] for it in drawn] == ["tier 1", "low · all · female", "all"]
    assert [it["panel"] for it in drawn] == ["units, total", "pay, share", "pay, mean"]
    assert [it["low"] for it in drawn] == [8.0, -1.6, None]
