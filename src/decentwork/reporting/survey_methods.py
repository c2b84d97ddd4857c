"""The methods annex of a survey's report: design, fieldwork, weights, variance, disclosure."""

from collections.abc import Callable, Iterator

from decentwork.reporting.papers import PaperSection, PaperTable
from decentwork.reporting.survey_cells import TIER, Plain
from decentwork.reporting.survey_charts import spread_chart
from decentwork.reporting.survey_pages import VERDICTS
from decentwork.reporting.survey_season import (
    VARIANCE as VARIANCE_OF_SEASON,
)
from decentwork.reporting.survey_season import (
    design_section,
    fieldwork_section,
    is_season,
    weight_paragraphs,
)
from decentwork.reporting.survey_sentences import (
    AGAIN,
    CONSULTATION,
    DESIGN,
    DISCLOSURE,
    FIELDWORK,
    HEADINGS,
    METHOD,
    MULTIPLICITY,
    VARIANCE,
    VARIANCES,
    WEIGHT_METHODS,
    WEIGHTS,
    WORDS,
)
from decentwork.reporting.survey_tiers import diagnostics_section
from decentwork.reporting.survey_words import Words, picture
from decentwork.studies.verdicts import LARGEST_KISH_EFFECT, LARGEST_OVER_MEDIAN
from decentwork.surveys.estimated import Verdict

PICTURE_WIDTH = 610  # pixels; a page of A4 between its margins

_ANSWERED_TO = ("interviewed", "refused", "not_located")
_OUTSIDE = ("closed", "out_of_scope", "wrong_link", "abroad")


def methods_sections(account: Plain, words: Words) -> Iterator[PaperSection]:
    """Yield what was done, from the design to the rule of disclosure, a section each."""
    parts: dict[str, Callable[[Plain, Words], PaperSection]] = {
        "design": _design,
        "fieldwork": _fieldwork,
        "weights": _weights,
        "variance": _variance,
        "diagnostics": diagnostics_section,
        "disclosure": _disclosure,
    }
    if is_season(account):
        parts |= {"design": design_section, "fieldwork": fieldwork_section}
    for make in parts.values():
        yield make(account, words)


def closing_sections(account: Plain, words: Words) -> Iterator[PaperSection]:
    """Yield who was heard, where somebody was, and how the figures are made again."""
    if account["consultation"] or account["comments"]:
        yield _consultation(account, words)
    remake = account["remake"]
    facts = {"software": remake["software"], "seed": remake["draw_seed"]}
    commands = words.table("commands", ("command",), ((it,) for it in remake["commands"]))
    yield PaperSection(
        title=words.say(HEADINGS["again"]),
        paragraphs=(words.say(AGAIN["made"], digest=remake["digest"], **facts),),
        tables=(commands,) if remake["commands"] else (),
    )


def _design(account: Plain, words: Words) -> PaperSection:
    design = account["design"]
    workers = {
        "per_unit": design["workers"]["per_unit"],
        "counted": words.workers(design["workers"]["counted"]),
    }
    strata = words.strata(design["strata"])
    follow = [
        (words.kind(it["kind"]), words.count(it["at_most"]) or words.word("all"))
        for it in design["follow"]
    ]
    cutoff = design["cutoff"]
    return PaperSection(
        title=words.say(HEADINGS["design"]),
        paragraphs=(
            words.say(DESIGN["strata"], seed=design["draw_seed"]),
            words.say(DESIGN["cutoff"], cutoff=cutoff.get(words.reader.language, cutoff["en"])),
            words.say(DESIGN["follow"], deepest=design["deepest_tier"]),
            words.say(DESIGN["workers"], **workers),
        ),
        tables=(
            words.table("strata", ("stratum", "frame_units", "seeds", "chance"), strata),
            words.table("follow", ("kind", "at_most"), follow),
        ),
    )


def _fieldwork(account: Plain, words: Words) -> PaperSection:
    said = account["nonresponse"]
    seeds = [
        (
            it["stratum"].replace("_", " "),
            *(words.count(it[name]) for name in ("issued", "answered", "outside")),
            _factor(it, words),
        )
        for it in said["seeds"]
    ]
    lists = [
        (
            _tier_kind(it, words),
            *(words.count(it[name]) for name in ("listed", "issued", "answered", "outside")),
            _factor(it, words),
        )
        for it in said["cells"]
    ]
    counts = ("issued", "answered", "outside", "factor")
    return PaperSection(
        title=words.say(HEADINGS["fieldwork"]),
        paragraphs=tuple(words.say(FIELDWORK[name]) for name in ("rate", "seeds", "lists")),
        tables=(
            *_cases(account["field"], words),
            words.table("seed_response", ("stratum", *counts), seeds),
            words.table("list_response", ("tier_kind", "listed", *counts), lists),
        ),
    )


def _factor(row: Plain, words: Words) -> str:
    return words.number(row["factor"]) or words.word("nobody")


def _cases(field: list[Plain], words: Words) -> Iterator[PaperTable]:
    """Yield what became of the cases, in one table, and of those outside the chain in another."""
    counts = ("issued", *_ANSWERED_TO, *_OUTSIDE, "open")
    whole = {name: sum(row[name] for row in field) for name in counts}
    able = sum(whole[name] for name in _ANSWERED_TO)
    whole["response_rate"] = whole["interviewed"] / able if able else None
    told = [(_tier_kind(row, words), row) for row in field]
    told.append((words.word("every"), whole))
    yield words.table(
        "cases",
        ("tier_kind", "issued", *_ANSWERED_TO, "outside", "open", "response"),
        (
            (
                name,
                *(words.count(row[each]) for each in ("issued", *_ANSWERED_TO)),
                words.count(sum(row[each] for each in _OUTSIDE)),
                words.count(row["open"]),
                words.share(row["response_rate"]),
            )
            for name, row in told
        ),
    )
    outside = [
        (name, *(words.count(row[each]) for each in _OUTSIDE))
        for name, row in told
        if any(row[each] for each in _OUTSIDE)
    ]
    if outside:
        yield words.table("outside", ("tier_kind", *_OUTSIDE), outside)


