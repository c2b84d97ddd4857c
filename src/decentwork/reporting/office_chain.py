"""The chain that a study observed, for its office: what it looks like and whom to ask what.

It names cases, so it stands on pages of those who work on the study and nowhere else.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from decentwork.estimates.messages import translatable
from decentwork.reporting.names import place_name
from decentwork.reporting.papers import PaperSection, PaperTable
from decentwork.reporting.survey_chain_sentences import REGISTERED
from decentwork.reporting.survey_chain_words import kind_of, tier_of
from decentwork.reporting.survey_words import Words
from decentwork.surveys.links import NOT_TOLD

Plain = Mapping[str, Any]

TITLES = {
    "seen": translatable("What was seen of the chain"),
    "ask": translatable("Links to ask about"),
    "hubs": translatable("Hubs and critical suppliers"),
    "mixing": translatable("Who buys from whom"),
}
SAID = {
    "seen": translatable(
        "Interviewed buyers told of %(links)s links between %(units)s units at home, those never "
        "visited included. %(several)s units supply more than one tier; each stands in the tier "
        "nearest to the lead firms."
    ),
    "not_reached": translatable("No way leads from a seed to these units: %(cases)s."),
    "own": translatable("These units named themselves as their own supplier: %(cases)s."),
    "reciprocal": translatable(
        "Two units that each name the other as supplier may both be right, or one put the "
        "question the wrong way round. Have both asked again."
    ),
    "circles": translatable(
        "In a circle every unit supplies every other one over some way. Where none was expected, a "
        "link may have been written the wrong way round."
    ),
    "nothing": translatable("No link calls for a question."),
    "hubs": translatable(
        "A hub has more links than others: an error in its list weighs more, too. Ways are the "
        "shortest ways between two units that lead through it."
    ),
    "critical": translatable(
        "Without a critical supplier no way leads from any lead firm to the units behind it."
    ),
    "weighted": translatable(
        "Links of the whole chain as the interviewed units stand for them, by label of the buyer "
        "(line) and of the supplier (column)."
    ),
    "unweighted": translatable(
        "Links that were told of, by label of the buyer (line) and of the supplier (column)."
    ),
    "more": translatable("%(count)s more are not listed here."),
}
TABLES = {
    "tiers": translatable("Units by tier, told of or visited"),
    "abroad": translatable("Suppliers abroad, by country"),
    "reciprocal": translatable("Pairs that name each other"),
    "circles": translatable("Circles"),
    "hubs": translatable("Units with most links"),
    "critical": translatable("Critical suppliers"),
    "tier": translatable("Links by tier"),
    "kind": translatable("Links by kind"),
    "registered": translatable("Links by registration"),
}
HEADS = {
    "tier": translatable("Tier"),
    "units": translatable("Units"),
    "country": translatable("Country"),
    "suppliers": translatable("Suppliers"),
    "buyers": translatable("Buyers"),
    "abroad": translatable("Suppliers abroad"),
    "case": translatable("Case"),
    "first": translatable("One"),
    "second": translatable("The other"),
    "ways": translatable("Ways through it"),
    "cut_off": translatable("Units behind it"),
    "share": translatable("Share of all units"),
    "through": translatable("Itself behind"),
    "buyer": translatable("Buyer"),
    "cases": translatable("Cases"),
}
COUNTRY_NOT_TOLD = translatable("country not told")

SHOWN = 50  # pairs or circles in one table


def office_sections(chain: Plain, words: Words) -> Iterator[PaperSection]:
    """Yield what an office should know of the chain it observed.

    Parameters
    ----------
    chain : `ObservedChain.for_office`
    """
    yield _seen(chain, words)
    yield _to_ask(chain, words)
    yield _hubs(chain, words)
    yield PaperSection(
        title=words.say(TITLES["mixing"]),
        paragraphs=(words.say(SAID["weighted" if chain["weighted"] else "unweighted"]),),
        tables=tuple(
            _matrix(label, cells, words) for label, cells in chain["mixing"].items() if cells
        ),
    )


def _seen(chain: Plain, words: Words) -> PaperSection:
    counts = {name: words.count(chain[name]) for name in ("units", "links")}
    several = words.count(chain["in_several_tiers"])
    tiers = [
        (tier_of(each["tier"], words.reader), words.count(each["units"])) for each in chain["tiers"]
    ]
    abroad = [
        (_country(each["country"], words), words.count(each["suppliers"]))
        for each in chain["abroad"]
    ]
    lost = ", ".join(chain["not_reached"])
    return PaperSection(
        title=words.say(TITLES["seen"]),
        paragraphs=(
            words.say(SAID["seen"], **counts, several=several),
            *([words.say(SAID["not_reached"], cases=lost)] if lost else []),
        ),
        tables=(
            _table("tiers", ("tier", "units"), tiers, words),
            *([_table("abroad", ("country", "suppliers"), abroad, words)] if abroad else []),
        ),
    )


def _to_ask(chain: Plain, words: Words) -> PaperSection:
    """Return what only the respondents can clear up."""
    said, tables = [], []
    if own := chain["name_themselves"]:
        said.append(words.say(SAID["own"], cases=", ".join(own)))
    if pairs := [(each["first"], each["second"]) for each in chain["reciprocal"]]:
        said += [words.say(SAID["reciprocal"]), *_more(pairs, words)]
        tables.append(_table("reciprocal", ("first", "second"), pairs[:SHOWN], words))
    if circles := [(", ".join(each),) for each in chain["circles"]]:
        said += [words.say(SAID["circles"]), *_more(circles, words)]
        tables.append(_table("circles", ("cases",), circles[:SHOWN], words))
    return PaperSection(
        title=words.say(TITLES["ask"]),
        paragraphs=tuple(said) or (words.say(SAID["nothing"]),),
        tables=tuple(tables),
    )


def _hubs(chain: Plain, words: Words) -> PaperSection:
    hubs = [
        (
            each["id"],
            *(words.count(each[name]) for name in ("buyers", "suppliers", "abroad")),
            words.count(round(each["ways"])),
        )
        for each in chain["hubs"]
    ]
    critical = [
        (each["id"], words.count(each["cut_off"]), words.share(each["share"]), each["through"])
        for each in chain["critical_suppliers"]
    ]
    tables = [_table("hubs", ("case", "buyers", "suppliers", "abroad", "ways"), hubs, words)]
    if critical:
        heads = ("case", "cut_off", "share", "through")
        tables.append(_table("critical", heads, critical, words))
    return PaperSection(
        title=words.say(TITLES["hubs"]),
        paragraphs=(words.say(SAID["hubs"]), words.say(SAID["critical"])),
        tables=tuple(tables),
    )


def _matrix(label: str, cells: Sequence[Plain], words: Words) -> PaperTable:
    """Return links as a matrix: a line a label of the buyer, a column one of the supplier."""
    links = {(each["buyer"], each["supplier"]): each["links"] for each in cells}
    lines = dict.fromkeys(buyer for buyer, _ in links)
    columns = dict.fromkeys(supplier for _, supplier in links)
    return PaperTable(
        title=words.say(TABLES[label]),
        head=(words.say(HEADS["buyer"]), *(_label(label, each, words) for each in columns)),
        rows=tuple(
            (
                _label(label, buyer, words),
                *(words.count(round(links[buyer, supplier])) for supplier in columns),
            )
            for buyer in lines
        ),
    )


def _label(label: str, value: int | str, words: Words) -> str:
    if label == "tier":
        return tier_of(int(value), words.reader)
    if label == "kind":
        return kind_of(str(value), words.reader)
    return words.say(REGISTERED[str(value)])


def _country(code: str, words: Words) -> str:
    if code == NOT_TOLD:
        return words.say(COUNTRY_NOT_TOLD)
    return place_name(code, words.reader.language, words.reader.translate)


def _more(rows: Sequence[tuple[str, ...]], words: Words) -> list[str]:
    left = len(rows) - SHOWN
    return [words.say(SAID["more"], count=words.count(left))] if left > 0 else []


def _table(
    title: str, heads: Sequence[str], rows: Sequence[tuple[str, ...]], words: Words
) -> PaperTable:
    return PaperTable(
        title=words.say(TABLES[title]),
        head=tuple(words.say(HEADS[name]) for name in heads),
        rows=tuple(rows),
    )
