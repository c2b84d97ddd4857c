from datetime import date

import pytest
from tests.dossiers.test_gap_rows import AT_HOME, HERE, surveyed
from tests.programmes.made import programme

from decentwork.dossiers.gap_rows import gap_rows
from decentwork.dossiers.unanswered import merged, unanswered
from decentwork.estimates.errors import UnknownCode
from decentwork.programmes.programme_tables import write_programme

__all__ = ["surveyed"]  # a fixture: long hours of home workers are known, nothing else
ON = date(2026, 11, 23)
CHAIN = ("XAA", "electronics")
GAP = "XAA/electronics/working_time/home_and_informal"


def found(folder, **activity):
    """Return what nobody answers, after a programme with this activity was published."""
    if activity:
        path = folder.root.parent / "programme.yaml"
        write_programme(programme(activity=activity), path)
        folder.add(path)
    return unanswered([CHAIN], folder, ON)


def test_a_need_that_no_action_reaches_is_unanswered(surveyed):
    [need] = found(surveyed)
    assert (need.topic, need.tier, need.gap) == ("working_time", "home_and_informal", "no_action")


def test_action_in_the_country_as_a_whole_does_not_answer_it(surveyed):
    [need] = found(surveyed, **HERE)
    assert need.gap == "action_elsewhere"


def test_action_at_the_tier_answers_it(surveyed):
    assert found(surveyed, **AT_HOME) == ()


def test_a_plan_is_told_and_does_not_answer_it(surveyed):
    [need] = found(surveyed, **AT_HOME, state="planned", answers=[GAP])
    assert need.planned == ("avonia.course",)


@pytest.mark.parametrize("activity", [{}, HERE, AT_HOME])
def test_it_is_as_in_the_rows_of_the_dossier(surveyed, activity):
    told = {(it.topic, it.tier): it.priority for it in found(surveyed, **activity)}
    rows = {
        (it.topic, it.tier): it.priority
        for it in gap_rows(*CHAIN, surveyed, ON)
        if it.need in ("deficit", "opportunity") and not it.counting
    }
    assert told == rows


def test_what_the_national_context_shows_is_told_once_for_a_country(sample_folder):
    chains = [("XAA", "electronics"), ("XAA", "textiles")]
    apart = [unanswered([chain], sample_folder, ON) for chain in chains]
    national = [it for it in merged(apart) if it.tier == "context"]
    assert len(national) == len({it.topic for it in national})
    assert merged(apart) == unanswered(chains, sample_folder, ON)


def test_a_place_that_is_none_is_told(sample_folder):
    with pytest.raises(UnknownCode):
        unanswered([("QQQ", "textiles")], sample_folder, ON)