def _tier_kind(row: Plain, words: Words) -> str:
    tier = words.say(TIER, tier=row["tier"])
    return words.say(WORDS["tier_kind"], tier=tier, kind=words.kind(row["kind"]))


def _weights(account: Plain, words: Words) -> PaperSection:
    weights = account["weights"]
    method = WEIGHT_METHODS.get(weights["method"], METHOD)
    missing, policy = weights["multiplicity_missing"], weights["multiplicity"]
    known = MULTIPLICITY[policy if missing else "refuse"]
    calibrated = "calibrated" if weights["calibration"] else "not_calibrated"
    spread = weights["spread"]
    rows = [
        (
            words.say(TIER, tier=it["tier"]),
            *(words.count(it[name]) for name in ("units", "zero")),
            *(words.number(it[name]) for name in ("smallest", "median", "largest", "kish")),
        )
        for it in spread
    ]
    totals = [(it["name"], words.count(it["total"])) for it in weights["calibration"]]
    heads = ("tier", "units", "zero", "smallest", "median", "largest", "kish")
    is_drawn = any(it["smallest"] for it in spread)
    how = [
        words.say(method, method=weights["method"].replace("_", " ")),
        words.say(known, missing=words.count(missing)),
    ]
    read = words.say(WEIGHTS["spread"])
    if is_season(account):
        *how, read = weight_paragraphs(words)
    return PaperSection(
        title=words.say(HEADINGS["weights"]),
        paragraphs=(*how, words.say(WEIGHTS[calibrated]), read),
        pictures=(
            (picture(spread_chart(spread, words.reader, PICTURE_WIDTH)),) if is_drawn else ()
        ),
        tables=(
            *((words.table("calibration", ("known", "total"), totals),) if totals else ()),
            words.table("spread", heads, rows),
        ),
    )


def _variance(account: Plain, words: Words) -> PaperSection:
    variance = account["variance"]
    facts = {name: words.count(variance[name]) for name in ("seeds", "strata")}
    explodes = {
        "ratio": words.number(LARGEST_OVER_MEDIAN),
        "kish": words.number(LARGEST_KISH_EFFECT),
    }
    method = VARIANCES.get(variance["method"], METHOD)
    if is_season(account):
        method = VARIANCE_OF_SEASON
    rules = [
        (
            words.say(VERDICTS[Verdict(it["verdict"])]),
            words.count(it["answers"]),
            words.count(it["seeds"]),
            words.share(it["relative_error"]),
            words.say(WORDS["points"], number=words.number(100 * it["share_error"])),
            words.say(WORDS["points"], number=words.number(100 * it["share_width"])),
        )
        for it in account["verdict_rules"]
    ]
    heads = ("verdict", "rule_answers", "rule_seeds", "rule_relative", "rule_share", "rule_width")
    return PaperSection(
        title=words.say(HEADINGS["variance"]),
        paragraphs=(
            words.say(method, method=variance["method"].replace("_", " ")),
            words.say(VARIANCE["level"], level=words.share(words.level), **facts),
            *(words.reader.translate(note) for note in variance["notes"]),
            words.say(VARIANCE["verdicts"], **explodes),
        ),
        tables=(words.table("rules", heads, rules),),
    )


def _disclosure(account: Plain, words: Words) -> PaperSection:
    told = account["disclosure"]
    rule, withheld = told["rule"], told["withheld"]
    bounds = {name: words.count(rule[name]) for name in ("units", "workers")}
    bounds |= {name: words.share(rule[name]) for name in ("dominance", "rest", "width")}
    reasons = [(words.reader.translate(why), words.count(n)) for why, n in withheld.items()]
    return PaperSection(
        title=words.say(HEADINGS["disclosure"]),
        paragraphs=(
            words.say(DISCLOSURE["firewall"]),
            words.say(DISCLOSURE["rule"], **bounds),
            words.say(DISCLOSURE["counts"], shown=words.count(told["shown"])),
        ),
        tables=(words.table("withheld", ("reason", "estimates"), reasons),) if reasons else (),
    )


def _consultation(account: Plain, words: Words) -> PaperSection:
    before = [
        (it["comment"], it["outcome"], it["about"], it["who"], words.word(it["constituency"]))
        for it in account["consultation"]
    ]
    after = [
        (it["text"], words.word(it["kind"]), it["who"], words.word(it["constituency"]), it["at"])
        for it in account["comments"]
    ]
    said, tables = [], []
    if before:
        heads = ("comment", "outcome", "about", "who", "constituency")
        said.append(words.say(CONSULTATION["before"]))
        tables.append(words.table("consulted", heads, before))
    if after:
        heads = ("comment", "sort", "who", "constituency", "at")
        said.append(words.say(CONSULTATION["after"]))
        tables.append(words.table("comments", heads, after))
    return PaperSection(
        title=words.say(HEADINGS["consultation"]), paragraphs=tuple(said), tables=tuple(tables)
    )
