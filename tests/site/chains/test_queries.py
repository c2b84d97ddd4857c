import pytest

from decentwork_site.chains import queries, writes
from decentwork_site.chains.calculations import IndexedChain
from decentwork_site.chains.queries import Filters


def row(place: str, slug: str, words: str, evidence=None, **known) -> IndexedChain:
    given = {"region": "", "is_invented": True, "has_trade": False, "listed_goods": 0} | known
    return IndexedChain(
        place=place, slug=slug, words=f" {words} ", evidence=evidence or {}, **given
    )


@pytest.fixture
def three_chains(db):
    writes.index_chains(
        key="drawn",
        rows=[
            row("XAA", "garments", "avonia garments", {("earnings", "country"): 3}, region="142"),
            row("XAA", "cotton", "avonia cotton", {("child_labour", "chain"): 1}, listed_goods=2),
            row("XAB", "garments", "belmora garments", has_trade=True),
        ],
    )


def found(filters: Filters) -> list[str]:
    return [str(chain) for chain in queries.chains(filters)]


def test_all_chains_are_found_when_nothing_is_asked(three_chains):
    assert len(found(Filters())) == 3


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"words": ("avonia",)}, ["XAA cotton", "XAA garments"]),
        ({"words": ("garm", "belm")}, ["XAB garments"]),
        ({"words": ("onia",)}, []),  # a word fits the beginning of a name only
        ({"place": "XAB"}, ["XAB garments"]),
        ({"slug": "cotton"}, ["XAA cotton"]),
        ({"region": "142"}, ["XAA garments"]),
        ({"topic": "earnings"}, ["XAA garments"]),
        ({"trade": True}, ["XAB garments"]),
        ({"goods": True}, ["XAA cotton"]),
        ({"goods": True, "trade": True}, []),
    ],
)
def test_each_filter_leaves_what_fits(three_chains, asked, answer):
    assert sorted(found(Filters(**asked))) == answer


def test_evidence_on_the_chain_itself_comes_before_evidence_on_its_country(three_chains):
    assert found(Filters())[:2] == ["XAA cotton", "XAA garments"]


def test_a_facet_counts_what_each_choice_would_leave_with_the_other_filters_kept(three_chains):
    counts = queries.facets(Filters(place="XAA", slug="garments"))
    assert counts["place"] == {"XAA": 1, "XAB": 1}
    assert counts["slug"] == {"garments": 1, "cotton": 1}


def test_a_chain_with_evidence_of_two_kinds_on_a_topic_is_counted_once(db):
    both = {("earnings", "country"): 3, ("earnings", "chain"): 1}
    writes.index_chains(key="drawn", rows=[row("XAA", "garments", "avonia garments", both)])
    assert queries.facets(Filters())["topic"] == {"earnings": 1}
    assert len(found(Filters(topic="earnings"))) == 1


def test_a_misspelled_word_is_replaced_by_the_nearest_known(three_chains):
    assert queries.near_words(("avonja", "cotton")) == ("avonia", "cotton")


def test_the_index_remembers_what_it_was_filled_from(three_chains):
    assert queries.index_key() == "drawn"


@pytest.mark.parametrize("part", ["place", "slug", "region", "topic"])
def test_a_text_that_no_database_keeps_finds_nothing(three_chains, part):
    assert found(Filters(**{part: "XAA\0"})) == []
    assert queries.chain("XAA\0", "garments") is None
