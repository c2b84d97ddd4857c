"""Every sentence of a survey's report in English: what was done, and how to read the figures."""

from decentwork.estimates.messages import translatable
from decentwork.estimators.chain_diagnostics import BROKEN, ELSEWHERE

TITLE = translatable("%(title)s: results and methods")
INVENTED = translatable(
    "Everything in this paper is invented: the country, its enterprises, its people and their "
    "answers. It shows how a survey of a supply chain is made and reported."
)

HEADINGS = {
    "in_short": translatable("In short"),
    "results": translatable("Results by position"),
    "topic": translatable("Results: %(topic)s"),
    "sex_age": translatable("Sex and age"),
    "groups": translatable("Further groups"),
    "design": translatable("Design"),
    "fieldwork": translatable("Fieldwork"),
    "weights": translatable("Weights"),
    "variance": translatable("Variance and verdicts"),
    "diagnostics": translatable("Diagnostics"),
    "disclosure": translatable("Disclosure control"),
    "change": translatable("Change since the last round"),
    "consultation": translatable("Consultation and comments"),
    "again": translatable("How to make these figures again"),
}

TABLES = {
    "sizes": translatable("Units and workers in the chain"),
    "by_tier": translatable("Units and workers by tier"),
    "topic": translatable("By position: %(topic)s"),
    "days": translatable("Days worked in the season"),
    "strata": translatable("The frame of seeds and what was drawn from it"),
    "clusters": translatable("The frame of clusters and what was drawn from it"),
    "cluster_cases": translatable("What became of the clusters that were to be visited"),
    "cluster_response": translatable("Response of clusters by stratum"),
    "follow": translatable("Suppliers followed from each buyer"),
    "cases": translatable("What became of the units that were to be visited"),
    "outside": translatable("Units found outside the chain"),
    "seed_response": translatable("Response of seeds"),
    "list_response": translatable("Response of suppliers, by tier of the buyer and kind"),
    "calibration": translatable("Known totals that weights were calibrated to"),
    "spread": translatable("Weights by tier"),
    "tiers": translatable("What the figures of each tier rest on"),
    "rules": translatable("When an estimate earns its verdict"),
    "withheld": translatable("Estimates that are not released"),
    "change": translatable("Change of figures that both rounds show"),
    "differs": translatable("What is not the same in both rounds"),
    "consulted": translatable("Before the survey: what was said and what came of it"),
    "comments": translatable("After the release: comments and dissent"),
    "commands": translatable("Commands"),
    "parts": translatable("By %(parts)s"),
}

HEADS = {
    "figure": translatable("Figure"),
    "position": translatable("Position"),
    "value": translatable("Value"),
    "interval": translatable("%(level)s interval"),
    "answers": translatable("Answers"),
    "verdict": translatable("Verdict"),
    "tier": translatable("Tier"),
    "stratum": translatable("Stratum"),
    "frame_units": translatable("Units in the frame"),
    "seeds": translatable("Seeds"),
    "chance": translatable("Chance of a unit"),
    "frame_clusters": translatable("Clusters in the frame"),
    "drawn": translatable("Drawn"),
    "chance_cluster": translatable("Chance of a cluster"),
    "empty": translatable("Nobody at work"),
    "kind": translatable("Kind"),
    "tier_kind": translatable("Tier and kind"),
    "at_most": translatable("At most"),
    "issued": translatable("Issued"),
    "interviewed": translatable("Interviewed"),
    "refused": translatable("Refused"),
    "not_located": translatable("Not located"),
    "outside": translatable("Outside the chain"),
    "open": translatable("Not yet visited"),
    "response": translatable("Response rate"),
    "closed": translatable("Closed down"),
    "out_of_scope": translatable("Out of scope"),
    "wrong_link": translatable("Does not supply who named it"),
    "abroad": translatable("Abroad"),
    "listed": translatable("Listed"),
    "answered": translatable("Answered"),
    "factor": translatable("Factor"),
    "known": translatable("Known total"),
    "total": translatable("Total"),
    "units": translatable("Units"),
    "zero": translatable("With weight 0"),
    "smallest": translatable("Smallest"),
    "median": translatable("Median"),
    "largest": translatable("Largest"),
    "kish": translatable("Kish effect"),
    "reaching": translatable("Seeds that reach it"),
    "largest_seed": translatable("Largest part from one seed"),
    "largest_unit": translatable("Largest part of one unit"),
    "rule_answers": translatable("Answers at least"),
    "rule_seeds": translatable("Seeds at least"),
    "rule_relative": translatable("Relative standard error at most"),
    "rule_share": translatable("Standard error of a share at most"),
    "rule_width": translatable("Interval of a share at most"),
    "reason": translatable("Reason"),
    "estimates": translatable("Estimates"),
    "earlier": translatable("Earlier"),
    "later": translatable("Later"),
    "change": translatable("Change"),
    "direction": translatable("What can be said"),
    "differs": translatable("What differs"),
    "who": translatable("Who"),
    "constituency": translatable("For"),
    "about": translatable("About"),
    "comment": translatable("What was said"),
    "outcome": translatable("What came of it"),
    "sort": translatable("Comment or dissent"),
    "at": translatable("On"),
    "command": translatable("Command"),
}

