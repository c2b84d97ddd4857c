"""The invented table of three countries and two industries that the methods' figures are for."""

import numpy as np

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Table
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimates.units import Unit

PLACES, INDUSTRIES = tuple("AABBCC"), ("S1", "S2") * 3
SALES = """
    20 10  4  6  2  8
     6 30  3 12  1  9
     5  8 12 10  3  7
     2 14  6 40  2 16
     9 20  8 15 25 12
     1  6  2  9  5 35
"""
DEMAND = """
    30  8  5
    50 20 14
    10 25  6
    16 60 24
    12 14 40
     7 13 52
"""
JOBS = (40.0, 30.0, 60.0, 45.0, 20.0, 15.0)
CHILDREN = (6.0, 1.0, 9.0, 2.0, 0.5, 0.2)


def matrix(text):
    return np.array([[float(cell) for cell in line.split()] for line in text.strip().split("\n")])


def provenance(title="Invented table"):
    origin = Origin(publisher="Nobody", title=title, licence="Apache-2.0", citation="invented")
    return Provenance(origins=(origin,))


def table(sales=SALES, demand=DEMAND, output=None, **labels):
    sales, demand = (matrix(it) if isinstance(it, str) else it for it in (sales, demand))
    values = {
        "name": "toy",
        "year": 2011,
        "unit": "million USD",
        "places": PLACES,
        "industries": INDUSTRIES,
        "markets": ("A", "B", "C"),
        "categories": ("all",) * 3,
        "transactions": sales,
        "final_demand": demand,
        "output": sales.sum(axis=1) + demand.sum(axis=1) if output is None else np.array(output),
        "provenance": provenance(),
    }
    return Table(**{**values, **labels})


def account(values=JOBS, name="employment", **labels):
    cells = {
        "name": name,
        "unit": Unit.THOUSAND_PERSONS,
        "year": 2011,
        "places": PLACES,
        "industries": INDUSTRIES,
        "values": np.array(values),
        "how": ("observed",) * len(values),
        "provenance": provenance("Invented account"),
    }
    return LabourAccount(**{**cells, **labels})


def as_printed(values, text):
    """Tell whether values are those printed, within one unit of the last printed digit."""
    printed = text.split()
    units = [10.0 ** -len(number.partition(".")[2]) for number in printed]
    wanted = np.array([float(number) for number in printed])
    found = np.asarray(values, dtype=float).ravel()
    assert found.shape == wanted.shape
    assert (np.abs(found - wanted) <= np.array(units) * (1 + 1e-9)).all(), found
    return True
