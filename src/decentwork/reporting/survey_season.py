"""What the report of a season says otherwise: clusters are visited, and nobody is followed."""

from decentwork.estimates.messages import translatable
from decentwork.reporting.papers import PaperSection
from decentwork.reporting.survey_cells import Plain
from decentwork.reporting.survey_sentences import DESIGN, HEADINGS
from decentwork.reporting.survey_words import Words

IN_SHORT = translatable(
    "Of %(frame)s clusters, each a field on a day, %(seeds)s were drawn with known chances, and "
    "people at work in them were interviewed where nobody could hear them. In %(interviewed)s of "
    "%(issued)s clusters that were to be visited somebody spoke alone."
)
RESULTS = translatable(
    "Figures are of days worked: one person at work in one field on one day. Who works on more "
    "days weighs more. Fields are at the raw material's end of the chain, so that figures stand "
    "under the lower tiers, wherever the crop goes; of other parts of the chain this survey says "
    "nothing."
)
VARIANCE = translatable(
    "Variance comes from the design: the draw of clusters in their strata, those included in which "
    "nobody was at work, and the draw of people in clusters. Shares and means are ratios, "
    "linearised."
)
_CLUSTERS = translatable(
    "A cluster is a field on a day. In each stratum, clusters are a simple random sample without "
    "replacement of all fields and days of the season. Every draw can be made again from the "
    "number %(seed)s."
)
_ALONE = translatable(
    "Interviewers come unannounced and alone. An interview that anybody could hear is set aside, "
    "whatever was said; how many there were stands under diagnostics."
)
_RATE = translatable(
    "The response rate is clusters in which somebody was interviewed alone, over these and those "
    "in which nobody would or could be. Clusters in which nobody was at work, and those not yet "
    "visited, are in neither part of it."
)
_FACTORS = translatable(
    "Weights are raised for clusters that did not respond: the factor of a stratum is its clusters "
    "with people at work, or that may have had, over those with an interview. This assumes that "
    "within a stratum responding does not depend on what is measured."
)
_WEIGHTS = translatable(
    "A cluster weighs one over its chance to be drawn. A person weighs as much, times the people "
    "of 15 and over who were at work there over those interviewed alone; where some whom the "
    "interviewer met were not of the survey, the same share is taken off those at work."
)
_KISH = translatable(
    "A Kish effect is by how much unequal weights alone inflate the variance of a mean; 1 where "
    "all are equal."
)


def is_season(account: Plain) -> bool:
    """Say whether an account is of a survey that visits clusters."""
    return bool(account["design"].get("links") == "clusters")


def design_section(account: Plain, words: Words) -> PaperSection:
    """Return how clusters and people in them were drawn."""
    design = account["design"]
    workers = {
        "per_unit": design["workers"]["per_unit"],
        "counted": words.workers(design["workers"]["counted"]),
    }
    strata = words.strata(design["strata"])
    heads = ("stratum", "frame_clusters", "drawn", "chance_cluster")
    return PaperSection(
        title=words.say(HEADINGS["design"]),
        paragraphs=(
            words.say(_CLUSTERS, seed=design["draw_seed"]),
            words.say(DESIGN["workers"], **workers),
            words.say(_ALONE),
        ),
        tables=(words.table("clusters", heads, strata),),
    )


def fieldwork_section(account: Plain, words: Words) -> PaperSection:
    """Return what became of the clusters, and by what those with interviews stand for others."""
    told = ("issued", "interviewed", "refused", "not_located", "out_of_scope", "closed", "open")
    whole = {name: sum(row[name] for row in account["field"]) for name in told}
    able = sum(whole[name] for name in told[1:4])
    cases = (
        *(words.count(whole[name]) for name in told[:4]),
        words.count(whole["out_of_scope"] + whole["closed"]),
        words.count(whole["open"]),
        words.share(whole["interviewed"] / able if able else None),
    )
    strata = [
        (
            it["stratum"].replace("_", " "),
            *(words.count(it[name]) for name in ("issued", "answered", "outside")),
            words.number(it["factor"]) or words.word("nobody"),
        )
        for it in account["nonresponse"]["seeds"]
    ]
    return PaperSection(
        title=words.say(HEADINGS["fieldwork"]),
        paragraphs=(words.say(_RATE), words.say(_FACTORS)),
        tables=(
            words.table("cluster_cases", (*told[:4], "empty", "open", "response"), [cases]),
            words.table(
                "cluster_response", ("stratum", "issued", "answered", "empty", "factor"), strata
            ),
        ),
    )


def weight_paragraphs(words: Words) -> tuple[str, str]:
    """Return how people are weighed, and how to read the spread of weights."""
    return words.say(_WEIGHTS), words.say(_KISH)
