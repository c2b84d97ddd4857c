import numpy as np
import pandas as pd
import pytest
from tests.footprints.toy import account, provenance, table

from decentwork.accounts.labour import AccountSeries, share_pooled_cells
from decentwork.estimates.errors import InvalidInput, UnknownCode
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.units import Unit


def series(*rows):
    columns = ["place", "industry", "year", "value", "how", "control"]
    return AccountSeries(
        name="employment",
        unit=Unit.THOUSAND_PERSONS,
        frame=pd.DataFrame([(*row, "observed", "") for row in rows], columns=columns),
        median_error=NoInterval("invented"),
        provenance=provenance(),
    )


def test_a_cell_that_is_not_known_is_missing_and_not_zero():
    some = account((40.0,), places=("A",), industries=("S1",), how=("observed",))
    on_table = some.on(table())
    assert on_table[0] == 40
    assert np.isnan(on_table[1:]).all()


def test_every_cell_that_the_table_lacks_is_told():
    other = account((1.0, 2.0), places=("A", "Z"), industries=("S9", "S1"), how=("observed",) * 2)
    with pytest.raises(InvalidInput, match="2 problems"):
        other.on(table())


def test_negative_missing_and_repeated_cells_are_told_together():
    with pytest.raises(InvalidInput) as told:
        account((-1.0, np.nan), places=("A", "A"), industries=("S1", "S1"), how=("observed", "so"))
    assert [str(problem) for problem in told.value.problems] == [
        "A S1: the cell occurs twice.",
        "A S1: the value is not a finite number.",
        "A S1: the value is negative (-1).",
        "A S1: 'so' is none of observed, modelled, borrowed.",
    ]


def test_a_pooled_cell_is_shared_by_output_and_keeps_its_sum():
    pooled = series(("A", "business", 2010, 90.0), ("B", "business", 2010, 5.0))
    output = pd.Series(
        [100.0, 200.0],
        index=pd.MultiIndex.from_tuples([("A", "estate", 2010), ("A", "business", 2010)]),
    )
    found = share_pooled_cells(pooled, output, {("A", "estate"): "business"}).in_year(2010)
    cells = dict(zip(zip(found.places, found.industries, strict=True), found.values, strict=True))
    assert cells == pytest.approx(
        {("A", "business"): 60.0, ("A", "estate"): 30.0, ("B", "business"): 5.0}
    )
    assert "A: estate taken out of business by output" in found.provenance.steps


def test_a_year_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(UnknownCode, match="2010"):
        series(("A", "S1", 2010, 1.0)).in_year(2011)
