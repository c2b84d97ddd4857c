"""The chain that a survey observed in words: title, table, and text in place of the picture."""

from typing import Any

from decentwork.reporting.names import place_name
from decentwork.reporting.numbers import Plain, Reader, amount_text, count_text, range_text
from decentwork.reporting.survey_chain_sentences import HEADS, MAP
from decentwork.reporting.survey_pages import KINDS, TIER
from decentwork.surveys.kinds import Kind


def tier_of(number: int, reader: Reader) -> str:
    """Return the name of a tier."""
    return reader.translate(TIER) % {"tier": number}


def kind_of(kind: str, reader: Reader) -> str:
    """Return the name of a kind of unit."""
    return reader.translate(KINDS[Kind(kind)])


def group_of(tier: int, kind: str, reader: Reader) -> str:
    """Return the name of the units of a kind in a tier."""
    said = {"tier": tier_of(tier, reader), "kind": kind_of(kind, reader)}
    return reader.translate(MAP["group"]) % said


def links_text(links: float, step: int, reader: Reader) -> str:
    """Return a rounded number of links in words."""
    said = {"count": count_text(links or step, reader.language)}
    return reader.translate(MAP["links" if links else "few_links"]) % said


def units_text(bubble: Plain, reader: Reader) -> tuple[str, str]:
    """Return the units of a bubble and their interval in words; why there are none, and ""."""
    value, low, high = (bubble[name] for name in ("units", "low", "high"))
    if value is None:
        return reader.translate(MAP["withheld"]), ""
    words: dict[str, Any] = {"language": reader.language, "translate": reader.translate}
    is_open = low is not None and low < high
    interval = range_text(low, high, "count", value, **words) if is_open else ""
    return amount_text(value, "count", low, high, **words), interval


def chain_title(chain: Plain, reader: Reader) -> str:
    """Return the title of a map that says its place and period."""
    place = place_name(chain["place"], reader.language, reader.translate)
    return reader.translate(MAP["title"]) % {"place": place, "period": chain["period"]}


def chain_text(chain: Plain, reader: Reader) -> str:
    """Return the text for those who do not see the map."""
    known = [it for it in chain["bubbles"] if it["units"] is not None]
    deepest = max((it["tier"] for it in chain["bubbles"]), default=0)
    facts = {
        "deepest": deepest,
        "groups": len(known),
        "blank": len(chain["bubbles"]) - len(known),
        "bundles": len(chain["bundles"]),
    }
    texts = [reader.translate(MAP["text"]) % facts]
    for it in chain["bundles"][:1]:
        said = {
            "buyers": group_of(it["buyer_tier"], it["buyer_kind"], reader),
            "suppliers": group_of(it["buyer_tier"] + 1, it["supplier_kind"], reader),
            "links": links_text(it["links"], chain["step"], reader),
        }
        texts.append(reader.translate(MAP["most"]) % said)
    return " ".join(texts)


def chain_rows(chain: Plain, reader: Reader) -> list[dict[str, str]]:
    """Return the table under the map: a row a bubble, a bundle, and what leads abroad."""
    heads = [reader.translate(HEADS[name]) for name in ("group", "suppliers", "value", "interval")]
    rows = [
        (group_of(it["tier"], it["kind"], reader), "", *units_text(it, reader))
        for it in chain["bubbles"]
    ]
    rows += [
        (
            group_of(it["buyer_tier"], it["buyer_kind"], reader),
            group_of(it["buyer_tier"] + 1, it["supplier_kind"], reader),
            links_text(it["links"], chain["step"], reader),
            "",
        )
        for it in chain["bundles"]
    ]
    step, abroad = chain["abroad"]["step"], reader.translate(MAP["abroad"])
    rows += [
        (tier_of(it["buyer_tier"], reader), abroad, links_text(it["links"], step, reader), "")
        for it in chain["abroad"]["tiers"]
    ]
    return [dict(zip(heads, row, strict=True)) for row in rows]
