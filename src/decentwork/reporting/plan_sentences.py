"""Every sentence of the paper of a plan in English: what is planned, guessed and simulated."""

from decentwork.estimates.messages import translatable

TITLE = translatable("%(title)s: the plan")
INVENTED = translatable(
    "The country, its enterprises and its figures are invented. This paper shows how a survey of a "
    "supply chain is planned."
)
MADE = translatable(
    "Made by decentwork %(software)s: %(draws)s simulated surveys, seed %(seed)s. Simulated on an "
    "invented chain; no figure here is about a real one."
)

HEADINGS = {
    "in_short": translatable("In short"),
    "design": translatable("Design"),
    "assumptions": translatable("Assumptions: guesses, not facts"),
    "reached": translatable("Whom the survey would reach"),
    "precision": translatable("How precise it would be"),
    "wanted": translatable("The precision that is wanted"),
    "cost": translatable("Cost"),
    "warnings": translatable("Warnings"),
    "again": translatable("How this was simulated, and how to make it again"),
}

TABLES = {
    "strata": translatable("The frame of seeds and what is drawn from it"),
    "clusters": translatable("The frame of clusters and what is drawn from it"),
    "follow": translatable("Suppliers that are followed from each buyer"),
    "chain": translatable("The chain as a whole"),
    "by_tier": translatable("By tier"),
    "by_kind": translatable("By kind of unit"),
    "by_stratum": translatable("By stratum"),
    "by_topic": translatable("Share with a deficit, by topic"),
    "tiers": translatable("Interviews by tier"),
    "totals": translatable("Estimated totals"),
    "topics": translatable("Share of workers with a deficit: tier %(tier)s"),
    "wanted": translatable("Wanted and expected precision"),
    "prices": translatable("What a visit and an interview cost"),
    "warnings": translatable("Figures with a warning"),
    "commands": translatable("Command"),
}

HEADS = {
    "stratum": translatable("Stratum"),
    "frame_units": translatable("Units in the frame"),
    "drawn": translatable("Drawn"),
    "chance": translatable("Chance"),
    "kind": translatable("Kind"),
    "at_most": translatable("At most"),
    "response": translatable("Answers expected"),
    "assumption": translatable("Assumption"),
    "guess": translatable("Guess"),
    "tier": translatable("Tier"),
    "units": translatable("Units"),
    "workers": translatable("Workers"),
    "buyers": translatable("Mean buyers"),
    "mean_workers": translatable("Mean workers"),
    "unlisted": translatable("Links kept silent"),
    "size": translatable("Times the mean size"),
    "topic": translatable("Topic"),
    "first": translatable("Tier 0"),
    "deepest": translatable("Deepest tier"),
    "people": translatable("All clusters"),
    "nobody": translatable("Nobody reached"),
    "chain_units": translatable("Units in the chain"),
    "left_out": translatable("Left out by design"),
    "figure": translatable("Figure"),
    "true": translatable("Invented truth"),
    "bias": translatable("Bias"),
    "reach": translatable("± (95%%)"),
    "coverage": translatable("Intervals that hold the truth"),
    "effect": translatable("Design effect"),
    "see": translatable("See"),
    "wanted": translatable("Wanted ±"),
    "expected": translatable("Expected ±"),
    "judged": translatable("Reached"),
    "what": translatable("What"),
    "price": translatable("Cost in %(currency)s"),
    "warning": translatable("Warning"),
    "count": translatable("Figures"),
    "command": translatable("Command"),
}

WORDS = {
    "all": translatable("all of them"),
    "reached": translatable("reached"),
    "missed": translatable("not reached"),
    "yes": translatable("yes"),
    "no": translatable("no"),
    "fixed": translatable("Whatever the number of visits"),
    "worker": translatable("An interview with a worker"),
    "visit": translatable("A visit: %(kind)s"),
    "budget": translatable("Budget"),
    "units": translatable("Units, total"),
    "workers": translatable("Workers, total"),
    "share_of": translatable("Share of %(kind)s"),
}

IN_SHORT = {
    "what": translatable(
        "%(office)s plans to survey the chain “%(chain)s” in %(place)s for %(period)s "
        "(round %(round)s). Before anybody travels, the design was tried on an invented chain: "
        "%(draws)s surveys of it were simulated."
    ),
    "reach": translatable(
        "A survey would interview about %(units)s units and %(workers)s workers on average."
    ),
    "cost": translatable(
        "It would cost %(mean)s %(currency)s on average, and at most %(high)s in 95 of 100 surveys."
    ),
    "budget": translatable(
        "The budget of %(budget)s %(currency)s would do in %(share)s of the simulated surveys."
    ),
    "wanted": translatable("Of %(all)s precisions that are wanted, %(reached)s would be reached."),
    "warned": translatable("%(warned)s of %(all)s figures have a warning."),
}

