"""Every sentence about the chain that a survey observed: its map, who buys from whom, counts."""

from decentwork.estimates.messages import translatable

HEADING = translatable("The chain")

MAP = {
    "title": translatable("Units and links by tier and kind, %(place)s, %(period)s"),
    "links": translatable("%(count)s links"),
    "few_links": translatable("fewer than %(count)s links"),
    "group": translatable("%(tier)s: %(kind)s"),
    "withheld": translatable("not shown"),
    "abroad": translatable("suppliers abroad"),
    "not_told": translatable("country not told"),
    "beyond": translatable("further suppliers: not followed"),
    "text": translatable(
        "A map of the chain from tier 0 to tier %(deepest)s. Groups of units by tier and kind: "
        "%(groups)s with their number, %(blank)s not shown. Bundles of links between groups: "
        "%(bundles)s. The table has them all."
    ),
    "most": translatable("The largest joins %(buyers)s with %(suppliers)s: %(links)s."),
}

HEADS = {
    "group": translatable("Units, or buyers"),
    "suppliers": translatable("Suppliers"),
    "value": translatable("Value"),
    "interval": translatable("Interval"),
    "buyers": translatable("Buyers"),
    "country": translatable("Country"),
    "links": translatable("Links"),
}

TABLES = {
    "map": translatable("Units and bundles of links on the map"),
    "tier": translatable("Who buys from whom: tiers"),
    "kind": translatable("Who buys from whom: kinds of units"),
    "registered": translatable("Who buys from whom: registered or not"),
    "countries": translatable("Suppliers abroad by country"),
}

REGISTERED = {"yes": translatable("registered"), "no": translatable("not registered")}

READ = {
    "map": translatable(
        "A circle is as large as the units of its tier and kind are many, by estimate; a band is "
        "as wide as the links between two groups are many, in the colour of the suppliers. Tier 0 "
        "are lead firms and exporters; a unit stands in the tier of its shortest way from them."
    ),
    "hatch": translatable(
        "Hatching means withheld, too thin to print, or not followed, which is not the same as "
        "none. No unit and no single link is on the map: a band that few units make is left out, "
        "as if nobody had seen it."
    ),
    "links": translatable(
        "Links are those of a unit to suppliers one tier further, estimated for the whole chain "
        "and rounded at random to multiples of %(step)s, so that parts need not add up."
    ),
    "all": translatable("Together they are %(links)s."),
    "mixing": translatable(
        "In the tables, rows are buyers and columns are suppliers. An empty cell is withheld or "
        "was never seen; it is not zero."
    ),
    "abroad": translatable("To suppliers abroad, where the chain in the country ends: %(links)s."),
}

SEEN = {
    "observed": translatable(
        "Buyers told of %(links)s between %(units)s units, those not drawn for a visit included."
    ),
    "circles": translatable(
        "Units that supply each other round a circle: %(in_circles)s, in %(circles)s circles. "
        "Links that were not seen can only add to them."
    ),
    "in_circles": translatable(
        "Units that supply each other round a circle: %(in_circles)s. Links that were not seen "
        "can only add to them."
    ),
    "hang_on_one": translatable(
        "As far as links were seen, %(share)s of these units would be cut off if a single supplier "
        "was lost. Of these units it is that share at most: links that were not seen can only "
        "open further ways."
    ),
}
