"""The chart of a plan: how wide intervals would be, by tier and topic."""

from typing import TYPE_CHECKING

from decentwork.classifications.topics import topic

if TYPE_CHECKING:
    import altair as alt

    from decentwork.studies.plan import Plan


def plan_chart(plan: "Plan") -> "alt.Chart":
    """Return a chart of the mean interval width of workers' shares, its cost in the title.

    One row a topic, one mark a tier; `description` says the same in words.
    """
    import altair as alt

    rows = plan.to_frame().query("statistic == 'share' and universe == 'workers'")
    rows = rows.assign(
        topic=[topic(id).name() for id in rows["variable"]], tier="tier " + rows["tier"].astype(str)
    )
    cost = f"{plan.cost.mean:,.0f} {plan.cost.currency} on average"
    title = f"Expected width of 95 % intervals; {cost}"
    columns = ["topic", "tier", "interval_width", "coverage", "units_interviewed", "warnings"]
    return (
        alt.Chart(rows[columns], width=420)
        .mark_point(filled=True, size=60)
        .encode(
            x=alt.X("interval_width", title="Width of the interval").axis(format="%"),
            y=alt.Y("topic", title=None, sort=None).axis(labelLimit=320),
            color=alt.Color("tier", title=None),
            shape=alt.Shape("tier", title=None),
            tooltip=columns,
        )
        .properties(title=title, description=_described(plan, title))
    )


def _described(plan: "Plan", title: str) -> str:
    said = []
    for tier in plan.tiers:
        widths = [
            each.interval_width
            for each in plan.figures
            if each.tier == tier.tier and (each.statistic, each.universe) == ("share", "workers")
        ]
        said.append(f"tier {tier.tier}: {min(widths):.1%} to {max(widths):.1%}")
    return f"{title}. Simulated on an invented chain. " + "; ".join(said) + "."
