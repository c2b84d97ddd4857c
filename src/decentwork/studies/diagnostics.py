"""What to look at before believing a study's figures: how its weights lie, in counts and shares."""

from collections import Counter
from typing import Any

from decentwork.estimators.chain_diagnostics import TierDiagnostics, diagnose
from decentwork.estimators.propagation import propagate
from decentwork.surveys.sample import ChainSample


def diagnosed(sample: ChainSample, multiplicity: str) -> list[dict[str, Any]]:
    """Return each tier's diagnostics in plain values, no unit named.

    `weightless` why → how many units; `worries` as in `TierDiagnostics`.
    """
    return [_plain(tier) for tier in diagnose(sample, propagate(sample, multiplicity))]


def _plain(tier: TierDiagnostics) -> dict[str, Any]:
    told = tier.to_dict()
    del told["worrying"]  # in English; the worries are told by id
    return told | {
        "weightless": dict(Counter(tier.weightless.values())),
        "worries": list(tier.worries),
    }
