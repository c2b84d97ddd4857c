# The invented example of three countries and three industries that the R package decompr documents
# ("leather", version 6.8.0, Quast, Wang, Stolzenburg, Reiter and Krantz), and what the package
# prints for it, as quoted in the methods notes (E.4). Tolerance: one unit of the last digit.

import numpy as np
import pytest
from tests.footprints.toy import as_printed, table

from decentwork.footprints.export_terms import decompose_exports
from decentwork.footprints.exports import gross_exports
from decentwork.footprints.leontief import factorise
from decentwork.footprints.participation import value_added_share

PLACES = ("ARG",) * 3 + ("TUR",) * 3 + ("DEU",) * 3
SALES = """
    16.1 5.1 1.8  3.2  4.3 0.4  3.1  2.8  4.9
     2.4 8.0 3.2  0.1  3.2 1.6  1.2  3.9 11.5
     0.9 0.5 4.0  0.0  0.1 0.3  0.0  0.4  0.5
     1.1 1.9 0.2 18.0 13.2 6.1  9.0  3.1  8.9
     0.3 2.8 0.1  6.1 28.1 6.3  2.1  2.5 25.6
     0.0 0.1 0.3  4.1  3.2 8.9  0.2  0.0  1.8
     1.2 4.2 0.3  4.1  1.2 0.6 29.0 19.5 17.9
     1.3 1.1 0.0  3.2  4.8 2.6  5.1 29.1 24.1
     2.1 1.4 3.0  4.1  3.1 3.9 11.3  8.1 51.3
"""
DEMAND = """
    21.5  6.1  8.4
    16.2  1.9  5.1
    11.0  0.5  0.8
     7.5 29.5 14.2
     8.9 24.9 16.9
     1.2 18.5  4.9
     9.2 17.9 51.2
     7.9 10.1 38.5
    25.1 35.2 68.4
"""
OUTPUT = (77.7, 58.3, 19.0, 112.7, 124.6, 43.2, 156.3, 127.8, 217.0)


@pytest.fixture(scope="module")
def leather():
    return table(
        SALES,
        DEMAND,
        OUTPUT,
        places=PLACES,
        industries=("agriculture", "textile_and_leather", "transport_equipment") * 3,
        markets=("ARG", "TUR", "DEU"),
    )


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        (
            "ARG",
            "19.34940 18.97119 8.411491 5.259501 .8259724 .8723949 3.450595 3.388617 3.770832",
        ),
        (
            "TUR",
            "43.39461 26.20678 7.740053 10.475795 2.0075781 2.6369363 10.205386 5.359698 5.573163",
        ),
        (
            "DEU",
            "78.73101 15.23967 2.748464 5.689669 4.4335916 4.4481800 26.668992 4.455024 5.185401",
        ),
    ],
)
def test_koopman_wang_and_wei(leather, place, printed):
    found = decompose_exports(factorise(leather), "koopman_wang_wei")
    assert as_printed(found.of(place), printed)


@pytest.mark.parametrize(
    ("scaled_by", "first", "last"),
    [("exports", "28.52278", "34.74381"), ("output", "66.75361799", "96.78316785")],
)
def test_leontief_decomposition(leather, scaled_by, first, last):
    """Value added of each country-industry in exports, or in output, of each."""
    scale = gross_exports(leather) if scaled_by == "exports" else leather.output
    inverse = factorise(leather).multipliers(np.eye(9))
    origin = value_added_share(leather)[:, None] * inverse * scale
    assert as_printed([origin[0, 0], origin[-1, -1]], f"{first} {last}")


def test_value_added_in_final_demand(leather):
    inverse = factorise(leather).multipliers(np.eye(9))
    origin = value_added_share(leather)[:, None] * (inverse @ leather.final_demand)
    assert as_printed([origin.ravel()[0], origin.ravel()[19]], "24.3345824 23.6841309")


def test_value_added_that_others_export_again(leather):
    inverse = factorise(leather).multipliers(np.eye(9))
    in_exports = value_added_share(leather)[:, None] * inverse * gross_exports(leather)
    abroad = np.array(PLACES)[:, None] != np.array(PLACES)
    again = (in_exports * abroad).sum(axis=1)
    assert as_printed([again[0], again[-1]], "11.9471938 4.9233020")
