from tests.programmes.made import programme

from decentwork.dossiers.assemble import build_dossier
from decentwork.dossiers.listing import listed_chains
from decentwork.programmes.programme_tables import write_programme
from decentwork.sources.data_folder import DataFolder


def test_every_invented_country_has_every_chain(sample_folder):
    listed = list(listed_chains(sample_folder.sample_world()))
    assert {each.place.iso3 for each in listed} == {"XAA", "XAB", "XAC"}
    assert len({each.chain.slug for each in listed}) * 3 == len(listed)


def test_evidence_on_a_country_is_that_of_its_dossier(sample_folder):
    folder = sample_folder.sample_world()
    listed = next(
        each
        for each in listed_chains(folder)
        if (each.place.iso3, each.chain.slug) == ("XAA", "garments")
    )
    dossier = build_dossier("XAA", "garments", folder)
    known = {
        item.figure.at.topic
        for item in dossier.section("work")
        if item.figure.value is not None and item.figure.at.tier == "context"
    }
    assert known == {topic for topic, reach in listed.evidence if reach == "country"}


def test_goods_of_the_latest_list_are_evidence_on_the_chain(data_folder):
    listed = {
        (each.place.iso3, each.chain.slug): each
        for each in listed_chains(data_folder)
        if each.place.iso3 in ("TUR", "VNM")
    }
    turkish = listed["TUR", "garments"]
    assert "Garments" in turkish.goods
    assert turkish.evidence["child_labour", "chain"] >= 1
    assert turkish.has_trade
    assert not listed["VNM", "electronics"].has_trade


def test_a_chain_counts_the_actions_that_reach_it_and_no_plans(tmp_path):
    write_programme(
        programme(activity={"places": ["XAA"], "chains": ["garments"]}), tmp_path / "made.yaml"
    )
    folder = DataFolder(tmp_path / "data")
    folder.add(tmp_path / "made.yaml")
    listed = list(listed_chains(folder.sample_world()))
    assert [(it.place.iso3, it.chain.slug, it.actions) for it in listed] == [("XAA", "garments", 1)]