WORDS = {
    "all": translatable("all of them"),
    "every": translatable("All tiers and kinds"),
    "nobody": translatable("nobody answered"),
    "points": translatable("%(number)s points"),
    "tier_kind": translatable("%(tier)s: %(kind)s"),
    "cell": translatable("%(value)s (%(interval)s)"),
    "rose": translatable("rose"),
    "fell": translatable("fell"),
    "unclear": translatable("no difference can be told"),
    "comment": translatable("comment"),
    "dissent": translatable("dissent"),
    "employers": translatable("employers"),
    "workers": translatable("workers"),
    "government": translatable("government"),
    "sex": translatable("sex"),
    "age_group": translatable("age"),
    "region": translatable("region"),
    "formality": translatable("formality"),
    "kind": translatable("kind of unit"),
}

IN_SHORT = {
    "what": translatable(
        "%(office)s surveyed the chain “%(chain)s” in %(place)s for %(period)s (round %(round)s). "
        "The office alone decides on figures and their release."
    ),
    "how": translatable(
        "The survey started from %(seeds)s lead firms and exporters, drawn with known chances from "
        "a frame of %(frame)s, and followed links from buyers to suppliers down to tier "
        "%(deepest)s. Interviewed were %(interviewed)s of %(issued)s units that were to be visited."
    ),
    "units": translatable(
        "The chain is estimated to hold %(value)s units (%(level)s interval: %(interval)s)."
    ),
    "units_bare": translatable("The chain is estimated to hold %(value)s units."),
    "workers": translatable("At work in it are %(value)s (%(level)s interval: %(interval)s)."),
    "workers_bare": translatable("At work in it are %(value)s."),
    "days_worked": translatable(
        "In all fields of the season people of 15 and over are estimated to have worked %(value)s "
        "days (%(level)s interval: %(interval)s)."
    ),
    "days_worked_bare": translatable(
        "In all fields of the season people of 15 and over are estimated to have worked %(value)s "
        "days."
    ),
    "released": translatable(
        "Of %(all)s estimates, %(shown)s are released. The others are withheld so that nobody can "
        "be recognised, or too thin to print."
    ),
}

RESULTS = {
    "read": translatable(
        "A value is an estimate for all units or workers at that position, not only for those "
        "interviewed. If the survey were made many times, about %(level)s of such intervals would "
        "contain the true value. Answers are counted in bands."
    ),
    "positions": translatable(
        "Lead firms and exporters are tier 0; direct suppliers are enterprises of tier 1; lower "
        "tiers are enterprises further on; home-based and informal work is told apart wherever it "
        "stands. The shortest way from tier 0 decides."
    ),
    "totals": translatable(
        "Sections by topic print shares and means; the estimated totals behind them stand in the "
        "study's file of estimates."
    ),
    "chart": translatable(
        "In the charts a round mark is a deficit, a diamond an opportunity, and the line its "
        "interval. A hollow mark is to be read with care. Hatching means withheld or too thin to "
        "print, which is not the same as zero; nothing at all means that nobody was asked."
    ),
    "groups": translatable(
        "Values with their %(level)s intervals in brackets; an asterisk means that the value is to "
        "be read with care."
    ),
    "none": translatable("No estimate was released."),
}

DESIGN = {
    "strata": translatable(
        "In each stratum, seeds are a simple random sample without replacement; where all units "
        "of a stratum are seeds, their chance is 1. Every draw can be made again from the number "
        "%(seed)s."
    ),
    "cutoff": translatable(
        "A buyer lists %(cutoff)s. A supplier counts its buyers in the chain by the same rule."
    ),
    "follow": translatable(
        "Each kind of supplier is listed by itself, so that none crowds out another. Suppliers "
        "are drawn from each list at random, down to tier %(deepest)s. A supplier abroad ends the "
        "chain in the country and is not followed."
    ),
    "workers": translatable(
        "In each unit up to %(per_unit)s workers were drawn for an interview. Who counts as a "
        "worker: %(counted)s."
    ),
}

