"""Diagnostics of a survey in the terminal: of peer recruitment, and of a traced chain."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from decentwork.estimators.recruitment_review import SIGNS
from decentwork.reporting.survey_terminal import at_width, table_of

if TYPE_CHECKING:
    from decentwork.estimators.chain_diagnostics import TierDiagnostics
    from decentwork.estimators.recruitment_diagnostics import Series
    from decentwork.estimators.recruitment_review import Finding, RecruitmentReview

_INFINITE = float("inf")


def print_recruitment(found: "RecruitmentReview", console: Console | None = None) -> None:
    """Print how far recruitment went, the signs of each answer, and what is worrying and why."""
    out = at_width(console)
    shape = found.shape
    waves = ", ".join(map(str, shape.wave_sizes))
    trees = ", ".join(f"{seed} {size}" for seed, size in shape.trees.items())
    out.print(Text(f"{shape.respondents} respondents from {shape.seeds} seeds."))
    out.print(Text(f"By wave, seeds first: {waves}. By seed, itself among them: {trees}."))
    _print_signs([it for it in found.findings if not it.variable], out)
    for signs in found.telling:
        trait = (signs.variable, signs.category)
        out.print()
        out.print(Text(f"{trait[0]} = {trait[1]}", "bold"))
        settled = _quarters(signs.convergence)
        out.print(Text(f"Share of the first quarter, half, three quarters, all: {settled}."))
        ends = ", ".join(f"{seed} {_share(tree[-1])}" for seed, tree in signs.bottlenecks.items())
        out.print(Text(f"By wave: {', '.join(map(_share, signs.by_wave))}. By seed: {ends}."))
        _print_signs([it for it in found.findings if (it.variable, it.category) == trait], out)
    out.print()
    for sign in dict.fromkeys(it.sign for it in found.findings):
        out.print(Text(f"{SIGNS[sign].name}: {SIGNS[sign].meaning}.", "dim"))
    out.print(Text("Limits are rules of thumb; none holds for every network.", "dim"))


def _print_signs(findings: "Sequence[Finding]", out: Console) -> None:
    table = table_of(("sign<", "value", "worrying<", "so<"))
    for it in findings:
        value = "not known" if it.value is None else f"{it.value:.4g}"
        mark = "look into it" if it.is_worrying else ""
        table.add_row(
            SIGNS[it.sign].name,
            value,
            _limit(it.sign),
            mark,
            style="yellow" if it.is_worrying else "",
        )
    out.print(table)


def _limit(sign: str) -> str:
    low, high = SIGNS[sign].low, SIGNS[sign].high
    ends = [f"below {low:.2g}"] if low > -_INFINITE else []
    return " or ".join([*ends, f"above {high:.2g}"] if high < _INFINITE else ends)


def _quarters(series: "Series") -> str:
    places = [max(len(series) * part // 4 - 1, 0) for part in (1, 2, 3, 4)]
    return ", ".join(_share(series[place]) for place in places)


def _share(share: float | None) -> str:
    return "not known" if share is None else f"{share:.3f}"


def print_chain_diagnostics(
    tiers: "Sequence[TierDiagnostics]", console: Console | None = None
) -> None:
    """Print how weight is spread in each tier, what is worrying, and who weighs nothing and why."""
    out = at_width(console)
    table = table_of(("tier", "units", "weight 0", "seeds", "Kish", "largest seed", "largest unit"))
    for each in tiers:
        shares = [
            f"{share:.0%}" if share == share else ""
            for share in (each.largest_seed, each.largest_unit)
        ]
        kish = f"{each.kish_effect:.2f}" if each.kish_effect == each.kish_effect else ""
        counts = (each.units, len(each.weightless), each.seeds)
        table.add_row(
            str(each.tier), *map(str, counts), kish, *shares, style="yellow" if each.worries else ""
        )
    out.print(table)
    for each in tiers:
        for worry in each.worrying:
            out.print(Text(f"Tier {each.tier}: {worry}.", "yellow"))
    for each in tiers:
        for why in dict.fromkeys(each.weightless.values()):
            ids = ", ".join(id for id, reason in each.weightless.items() if reason == why)
            out.print(Text(f"Tier {each.tier}, weight 0 as {why}: {ids}."))
