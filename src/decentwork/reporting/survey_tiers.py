"""The diagnostics in a survey's methods annex: what to look at before believing its figures."""

from decentwork.estimators.chain_diagnostics import FEW_SEEDS, LIMITS
from decentwork.reporting.papers import PaperSection
from decentwork.reporting.survey_cells import TIER, Plain
from decentwork.reporting.survey_pages import warning_text
from decentwork.reporting.survey_sentences import DIAGNOSTICS, HEADINGS, WHY_WEIGHTLESS
from decentwork.reporting.survey_words import Words


def diagnostics_section(account: Plain, words: Words) -> PaperSection:
    """Return what fieldwork warns of, what each tier rests on, and what of it is worrying."""
    translate = words.reader.translate
    told = [
        translate(each["text"]) if "text" in each else warning_text(each, translate)
        for each in account["diagnostics"]
    ]
    worries = [_worry(name, tier, words) for tier in account["tiers"] for name in tier["worries"]]
    limits = {
        "few": words.count(FEW_SEEDS),
        "kish": words.number(LIMITS["kish_effect"].most),
        "seed": words.share(LIMITS["largest_seed"].most),
        "unit": words.share(LIMITS["largest_unit"].most),
        "weightless": words.share(LIMITS["weightless_share"].most),
    }
    rows = [
        (
            words.say(TIER, tier=it["tier"]),
            *(words.count(it[name]) for name in ("units", "seeds")),
            words.number(it["kish_effect"]),
            *(words.share(it[name]) for name in ("largest_seed", "largest_unit")),
            words.count(sum(it["weightless"].values())),
        )
        for it in account["tiers"]
    ]
    heads = ("tier", "units", "reaching", "kish", "largest_seed", "largest_unit", "zero")
    return PaperSection(
        title=words.say(HEADINGS["diagnostics"]),
        paragraphs=(
            *(told or (words.say(DIAGNOSTICS["none"]),)),
            words.say(DIAGNOSTICS["limits"], **limits),
            *(worries or (words.say(DIAGNOSTICS["fine"]),)),
        ),
        tables=(words.table("tiers", heads, rows),),
    )


def _worry(name: str, tier: Plain, words: Words) -> str:
    why = tier["weightless"]
    weighing = tier["units"] - sum(why.values())
    facts = {
        "tier": tier["tier"],
        **{number: words.count(tier[number]) for number in ("units", "seeds")},
        "weighing": words.count(weighing),
        "worth": words.count(round(weighing / (tier["kish_effect"] or 1))),
        "share": words.share(tier[name]) if name.startswith("largest") else "",
        "number": words.count(sum(why.values())),
        "why": words.say(WHY_WEIGHTLESS[max(why, key=why.__getitem__)]) if why else "",
    }
    return words.say(DIAGNOSTICS[name], **facts)