DESIGN = {
    "seeds": translatable(
        "In each stratum, seeds are a simple random sample without replacement; where all units of "
        "a stratum are seeds, their chance is 1."
    ),
    "clusters": translatable(
        "Clusters of district, field and day are drawn at random in each stratum; people met there "
        "are interviewed. Nobody is followed to other units."
    ),
    "cutoff": translatable(
        "A buyer lists %(cutoff)s. A supplier counts its buyers in the chain by the same rule."
    ),
    "follow": translatable(
        "Each kind of supplier is listed by itself, so that none crowds out another. Suppliers are "
        "drawn from each list at random, down to tier %(deepest)s."
    ),
    "workers": translatable(
        "In each unit up to %(per_unit)s workers are drawn for an interview. Who counts as a "
        "worker: %(counted)s."
    ),
}

ASSUMPTIONS = {
    "read": translatable(
        "Nobody has surveyed this chain yet. The table holds what the simulated chain is made "
        "from: guesses of whoever plans, none of them a fact about any country. What they are "
        "wrong about, the plan is wrong about. Replace whatever a register, customs data or a "
        "pilot tells, and plan again."
    ),
}

ASSUMED = {
    "units": translatable("Units"),
    "tail": translatable("Exponent of the tail of numbers of buyers (2 great hubs, 10 hardly any)"),
    "other_links": translatable("Share of links to a unit of the same or a nearer tier"),
    "lead_workers": translatable("Mean workers of a lead unit"),
    "spread": translatable("Spread of sizes (standard deviation of the logarithm)"),
    "affected": translatable("Share of the workers of a unit with a deficit who suffer it"),
    "homophily": translatable("Times the odds of a deficit rise when all buyers have it"),
    "counts_all_buyers": translatable("Suppliers also count buyers beyond the cut-off"),
    "regions": translatable("Regions (invented)"),
    "people": translatable("Mean people at work in a cluster"),
    "empty": translatable("Share of clusters where nobody is at work"),
    "alike": translatable("How alike people of a cluster are (0 to 1)"),
    "response": translatable("Share of clusters in which somebody can be interviewed alone"),
}

READ = {
    "reached": translatable(
        "Means over the simulated surveys. “Nobody reached” is the share of surveys that "
        "interviewed no unit of the tier; “left out” are units of the invented chain that the "
        "design's cut-off and kinds do not reach."
    ),
    "precision": translatable(
        "“Bias” is how far the mean of all simulated estimates lies off the invented truth; “±” is "
        "half the mean width of the 95%% intervals; a design effect is the variance over that of "
        "as many workers drawn at random. Of 100 intervals 95 should hold the truth; with "
        "%(draws)s surveys that share is known to within %(margin)s points. Letters lead to the "
        "warnings."
    ),
    "chart": translatable(
        "In the chart a mark is what is expected in a tier, and an upright bar what is wanted."
    ),
    "wanted": translatable(
        "Wanted is half the width of the 95%% interval of the share of workers with a deficit, "
        "from the section [wanted] of the study's file. Expected is its mean over the simulated "
        "surveys."
    ),
    "cost": translatable(
        "A unit that was visited costs the same whether it answers or not. Costs differ from "
        "survey to survey, as nobody knows beforehand how many suppliers are found."
    ),
    "no_warning": translatable("No figure has a warning."),
    "simulated": translatable(
        "The chain is invented from the assumptions and then surveyed %(draws)s times: seeds are "
        "drawn in their strata, suppliers listed under the cut-off and followed as the design "
        "says, and those who answer are interviewed. Each survey is weighed and gets its intervals "
        "by the same formulas as a real one. The same seed (%(seed)s) gives the same figures."
    ),
}

CHART = {
    "axis": translatable("half the width of the interval, points"),
    "tier": translatable("tier %(tier)s"),
    "said": translatable(
        "Expected precision by topic and tier, half the width of the 95%% interval: %(tiers)s. The "
        "tables have it all."
    ),
    "said_tier": translatable("tier %(tier)s from ± %(low)s to ± %(high)s points"),
}
