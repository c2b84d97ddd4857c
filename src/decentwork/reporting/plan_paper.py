"""The plan of a survey as a paper: design, guesses, expected precision, cost, warnings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from decentwork.reporting.names import chain_name, place_name, topic_name
from decentwork.reporting.numbers import Reader, Translate, plain
from decentwork.reporting.papers import Paper, PaperSection, PaperTable
from decentwork.reporting.plan_assumptions import assumption_tables
from decentwork.reporting.plan_drawing import precision_chart
from decentwork.reporting.plan_sentences import (
    ASSUMPTIONS,
    DESIGN,
    HEADINGS,
    HEADS,
    IN_SHORT,
    INVENTED,
    MADE,
    READ,
    TABLES,
    TITLE,
    WORDS,
)
from decentwork.reporting.survey_cells import TIER, Plain
from decentwork.reporting.survey_words import Words, picture
from decentwork.studies.plan import WARNINGS

_WIDTH = 610  # pixels; a page of A4 between its margins
_LEVEL = 0.95
_MARKS = "abcdefgh"


def plan_paper(
    account: Mapping[str, Any], language: str = "en", translate: Translate = plain
) -> Paper:
    """Return the paper of a plan.

    Parameters
    ----------
    account : plain values, as `studies.plan_account` makes them
    language, translate : of the reader
    """
    words = Words(Reader(language, translate), _LEVEL)
    plan, remake = account["plan"], account["remake"]
    sections = (
        _in_short(account, words),
        _design(account, words),
        PaperSection(
            title=words.say(HEADINGS["assumptions"]),
            paragraphs=(words.say(ASSUMPTIONS["read"]),),
            tables=tuple(assumption_tables(plan["assumptions"], words)),
        ),
        _reached(plan, words),
        _precision(account, words),
        *_wanted(account["wanted"], words),
        _cost(account, words),
        _warnings(plan, words),
        PaperSection(
            title=words.say(HEADINGS["again"]),
            paragraphs=(words.say(READ["simulated"], **_how(plan, words)),),
            tables=(table(words, "commands", ("command",), [(it,) for it in remake["commands"]]),),
        ),
    )
    title = account["title"].get(language, account["title"]["en"])
    return Paper(
        title=words.say(TITLE, title=title),
        language=language,
        notice=words.say(INVENTED) if account["invented"] else "",
        sections=sections,
        made=words.say(MADE, software=remake["software"], **_how(plan, words)),
    )


def table(
    words: Words,
    title: str,
    heads: Iterable[str],
    rows: Iterable[tuple[str, ...]],
    **facts: object,
) -> PaperTable:
    """Return a table of a plan by the ids of its title and heads."""
    return PaperTable(
        title=words.say(TABLES[title], **facts),
        head=tuple(words.say(HEADS[name], **facts) for name in heads),
        rows=tuple(rows),
    )


def _how(plan: Plain, words: Words) -> dict[str, str]:
    return {"draws": words.count(plan["draws"]), "seed": str(plan["seed"])}


def _in_short(account: Plain, words: Words) -> PaperSection:
    plan, cost, language = account["plan"], account["plan"]["cost"], words.reader.language
    what = {
        "chain": chain_name(account["chain"], language),
        "place": place_name(account["place"], language, words.reader.translate),
        **{name: account[name] for name in ("office", "period", "round")},
    }
    reach = {name: sum(it[name] for it in plan["tiers"]) for name in ("units", "workers")}
    said = [
        words.say(IN_SHORT["what"], draws=words.count(plan["draws"]), **what),
        words.say(IN_SHORT["reach"], **{name: _round(it, words) for name, it in reach.items()}),
        *_cost_said(cost, words),
    ]
    if wanted := account["wanted"]:
        met = sum(it["reached"] for it in wanted)
        counts = {"all": words.count(len(wanted)), "reached": words.count(met)}
        said.append(words.say(IN_SHORT["wanted"], **counts))
    warned = sum(bool(it["warnings"]) for it in plan["figures"])
    counts = {"warned": words.count(warned), "all": words.count(len(plan["figures"]))}
    return PaperSection(
        title=words.say(HEADINGS["in_short"]),
        paragraphs=(*said, words.say(IN_SHORT["warned"], **counts)),
    )


def _cost_said(cost: Plain, words: Words) -> Iterator[str]:
    facts = {"currency": cost["currency"]}
    ends = {name: _round(cost[name], words) for name in ("mean", "high")}
    yield words.say(IN_SHORT["cost"], **ends, **facts)
    if cost["budget"] is not None:
        budget = {"budget": _round(cost["budget"], words)}
        within = words.share(cost["within_budget"])
        yield words.say(IN_SHORT["budget"], share=within, **budget, **facts)


def _design(account: Plain, words: Words) -> PaperSection:
    design = account["design"]
    is_season = design["links"] == "clusters"
    workers = {
        "per_unit": words.count(design["workers"]["per_unit"]),
        "counted": words.workers(design["workers"]["counted"]),
    }
    cutoff = design["cutoff"].get(words.reader.language, design["cutoff"]["en"])
    strata = [
        (
            it["id"].replace("_", " "),
            *(words.count(it[name]) for name in ("frame_units", "seeds")),
            words.number(1 if it["take_all"] else it["chance"]),
        )
        for it in design["strata"]
    ]
    follow = [
        (
            words.kind(it["kind"]),
            words.count(it["at_most"]) or words.say(WORDS["all"]),
            words.share(it["response"]),
        )
        for it in design["follow"]
    ]
    heads = ("stratum", "frame_units", "drawn", "chance")
    said = (
        [words.say(DESIGN["clusters"])]
        if is_season
        else [
            words.say(DESIGN["seeds"]),
            words.say(DESIGN["cutoff"], cutoff=cutoff),
            words.say(DESIGN["follow"], deepest=design["deepest_tier"]),
        ]
    )
    tables = [table(words, "clusters" if is_season else "strata", heads, strata)]
    if follow:
        tables.append(table(words, "follow", ("kind", "at_most", "response"), follow))
    return PaperSection(
        title=words.say(HEADINGS["design"]),
        paragraphs=(*said, words.say(DESIGN["workers"], **workers)),
        tables=tuple(tables),
    )


def _reached(plan: Plain, words: Words) -> PaperSection:
    rows = [
        (
            words.say(TIER, tier=it["tier"]),
            *(_round(it[name], words) for name in ("units", "workers")),
            words.share(it["empty"]),
            *(words.count(it[name]) for name in ("chain_units", "left_out_units")),
        )
        for it in plan["tiers"]
    ]
    heads = ("tier", "units", "workers", "nobody", "chain_units", "left_out")
    return PaperSection(
        title=words.say(HEADINGS["reached"]),
        paragraphs=(words.say(READ["reached"]),),
        tables=(table(words, "tiers", heads, rows),),
    )


def _precision(account: Plain, words: Words) -> PaperSection:
    """Return the chart, the totals and a table of workers' shares a tier."""
    plan, marks = account["plan"], _marks(account["plan"])
    totals = [it for it in plan["figures"] if it["statistic"] == "total"]
    shares = [
        it for it in plan["figures"] if (it["universe"], it["statistic"]) == ("workers", "share")
    ]
    tiers = sorted({it["tier"] for it in shares})
    margin = 100 * 1.96 * (_LEVEL * (1 - _LEVEL) / plan["draws"]) ** 0.5
    facts = {"draws": words.count(plan["draws"]), "margin": words.number(margin)}
    heads = ("topic", "true", "bias", "reach", "coverage", "effect", "see")
    total_heads = ("figure", "tier", "true", "bias", "reach", "coverage", "see")
    chart = precision_chart(shares, account["wanted"], words.reader, _WIDTH)
    return PaperSection(
        title=words.say(HEADINGS["precision"]),
        paragraphs=(
            words.say(READ["precision"], **facts),
            *([words.say(READ["chart"])] if account["wanted"] else []),
        ),
        pictures=(picture(chart),),
        tables=(
            table(words, "totals", total_heads, [_total_row(it, marks, words) for it in totals]),
            *(
                table(
                    words,
                    "topics",
                    heads,
                    [_share_row(it, marks, words) for it in shares if it["tier"] == tier],
                    tier=tier,
                )
                for tier in tiers
            ),
        ),
    )


