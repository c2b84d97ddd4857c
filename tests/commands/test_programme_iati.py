from lxml import etree
from tests.programmes.iati_made import full
from tests.programmes.made import programme

from decentwork.programmes.iati_rules import check_iati
from decentwork.programmes.programme_tables import write_programme


def test_the_first_programme_is_written_straight_after_set_up(decentwork, tmp_path):
    out = tmp_path / "first.xml"
    ended = decentwork("programme", "iati", "--out", out)
    assert ended.code == 0, ended.err
    assert check_iati(out.read_bytes()) == []
    name = etree.parse(out).findtext(".//iati-identifier")
    assert name == "XM-DAC-41302-ilo_supply_chains_2017_2021"


def test_it_says_what_is_in_the_file_that_it_is_valid_and_what_is_not_in_it(decentwork, tmp_path):
    write_programme(full(), tmp_path / "avonia.yaml")
    ended = decentwork(
        "programme", "iati", "--out", tmp_path / "a.xml", "--programme", tmp_path / "avonia.yaml"
    )
    assert ended.out.splitlines() == [
        f"{tmp_path / 'a.xml'}: 4 activities, 2 results, 4 indicators",
        "Valid against our rules of IATI 2.03: structure, code lists, rules for publishers.",
        "Left out:",
        "  1 documents: IATI links documents, and they have no address.",
        "  1 roles: IATI has no role for those who take part or host.",
        "  1 updates: Only approved updates are told.",
        "  1 activities (places): They have no code in ISO 3166-1.",
        "Filled in, as IATI demands it:",
        "  2 activities (starts): IATI demands a start: the programme's is given as planned.",
        "  1 activities (state): IATI demands a status: what dates tell is given.",
        "  2 activities (places): IATI demands a place: “developing countries, unspecified” is "
        "given.",
        "  1 activities (places): IATI demands percentages: equal parts are given, and said to be.",
        "  1 activities (topics): IATI demands a sector: labour rights (16070) is given.",
    ]


def test_a_file_that_it_wrote_can_be_named_as_a_programme(decentwork, tmp_path):
    write_programme(full(), tmp_path / "avonia.yaml")
    first, second = tmp_path / "a.xml", tmp_path / "b.xml"
    decentwork("programme", "iati", "--out", first, "--programme", tmp_path / "avonia.yaml")
    ended = decentwork("programme", "iati", "--out", second, "--programme", first)
    assert ended.code == 0, ended.err
    assert len(etree.parse(second).getroot()) == 4


def test_an_organisation_without_identifier_is_told_and_nothing_is_written(decentwork, tmp_path):
    write_programme(programme(), tmp_path / "avonia.yaml")
    out = tmp_path / "a.xml"
    ended = decentwork("programme", "iati", "--out", out, "--programme", tmp_path / "avonia.yaml")
    assert ended.code == 2
    assert "organisation_iati: is not there" in ended.err
    assert not out.exists()


def test_a_file_that_would_not_be_valid_is_not_written(decentwork, tmp_path):
    text = "id: avonia\n  title: T\n  organisation: O\n  organisation_iati: A/B?C\n"
    (tmp_path / "odd.yaml").write_text(f"programme:\n  {text}  starts: 2026\n  ends: 2027\n")
    out = tmp_path / "a.xml"
    ended = decentwork("programme", "iati", "--out", out, "--programme", tmp_path / "odd.yaml")
    assert ended.code == 2
    assert "'A/B?C' is no identifier" in ended.err
    assert not out.exists()


def test_a_name_that_is_no_programme_is_told(decentwork, tmp_path):
    ended = decentwork("programme", "iati", "--out", tmp_path / "a.xml", "--programme", "nobody")
    assert ended.code == 2
    assert "'nobody' is not in the programmes at hand" in ended.err


def test_a_folder_that_is_not_there_is_told(decentwork, tmp_path):
    write_programme(full(), tmp_path / "avonia.yaml")
    out = tmp_path / "none" / "a.xml"
    ended = decentwork("programme", "iati", "--out", out, "--programme", tmp_path / "avonia.yaml")
    assert ended.code == 2
    assert "cannot be written" in ended.err
