from decentwork.reporting.world import world


def figure(place: str, value: float, period: str = "2019"):
    origin = {"title": "Union density", "publisher": "ILO"}
    return {
        "place": place,
        "value": value,
        "low": None,
        "high": None,
        "unit": "share",
        "period": period,
        "group": None,
        "provenance": {"publisher": "ILO", "origins": [origin]},
    }


FIVE = [
    figure("DEU", 0.1),
    figure("FRA", 0.2, "2016"),
    figure("TUR", 0.3),
    figure("VNM", 0.4),
    figure("CHN", 0.5),
]


def test_each_class_holds_about_as_many_countries():
    made = world("union_density", ["union_density"], FIVE)
    shades = {place.place: place.shade for place in made.places}
    assert [shades[place] for place in ("DEU", "FRA", "TUR", "VNM", "CHN")] == [
        *("q1", "q2", "q3", "q4", "q5")
    ]


def test_a_country_without_value_is_not_known():
    made = world("union_density", ["union_density"], FIVE)
    brazil = next(place for place in made.places if place.place == "BRA")
    assert (brazil.shade, brazil.value) == ("unknown", "")


def test_the_map_says_how_many_countries_and_years_it_has():
    made = world("union_density", ["union_density"], FIVE)
    assert (made.known, made.years) == (5, "2016–2019")


def test_countries_with_one_and_the_same_value_share_a_class():
    made = world("union_density", ["union_density"], [figure("DEU", 0.1), figure("FRA", 0.1)])
    assert len(made.shades) == 1
    assert {place.shade for place in made.places} == {"q5", "unknown"}


def test_each_data_set_is_named_once():
    assert len(world("union_density", ["union_density"], FIVE).origins) == 1