FIELDWORK = {
    "rate": translatable(
        "The response rate is interviews over interviews, refusals and units that were not "
        "located (RR1 of the American Association for Public Opinion Research, Standard "
        "Definitions, 10th ed., 2023). Units outside the chain and units not yet visited are in "
        "neither part of it."
    ),
    "seeds": translatable(
        "Weights are raised for units that did not answer. Among seeds, the factor of a stratum is "
        "its units that belong to the chain, or may, over those that answered."
    ),
    "lists": translatable(
        "Among suppliers, those on a buyer's list that answered stand for those on it that did "
        "not. A list of which nobody's fate is known is stood for by the other lists of its cell, "
        "by the factor below: suppliers on all lists over those on lists where some fate is known. "
        "This assumes that within a cell answering does not depend on what is measured."
    ),
}

WEIGHT_METHODS = {
    "generalised_weight_share": translatable(
        "A seed weighs one over its chance to be drawn. A supplier's weight is a sum over the "
        "followed links from buyers one tier nearer: the buyer's weight, times the suppliers that "
        "the buyer listed over those followed, divided by the number of buyers in scope that the "
        "supplier has there (its multiplicity). This is the generalised weight share method "
        "(Lavallée 2007, Indirect Sampling). Links from other tiers are kept in the data and "
        "carry no weight."
    ),
    "horvitz_thompson": translatable(
        "A unit weighs one over its chance to be reached, worked out from the seeds' chances and "
        "the links of one wave (Horvitz–Thompson)."
    ),
    "in_degree": translatable(
        "A unit weighs one over the number of buyers in scope that it has. Such weights are "
        "relative within a tier: they give shares and means, not totals."
    ),
    "design_adherent": translatable(
        "A unit weighs one over how often it is reached when the design is run again and again on "
        "the network that was seen. Such weights are relative within a tier: they give shares and "
        "means, not totals."
    ),
}
METHOD = translatable("Method: %(method)s.")

MULTIPLICITY = {
    "refuse": translatable(
        "Every unit told how many buyers in scope it has; the study does without stand-ins."
    ),
    "observed": translatable(
        "%(missing)s units did not tell how many buyers in scope they have. The links seen stand "
        "in, which are in general too few, so that weights may be too large."
    ),
    "model": translatable(
        "%(missing)s units did not tell how many buyers in scope they have. The median of their "
        "tier and kind stands in, and at least the links seen."
    ),
}

WEIGHTS = {
    "calibrated": translatable(
        "Weights were then changed as little as possible so that they add up to totals known from "
        "elsewhere."
    ),
    "not_calibrated": translatable("Weights were not calibrated to totals known from elsewhere."),
    "spread": translatable(
        "A Kish effect is by how much unequal weights alone inflate the variance of a mean; 1 "
        "where all are equal. A unit that was reached only by links that carry no weight has "
        "weight 0."
    ),
}

VARIANCES = {
    "seed_design": translatable(
        "Variance comes from the design: the draw of seeds in their strata, the draw of suppliers "
        "from lists and the draw of workers. Shares and means are ratios, linearised."
    ),
    "rescaled_bootstrap": translatable(
        "Variance comes from a bootstrap that draws seeds again within their strata, each with "
        "all that descends from it, rescaled for strata drawn without replacement."
    ),
    "seed_jackknife": translatable(
        "Variance comes from leaving out one seed at a time, with all that descends from it."
    ),
}

VARIANCE = {
    "level": translatable(
        "Intervals are %(level)s intervals, from %(seeds)s seeds in %(strata)s strata left to "
        "chance. They use Student's t with the degrees of freedom that the seeds' contributions "
        "are worth, the logit scale for shares, which keeps them between 0 and 100, and the "
        "logarithm for totals, which keeps them above 0."
    ),
    "verdicts": translatable(
        "A verdict is given by the rules below, from the best down. An estimate that meets none "
        "is too thin: it is not printed. Where weights explode (the largest above %(ratio)s times "
        "the median, or a Kish effect above %(kish)s) the best verdict is “with care”."
    ),
}

DIAGNOSTICS = {
    "none": translatable("Nothing was found that calls for a warning."),
    "limits": translatable(
        "Worrying are fewer than %(few)s seeds behind a tier, a Kish effect above %(kish)s, more "
        "than %(seed)s of a tier's weight from one seed, more than %(unit)s of it on one unit, and "
        "more than %(weightless)s of a tier's units without weight."
    ),
    "fine": translatable("By these limits nothing is worrying."),
    "few_seeds": translatable(
        "Tier %(tier)s rests on %(seeds)s seeds: its intervals are rough, whatever the number of "
        "interviews."
    ),
    "kish_effect": translatable(
        "In tier %(tier)s weights differ so much that %(weighing)s units tell as much "
        "as %(worth)s would with equal weights."
    ),
    "largest_seed": translatable(
        "In tier %(tier)s %(share)s of the weight comes from one seed: another draw of seeds could "
        "have given quite other figures."
    ),
    "largest_unit": translatable(
        "In tier %(tier)s one unit has %(share)s of the weight: check its number of buyers."
    ),
    "weightless_share": translatable(
        "In tier %(tier)s %(number)s of %(units)s units carry no weight, most of them because "
        "%(why)s."
    ),
}
WHY_WEIGHTLESS = {
    ELSEWHERE: translatable("only links from other tiers led to them"),
    BROKEN: translatable("a buyer on every way to them has no weight"),
}

