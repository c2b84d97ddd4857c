import pytest

from decentwork.classifications.tiers import tier, tiers
from decentwork.estimates.errors import UnknownCode


def test_tiers_run_from_the_country_down_the_chain():
    assert [entry.id for entry in tiers()] == [
        "context",
        "whole_chain",
        "lead",
        "suppliers",
        "lower_tiers",
        "home_and_informal",
    ]


def test_a_tier_is_named_in_the_readers_language():
    assert tier("suppliers").name("fr") == "Fournisseurs directs"


def test_an_unknown_tier_is_refused():
    with pytest.raises(UnknownCode, match="whole_chain"):
        tier("tier_1")
