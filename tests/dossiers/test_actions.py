from decentwork.classifications.chains import chains
from decentwork.classifications.countries import country
from decentwork.classifications.topics import topic
from decentwork.dossiers.actions import _recorded, actions_in


def test_every_recorded_action_uses_known_places_chains_and_topics():
    slugs = {chain.slug for chain in chains()}
    for action in _recorded():
        assert all(country(place) for place in action.places)
        assert set(action.chains) <= slugs, action.id
        assert all(topic(name) for name in action.topics)


def test_every_recorded_action_names_its_paragraph():
    assert all("paragraph" in action.provenance.steps[0] for action in _recorded())


def test_an_action_of_one_chain_does_not_reach_another():
    electronics = {action.id for action in actions_in("VNM", "electronics")}
    garments = {action.id for action in actions_in("VNM", "garments")}
    assert "wage_seminars_electronics" in electronics
    assert "wage_seminars_electronics" not in garments
    assert "adequate_wages" in electronics & garments


def test_a_national_action_reaches_the_country_and_no_tier_of_the_chain():
    national = next(action for action in actions_in("TUR", "garments"))
    assert national.tier == "context"
