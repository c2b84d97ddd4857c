"""US Department of Labor: national law and labour inspectors, from the child labour findings."""

import re
from pathlib import Path

import pandas as pd

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import Observations, observations
from decentwork.sources.rows import Checks, Row, read_each, read_rows
from decentwork.standards.law import LegalStandard, LegalStandards

# The column has_standard is left alone: from the report of 2016 on it repeats, row by row, whether
# the law meets the international standard, so "No" in it does not say that there is no law.
LAW_COLUMNS = ("report_year", "iso3", "standard", "age", "conforms_to_intl_standard")
INSPECTOR_COLUMNS = ("report_year", "iso3", "measure", "value", "numeric")
INSPECTORS = "Labor_Inspectors"

MARKED = translatable("The publisher put a mark beside this figure whose meaning was not copied.")

_ANSWERS = {"Yes": True, "No": False}
_MARKS = "*†‡"
_AGE = re.compile(r"\d+(\.\d+)?")


def read_law(path: Path, provenance: Provenance) -> LegalStandards:
    """Return what national law says on each point and report year; N/A and Unknown are None."""
    return LegalStandards(rows=read_each(path, LAW_COLUMNS, _standard), provenance=provenance)


def _standard(row: Row, checks: Checks) -> LegalStandard:
    cells = [row[name] for name in ("age", "conforms_to_intl_standard")]
    age, conforms = (cell.rstrip(_MARKS) for cell in cells)
    marked = any(cell[-1:] in tuple(_MARKS) for cell in cells)
    return LegalStandard(
        place=checks.place(row),
        year=checks.whole(row, "report_year") or 0,
        standard=checks.given(row, "standard"),
        # "16/18" gives two ages for two sorts of work; no one number is the answer.
        age=float(age) if _AGE.fullmatch(age) else None,
        meets_international=_ANSWERS.get(conforms),
        note=MARKED if marked else "",
    )


def read_inspectors(path: Path, provenance: Provenance) -> Observations:
    """Return the number of labour inspectors by country and report year, where it is a number."""
    rows = read_rows(path, INSPECTOR_COLUMNS)
    checks = Checks(path.name)
    counted = [
        {
            "indicator": "labour_inspectors",
            "place": checks.place(row),
            "period": row["report_year"],
            "value": checks.whole(row, "numeric"),
            "note": MARKED if row["value"].endswith(tuple(_MARKS)) else "",
        }
        for row in rows
        if row["measure"] == INSPECTORS and row["numeric"]
    ]
    checks.refuse()
    return observations(pd.DataFrame(counted), provenance)
