"""The map of an invented chain, as a survey releases it."""

from typing import Any


def released_map(**different: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
    """Return a chain of two tiers, whose agencies are withheld."""
    bubbles = [(0, "formal", 40.0), (1, "formal", 90.0), (1, "household", 210.0)]
    bundles = [(0, "formal", "household", 320), (0, "formal", "formal", 0)]
    values = {
        "deepest_tier": 1,
        "step": 10,
        "links": 360,
        "bubbles": [
            {"tier": tier, "kind": kind, "units": units, "low": units - 9, "high": units + 9}
            for tier, kind, units in bubbles
        ]
        + [{"tier": 1, "kind": "agency", "units": None, "low": None, "high": None}],
        "bundles": [
            {"buyer_tier": tier, "buyer_kind": buyer, "supplier_kind": supplier, "links": links}
            for tier, buyer, supplier, links in bundles
        ],
        "mixing": {
            "tier": [{"buyer": 0, "supplier": 1, "links": 360}],
            "kind": [{"buyer": "formal", "supplier": "household", "links": 320}],
            "registered": [{"buyer": "yes", "supplier": "no", "links": 300}],
        },
        "abroad": {
            "step": 5,
            "links": 25,
            "tiers": [{"buyer_tier": 0, "links": 25}],
            "countries": [{"country": "FRA", "links": 15}, {"country": "XXX", "links": 10}],
        },
        "observed": {
            "units": 400,
            "links": 520,
            "abroad": 25,
            "circles": None,
            "in_circles": 20,
            "hang_on_one": 100,
        },
    }
    return values | different
