"""A dossier as a summary for the terminal: at most 100 columns, plain when piped."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.bar import Bar
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from decentwork.dossiers.dossier import Dossier
from decentwork.estimates.messages import translatable
from decentwork.reporting.exhibits import Point, points, title_of
from decentwork.reporting.lines import Reading
from decentwork.reporting.numbers import Plain, Reader, Translate, plain
from decentwork.reporting.pages import DossierPage, Section, dossier_page
from decentwork.reporting.printed import INVENTED

WIDTH = 100
MOST_BARS = 12
MOST_LINES = 12
MOST_FACTS = 2  # of one kind; more are counted
BARS = ("surveyed_size", "jobs_over_time", "jobs_by_market")

MATRIX = translatable("Need, obligation, action and gap, by topic and tier")
KEY = translatable(
    "need: D deficit, O opportunity, – no deficit shown, ? not known; § an obligation binds, "
    "§? obligation not in the data, §0 no obligation in force; ▲ action recorded; ! a gap is left"
)
TOPIC = translatable("Topic")
SETTLED = translatable("What would settle it")
SOURCES = translatable("Sources and method")
MORE = translatable("… and %(count)s more; --html FILE or --json shows all")

_OBLIGATIONS = {"yes": "§", "unknown": "§?", "no": "§0"}
_NEEDS = {"deficit": "D", "opportunity": "O", "none": "–", "unknown": "?"}


def print_dossier(
    dossier: Dossier | Plain,
    language: str = "en",
    translate: Translate = plain,
    console: Console | None = None,
) -> None:
    """Print the summary of a dossier; colour only where the terminal has it."""
    out = console or Console(highlight=False)
    if not out.is_terminal or out.width > WIDTH:
        out.width = WIDTH
    values = dossier.to_dict() if isinstance(dossier, Dossier) else dossier
    reader = Reader(language, translate)
    page = dossier_page(values, language, translate)
    _print_head(page, reader, out)
    _print_matrix(page, reader, out)
    for exhibit in values["exhibits"]:
        if exhibit["id"] in BARS:
            _print_bars(exhibit, values["figures"], reader, out)
    for section in page.sections:
        _print_section(section, reader, out)
    _print_questions(page, reader, out)
    _print_sources(page, reader, out)


def _heading(text: str, out: Console) -> None:
    out.print()
    out.print(Text(text, style="bold"))


def _print_head(page: DossierPage, reader: Reader, out: Console) -> None:
    out.print(Text(page.title, style="bold underline"))
    if page.invented:
        out.print(Text(reader.translate(INVENTED)))
    _heading(page.section("overview").title, out)
    for sentence in page.in_short:
        _print_item(sentence.text, out)


def _print_item(text: str, out: Console) -> None:
    row = Table.grid(padding=(0, 1))
    row.add_row("•", Text(text))
    out.print(row)


def _print_matrix(page: DossierPage, reader: Reader, out: Console) -> None:
    _heading(reader.translate(MATRIX), out)
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column(reader.translate(TOPIC), max_width=34)
    for _, name in page.tiers:
        table.add_column(name, max_width=11, overflow="fold")
    for row in page.matrix:
        marks = [_mark(c.need, c.obligation, c.action, c.gap) for c in row.cells]
        table.add_row(row.name, *marks)
    out.print(table)
    out.print(Text(reader.translate(KEY), style="dim"))


def _mark(need: str, obligation: str, action: str, gap: str) -> Text:
    """Return one cell; letters say what colour repeats."""
    marks = [
        _NEEDS[need],
        _OBLIGATIONS[obligation],
        "▲" if action == "yes" else "",
        "!" if gap and gap != "nothing_known" else "",
    ]
    styles = {"deficit": "bold red", "opportunity": "blue", "unknown": "dim"}
    return Text(" ".join(filter(None, marks)), style=styles.get(need, ""))


def _print_bars(exhibit: Plain, figures: Iterable[Plain], reader: Reader, out: Console) -> None:
    """Draw the bars of one series or of the markets, the amount written beside each."""
    shown = points(exhibit, figures, reader)
    known = [point for point in shown if point.value is not None]
    by_series = [list(same) for _, same in groupby(known, key=lambda point: point.code)]
    _heading(title_of(exhibit["id"], shown, reader), out)
    for series in by_series:
        if len(by_series) > 1 or not series[0].market:
            about = " · ".join(filter(None, (series[0].indicator, series[0].industry)))
            out.print(Text(about, style="dim"))
        out.print(_bars(series))


def _bars(series: Sequence[Point]) -> Table:
    """Return a table of bars: the tiers of a survey, the last years, or the largest markets."""
    if series[0].surveyed:
        ranked = [point for point in series if not point.group]
    elif series[0].market:
        ranked = sorted(series, key=lambda point: -(point.value or 0))
    else:
        ranked = sorted(series, key=lambda point: point.year or 0)[::-2][::-1]
    top = max(point.value or 0 for point in ranked) or 1
    table = Table.grid(padding=(0, 1))
    table.add_column(max_width=24)
    table.add_column(width=34)
    table.add_column()
    for point in ranked[:MOST_BARS] if series[0].market else ranked[-MOST_BARS:]:
        bar = Bar(top, 0, point.value or 0, color="cyan")
        name = point.tier if point.surveyed else point.market or point.period
        table.add_row(name, bar, point.text)
    return table


def _print_section(section: Section, reader: Reader, out: Console) -> None:
    """Print the latest value of each indicator; parts of a chart are left to the page."""
    rows = list(_lines(section))
    if not rows:
        return
    _heading(section.title, out)
    table = Table.grid(padding=(0, 1))
    table.add_column(ratio=6)
    table.add_column(ratio=5)
    table.add_column(width=12)
    for name, value, period in rows[:MOST_LINES]:
        table.add_row(name, value, period)
    out.print(table)
    if len(rows) > MOST_LINES:
        left = {"count": str(len(rows) - MOST_LINES)}
        out.print(Text(reader.translate(MORE) % left, style="dim"))


def _lines(section: Section) -> Iterator[tuple[Text, Text, str]]:
    """Return what one line each can say; many recorded facts of one kind are counted."""
    kinds: dict[str, list[Reading]] = {}
    for cluster in (cluster for group in section.groups for cluster in group.clusters):
        kinds.setdefault(cluster.name, []).extend(line.latest for line in cluster.lines)
    for name, latest in kinds.items():
        if len(latest) > MOST_FACTS and all(isinstance(r.plain["value"], str) for r in latest):
            counts = Counter(reading.value for reading in latest).items()
            yield Text(name), Text(" · ".join(f"{value}: {n}" for value, n in counts)), ""
            continue
        for reading in (reading for reading in latest if reading.known):
            told = ": ".join(filter(None, (name, reading.subject or reading.industry)))
            position = reading.tier if section.id == "tiers" else ""
            who = "".join(f" ({part})" for part in (position, reading.group) if part)
            yield Text(told + who), Text(reading.value), reading.period


def _print_questions(page: DossierPage, reader: Reader, out: Console) -> None:
    _heading(page.section("unknown").title, out)
    for question in page.open_questions:
        _print_item(question.text, out)
        settled = f"{reader.translate(SETTLED)}: {question.settled_by}"
        out.print(Padding(Text(settled, style="dim"), (0, 0, 0, 2)))


def _print_sources(page: DossierPage, reader: Reader, out: Console) -> None:
    _heading(reader.translate(SOURCES), out)
    for origin in page.origins:
        _print_item(f"{origin['publisher']}: {origin['title']}", out)
