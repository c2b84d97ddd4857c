"""Every sentence of a dossier in English, by id; wordings that the project has settled live here.

A demand shock exposes jobs; an export share is a contribution; a listed good gives reason to
believe; absence from a list or from the data is not absence of the problem. An id has one or
several whole sentences: the first whose condition holds and whose fields are all known is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit


@dataclass(frozen=True, slots=True)
class Variant:
    """One whole sentence with named placeholders, and the field values it is meant for."""

    text: str
    when: Mapping[str, Any] = field(default_factory=dict)


# The unit of `value`, `low` and `high` where a message does not say it in its field `unit`.
UNITS = {
    "jobs_behind_exports": Unit.THOUSAND_PERSONS,
    "child_labour_national": Unit.SHARE,
    "labour_rights": Unit.INDEX_0_10,
    "union_density": Unit.SHARE,
    "employment_in_chain": Unit.THOUSAND_PERSONS,
    "workers_surveyed": Unit.PERSONS,
}

IN_SHORT: dict[str, tuple[Variant, ...]] = {
    "place_outside_m49": (
        Variant(
            translatable(
                "%(place)s stands outside the M49 standard of the United Nations; it is shown "
                "under the name that the ILO uses."
            ),
            {"place": "TWN"},
        ),
        Variant(
            translatable(
                "%(place)s stands outside the M49 standard of the United Nations and is understood "
                "in line with Security Council resolution 1244 (1999)."
            ),
            {"place": "XKX"},
        ),
        Variant(translatable("%(place)s stands outside the M49 standard of the United Nations.")),
    ),
    "workers_surveyed": (
        Variant(
            translatable(
                "A survey that followed the chain from its exporters in %(place)s found "
                "%(amount)s at work in it in %(period)s (%(range)s); %(home_share)s of them in "
                "home-based and informal work."
            )
        ),
        Variant(
            translatable(
                "A survey that followed the chain from its exporters in %(place)s found "
                "%(amount)s at work in it in %(period)s (%(range)s)."
            )
        ),
        Variant(
            translatable(
                "A survey that followed the chain from its exporters in %(place)s found "
                "%(amount)s at work in it in %(period)s."
            )
        ),
    ),
    "jobs_behind_exports": (
        Variant(
            translatable(
                "In %(place)s, %(amount)s in the industry “%(industry)s” worked for final demand "
                "abroad in %(year)s: a contribution of demand abroad of %(share)s to the jobs of "
                "the industry. Employment is observed, for an industry that may be wider than the "
                "chain."
            ),
            {"observed": True},
        ),
        Variant(
            translatable(
                "In %(place)s, %(amount)s in the industry “%(industry)s” worked for final demand "
                "abroad in %(year)s. Employment is observed, for an industry that may be wider "
                "than the chain."
            ),
            {"observed": True},
        ),
        Variant(
            translatable(
                "In %(place)s, %(amount)s (%(range)s) in the industry “%(industry)s” worked for "
                "final demand abroad in %(year)s: a contribution of demand abroad of %(share)s to "
                "the jobs of the industry. This is an experimental estimate."
            )
        ),
        Variant(
            translatable(
                "In %(place)s, %(amount)s (%(range)s) in the industry “%(industry)s” worked for "
                "final demand abroad in %(year)s. This is an experimental estimate."
            )
        ),
        Variant(
            translatable(
                "In %(place)s, %(amount)s in the industry “%(industry)s” worked for final demand "
                "abroad in %(year)s. This is an experimental estimate without an interval."
            )
        ),
    ),
    "jobs_top_markets": (
        Variant(
            translatable(
                "Among the countries that the table shows, the largest markets of the industry "
                "“%(industry)s” are %(markets)s (final demand, %(year)s, an experimental estimate)."
            ),
        ),
    ),
    "child_labour_national": (
        Variant(
            translatable(
                "%(indicator)s in %(place)s, %(period)s (%(group)s): %(amount)s. The figure is "
                "national; it does not say in which chain or at which tier children work."
            )
        ),
        Variant(
            translatable(
                "%(indicator)s in %(place)s, %(period)s: %(amount)s. The figure is national; it "
                "does not say in which chain or at which tier children work."
            )
        ),
    ),
    "children_in_exports": (
        Variant(
            translatable(
                "%(indicator)s, %(place)s (%(group)s, published for %(published)s): %(amount)s; "
                "%(range)s, if nothing but the split over industries were uncertain. This is a "
                "link through production in all industries, not an observation of the chain."
            )
        ),
        Variant(
            translatable(
                "%(indicator)s, %(place)s (published for %(published)s): %(amount)s. This is a "
                "link through production in all industries, not an observation of the chain."
            )
        ),
    ),
    "listed_goods": (
        Variant(
            translatable(
                "The United States Department of Labor has reason to believe that goods or inputs "
                "of this chain from %(place)s are made under the conditions named (list of "
                "%(edition)s): %(listed)s."
            )
        ),
    ),
    "not_listed": (
        Variant(
            translatable(
                "No good of this chain made in %(place)s is on the United States Department of "
                "Labor's list of %(edition)s. Absence from the list is not absence of the problem."
            )
        ),
        Variant(
            translatable(
                "No good of this chain made in %(place)s is on the lists at hand. Absence from a "
                "list is not absence of the problem."
            )
        ),
    ),
    "fundamental_in_force": (
        Variant(
            translatable(
                "None of the %(total)s fundamental instruments is in the data for %(place)s, which "
                "does not mean that none is in force."
            ),
            {"covered": 0},
        ),
        Variant(
            translatable(
                "The data cover %(covered)s of the %(total)s fundamental instruments. %(in_force)s "
                "are in force for %(place)s; not in force: %(not_in_force)s. Not in the data: "
                "%(missing)s."
            )
        ),
        Variant(
            translatable(
                "The data cover %(covered)s of the %(total)s fundamental instruments, and all of "
                "these are in force for %(place)s. Not in the data: %(missing)s."
            ),
            {"not_in_force": [], "pending": []},
        ),
        Variant(
            translatable(
                "Of the %(total)s fundamental instruments, %(in_force)s are in force for "
                "%(place)s; not in force: %(not_in_force)s."
            ),
            {"missing": []},
        ),
        Variant(
            translatable("All %(total)s fundamental instruments are in force for %(place)s."),
            {"not_in_force": [], "pending": [], "missing": []},
        ),
        Variant(
            translatable(
                "The data cover %(covered)s of the %(total)s fundamental instruments; %(in_force)s "
                "are in force for %(place)s."
            )
        ),
    ),
    "fundamental_pending": (
        Variant(
            translatable(
                "Ratified, but not yet in force when the data were collected: %(pending)s."
            )
        ),
    ),
    "labour_rights": (
        Variant(
            translatable(
                "Non-compliance with freedom of association and collective bargaining in law and "
                "practice was scored at %(amount)s in %(year)s (0 is best, 10 is worst)."
            )
        ),
    ),
    "union_density": (
        Variant(translatable("Union members were %(amount)s of employees in %(year)s.")),
    ),
    "employment_in_chain": (
        Variant(
            translatable(
                "%(amount)s worked in the industry “%(industry)s” in %(year)s; %(women_share)s of "
                "them were women."
            )
        ),
        Variant(
            translatable(
                "%(amount)s worked in the industry “%(industry)s” in %(year)s; how many of them "
                "were women is not known."
            )
        ),
    ),
    "trade_not_in_table": (
        Variant(
            translatable(
                "%(place)s is inside “rest of the world” in the table at hand (%(table)s): the "
                "jobs behind its exports are not known. Add a table that has the country."
            ),
            {"reason": "place_inside_rest_of_world"},
        ),
        Variant(
            translatable(
                "No input-output table at hand shows %(place)s: the jobs behind its exports are "
                "not known. Add a table that has the country."
            )
        ),
    ),
    "no_survey": (
        Variant(
            translatable(
                "No survey of this chain is at hand: how work differs between the lead firms and "
                "the lower tiers is not known."
            )
        ),
    ),
    "strongest_unknown": (Variant(translatable("The strongest unknown: %(question)s.")),),
}

REASONS: dict[str, tuple[Variant, ...]] = {
    "need_from_figure": (
        Variant(
            translatable(
                "%(indicator)s (%(of)s), %(period)s: %(amount)s (%(range)s). Judged against: "
                "%(norm)s."
            )
        ),
        Variant(
            translatable(
                "%(indicator)s, %(period)s: %(amount)s (%(range)s). Judged against: %(norm)s."
            )
        ),
        Variant(
            translatable(
                "%(indicator)s (%(of)s), %(period)s: %(amount)s. Judged against: %(norm)s."
            )
        ),
        Variant(translatable("%(indicator)s, %(period)s: %(amount)s. Judged against: %(norm)s.")),
        Variant(
            translatable(
                "%(indicator)s (%(of)s), year not stated: %(amount)s. Judged against: %(norm)s."
            )
        ),
        Variant(
            translatable("%(indicator)s, year not stated: %(amount)s. Judged against: %(norm)s.")
        ),
    ),
    "opportunity_from_figure": (
        Variant(
            translatable("Something to build on: %(indicator)s (%(of)s), %(period)s: %(amount)s.")
        ),
        Variant(translatable("Something to build on: %(indicator)s, %(period)s: %(amount)s.")),
    ),
    "need_from_list": (
        Variant(
            translatable(
                "There is reason to believe that this good is made with %(kind)s: %(good)s (list "
                "of %(edition)s)."
            )
        ),
        Variant(
            translatable(
                "There is reason to believe that this good is made with child labour or forced "
                "labour: %(good)s (list of %(edition)s)."
            )
        ),
    ),
    "need_from_listed_input": (
        Variant(
            translatable(
                "There is reason to believe that an input of such chains is made with %(kind)s in "
                "this country: %(good)s (list of %(edition)s). Whether this chain uses it is not "
                "known."
            )
        ),
        Variant(
            translatable(
                "There is reason to believe that an input of such chains is made with child labour "
                "or forced labour in this country: %(good)s (list of %(edition)s). Whether this "
                "chain uses it is not known."
            )
        ),
    ),
    "nothing_known_at_tier": (
        Variant(translatable("Nothing is known of this topic at this tier: %(tier)s.")),
    ),
    "in_force": (
        Variant(translatable("%(instrument)s has been in force since %(since)s.")),
        Variant(translatable("%(instrument)s is in force, ratified on %(ratified)s.")),
        Variant(translatable("%(instrument)s is in force; the date is not in the data.")),
    ),
    "ratified": (
        Variant(
            translatable(
                "%(instrument)s was ratified on %(ratified)s and enters into force on %(since)s "
                "(data of %(data_end)s)."
            )
        ),
        Variant(
            translatable(
                "%(instrument)s was ratified on %(ratified)s; its entry into force is not in the "
                "data."
            )
        ),
        Variant(
            translatable(
                "%(instrument)s was ratified; neither the date nor its entry into force is in the "
                "data."
            )
        ),
    ),
    "law_sets_age": (
        Variant(translatable("%(indicator)s: %(amount)s, as reported for %(period)s.")),
    ),
    "law_meets_standard": (
        Variant(
            translatable(
                "The publisher of a report for %(period)s judges that the law against forced "
                "labour meets the international standard."
            )
        ),
    ),
    "law_below_standard": (
        Variant(
            translatable(
                "The publisher of a report for %(period)s judges that the law against forced "
                "labour is below the international standard; it may oblige in part."
            )
        ),
    ),
    "not_in_force": (
        Variant(translatable("%(instrument)s is not in force (data of %(data_end)s).")),
        Variant(translatable("%(instrument)s is not in force.")),
    ),
    "instruments_not_in_data": (
        Variant(
            translatable(
                "These instruments are not in the data, which does not mean that they are not "
                "ratified: %(instruments)s."
            )
        ),
    ),
    "agreement": (
        Variant(translatable("Global framework agreement of %(company)s (%(year)s).")),
        Variant(translatable("Global framework agreement of %(company)s, year not known.")),
    ),
    "action_recorded": (
        Variant(translatable("An action is recorded: %(title)s. Its reach: %(tier)s.")),
    ),
    "action_planned": (
        Variant(translatable("Planned and not yet begun: %(title)s. Its reach will be: %(tier)s.")),
    ),
    "no_action_recorded": (
        Variant(
            translatable(
                "No action on this topic is recorded here; there may be some that the records lack."
            )
        ),
    ),
}

QUESTIONS: dict[str, tuple[Variant, ...]] = {
    "survey_missing": (
        Variant(
            translatable(
                "How many people work at each tier of %(chain)s in %(place)s, and under what "
                "conditions?"
            )
        ),
    ),
    "table_missing": (
        Variant(
            translatable(
                "How many jobs in %(place)s stand behind exports? The table %(table)s does not "
                "show the country by itself."
            )
        ),
        Variant(translatable("How many jobs in %(place)s stand behind exports?")),
    ),
    "instrument_not_in_data": (
        Variant(
            translatable(
                "Are these instruments in force? They are not in the data: %(instruments)s."
            )
        ),
    ),
    "indicators_missing": (
        Variant(translatable("For %(place)s the data have no value of: %(indicators)s.")),
    ),
    "industry_indicators_missing": (
        Variant(
            translatable(
                "For the industry “%(industry)s” in %(place)s the data have no value of: "
                "%(indicators)s."
            )
        ),
    ),
    "actions_not_recorded": (
        Variant(translatable("What is done in this chain that no record at hand names?")),
    ),
}

# What would settle each question of `QUESTIONS`.
SETTLED_BY: dict[str, tuple[Variant, ...]] = {
    "survey_missing": (
        Variant(
            translatable(
                "A survey by network sampling that starts from exporters and their buyers."
            )
        ),
    ),
    "table_missing": (
        Variant(
            translatable(
                "An input-output table that has the country, added with “decentwork data add”."
            )
        ),
    ),
    "instrument_not_in_data": (
        Variant(translatable("A current NORMLEX export, or an entry by hand with its source.")),
    ),
    "indicators_missing": (
        Variant(
            translatable("Values published by the statistical office or by the named custodians.")
        ),
    ),
    "industry_indicators_missing": (
        Variant(translatable("A labour force survey tabulated at two digits of ISIC.")),
    ),
    "actions_not_recorded": (
        Variant(translatable("An update by those who act, with reach, dates and evidence.")),
    ),
}

# Questions inside a sentence, as “strongest_unknown” needs them.
QUESTION_PHRASES = {
    "survey_missing": translatable("how many people work at each tier, and under what conditions"),
    "table_missing": translatable("how many jobs stand behind exports"),
    "instrument_not_in_data": translatable("whether instruments that the data lack are in force"),
    "indicators_missing": translatable("indicators for which the data have no value"),
    "industry_indicators_missing": translatable("figures of the chain's own industry"),
    "actions_not_recorded": translatable("what is done that no record at hand names"),
}

SENTENCES = IN_SHORT | REASONS | QUESTIONS
