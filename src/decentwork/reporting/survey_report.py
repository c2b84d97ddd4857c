"""The report of a survey: what it found and how, for readers who follow each number."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from decentwork.reporting.names import chain_name, place_name
from decentwork.reporting.numbers import Reader, Translate, list_text, plain
from decentwork.reporting.papers import Paper, PaperSection, PaperTable
from decentwork.reporting.survey_cells import DAYS, SIZES, Plain, SurveyCell, survey_cells
from decentwork.reporting.survey_chain import chain_section
from decentwork.reporting.survey_changes import change_section
from decentwork.reporting.survey_charts import drawable, estimates_chart
from decentwork.reporting.survey_methods import PICTURE_WIDTH, closing_sections, methods_sections
from decentwork.reporting.survey_season import IN_SHORT as SEASON_IN_SHORT
from decentwork.reporting.survey_season import RESULTS as SEASON_RESULTS
from decentwork.reporting.survey_season import is_season
from decentwork.reporting.survey_sentences import (
    HEADINGS,
    HEADS,
    IN_SHORT,
    INVENTED,
    MADE,
    RESULTS,
    TABLES,
    TITLE,
    WORDS,
)
from decentwork.reporting.survey_words import Words, picture

_WHO = frozenset(("sex", "age_group"))
_WITH_CARE = "\N{NO-BREAK SPACE}*"
_MOST_COLUMNS = 5  # groups beside each other on a page of A4


def survey_paper(
    account: Mapping[str, Any], language: str = "en", translate: Translate = plain
) -> Paper:
    """Return the report of a survey with its methods annex.

    Parameters
    ----------
    account : plain values
        What was done and found: `title`, `place`, `chain`, `period`, `office`, `round`, `invented`,
        `design`, `field`, `nonresponse`, `weights`, `variance`, `estimates` (`Released`),
        `diagnostics`, `tiers`, `disclosure`, `verdict_rules`, `rounds` (`Comparison`),
        `chain_map`, `consultation`, `comments`, `remake`.
    language, translate : of the reader

    Returns
    -------
    Paper
        Estimates without a position are of the whole chain; those of single tiers are told for
        units and workers only. What is withheld says why, what is too thin is not printed.
    """
    words = Words(Reader(language, translate), account["variance"]["level"])
    cells = survey_cells(account["estimates"], words.reader)
    sections = (
        _in_short(account, cells, words),
        *_results(account, cells, words),
        *_groups(cells, words),
        *chain_section(account["chain_map"], words.reader),
        *methods_sections(account, words),
        *change_section(account["rounds"], words),
        *closing_sections(account, words),
    )
    title = account["title"].get(language, account["title"]["en"])
    remake = account["remake"]
    return Paper(
        title=words.say(TITLE, title=title),
        language=language,
        notice=words.say(INVENTED) if account["invented"] else "",
        sections=sections,
        made=words.say(MADE, software=remake["software"], digest=remake["digest"][:12]),
    )


def _in_short(account: Plain, cells: Sequence[SurveyCell], words: Words) -> PaperSection:
    language, design, told = words.reader.language, account["design"], account["disclosure"]
    whole = {cell.variable: cell for cell in cells if _is_whole(cell) and cell.value is not None}
    made = told["shown"] + sum(told["withheld"].values())
    what = {
        "chain": chain_name(account["chain"], language),
        "place": place_name(account["place"], language, words.reader.translate),
        **{name: account[name] for name in ("office", "period", "round")},
    }
    how = {
        "seeds": sum(it["seeds"] for it in design["strata"]),
        "frame": sum(it["frame_units"] for it in design["strata"]),
        **{name: sum(it[name] for it in account["field"]) for name in ("interviewed", "issued")},
    }
    return PaperSection(
        title=words.say(HEADINGS["in_short"]),
        paragraphs=(
            words.say(IN_SHORT["what"], **what),
            words.say(
                SEASON_IN_SHORT if is_season(account) else IN_SHORT["how"],
                deepest=design["deepest_tier"],
                **_counts(how, words),
            ),
            *(_size(whole[name], words) for name in SIZES if name in whole),
            words.say(
                IN_SHORT["released"], **_counts({"all": made, "shown": told["shown"]}, words)
            ),
        ),
    )


def _counts(numbers: Mapping[str, int], words: Words) -> dict[str, str]:
    return {name: words.count(number) for name, number in numbers.items()}


def _is_whole(cell: SurveyCell) -> bool:
    of_all = not cell.position or cell.variable == DAYS  # days worked stand at one position only
    return of_all and not cell.parts and cell.tier is None


def _size(cell: SurveyCell, words: Words) -> str:
    text = IN_SHORT[cell.variable if cell.interval else f"{cell.variable}_bare"]
    facts = {"value": cell.text, "interval": cell.interval, "level": words.share(words.level)}
    return words.say(text, **facts)


def _results(account: Plain, cells: Sequence[SurveyCell], words: Words) -> Iterator[PaperSection]:
    """Yield the sizes of the chain, then a section a topic with its chart and table."""
    everybody = [cell for cell in cells if not cell.parts]
    sizes = [cell for cell in everybody if cell.variable in SIZES]
    by_tier = [cell for cell in sizes if cell.tier is not None]
    by_position = [cell for cell in everybody if cell.tier is None]
    told = ("read", "positions", "totals", "chart") if cells else ("none",)
    texts = RESULTS | ({"positions": SEASON_RESULTS} if is_season(account) else {})
    said = [words.say(texts[name], level=words.share(words.level)) for name in told]
    tables = [
        _table(name, shown, words)
        for name, shown in (
            ("days" if is_season(account) else "sizes", [it for it in sizes if it.tier is None]),
            ("by_tier", by_tier),
        )
        if shown
    ]
    yield PaperSection(
        title=words.say(HEADINGS["results"]), paragraphs=tuple(said), tables=tuple(tables)
    )
    topics = [cell for cell in by_position if cell.variable not in SIZES]
    for name, same in groupby(topics, key=lambda cell: cell.topic_name):
        found = list(same)
        variables = {cell.variable for cell in drawable(found)}
        drawn = [row for row in account["estimates"] if row["variable"] in variables]
        chart = (estimates_chart(drawn, words.reader, PICTURE_WIDTH),) if variables else ()
        yield PaperSection(
            title=words.say(HEADINGS["topic"], topic=name),
            pictures=tuple(picture(each) for each in chart),
            tables=(_table("topic", found, words, topic=name),),
        )


def _table(title: str, cells: Sequence[SurveyCell], words: Words, **facts: str) -> PaperTable:
    """Return a row a cell; each names its figure, for a table may go on over several pages."""
    rows = [(it.name, it.where, it.text, it.interval, it.answers, it.verdict) for it in cells]
    heads = ("figure", "position", "value", "interval", "answers", "verdict")
    return words.table(title, heads, rows, **facts)


def _groups(cells: Sequence[SurveyCell], words: Words) -> Iterator[PaperSection]:
    """Yield what is known by sex and age, then by other parts: a table a set of parts."""
    split = [cell for cell in cells if cell.parts and cell.tier is None]
    sets = list(dict.fromkeys(_parts(cell) for cell in split))
    for heading, wanted in (
        ("sex_age", [it for it in sets if _WHO.issuperset(it)]),
        ("groups", [it for it in sets if not _WHO.issuperset(it)]),
    ):
        tables = [
            table
            for parts in wanted
            for table in _group_tables(parts, [it for it in split if _parts(it) == parts], words)
        ]
        if tables:
            yield PaperSection(
                title=words.say(HEADINGS[heading]),
                paragraphs=(words.say(RESULTS["groups"], level=words.share(words.level)),),
                tables=tuple(tables),
            )


def _parts(cell: SurveyCell) -> tuple[str, ...]:
    return tuple(name for name, _ in cell.parts)


def _group_tables(
    parts: tuple[str, ...], cells: Sequence[SurveyCell], words: Words
) -> Iterator[PaperTable]:
    """Yield a column a group, as many beside each other as fit, and a row a figure and position."""
    names = [words.word(part) for part in parts]
    title = words.say(TABLES["parts"], parts=list_text(names, words.reader.language))
    groups = [cell.group for cell in sorted(cells, key=lambda it: it.parts)]
    groups = list(dict.fromkeys(groups))
    rows: dict[tuple[str, str], dict[str, str]] = {}
    for cell in cells:
        rows.setdefault((cell.name, cell.where), {})[cell.group] = _cell_text(cell, words)
    for first in range(0, len(groups), _MOST_COLUMNS):
        shown = groups[first : first + _MOST_COLUMNS]
        head = [words.say(HEADS[name]) for name in ("figure", "position")]
        yield PaperTable(
            title=title,
            head=(*head, *shown),
            rows=tuple(
                (name, where, *(told.get(group, "") for group in shown))
                for (name, where), told in rows.items()
            ),
        )


def _cell_text(cell: SurveyCell, words: Words) -> str:
    if not cell.interval:
        return cell.text
    text = words.say(WORDS["cell"], value=cell.text, interval=cell.interval)
    return text if cell.is_publishable else text + _WITH_CARE
