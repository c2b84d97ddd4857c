"""The tables of a programme's report in the reader's language: every cell is text."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from anyascii import anyascii

from decentwork.programmes.fields import said
from decentwork.programmes.records import Activity, Area, Deliverable
from decentwork.programmes.report import Report
from decentwork.programmes.report_figures import ResultLine, measure_text, number_text, reached_text
from decentwork.programmes.report_tables import CountryLine, MoneyLine
from decentwork.programmes.standing import VERDICTS as KINDS
from decentwork.programmes.standing import aimed_at
from decentwork.reporting.names import place_name
from decentwork.reporting.programme_words import CODES, STATES, VERDICTS
from decentwork.reporting.report_words import AREA, COUNTED, HEADINGS, HEADS, NOTES, Words

DASH = "–"
STOPPED = ("suspended", "merged", "dropped")
SHOWN = ("done", "on_track", "delayed", "not_started", "not_reported")
MOST_RESULTS = 200
MOST_ON_A_PAGE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedTable:
    """A table and what has to be known to read it; its head and rows are text."""

    id: str
    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def report_tables(report: Report, words: Words) -> tuple[NotedTable, ...]:
    """Return the tables of a report that have a row.

    Where indicators are too many to print each, they are counted by area and verdict.
    """
    return tuple(it for it in _tables(report, words) if it.rows)


def _tables(report: Report, words: Words) -> Iterator[NotedTable]:
    is_long = report.form in ("committee", "donor")
    yield _table("states", _state_rows(report, words), words, columns=_state_heads(words))
    if is_long:
        yield _deliverables(report, words)
    most = MOST_ON_A_PAGE if report.form == "status" else MOST_RESULTS
    if len(report.results) > most:
        heads = [words.say(HEADS[name]) for name in ("area", "indicators")]
        columns = [*heads, *(words.say(VERDICTS[kind]) for kind in KINDS)]
        yield _table("verdicts", _verdict_rows(report, words), words, columns=columns)
    else:
        heads = ["indicator", "of", "baseline", "target", "reached", "verdict"]
        yield _table("results", (_result_row(it, words) for it in report.results), words, heads)
    if is_long:
        rows = sorted((_country_row(it, words) for it in report.countries), key=_in_order)
        yield _table("countries", rows, words, ("country", "activities", "areas"))
    if report.form != "status":
        heads = ["source", "kind", "amount", "records"]
        yield _table("money", (_money_row(it, words) for it in report.money), words, heads)


def _table(
    id: str,
    rows: Iterable[tuple[str, ...]],
    words: Words,
    heads: Sequence[str] = (),
    columns: Sequence[str] = (),
) -> NotedTable:
    return NotedTable(
        id=id,
        title=words.say(HEADINGS[id]),
        note=words.say(NOTES[id]),
        head=tuple(columns) or tuple(words.say(HEADS[head]) for head in heads),
        rows=tuple(rows),
    )


def _state_heads(words: Words) -> tuple[str, ...]:
    named = (words.say(HEADS["area"]), words.say(HEADS["activities"]))
    states = (words.say(STATES[state]) for state in SHOWN)
    return (*named, *states, words.say(HEADS["stopped"]))


def _state_rows(report: Report, words: Words) -> Iterator[tuple[str, ...]]:
    for line in report.states:
        counts = {str(state): len(ids) for state, ids in line.activities.items()}
        stopped = sum(counts.get(state, 0) for state in STOPPED)
        shown = [line.count, *(counts.get(state, 0) for state in SHOWN), stopped]
        yield (words.name(line.area), *map(words.count, shown))


def _deliverables(report: Report, words: Words) -> NotedTable:
    told = {id for it in report.states for id in it.reasons}
    acting = [it for it in words.programme.all(Activity) if it.deliverable and it.id in told]
    under = Counter(it.deliverable for it in acting)
    rows = tuple(
        (it.name(words.language), words.name(it.area), words.count(under[it.id]), it.ends or DASH)
        for it in words.programme.all(Deliverable)
        if report.form == "committee" or under[it.id]
    )
    planned = words.programme.header.planned_deliverables
    note = "" if planned is None else words.say(NOTES["deliverables"], planned=words.count(planned))
    heads = ("deliverable", "area", "activities", "ends")
    return NotedTable(
        id="deliverables",
        title=words.say(HEADINGS["deliverables"]),
        note=note,
        head=tuple(words.say(HEADS[head]) for head in heads),
        rows=rows,
    )


def _result_row(line: ResultLine, words: Words) -> tuple[str, ...]:
    indicator, target = line.indicator, line.standing.target
    baseline = measure_text(indicator.baseline, indicator, words.language)
    aim = measure_text(aimed_at(target), indicator, words.language) if target else ""
    return (
        indicator.name(words.language),
        words.name(line.of),
        baseline or said(indicator.baseline_text, words.language) or DASH,
        aim or DASH,
        reached_text(line, words.language) or DASH,
        words.say(VERDICTS[line.standing.verdict]),
    )


def _verdict_rows(report: Report, words: Words) -> Iterator[tuple[str, ...]]:
    counts: dict[str | None, Counter[str]] = defaultdict(Counter)
    for line in report.results:
        counts[line.area][line.standing.verdict] += 1
    for area, held in counts.items():
        shown = [held.total(), *(held[kind] for kind in KINDS)]
        yield (words.name(area) if area else DASH, *map(words.count, shown))


def _in_order(row: Sequence[str]) -> str:
    """Return what puts a row in the order of its name, accents aside."""
    return str(anyascii(row[0])).lower()


def _country_row(line: CountryLine, words: Words) -> tuple[str, ...]:
    areas = {it.id: it.number for it in words.programme.all(Area)}
    by_area = sorted((areas[area], len(ids)) for area, ids in line.activities.items())
    told = (
        words.say(COUNTED, name=words.say(AREA, number=number), count=words.count(held))
        for number, held in by_area
    )
    place = place_name(line.place, words.language, words.reader.translate)
    return place, words.count(line.count), ", ".join(told)


def _money_row(line: MoneyLine, words: Words) -> tuple[str, ...]:
    return (
        words.name(line.source) if line.source else DASH,
        words.say(CODES[line.kind]),
        f"{number_text(round(line.amount, 2), words.language)}\N{NO-BREAK SPACE}{line.currency}",
        words.count(len(line.records)),
    )