DISCLOSURE = {
    "firewall": translatable(
        "The survey serves statistics and nothing else: no figure tells of a single enterprise or "
        "person, and what one of them answered is handed to nobody."
    ),
    "rule": translatable(
        "A figure is shown only if at least %(units)s units and, for workers, %(workers)s workers "
        "answered; if no respondent makes up more than %(dominance)s of a total; and if all but "
        "the two largest make up at least %(rest)s of the largest. Further figures are withheld "
        "so that none of these can be worked out: each must seem to reach at least %(width)s to "
        "both sides."
    ),
    "counts": translatable(
        "Released are %(shown)s estimates, counts and totals included; the table tells why "
        "others are not."
    ),
}

CHANGE = {
    "rounds": translatable(
        "Round %(later)s (%(later_period)s) is compared with round %(earlier)s "
        "(%(earlier_period)s). Of %(count)s figures by position that both rounds show, %(rose)s "
        "rose and %(fell)s fell; of the others no difference can be told."
    ),
    "none": translatable("Both rounds show no figure in common."),
    "read": translatable(
        "The samples of the rounds were drawn apart, and the interval of a difference is made from "
        "the intervals of both sides (Zou and Donner 2008), so that it has their degrees of "
        "freedom. “No difference can be told” means that the interval holds zero; it does not mean "
        "that nothing changed. Where nothing changed at all, about 5 of 100 figures would still "
        "seem to."
    ),
    "differs": translatable(
        "Take care: the rounds were not made alike. A figure may have changed because of what the "
        "table names, and not because of what happened in the chain."
    ),
    "unlike": translatable(
        "Take care: the rounds were not made alike (%(names)s). The figure may have changed "
        "because of that, and not because of what happened in the chain."
    ),
    "basis": translatable(
        "Take care: one of the releases does not tell by which design and method it was made. Make "
        "sure that both were made alike."
    ),
}
BASIS = {
    "scope": translatable("Goods and industries"),
    "links": translatable("How links are observed"),
    "deepest_tier": translatable("Last tier that is followed"),
    "cutoff": translatable("Cut-off of listed suppliers"),
    "follow": translatable("Kinds of supplier that are followed"),
    "workers": translatable("Who counts as a worker"),
    "questionnaires": translatable("Versions of the questionnaires"),
    "weights": translatable("Method of weights"),
    "variance": translatable("Method of variance"),
    "multiplicity": translatable("Missing numbers of buyers"),
    "calibration": translatable("Totals that weights are calibrated to"),
}

CONSULTATION = {
    "before": translatable(
        "Representatives of employers, workers and government were consulted on design and "
        "questionnaire before the survey."
    ),
    "after": translatable(
        "What follows was said after the release. Each comment is its author's own; it is no part "
        "of the figures and changed none of them."
    ),
}

AGAIN = {
    "made": translatable(
        "The figures were made with decentwork %(software)s from the submissions with the key "
        "%(digest)s; the number that makes every draw again is %(seed)s. The same three give the "
        "same figures, with these commands."
    ),
}
MADE = translatable("Made by decentwork %(software)s from the data with key %(digest)s.")

CHARTS = {
    "axis": translatable("per cent"),
    "topic": translatable(
        "%(topic)s, by position. Shares shown: %(count)s, from %(lowest)s to %(highest)s; withheld "
        "or too thin to print: %(blank)s. The table has them all."
    ),
    "blank": translatable(
        "%(topic)s, by position. No share can be shown; withheld or too thin to print: %(blank)s."
    ),
    "several": translatable(
        "Deficits and opportunities by topic and position. Topics: %(topics)s. Shares shown: "
        "%(count)s, from %(lowest)s to %(highest)s; withheld or too thin to print: %(blank)s. The "
        "tables have them all."
    ),
    "spread_axis": translatable("weight (logarithmic scale)"),
    "spread_text": translatable("median %(median)s, Kish effect %(kish)s"),
    "spread": translatable(
        "Weights by tier, from the smallest to the largest with the median: %(tiers)s."
    ),
    "spread_tier": translatable("tier %(tier)s: %(smallest)s to %(largest)s, median %(median)s"),
}
