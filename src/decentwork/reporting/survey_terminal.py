"""A survey in the terminal: plan, draw, fieldwork, weights, estimates; plain when piped."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from decentwork.classifications.topics import topic
from decentwork.reporting.survey_pages import KINDS, OUTCOMES, warning_text
from decentwork.surveys.estimated import Estimated, Verdict
from decentwork.surveys.kinds import Disposition, Kind

if TYPE_CHECKING:
    import pandas as pd

    from decentwork.reporting.papers import PaperTable
    from decentwork.sampling.selection import Draw
    from decentwork.studies.plan import Plan, PlannedFigure
    from decentwork.studies.plan_wanted import Judged
    from decentwork.studies.progress import Progress
    from decentwork.studies.study_weights import Weighed

WIDTH = 110
_STYLES = {Verdict.PUBLISHABLE: "", Verdict.WITH_CARE: "yellow", Verdict.TOO_THIN: "dim"}


def print_table(table: "PaperTable", console: Console | None = None) -> None:
    """Print a table of a paper, its title first."""
    out = at_width(console)
    shown = table_of(f"{head}<" for head in table.head)
    for row in table.rows:
        shown.add_row(*row)
    out.print()
    out.print(Text(table.title, "bold"))
    out.print(shown)


def print_rows(rows: Sequence[Estimated], console: Console | None = None) -> None:
    """Print one line an estimate, its verdict in words, and every note once below."""
    out = at_width(console)
    table = table_of(
        ("tier", "group<", "variable<", "statistic<", "value", "95 % interval", "n", "verdict<")
    )
    for row in rows:
        table.add_row(*_cells(row), style=_STYLES[row.verdict])
    out.print(table)
    if rows:
        out.print(Text(f"Weights: {rows[0].weights}. Interval: {rows[0].variance}."))
    for note in dict.fromkeys(row.note for row in rows if row.note):
        out.print(Text(f"Note: {note}"))


def _cells(row: Estimated) -> list[str]:
    name = row.variable if row.category is None else f"{row.variable} = {row.category}"
    return [
        "all" if row.tier is None else str(row.tier),
        escape(", ".join(row.group.values())),
        escape(name),  # a ratio of groups has brackets, which are marks of style
        row.statistic,
        _number(row.value),
        "none" if row.low is None else f"{_number(row.low)} – {_number(row.high)}",
        str(row.n),
        str(row.verdict),
    ]


def _number(value: float | None) -> str:
    """Return about four figures; an amount of people or units needs no decimals."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def print_plan(plan: "Plan", console: Console | None = None) -> None:
    """Print what a design would reach, find and cost, and each warning once in words."""
    from decentwork.studies.plan import WARNINGS

    out = at_width(console)
    out.print(Text(f"{plan}."))
    out.print(Text(_cost(plan)))
    out.print(Text("Simulated on an invented chain: no figure here is about a real one.", "dim"))
    out.print()
    out.print(_reached(plan))
    warned = dict.fromkeys(code for figure in plan.figures for code in figure.warnings)
    marks = dict(zip(warned, "abcdefgh", strict=False))
    for universe in ("workers", "units"):
        out.print()
        out.print(Text(f"What it would say of {universe}", "bold"))
        out.print(_figures([it for it in plan.figures if it.universe == universe], marks))
    out.print()
    for code, mark in marks.items():
        out.print(Text(f"{mark}  {WARNINGS[code]}", "yellow"))


def print_wanted(wanted: Sequence["Judged"], console: Console | None = None) -> None:
    """Print each wanted precision and whether it would be reached; nothing where none is wanted."""
    if not wanted:
        return
    out = at_width(console)
    met = sum(it.reached for it in wanted)
    out.print(Text(f"Precision wanted: {met} of {len(wanted)} reached", "bold"))
    table = table_of(("topic<", "tier", "wanted ±", "expected ±", "<"))
    for it in wanted:
        ends = (_of(it.wanted, is_share=True), _of(it.expected, is_share=True))
        said = "reached" if it.reached else "not reached"
        style = "" if it.reached else "yellow"
        table.add_row(topic(it.topic).name(), str(it.tier), *ends, said, style=style)
    out.print(table)


def _cost(plan: "Plan") -> str:
    cost = plan.cost
    said = f"Cost: {cost.mean:,.0f} {cost.currency} on average, {cost.high:,.0f} at most in 95 %"
    if cost.budget is None or cost.within_budget is None:
        return f"{said}."
    return f"{said}; within the budget of {cost.budget:,.0f} in {cost.within_budget:.0%}."


def _reached(plan: "Plan") -> Table:
    table = table_of(
        ("tier", "units", "workers", "nobody reached", "units in the chain", "left out by design")
    )
    for it in plan.tiers:
        reached = (f"{it.units:,.0f}", f"{it.workers:,.0f}", f"{it.empty:.0%}")
        table.add_row(str(it.tier), *reached, f"{it.chain_units:,}", f"{it.left_out_units:,}")
    return table