def _total_row(figure: Plain, marks: Mapping[str, str], words: Words) -> tuple[str, ...]:
    return (
        words.say(WORDS[figure["variable"]]),
        words.say(TIER, tier=figure["tier"]),
        *(
            _round(it, words)
            for it in (figure["true"], figure["bias"], figure["interval_width"] / 2)
        ),
        words.share(figure["coverage"]),
        " ".join(marks[code] for code in figure["warnings"]),
    )


def _share_row(figure: Plain, marks: Mapping[str, str], words: Words) -> tuple[str, ...]:
    return (
        topic_name(figure["variable"], words.reader.language),
        words.share(figure["true"]),
        _points(figure["bias"], words),
        _points(figure["interval_width"] / 2, words),
        words.share(figure["coverage"]),
        words.number(figure["design_effect"]),
        " ".join(marks[code] for code in figure["warnings"]),
    )


def _wanted(wanted: Sequence[Plain], words: Words) -> Iterator[PaperSection]:
    """Yield what is wanted and whether it would be reached; nothing where nothing is wanted."""
    rows = [
        (
            topic_name(it["topic"], words.reader.language),
            words.say(TIER, tier=it["tier"]),
            _points(it["wanted"], words),
            _points(it["expected"], words),
            words.say(WORDS["reached" if it["reached"] else "missed"]),
        )
        for it in wanted
    ]
    if rows:
        heads = ("topic", "tier", "wanted", "expected", "judged")
        yield PaperSection(
            title=words.say(HEADINGS["wanted"]),
            paragraphs=(words.say(READ["wanted"]),),
            tables=(table(words, "wanted", heads, rows),),
        )


