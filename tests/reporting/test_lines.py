from decentwork.reporting.lines import clusters, lines


def figure(**known):
    return {
        "id": "work.union_density.XAA.2019",
        "indicator": "union_density",
        "subject": None,
        "place": "XAA",
        "topic": "freedom_of_association",
        "industry": None,
        "tier": "context",
        "group": None,
        "period": "2019",
        "market": None,
        "value": 0.2,
        "low": None,
        "high": None,
        "unit": "share",
        "interval_note": "the publisher gives no sampling error with this figure",
        "notes": [],
        "provenance": None,
    } | known


def test_a_line_shows_the_latest_value_and_keeps_the_earlier_ones_beneath():
    made = lines(
        [figure(id="a", period="2017"), figure(id="b"), figure(id="c", period="2018")], "XAA"
    )
    assert len(made) == 1
    assert made[0].latest.id == "b"
    assert [other.id for other in made[0].others] == ["c", "a"]


def test_the_value_for_everybody_comes_before_a_later_one_for_a_group():
    made = lines([figure(id="all"), figure(id="women", group="female", period="2021")], "XAA")
    assert made[0].latest.id == "all"


def test_a_known_older_value_comes_before_a_newer_unknown():
    unknown = figure(id="gap", period="2021", value=None, interval_note="not_in_data")
    assert lines([figure(id="old"), unknown], "XAA")[0].latest.id == "old"


def test_a_region_stands_beneath_the_country_and_is_named():
    made = lines([figure(id="region", place="002", period="2022"), figure(id="country")], "XAA")
    assert made[0].latest.id == "country"
    assert made[0].latest.place == ""
    assert made[0].others[0].place == "Africa"


def test_a_value_without_interval_says_why_and_an_unknown_does_not_say_it_twice():
    known, unknown = lines(
        [figure(), figure(indicator="low_pay", value=None, interval_note="not_in_data")], "XAA"
    )
    assert known.latest.notes == ("the publisher gives no sampling error with this figure",)
    assert unknown.latest.notes == ()
    assert unknown.latest.value == "not known: not in the data at hand"


def test_parts_of_a_chart_are_not_repeated_but_the_latest_of_its_series_is():
    charted = {"2018", "2019", "DEU"}
    made = lines(
        [
            figure(id="2018", period="2018"),
            figure(id="2019"),
            figure(id="DEU", indicator="jobs_by_market_35", market="DEU"),
        ],
        "XAA",
        charted=charted,
    )
    assert [line.latest.id for line in made] == ["2019"]
    assert made[0].others == ()


def test_lines_of_one_indicator_stand_together():
    made = lines([figure(subject="one"), figure(indicator="low_pay"), figure(subject="two")], "XAA")
    assert [len(cluster.lines) for cluster in clusters(made)] == [2, 1]


def test_an_instrument_is_shown_with_its_title():
    made = lines([figure(indicator="instrument_in_force", subject="C087", value="in_force")], "XAA")
    assert made[0].latest.subject.startswith("C087 Freedom of Association")
