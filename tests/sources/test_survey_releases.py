import json

import pytest
from tests.surveys.released import figure, release

from decentwork.classifications.chains import chain
from decentwork.dossiers.survey_evidence import survey_figures
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.survey_releases import releases


@pytest.fixture
def folder(tmp_path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def add(folder: DataFolder, tmp_path, released) -> tuple[str, ...]:
    file = tmp_path / "release.json"
    file.write_text(json.dumps(released.to_dict()), encoding="utf-8")
    return folder.add(file).new


def test_a_release_file_is_taken_in_as_a_data_set_of_its_own(folder, tmp_path):
    assert add(folder, tmp_path, release(figure())) == ("sample_survey_avonia_electronics_1",)
    [(name, found)] = releases(folder.sample_world(), "XAA", "electronics")
    assert (name, found.figures[0].value) == ("survey_avonia_electronics_1", 1200.0)


def test_a_survey_of_one_chain_says_nothing_of_another(folder, tmp_path):
    add(folder, tmp_path, release(figure()))
    assert releases(folder.sample_world(), "XAA", "garments") == ()
    assert releases(folder, "XAA", "electronics") == ()  # an invented survey is in no real folder


def test_released_figures_stand_at_their_tier_with_interval_and_origin(folder, tmp_path):
    women = figure(group={"sex": "female", "position": "home_and_informal"}, verdict="with care")
    hidden = figure(
        group={"position": "suppliers"}, value=None, low=None, high=None, reason="too few"
    )
    somewhere = figure(group={"region": "north"})
    add(folder, tmp_path, release(women, hidden, somewhere))
    second, first = survey_figures("XAA", chain("electronics"), folder.sample_world())
    assert (first.at.tier, first.at.group, first.at.period) == (
        "home_and_informal",
        "female",
        "2026",
    )
    assert (first.known.low, first.known.high) == (1000, 1400)
    assert first.known.provenance.origins[0].publisher == "Invented Office of Statistics of Avonia"
    assert first.notes[0].startswith("Use with care")
    assert (second.at.tier, second.known.reason) == ("suppliers", "withheld")
