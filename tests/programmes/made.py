"""A small invented programme in Avonia, as plain values that tests change."""

from decentwork.programmes.programme import Programme
from decentwork.programmes.records import SECTIONS, Header

HEADER = {
    "id": "avonia",
    "title": "Decent work in Avonia",
    "organisation": "Ministry of Labour of Avonia",
    "starts": "2026",
    "ends": "2028",
    "invented": True,
}
AREA = {"id": "training", "number": 1, "title": "Training"}
ACTIVITY = {"id": "course", "title": "A course", "kind": "course", "area": "training"}
RESULT = {"id": "trained", "title": "Inspectors trained", "of": "course", "level": "output"}
INDICATOR = {
    "id": "inspectors",
    "title": "Inspectors who passed",
    "result": "trained",
    "measure": "unit",
    "dimensions": ["sex", "place"],
}


def row(section, **values):
    """Return one record or row of a section."""
    return SECTIONS[section].model_validate(values)


def update(value=None, year=2026, indicator="inspectors", state="approved", **more):
    """Return an update of a whole year."""
    return row(
        "updates",
        **{
            "indicator": indicator,
            "starts": f"{year}-01-01",
            "ends": f"{year}-12-31",
            "value": value,
            "state": state,
        }
        | more,
    )


def programme(*rows, activity=(), indicator=()):
    """Return the programme with one area, activity, result and indicator, and further rows."""
    return Programme.of(
        Header.model_validate(HEADER),
        [
            row("areas", **AREA),
            row("activities", **ACTIVITY | dict(activity)),
            row("results", **RESULT),
            row("indicators", **INDICATOR | dict(indicator)),
            *rows,
        ],
    )
