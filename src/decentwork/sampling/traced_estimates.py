"""What one simulated survey estimates, and how sure it says it is: compiled.

Totals are Σ w y with generalised weight shares. Their variance adds up, from the top of the chain:

    Σ_h N_h² (1 − r_h/N_h) s²_h(z) / r_h                  seeds of stratum h, r_h who answered
    Σ w_i M (M − m) s²_ik(u_j / L_j) / m                   lists of buyer i for kind k
    Σ w_j N_j (N_j − b_j) s²_j / b_j                       workers of unit j

where u_j is what unit j carries with it (its own value and M/m u/L of the suppliers followed from
it), z that of a seed. This is Rao's rule for sampling in stages (Rao 1975, Sankhya C 37: 133–139),
carried over to shared suppliers: each stage's quadratic form, weighed once. Where only one was
drawn of several, its square stands for s²: too large on average, never too small.
Shares are linearised as the jackknife does it: y is replaced by (y − R x) / X, and what a seed or
link carries of that by itself over what is `left` of X without it.

Degrees of freedom are those of `SeedDesign.freedom`: 2 v² / Var(v), with the fourth moment of what
seeds carry, as hubs make a few seeds decide.

Columns of results: units, workers, share of workers by topic, share of units by topic.
"""

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates import limits
from decentwork.estimates.compiled import njit
from decentwork.sampling.traced_draw import Trace, World

Real = NDArray[np.float64]

left = njit(limits.left)


@njit
def estimate_tiers(world: World, trace: Trace, visits: int, estimates: Real) -> None:
    """Write the estimates of one draw, (tiers, columns); a share of nobody is not a number."""
    topics = world.affected.shape[1]
    estimates[:] = 0.0
    for visit in range(visits):
        unit, weight = trace.unit[visit], trace.weight[visit]
        row = estimates[world.tier[unit]]
        if weight > 0:
            row[0] += weight
            row[1] += weight * world.workers[unit]
            for topic in range(topics):
                row[2 + topic] += weight * trace.found[visit, topic]
                row[2 + topics + topic] += weight * (world.affected[unit, topic] > 0)
    for tier in range(len(estimates)):
        row = estimates[tier]
        units = row[0] if row[0] > 0 else np.nan
        for topic in range(topics):
            row[2 + topic] /= row[1] if row[1] > 0 else np.nan
            row[2 + topics + topic] /= units


@njit
def variances_of_tier(
    world: World,
    trace: Trace,
    visits: int,
    lists: int,
    tier: int,
    row: Real,
    carried: Real,
    variance: Real,
    freedom: Real,
    effective: Real,
) -> None:
    """Write variances and degrees of freedom (columns,) of the estimates `row` of a tier.

    Degrees are infinite where seeds add nothing. `effective` (2,) gets the number of seeds of equal
    weight that the tier's units and workers are worth; `carried` (visits or more, columns) is room
    to work in.
    """
    variance[:] = 0.0
    unsure = np.zeros(len(row))
    for visit in range(visits):
        carried[visit] = 0.0
        if world.tier[trace.unit[visit]] == tier and trace.weight[visit] > 0:
            _own(world, trace, visit, row, carried[visit])
            _workers_part(world, trace, visit, row, variance)
    for nth in range(lists - 1, -1, -1):
        if world.tier[trace.unit[trace.list_buyer[nth]]] < tier:
            _list_part(world, trace, nth, row, carried, variance)
    for stratum in range(len(world.seeds)):
        _seed_part(world, trace, stratum, row, carried, variance, unsure)
    for column in range(len(row)):
        known = unsure[column] <= 0
        freedom[column] = np.inf if known else max(2 * variance[column] ** 2 / unsure[column], 1.0)
    for base in range(2):
        squares = 0.0
        for visit in range(trace.drawn_first[len(world.seeds)]):
            squares += (trace.weight[visit] * carried[visit, base]) ** 2
        effective[base] = row[base] ** 2 / squares if squares > 0 else 0.0


