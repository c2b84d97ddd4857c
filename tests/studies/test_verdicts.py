import numpy as np
import pytest

from decentwork.studies.verdicts import exploding_weights, verdict
from decentwork.surveys.estimated import Verdict


@pytest.mark.parametrize(
    ("statistic", "value", "error", "answers", "seeds", "expected"),
    [
        ("total", 100, 16.5, 30, 10, Verdict.PUBLISHABLE),
        ("total", 100, 16.6, 30, 10, Verdict.WITH_CARE),
        ("total", 100, 10.0, 29, 10, Verdict.WITH_CARE),
        ("total", 100, 10.0, 30, 9, Verdict.WITH_CARE),
        ("total", 100, 33.4, 30, 10, Verdict.TOO_THIN),
        ("mean", -100, 10.0, 30, 10, Verdict.PUBLISHABLE),
        ("share", 0.02, 0.02, 30, 10, Verdict.PUBLISHABLE),
        ("share", 0.5, 0.06, 30, 10, Verdict.WITH_CARE),
        ("share", 0.5, 0.11, 30, 10, Verdict.TOO_THIN),
        ("share", 0.5, 0.01, 9, 10, Verdict.TOO_THIN),
        ("share", 0.5, None, 30, 10, Verdict.TOO_THIN),
        ("share", 0.5, 0.01, 30, None, Verdict.PUBLISHABLE),
    ],
)
def test_the_rules_judge_by_answers_seeds_and_error(
    statistic, value, error, answers, seeds, expected
):
    found = verdict(
        statistic=statistic, value=value, standard_error=error, answers=answers, seeds=seeds
    )
    assert found is expected


def test_exploding_weights_are_told_and_leave_at_best_care():
    assert exploding_weights(np.ones(9)) == ""
    assert "11 times the median" in exploding_weights(np.array([1.0] * 9 + [11]))
    found = verdict(
        statistic="share", value=0.5, standard_error=0.01, answers=99, seeds=99, exploding=True
    )
    assert found is Verdict.WITH_CARE
