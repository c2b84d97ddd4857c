import pytest

from decentwork.classifications.industries import industries
from decentwork.classifications.tiers import tiers
from decentwork.classifications.topics import topics
from decentwork.estimates.errors import UnknownCode
from decentwork.standards.conventions import FUNDAMENTAL, instrument, scopes


def scope(code):
    return next(each for each in scopes() if each.instrument.code == code)


def test_the_fundamental_instruments_are_those_of_the_topics_and_come_first():
    of_topics = {code for topic in topics() for code in topic.instruments}
    assert set(FUNDAMENTAL) == of_topics
    assert {each.instrument.code for each in scopes()[:11]} == of_topics
    for each in scopes():
        assert (each.instrument.type == "fundamental") == (each.instrument.code in FUNDAMENTAL)


def test_each_fundamental_instrument_stands_under_its_own_topic():
    for topic in topics():
        for code in topic.instruments:
            assert scope(code).topics[0] == topic.id


def test_scopes_use_known_topics_tiers_and_industries():
    known = {industry.code for industry in industries("isic4")}
    for each in scopes():
        assert set(each.topics) <= {topic.id for topic in topics()}
        assert set(each.tiers) <= {tier.id for tier in tiers()}
        assert set(each.industries) <= known


def test_every_topic_has_an_instrument_so_that_none_reads_as_free_of_obligations():
    covered = {topic for each in scopes() for topic in each.topics}
    assert covered == {topic.id for topic in topics()}


def test_a_convention_on_mines_concerns_mining_chains_only():
    assert scope("C176").concerns(("B07",))
    assert not scope("C176").concerns(("C26", "C27"))


def test_a_convention_on_home_work_binds_among_home_workers_only():
    assert scope("C177").tiers == ("home_and_informal",)


def test_a_general_convention_binds_at_every_tier_in_the_country():
    assert {"lead", "suppliers", "lower_tiers"} < set(scope("C029").tiers)


def test_a_title_that_nobody_compared_with_the_publisher_says_so():
    assert instrument("C029").title_confirmed
    assert not instrument("C158").title_confirmed


def test_an_instrument_prints_as_it_is_cited():
    assert str(instrument("C029")) == "C029 Forced Labour Convention, 1930"


def test_an_unknown_code_is_refused():
    with pytest.raises(UnknownCode):
        instrument("C999")
