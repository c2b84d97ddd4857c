"""Invented tables of survey results: every cell of crossed dimensions with all its totals."""

import itertools

import numpy as np
import pandas as pd


def cube(rng, *sizes, few=0.2, each=7.5):
    """Return all cells of dimensions a, b, …, their totals, units that answered and a total."""
    units = rng.integers(6, 30, sizes)
    is_few = rng.random(sizes) < few
    units[is_few] = rng.integers(1, 5, sizes)[is_few]
    values = np.round(units * each * rng.lognormal(0, 0.5, sizes), 1)
    names = list("abcd")[: len(sizes)]
    rows = []
    for key in itertools.product(*[[*range(size), None] for size in sizes]):
        part = tuple(slice(None) if at is None else at for at in key)
        codes = [None if at is None else f"{name}{at}" for name, at in zip(names, key, strict=True)]
        rows.append([*codes, float(values[part].sum()), int(units[part].sum())])
    return pd.DataFrame(rows, columns=[*names, "value", "n_units"]).astype(
        dict.fromkeys(names, object)
    ), names


def drawn(text, *dimensions):
    """Return a drawn table, "*" for a total."""
    lines = [line.split() for line in text.strip().splitlines()]
    frame = pd.DataFrame(lines[1:], columns=lines[0])
    numbers = [name for name in frame if name not in dimensions]
    codes = frame[list(dimensions)].replace("*", None)
    return codes.join(frame[numbers].astype(float))
