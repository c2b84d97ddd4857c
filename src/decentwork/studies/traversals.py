"""Compiled walks through a directed graph of compressed rows: the loops of the chain graph.

`starts` (r + 1) and `targets` (links) are the rows: the suppliers of unit i are
`targets[starts[i]:starts[i + 1]]`. Units and links are counted in 32 bits.
"""

import numpy as np
import numpy.typing as npt

from decentwork.estimates.compiled import njit

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]


@njit
def compressed_rows(heads: Ints, tails: Ints, units: int) -> tuple[Ints, Ints, Ints]:
    """Return starts, targets and, for each link given, where it went; equal links become one.

    Within a row targets keep the order in which they were given.
    """
    starts = np.zeros(units + 1, np.int32)
    for head in heads:
        starts[head + 1] += 1
    for unit in range(units):
        starts[unit + 1] += starts[unit]
    place = starts[:-1].copy()
    order = np.empty(len(heads), np.int32)
    for link in range(len(heads)):
        order[place[heads[link]]] = link
        place[heads[link]] += 1
    targets = np.empty(len(heads), np.int32)
    went = np.empty(len(heads), np.int32)
    seen = np.full(units, -1, np.int32)  # where the row's link to a unit lies
    size = 0
    for unit in range(units):
        first, begin, end = size, starts[unit], starts[unit + 1]
        starts[unit] = first
        for position in range(begin, end):
            link = order[position]
            target = tails[link]
            if seen[target] < first:
                seen[target] = size
                targets[size] = target
                size += 1
            went[link] = seen[target]
    starts[units] = size
    return starts, targets[:size].copy(), went


@njit
def reversed_rows(starts: Ints, targets: Ints) -> tuple[Ints, Ints]:
    """Return the compressed rows of the same links the other way round."""
    units = len(starts) - 1
    back = np.zeros(units + 1, np.int32)
    for target in targets:
        back[target + 1] += 1
    for unit in range(units):
        back[unit + 1] += back[unit]
    place = back[:-1].copy()
    sources = np.empty(len(targets), np.int32)
    for unit in range(units):
        for position in range(starts[unit], starts[unit + 1]):
            target = targets[position]
            sources[place[target]] = unit
            place[target] += 1
    return back, sources


@njit
def shortest(starts: Ints, targets: Ints, seeds: Ints) -> Ints:
    """Return each unit's links from the nearest seed; -1 where none leads to it."""
    units = len(starts) - 1
    distance = np.full(units, -1, np.int32)
    queue = np.empty(units, np.int32)
    last = 0
    for seed in seeds:
        if distance[seed] < 0:
            distance[seed] = 0
            queue[last] = seed
            last += 1
    first = 0
    while first < last:
        unit = queue[first]
        first += 1
        for position in range(starts[unit], starts[unit + 1]):
            target = targets[position]
            if distance[target] < 0:
                distance[target] = distance[unit] + 1
                queue[last] = target
                last += 1
    return distance


@njit
def walk_lengths(starts: Ints, targets: Ints, seeds: Ints, depth: int) -> npt.NDArray[np.uint64]:
    """Return, for each unit, bit d set where some walk of d links, d ≤ depth, leads from a seed."""
    units = len(starts) - 1
    lengths = np.zeros(units, np.uint64)
    met = np.full(units, -1, np.int32)
    now = np.empty(units, np.int32)
    following = np.empty(units, np.int32)
    size = 0
    for seed in seeds:
        if met[seed] < 0:
            met[seed] = 0
            now[size] = seed
            size += 1
    for length in range(depth + 1):
        more = 0
        for each in range(size):
            unit = now[each]
            lengths[unit] |= np.uint64(1) << np.uint64(length)
            for position in range(starts[unit], starts[unit + 1]):
                target = targets[position]
                if met[target] <= length:
                    met[target] = length + 1
                    following[more] = target
                    more += 1
        now, following, size = following, now, more
    return lengths


@njit
def strong_components(starts: Ints, targets: Ints) -> Ints:
    """Return a number for each unit, equal for units that lead to each other.

    References
    ----------
    D. J. Pearce, A space-efficient algorithm for finding strongly connected components,
    Information Processing Letters 116 (2016), 47-52; with both stacks of our own.
    """
    units = len(starts) - 1
    root = np.zeros(units, np.int32)  # order of first visit, then of the component, from the top
    stack = np.empty(units, np.int32)  # open units from the bottom, held ones from the top
    position = np.empty(units, np.int32)
    is_root = np.ones(units, np.bool_)
    held, index, component = units, 1, units
    for start in range(units):
        if root[start] != 0:
            continue
        stack[0], depth = start, 1
        root[start], position[start] = index, starts[start]
        index += 1
        while depth > 0:
            unit = stack[depth - 1]
            at, end, lowest = position[unit], starts[unit + 1], root[unit]
            while at < end:
                target = targets[at]
                other = root[target]
                if other == 0:
                    break
                if other < lowest:
                    lowest = other
                    is_root[unit] = False
                at += 1
            root[unit] = lowest
            position[unit] = at
            if at < end:  # look at this target first, then at it again
                root[target], position[target] = index, starts[target]
                index += 1
                stack[depth] = target
                depth += 1
                continue
            depth -= 1
            if not is_root[unit]:
                held -= 1
                stack[held] = unit
                continue
            index -= 1
            while held < units and root[stack[held]] >= lowest:
                root[stack[held]] = component
                held += 1
                index -= 1
            root[unit] = component
            component -= 1
    return units - root


@njit
def dependencies(starts: Ints, targets: Ints, sources: Ints) -> Floats:
    """Return, for each unit, the shortest paths from the sources that pass through it.

    Each pair of a source and an end counts one, shared among its shortest paths; ends count for
    nobody.

    References
    ----------
    U. Brandes, A faster algorithm for betweenness centrality, J. Mathematical Sociology 25(2)
    (2001), 163-177.
    """
    units = len(starts) - 1
    through = np.zeros(units)
    distance = np.full(units, -1, np.int32)
    paths = np.zeros(units)
    owed = np.zeros(units)
    queue = np.empty(units, np.int32)
    for source in sources:
        distance[source], paths[source], queue[0] = 0, 1.0, source
        first, last = 0, 1
        while first < last:
            unit = queue[first]
            first += 1
            for position in range(starts[unit], starts[unit + 1]):
                target = targets[position]
                if distance[target] < 0:
                    distance[target] = distance[unit] + 1
                    queue[last] = target
                    last += 1
                if distance[target] == distance[unit] + 1:
                    paths[target] += paths[unit]
        for each in range(last - 1, -1, -1):
            unit = queue[each]
            for position in range(starts[unit], starts[unit + 1]):
                target = targets[position]
                if distance[target] == distance[unit] + 1:
                    owed[unit] += paths[unit] / paths[target] * (1.0 + owed[target])
            if unit != source:
                through[unit] += owed[unit]
        for each in range(last):
            unit = queue[each]
            distance[unit], paths[unit], owed[unit] = -1, 0.0, 0.0
    return through
