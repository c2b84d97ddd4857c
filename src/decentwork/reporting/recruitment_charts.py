"""Convergence and bottlenecks of peer recruitment: how a share settled, and each seed's tree."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from decentwork.reporting.palette import COLOURS, CONTEXT, config

if TYPE_CHECKING:
    import altair as alt

    from decentwork.estimators.recruitment_diagnostics import TraitSigns

_WIDTH, _HEIGHT = 340, 170
_COLUMNS = 2


def recruitment_chart(traits: "Sequence[TraitSigns]") -> "alt.ConcatChart":
    """Draw a panel an answer: its weighted share among the first respondents, 1 to all.

    A thick line for the whole sample, a thin one for each seed's tree.

    Parameters
    ----------
    traits : signs of answers; one at least
    """
    import altair as alt

    whole = alt.concat(*map(_panel, traits), columns=_COLUMNS, spacing=24)
    said = "; ".join(map(_said, traits))
    return whole.properties(description=f"Shares as recruitment went on. {said}.").configure(
        **config("en")
    )


def _panel(signs: "TraitSigns") -> "alt.LayerChart":
    import altair as alt

    trees = [row for seed, series in signs.bottlenecks.items() for row in _points(series, seed)]
    x = alt.X("n:Q", title="Respondents so far").scale(domainMin=0)
    y = alt.Y("share:Q", title="Weighted share").scale(domain=[0, 1]).axis(format="%")
    thin = alt.Chart(alt.Data(values=trees)).mark_line(color=CONTEXT, strokeWidth=1)
    thick = alt.Chart(alt.Data(values=_points(signs.convergence, ""))).mark_line(
        color=COLOURS[0], strokeWidth=2.5
    )
    layers = alt.layer(thin.encode(x=x, y=y, detail="seed:N"), thick.encode(x=x, y=y))
    title = f"{signs.variable} = {signs.category}"
    return layers.properties(width=_WIDTH, height=_HEIGHT, title=title)


def _points(series: "Sequence[float | None]", seed: str) -> list[dict[str, Any]]:
    return [{"n": n, "share": share, "seed": seed} for n, share in enumerate(series, start=1)]


def _said(signs: "TraitSigns") -> str:
    known = [share for share in signs.convergence if share is not None]
    ends = [tree[-1] for tree in signs.bottlenecks.values() if tree[-1] is not None]
    return (
        f"{signs.variable} = {signs.category}: {known[-1]:.0%} at the end, "
        f"{min(ends):.0%} to {max(ends):.0%} by seed"
    )