def _figures(figures: Sequence["PlannedFigure"], marks: Mapping[str, str]) -> Table:
    heads = ("figure<", "tier", "true", "bias", "± (95 %)", "coverage", "design effect", "see<")
    table = table_of(heads)
    last = ""
    order = list(dict.fromkeys(it.variable for it in figures))
    for it in sorted(figures, key=lambda it: (order.index(it.variable), it.tier)):
        is_share = it.statistic == "share"
        name = topic(it.variable).name() if is_share else f"{it.variable}, total"
        table.add_row(
            "" if name == last else name,
            str(it.tier),
            _of(it.true, is_share=is_share),
            _of(it.bias, is_share=is_share),
            _of(it.interval_width / 2, is_share=is_share),
            "" if it.coverage is None else f"{it.coverage:.0%}",
            "" if it.design_effect is None else f"{it.design_effect:.1f}",
            " ".join(marks[code] for code in it.warnings),
            style="yellow" if it.warnings else "",
        )
        last = name
    return table


def _of(number: float, *, is_share: bool) -> str:
    return f"{100 * number:z.1f} %" if is_share else f"{number:z,.0f}"


def print_draw(draw: "Draw", console: Console | None = None) -> None:
    """Print how many units were drawn, from which lists, of which kind; no case but by number."""
    out = at_width(console)
    if not len(draw.rows):
        out.print(Text("Nobody is left to draw."))
        return
    out.print(Text(f"Draw {draw.number}: {len(draw.case_ids)} units to visit."))
    told = draw.rows.assign(lists=draw.rows["buyer_id"] + "/" + draw.rows["stratum"])
    table = table_of(("from<", "kind<", "lists", "links drawn", "units"))
    for (source, kind), rows in told.groupby(["drawn_from", "kind"], sort=False):
        counts = (rows["lists"].nunique(), len(rows), rows["case_id"].nunique())
        table.add_row(_FROM[source], KINDS[Kind(kind)], *map(str, counts))
    out.print(table)


_FROM = {
    "frame": "the frame",
    "replacement": "the frame, as replacement",
    "list": "lists of buyers",
}


def print_progress(progress: "Progress", console: Console | None = None) -> None:
    """Print cases by tier and kind, links by kind, and each warning as a sentence."""
    out = at_width(console)
    shown = [each for each in Disposition if progress.cases[str(each)].any()]
    table = table_of(("tier", "kind<", "issued", *map(OUTCOMES.__getitem__, shown), "response"))
    for (tier, kind), row in progress.cases.iterrows():
        counts = [f"{int(row[str(each)]):,}" for each in ("issued", *shown)]
        table.add_row(str(tier), KINDS[Kind(kind)], *counts, _rate(row["response_rate"]))
    out.print(table)
    if len(progress.links):  # of a season nobody is followed
        out.print(_links(progress.links))
    for warning in progress.to_dict()["warnings"]:
        out.print(Text(f"Look into it: {warning_text(warning)}", "yellow"))


def _rate(rate: float) -> str:
    return "" if rate != rate else f"{rate:.0%}"  # a missing rate differs from itself


def _links(links: "pd.DataFrame") -> Table:
    heads = ["buyers", "found", "abroad", "eligible", "drawn", "followed"]
    table = table_of(("suppliers<", *heads))
    for kind, row in links.iterrows():
        table.add_row(KINDS[Kind(kind)], *(f"{int(row[name]):,}" for name in heads))
    return table


def print_weights(weighed: "Weighed", console: Console | None = None) -> None:
    """Print how weights spread in each tier, how they were made, and every note."""
    from decentwork.studies.verdicts import kish_effect

    out = at_width(console)
    table = table_of(("tier", "units", "weight 0", "smallest", "median", "largest", "sum", "Kish"))
    for tier, rows in weighed.frame.groupby("tier"):
        carrying = rows["weight"][rows["weight"] > 0].to_numpy(dtype=float)
        told = [""] * 5
        if len(carrying):
            ends = (carrying.min(), np.median(carrying), carrying.max(), carrying.sum())
            told = [_number(float(it)) for it in (*ends, kish_effect(carrying))]
        table.add_row(str(tier), str(len(rows)), str(len(rows) - len(carrying)), *told)
    out.print(table)
    method = weighed.weighing.method
    out.print(Text(f"Weights: {method}. Missing number of buyers: {weighed.multiplicity}."))
    for note in weighed.notes:
        out.print(Text(f"Note: {note}"))


def at_width(console: Console | None) -> Console:
    """Return a console of at most `WIDTH` columns, which is what a pipe gets."""
    out = console or Console(highlight=False)
    if not out.is_terminal or out.width > WIDTH:
        out.width = WIDTH
    return out


def table_of(heads: Iterable[str]) -> Table:
    """Return a table without lines; a head that ends in "<" stands over words, others numbers."""
    table = Table(box=None, padding=(0, 1, 0, 0))
    for head in heads:
        table.add_column(head.removesuffix("<"), justify="left" if head[-1] == "<" else "right")
    return table