def _cost(account: Plain, words: Words) -> PaperSection:
    costs = account["costs"]
    prices = [(words.say(WORDS["fixed"]), words.count(costs["fixed"]))]
    prices += [
        (words.say(WORDS["visit"], kind=words.kind(kind)), words.number(cost))
        for kind, cost in costs["unit"].items()
    ]
    prices.append((words.say(WORDS["worker"]), words.number(costs["worker"])))
    if costs["budget"] is not None:
        prices.append((words.say(WORDS["budget"]), words.count(costs["budget"])))
    facts = {"currency": costs["currency"]}
    return PaperSection(
        title=words.say(HEADINGS["cost"]),
        paragraphs=(*_cost_said(account["plan"]["cost"], words), words.say(READ["cost"])),
        tables=(table(words, "prices", ("what", "price"), prices, **facts),),
    )


def _warnings(plan: Plain, words: Words) -> PaperSection:
    counts = Counter(code for it in plan["figures"] for code in it["warnings"])
    rows = [
        (f"{mark}  {words.reader.translate(WARNINGS[code])}", words.count(counts[code]))
        for code, mark in _marks(plan).items()
    ]
    return PaperSection(
        title=words.say(HEADINGS["warnings"]),
        paragraphs=() if rows else (words.say(READ["no_warning"]),),
        tables=(table(words, "warnings", ("warning", "count"), rows),) if rows else (),
    )


def _marks(plan: Plain) -> dict[str, str]:
    """Return a letter for each warning that the plan gives, in the order of `WARNINGS`."""
    given = {code for figure in plan["figures"] for code in figure["warnings"]}
    return dict(zip([code for code in WARNINGS if code in given], _MARKS, strict=False))


def _round(number: float | None, words: Words) -> str:
    """Return an amount of units, people or money without parts of one."""
    if number is None or number != number:  # what no survey tells is not a number
        return ""
    return words.count(round(number)) if abs(number) < 1000 else words.number(number)


def _points(share: float | None, words: Words) -> str:
    """Return a part of a share in points, with one decimal."""
    if share is None or share != share:
        return ""
    return words.number(round(100 * share, 1) + 0.0)
