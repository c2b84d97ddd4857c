"""Labour of a selection in words, as a chart and as files: names, rounded amounts, intervals."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from decentwork.classifications.industries import classifications, industries
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.footprints.footprint import SelectedLabour
from decentwork.footprints.risk_classes import Thresholds
from decentwork.reporting.charts import chart_svg
from decentwork.reporting.marks import sized, value_axis, whiskers
from decentwork.reporting.names import industry_name, place_name, reason_text
from decentwork.reporting.numbers import (
    Plain,
    Reader,
    amount_text,
    interval_text,
    range_text,
    shown_value,
    unit_text,
    value_text,
)
from decentwork.reporting.palette import SOFT, config
from decentwork.reporting.table_files import frame_csv, table_xlsx

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

WIDTH = 0.005  # of a value: a narrower interval is that of a total taken as known, and not told
DRAWN = 45  # bars of a chart; the other rows are drawn as one
_ROW, _NAMES, _AMOUNTS = 22, 190, 160  # pixels of a bar, of names, of amounts beside bars

OTHERS = translatable("all others (%(count)s)")
DESCRIBED = translatable("Bars: %(bars)s.")
RISK_NAMES = {
    "high": translatable("high"),
    "medium": translatable("medium"),
    "low": translatable("low"),
    "not known": translatable("not known"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LabourRow:
    """A cell as its reader meets it; `value`, `low` and `high` in the units shown."""

    codes: tuple[str, ...]
    name: str
    value: float
    low: float | None
    high: float | None
    text: str
    interval: str
    share: str
    risk: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabourPage:
    """Labour of a selection as its reader meets it; `thresholds` of medium and high risk."""

    rows: Sequence[LabourRow]
    total: str
    interval: str
    interval_note: str
    experimental: bool
    origins: Sequence[Plain]
    steps: Sequence[str]
    thresholds: tuple[str, str] | None


def labour_page(
    found: SelectedLabour,
    industry_codes: Sequence[str],
    reader: Reader,
    thresholds: Thresholds | None = None,
) -> LabourPage:
    """Return a selection in words; `industry_codes` are all industries of the table.

    With `thresholds` each row has a class of risk: by the part of all labour there that it is.
    """
    total = found.total.to_dict()
    if total["low"] is not None and total["high"] - total["low"] <= WIDTH * total["value"]:
        total |= {"low": None, "high": None}
    limits = thresholds and (thresholds.medium, thresholds.high)
    medium, high = (_amount(it, Unit.SHARE, reader) for it in limits or (0.0, 0.0))
    return LabourPage(
        rows=labour_rows(found, industry_codes, reader, thresholds),
        total=value_text(total, reader.language, reader.translate),
        interval=interval_text(total, reader.language, reader.translate),
        interval_note=reason_text(total["interval_note"], reader.translate),
        experimental=found.modelled,
        origins=total["provenance"]["origins"],
        steps=total["provenance"]["steps"],
        thresholds=(medium, high) if limits else None,
    )


def code_name(code: str, label: str, codes: Sequence[str], reader: Reader) -> str:
    """Return the name of a place or industry; `codes` are all industries of the table."""
    if label in ("place", "market"):
        return place_name(code, reader.language, reader.translate)
    found = classification_of(codes)
    return industry_name(f"{found}:{code}", reader.language) if found else code


def classification_of(codes: Sequence[str]) -> str:
    """Return the classification that has all these industries, "" if none has."""
    listed = ((it, {industry.code for industry in industries(it)}) for it in classifications())
    return next((name for name, known in listed if known.issuperset(codes)), "")


def labour_rows(
    found: SelectedLabour,
    industry_codes: Sequence[str],
    reader: Reader,
    thresholds: Thresholds | None = None,
) -> list[LabourRow]:
    """Return the cells in words: the largest first; places by name where labour is modelled."""
    ranked = not (found.modelled and "place" in found.dimensions)
    unit = str(found.total.unit)
    rows = []
    for cell in found.frame.to_dict(orient="records"):
        codes = tuple(str(cell[label]) for label in found.dimensions)
        names = (
            code_name(code, label, industry_codes, reader)
            for code, label in zip(codes, found.dimensions, strict=True)
        )
        rows.append(_row(cell, codes, " · ".join(names), unit, reader, thresholds))
    return sorted(rows, key=lambda row: (0.0 if not ranked else -row.value, row.name))


def _row(
    cell: Mapping[str, Any],
    codes: tuple[str, ...],
    name: str,
    unit: str,
    reader: Reader,
    thresholds: Thresholds | None,
) -> LabourRow:
    value, low, high = (cell[end] for end in ("value", "low", "high"))
    is_known = high - low > WIDTH * value  # nor is it of NaN
    ends = (low, high) if is_known else (None, None)
    share = value / cell["labour"] if cell["labour"] else 0.0
    risk = str(thresholds.of(np.array(share))) if thresholds else ""
    return LabourRow(
        codes=codes,
        name=name,
        value=shown_value(value, unit),
        low=shown_value(low, unit) if is_known else None,
        high=shown_value(high, unit) if is_known else None,
        text=_amount(value, unit, reader, *ends),
        interval=range_text(
            low, high, unit, value, language=reader.language, translate=reader.translate
        )
        if is_known
        else "",
        share=_amount(share, Unit.SHARE, reader, *(end and end / cell["labour"] for end in ends)),
        risk=reader.translate(RISK_NAMES[risk]) if risk else "",
    )


def _amount(
    value: float, unit: str, reader: Reader, low: float | None = None, high: float | None = None
) -> str:
    return amount_text(value, unit, low, high, language=reader.language, translate=reader.translate)


def labour_chart(
    rows: Sequence[LabourRow], unit: str, reader: Reader, width: int
) -> "alt.LayerChart":
    """Draw cells as bars with their interval, the amount written beside; in the order given."""
    import altair as alt

    drawn = [_bar(row) for row in _summed(rows, unit, reader)]
    order = [bar["y"] for bar in drawn]
    names = min(_NAMES, width // 3)
    axis = alt.Axis(grid=False, labelLimit=names, minExtent=names, maxExtent=names)
    base = alt.Chart(alt.Data(values=drawn)).encode(
        y=alt.Y("y:N", sort=order, title=None, axis=axis),
        tooltip=[alt.Tooltip(f"{name}:N", title=" ") for name in ("y", "text", "interval")],
    )
    title = unit_text(unit, reader.translate)
    bars = base.mark_bar(color=SOFT, size=12).encode(
        x=alt.X("value:Q", title=title, axis=value_axis(4))
    )
    words = base.mark_text(align="left", dx=6).encode(x="end:Q", text="text:N")
    said = "; ".join(f"{bar['y']} {bar['text']}" for bar in drawn[:5])
    return (
        sized(bars + whiskers(base, "x") + words, width - names - _AMOUNTS, _ROW * len(order))
        .properties(description=reader.translate(DESCRIBED) % {"bars": said})
        .configure(**config(reader.language))
    )


def _summed(rows: Sequence[LabourRow], unit: str, reader: Reader) -> list[LabourRow]:
    """Return the largest rows in their order, and one for the sum of the others."""
    if len(rows) <= DRAWN:
        return list(rows)
    largest = {row.codes for row in sorted(rows, key=lambda row: -row.value)[: DRAWN - 1]}
    rest = [row for row in rows if row.codes not in largest]
    value = sum(row.value for row in rest)
    others = LabourRow(
        codes=(),
        name=reader.translate(OTHERS) % {"count": len(rest)},
        value=value,
        low=None,
        high=None,
        text=_amount(value / shown_value(1.0, unit), unit, reader),
        interval="",
        share="",
        risk="",
    )
    return [*(row for row in rows if row.codes in largest), others]


def _bar(row: LabourRow) -> dict[str, str | float | None]:
    text = f"{row.text} · {row.risk}" if row.risk else row.text
    return {
        "y": row.name,
        "value": row.value,
        "low": row.low,
        "high": row.high,
        "end": row.value if row.high is None else row.high,
        "text": text,
        "interval": row.interval,
    }


def labour_table(
    found: SelectedLabour, industry_codes: Sequence[str], reader: Reader
) -> "pd.DataFrame":
    """Return the cells with the names of their codes, unit, perspective, and their origin."""
    total = found.total.to_dict()
    frame = found.to_frame()
    for label in found.dimensions:
        names = [code_name(code, label, industry_codes, reader) for code in frame[label]]
        frame.insert(frame.columns.get_loc(label) + 1, f"{label}_name", names)
    return frame.assign(
        table=found.table,
        year=found.year,
        account=found.account,
        perspective=found.perspective,
        interval_note=total["interval_note"],
        citation=total["provenance"]["citation"],
    )


def labour_xlsx(found: SelectedLabour, industry_codes: Sequence[str], reader: Reader) -> bytes:
    """Return the cells as a workbook: the rows, and where they come from."""
    table = labour_table(found, industry_codes, reader)
    origins = found.total.provenance.to_dict()["origins"]
    return table_xlsx(table, str(found), origins, reader.translate)


def labour_file(
    found: SelectedLabour,
    industry_codes: Sequence[str],
    kind: str,
    reader: Reader,
    width: int,
    thresholds: Thresholds | None = None,
) -> str | bytes | None:
    """Return cells as "csv", "json", "xlsx", "svg" or "chart", its specification; else None."""
    if kind == "csv":
        return frame_csv(labour_table(found, industry_codes, reader))
    if kind == "json":
        return json.dumps(found.to_dict(), ensure_ascii=False)
    if kind == "xlsx":
        return labour_xlsx(found, industry_codes, reader)
    if kind not in ("svg", "chart"):
        return None
    rows = labour_rows(found, industry_codes, reader, thresholds)
    chart = labour_chart(rows, str(found.total.unit), reader, width)
    return chart_svg(chart) if kind == "svg" else json.dumps(chart.to_dict())