@njit
def _own(world: World, trace: Trace, visit: int, row: Real, values: Real) -> None:
    """Write the linearised values of a unit."""
    topics, unit = world.affected.shape[1], trace.unit[visit]
    values[0], values[1] = 1.0, world.workers[unit]
    for topic in range(topics):
        share = row[2 + topic]
        values[2 + topic] = (trace.found[visit, topic] - share * world.workers[unit]) / row[1]
        share = row[2 + topics + topic]
        values[2 + topics + topic] = ((world.affected[unit, topic] > 0) - share) / row[0]


@njit
def _workers_part(world: World, trace: Trace, visit: int, row: Real, variance: Real) -> None:
    there, asked = world.workers[trace.unit[visit]], trace.asked[visit]
    if asked >= there or asked == 0:
        return
    scale = trace.weight[visit] * there * (there - asked) / asked / row[1] ** 2
    for topic in range(world.affected.shape[1]):
        share = trace.found[visit, topic] / there
        spread = share * (1 - share) * asked / (asked - 1) if asked > 1 else 0.0
        if asked == 1:
            spread = (share - row[2 + topic]) ** 2
        variance[2 + topic] += scale * spread


@njit
def _left(column: int, weight: float, values: Real, row: Real) -> float:
    """Return what is left of a share's denominator without a seed or link; 1 for a total."""
    base = 1 if column < 1 + len(row) // 2 else 0
    if column < 2 or row[base] <= 0:  # a total, or nobody of the tier was reached
        return 1.0
    return float(left(weight * values[base] / row[base]))


@njit
def _spread(total: float, squares: float, count: int) -> float:
    return (squares - total * total / count) / (count - 1) if count > 1 else squares


@njit
def _list_part(
    world: World, trace: Trace, nth: int, row: Real, carried: Real, variance: Real
) -> None:
    """Add one list's part, and give its suppliers' values to the buyer."""
    listed, met, buyer = trace.list_size[nth], trace.list_met[nth], trace.list_buyer[nth]
    weight, deeper = trace.weight[buyer], world.tier[trace.unit[buyer]] + 1
    for column in range(len(variance)):
        total, squares = 0.0, 0.0
        for link in range(trace.list_first[nth], trace.list_first[nth] + met):
            to = trace.link_to[link]
            if world.tier[trace.unit[to]] == deeper:
                part = listed / met / world.buyers[trace.unit[to]]
                value = carried[to, column] * part
                carried[buyer, column] += value
                value /= _left(column, weight * part, carried[to], row)
                total += value
                squares += value * value
        if 0 < met < listed:
            scale = weight * met * (listed - met) / listed
            variance[column] += scale * _spread(total, squares, met)


@njit
def _seed_part(
    world: World,
    trace: Trace,
    stratum: int,
    row: Real,
    carried: Real,
    variance: Real,
    unsure: Real,
) -> None:
    """Add one stratum's part to the variances, and to the variances of these."""
    frame, met = world.first[stratum + 1] - world.first[stratum], trace.met[stratum]
    if met == 0 or met == frame:
        return
    seeds = range(trace.drawn_first[stratum], trace.drawn_first[stratum + 1])
    values = np.zeros(met)
    for column in range(len(variance)):
        nth = 0
        for visit in seeds:
            if trace.answered[visit]:
                left = _left(column, frame / met, carried[visit], row)
                values[nth] = carried[visit, column] / left
                nth += 1
        if met > 1:
            values -= values.mean()
        squares = (values**2).sum()
        part = frame * (frame - met) / met * squares / max(met - 1, 1)
        variance[column] += part
        if squares > 0:
            peaked = max(met * (values**4).sum() / squares**2 - 1, 2.0)  # 2 for the normal
            unsure[column] += part**2 * peaked / max(met - 1, 1)
