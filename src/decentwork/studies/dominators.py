"""Compiled dominators: through which single unit every way from the seeds to a unit leads."""

import numpy as np
import numpy.typing as npt

from decentwork.estimates.compiled import njit

Ints = npt.NDArray[np.int32]


@njit
def visits(starts: Ints, targets: Ints, seeds: Ints) -> tuple[Ints, Ints]:
    """Return units in the order a depth-first search meets them, and each one's parent's place.

    Place 0 is the source above all seeds (no unit, -1); its children are seeds.
    """
    units = len(starts) - 1
    order = np.full(units + 1, -1, np.int32)
    parent = np.zeros(units + 1, np.int32)
    is_met = np.zeros(units, np.bool_)
    position = np.empty(units, np.int32)
    stack = np.empty(units, np.int32)  # places on the present way
    size = 1
    for seed in seeds:
        if is_met[seed]:
            continue
        is_met[seed], position[seed] = True, starts[seed]
        order[size], stack[0], depth = seed, size, 1
        size += 1
        while depth > 0:
            place = stack[depth - 1]
            unit = order[place]
            if position[unit] == starts[unit + 1]:
                depth -= 1
                continue
            target = targets[position[unit]]
            position[unit] += 1
            if not is_met[target]:
                is_met[target], position[target] = True, starts[target]
                order[size], parent[size], stack[depth] = target, place, size
                size += 1
                depth += 1
    return order[:size].copy(), parent[:size].copy()


@njit
def dominators(order: Ints, parent: Ints, starts: Ints, sources: Ints, seeds: Ints) -> Ints:
    """Return the place of each place's immediate dominator; `starts`, `sources` are the buyers.

    References
    ----------
    L. Georgiadis, R. E. Tarjan and R. F. Werneck, Finding dominators in practice, J. Graph
    Algorithms and Applications 10(1) (2006), 69-94: SEMI-NCA.
    """
    size = len(order)
    place = np.full(len(starts) - 1, -1, np.int32)
    for each in range(1, size):
        place[order[each]] = each
    semi = np.arange(size).astype(np.int32)
    best = np.arange(size).astype(np.int32)  # the place of least semi on the compressed way up
    up = parent.copy()
    way = np.empty(size, np.int32)
    for seed in seeds:
        semi[place[seed]] = 0
    for each in range(size - 1, 0, -1):
        unit = order[each]
        lowest = min(semi[each], parent[each])
        for position in range(starts[unit], starts[unit + 1]):
            other = place[sources[position]]
            if other < 0:
                continue
            if other > each:
                # Above `each` nothing is linked yet: the way up stops at the first such place.
                steps, at = 0, other
                while up[at] > each:
                    way[steps] = at
                    steps += 1
                    at = up[at]
                for step in range(steps - 1, -1, -1):
                    below, above = way[step], up[way[step]]
                    if semi[best[above]] < semi[best[below]]:
                        best[below] = best[above]
                    up[below] = up[above]
                other = semi[best[other]]
            lowest = min(lowest, other)
        semi[each] = lowest
    found = parent.copy()
    for each in range(1, size):
        while found[each] > semi[each]:
            found[each] = found[found[each]]
    return found


@njit
def weight_below(dominator: Ints, weight: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return for each place the weight of all places that it dominates, itself included."""
    total = weight.copy()
    for each in range(len(dominator) - 1, 0, -1):
        total[dominator[each]] += total[each]
    return total
