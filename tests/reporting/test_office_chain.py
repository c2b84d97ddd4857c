from decentwork.reporting.numbers import Reader
from decentwork.reporting.office_chain import office_sections
from decentwork.reporting.survey_words import Words

HUB = {"id": "HUB", "buyers": 2, "suppliers": 9, "abroad": 1, "ways": 41.7}
CHAIN = {
    "units": 1200,
    "links": 1500,
    "tiers": [{"tier": 0, "units": 50}, {"tier": 1, "units": 1150}],
    "in_several_tiers": 7,
    "not_reached": ["LOST"],
    "name_themselves": ["SELF"],
    "circles": [["RING-1", "RING-2", "RING-3"]],
    "reciprocal": [{"first": "ONE", "second": "OTHER"}],
    "hubs": [HUB],
    "critical_suppliers": [{"id": "NECK", "cut_off": 12, "share": 0.01, "through": "HUB"}],
    "abroad": [{"country": "XXX", "suppliers": 3, "buyers": 2}],
    "mixing": {
        "tier": [
            {"buyer": 0, "supplier": 0, "links": 0.0},
            {"buyer": 0, "supplier": 1, "links": 818.7},
            {"buyer": 1, "supplier": 0, "links": 2.0},
            {"buyer": 1, "supplier": 1, "links": 13.2},
        ],
        "kind": [{"buyer": "formal", "supplier": "home_worker", "links": 5.0}],
        "registered": [{"buyer": "yes", "supplier": "no", "links": 4.0}],
    },
    "weighted": True,
}
NOTHING = {"not_reached": [], "name_themselves": [], "circles": [], "reciprocal": []}


def read(chain=CHAIN):
    return list(office_sections(chain, Words(Reader(), 0.95)))


def test_the_chain_is_told_in_counts_then_by_tier():
    seen = read()[0]
    assert "1,500 links between 1,200 units" in seen.paragraphs[0]
    assert "LOST" in seen.paragraphs[1]
    tiers, abroad = seen.tables
    assert tiers.rows == (("Tier 0", "50"), ("Tier 1", "1,150"))
    assert abroad.rows == (("country not told", "3"),)


def test_what_to_ask_names_the_cases():
    asked = read()[1]
    assert any("SELF" in sentence for sentence in asked.paragraphs)
    pairs, circles = asked.tables
    assert pairs.rows == (("ONE", "OTHER"),)
    assert circles.rows == (("RING-1, RING-2, RING-3",),)


def test_where_nothing_is_to_be_asked_that_is_said():
    assert read(CHAIN | NOTHING)[1].paragraphs == ("No link calls for a question.",)


def test_a_long_list_of_pairs_is_cut_and_says_so():
    pairs = [{"first": f"A{number}", "second": f"B{number}"} for number in range(53)]
    asked = read(CHAIN | NOTHING | {"reciprocal": pairs})[1]
    assert len(asked.tables[0].rows) == 50
    assert "3 more are not listed here." in asked.paragraphs


def test_hubs_and_critical_suppliers_are_named():
    hubs, critical = read()[2].tables
    assert hubs.rows == (("HUB", "2", "9", "1", "42"),)
    assert critical.rows[0][0] == "NECK"
    assert critical.rows[0][3] == "HUB"


def test_who_buys_from_whom_is_a_matrix():
    tier, kind, registered = read()[3].tables
    assert tier.head == ("Buyer", "Tier 0", "Tier 1")
    assert tier.rows == (("Tier 0", "0", "819"), ("Tier 1", "2", "13"))
    assert kind.rows == (("registered enterprises", "5"),)
    assert registered.head == ("Buyer", "not registered")
