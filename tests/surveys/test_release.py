import json
from dataclasses import replace

import pytest
from tests.surveys.maps import released_map
from tests.surveys.released import figure, release

from decentwork.estimates.errors import InvalidInput
from decentwork.surveys.release import SurveyRelease


def test_a_release_is_read_back_as_it_was_written():
    written = release(figure(), figure(variable="units", group={"sex": "female"}))
    assert SurveyRelease.from_dict(written.to_dict()) == written


def test_a_release_with_a_map_of_its_chain_is_read_back_as_it_was_written():
    written = replace(release(figure()), chain_map=released_map())
    assert SurveyRelease.from_dict(json.loads(json.dumps(written.to_dict()))) == written


def test_a_release_made_before_there_were_maps_has_none():
    values = release(figure()).to_dict()
    del values["chain_map"]
    assert SurveyRelease.from_dict(values).chain_map is None


def test_a_map_that_lacks_a_part_is_told():
    values = release(figure()).to_dict() | {"chain_map": {"step": 5}}
    with pytest.raises(InvalidInput, match="'bundles' is missing"):
        SurveyRelease.from_dict(values)


def test_a_withheld_figure_says_why():
    silent = replace(figure(), value=None)
    with pytest.raises(InvalidInput, match="no reason"):
        SurveyRelease.from_dict(release(silent).to_dict())


def test_everything_missing_or_unknown_is_told_at_once():
    values = release(replace(figure(), group={"position": "tier 7"})).to_dict()
    del values["office"], values["digest"]
    with pytest.raises(InvalidInput) as told:
        SurveyRelease.from_dict(values)
    assert [problem.what for problem in told.value.problems] == [
        "'office' is missing.",
        "'digest' is missing.",
        "the position 'tier 7' is not known.",
    ]
