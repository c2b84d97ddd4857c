import numpy as np
import pytest
from scipy.sparse import csr_array
from tests.footprints.toy import JOBS, account, table

from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.footprint_bands import footprint_bands
from decentwork.footprints.footprint_cells import footprint_cells
from decentwork.footprints.leontief import factorise
from decentwork.footprints.uncertainty import AccountError, delta_interval

LEONTIEF = factorise(table())
ERROR = AccountError(values=np.array(JOBS, dtype=float), controls=tuple("AABBCC"), cells=0.4)
FREE = AccountError(values=np.array(JOBS, dtype=float), controls=("",) * 6, cells=0.05)
PER_OUTPUT = np.array(JOBS) / table().output


def cells(by, perspective="final_demand", regions=None, **chosen):
    return footprint_cells(LEONTIEF, PER_OUTPUT, by, perspective, chosen, regions)


@pytest.mark.parametrize("perspective", ["final_demand", "domestic_L", "domestic_B", "direct"])
def test_an_interval_is_that_of_the_variance_of_its_cell(perspective):
    found = footprint_bands(cells(("place", "market"), perspective), ERROR)
    told = footprint(LEONTIEF, account(), ("place", "industry", "market"), perspective=perspective)
    row = found[(found["place"] == "A") & (found["market"] == "B")].iloc[0]
    parts = [
        told.at(place="A", industry=it, market="B") / jobs for it, jobs in (("S1", 40), ("S2", 30))
    ]
    one = csr_array(np.array([[*parts, 0, 0, 0, 0]]))
    span = delta_interval(row["value"], float(ERROR.variance(one)[0]), "delta")
    assert (row["low"], row["high"]) == (pytest.approx(span.low), pytest.approx(span.high))


def test_values_are_those_of_the_footprint_whatever_the_labels():
    by = ("product", "place", "through")
    found = footprint_bands(cells(by, market=("B",)), ERROR)
    told = footprint(LEONTIEF, account(), by, market=["B"]).frame
    assert found[list(by)].to_numpy().tolist() == told[list(by)].to_numpy().tolist()
    assert found["value"].to_numpy() == pytest.approx(told["value"].to_numpy())
    assert (found["low"] <= found["value"]).all()


def test_places_are_ranked_by_market_as_bands():
    found = footprint_bands(cells(("place", "market")), FREE, np.random.default_rng(3))
    of_c = found[found["market"] == "C"].set_index("place")
    assert of_c["rank"].to_dict() == {"A": 3, "B": 1, "C": 2}
    assert (found["rank_low"] <= found["rank"]).all()
    assert (found["rank"] <= found["rank_high"]).all()


def test_what_is_known_well_has_a_rank_and_what_is_not_a_wide_band():
    sure = footprint_bands(cells(("place",)), FREE, np.random.default_rng(3))
    assert sure[["rank_low", "rank_high"]].to_numpy().tolist() == [[2, 2], [1, 1], [3, 3]]
    vague = AccountError(values=FREE.values, controls=("",) * 6, cells=2.0)
    unsure = footprint_bands(cells(("place",)), vague, np.random.default_rng(3))
    assert (unsure["rank_high"] - unsure["rank_low"]).sum() > 0


def test_regions_are_ranked_as_places_are():
    found = footprint_bands(
        cells(("place",), regions={"A": "North", "B": "North"}), FREE, np.random.default_rng(3)
    )
    assert found.set_index("place")["rank"].to_dict() == {"North": 1, "C": 2}


def test_without_places_or_with_many_labels_nothing_is_ranked():
    chance = np.random.default_rng(3)
    assert "rank" not in footprint_bands(cells(("market",)), FREE, chance)
    assert "rank" not in footprint_bands(cells(("place", "market", "product")), FREE, chance)
