from decentwork.reporting.survey_pages import estimate_table, plan_table, ratio_name, warning_text

ROW = {
    "variable": "long_hours",
    "category": None,
    "statistic": "mean",
    "universe": "workers",
    "tier": 1,
    "value": 0.31,
    "low": 0.26,
    "high": 0.37,
    "reason": "",
    "group": {},
}


def test_tiers_are_columns_in_order_and_all_of_them_come_last():
    rows = [ROW | {"tier": None}, ROW | {"tier": 2}, ROW]
    table = estimate_table(rows, universe="workers", statistic="mean")
    assert table["columns"] == ["Tier 1", "Tier 2", "All tiers"]
    (line,) = table["lines"]
    assert line["cells"][0]["text"] == {
        "value": "about 31\N{NO-BREAK SPACE}%",
        "interval": "between 26 and 37\N{NO-BREAK SPACE}%",
    }


def test_a_split_shows_positions_and_a_line_for_each_group():
    rows = [
        ROW | {"tier": None, "group": {"position": position, "sex": sex}}
        for position, sex in (("lead", "female"), ("lead", "male"), ("suppliers", "male"))
    ]
    table = estimate_table([ROW, *rows], universe="workers", statistic="mean", split="sex")
    assert table["columns"] == ["Lead firms and exporters", "Direct suppliers"]
    assert [line["group"] for line in table["lines"]] == ["women", "men"]
    assert table["lines"][0]["cells"][1] is None


def test_sizes_come_first_then_topics_in_their_order():
    rows = [ROW | {"variable": name} for name in ("long_hours", "union_member", "workers")]
    table = estimate_table(rows, universe="workers", statistic="mean")
    topics = ["", "Freedom of association and collective bargaining", "Working time"]
    assert [line["topic"] for line in table["lines"]] == topics


def test_a_withheld_cell_has_no_number():
    hidden = ROW | {"value": None, "low": None, "high": None, "reason": "too few respondents"}
    table = estimate_table([hidden], universe="workers", statistic="mean")
    assert table["lines"][0]["cells"][0]["text"] == {"value": "", "interval": ""}


def test_a_plan_is_read_topic_by_topic():
    figure = {"universe": "workers", "statistic": "share", "variable": "earnings"}
    figures = [figure | {"tier": tier, "interval_width": 0.1} for tier in (1, 0)]
    total = figure | {"statistic": "total", "tier": 0, "interval_width": 9.0}
    (row,) = plan_table({"figures": [*figures, total]})
    assert [(cell["tier"], cell["half"]) for cell in row["cells"]] == [(0, 0.05), (1, 0.05)]


def test_a_warning_is_a_sentence():
    told = {"id": "kind_never_listed", "kind": "home_worker", "buyers": 12}
    assert warning_text(told).startswith("12 interviewed buyers listed no home workers at all.")
    told = {"id": "form_of_no_case", "case_ids": ["A", "B"]}
    assert "no case: A, B." in warning_text(told)


def test_a_ratio_stands_with_means_under_a_readable_name():
    gap = ROW | {
        "variable": "monthly_earnings[sex=female]/monthly_earnings[sex=male]",
        "statistic": "ratio",
        "value": 0.8312,
        "low": 0.78,
        "high": 0.88,
    }
    table = estimate_table([ROW, gap], universe="workers", statistic="mean")
    [line] = [it for it in table["lines"] if it["name"].endswith(": ratio of women to men")]
    (cell,) = line["cells"]
    assert cell["text"] == {"value": "about 0.83", "interval": "between 0.78 and 0.88"}


def test_a_ratio_of_two_variables_names_both():
    name = ratio_name("unit_women[position=lead]/workers")
    assert name == (
        "Ratio: Women who work in the unit (Lead firms and exporters) / Workers in the chain"
    )
