"""Fit the model that ships with the package to invented registers; write `matching/trained.toml`.

    python benchmarks/train_matching.py

Sizes and seeds below; tests and `bench_matching.py` use other seeds. Each size counts alike.
"""

import argparse
from pathlib import Path

import numpy as np
from scipy.special import expit

import decentwork.matching.model as model
from decentwork.matching.candidates import candidate_pairs
from decentwork.matching.comparisons import compare
from decentwork.matching.groups import Thresholds, resolve
from decentwork.matching.invented_registers import invented_register
from decentwork.matching.model import TERMS, fitted, terms
from decentwork.matching.parsed import parse

REGISTERS = ((1_000, 10), (4_000, 4), (15_000, 1), (60_000, 1))
"""Mentions of a register, and how many of that size."""

PAIRS = 30_000
LOOSE = 2.0
PRECISION = 0.985
NEW = 0.2


def main() -> None:
    """Fit, choose the threshold of `same`, and write both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(model.__file__).with_name("trained.toml"))
    out = parser.parse_args().out
    rng = np.random.default_rng(20260101)
    values, is_same, worlds = [], [], []
    for mentions, times in REGISTERS:
        drawn, known = zip(*(_world(mentions, rng) for _ in range(times)), strict=True)
        worlds += list(known)
        drawn_values = np.concatenate([it[0] for it in drawn])
        drawn_same = np.concatenate([it[1] for it in drawn])
        some = rng.permutation(len(drawn_same))[:PAIRS]
        values.append(drawn_values[some])
        is_same.append(drawn_same[some])
    design, told = terms(np.concatenate(values)), np.concatenate(is_same)
    found = fitted(design, told, start=np.zeros(len(TERMS) + 1), loose=LOOSE)
    same = _threshold(worlds[-2:], found)
    _write(out, found, float(told.mean()), same)


def _world(mentions, rng):
    """Return the compared candidates of an invented register, and what is needed to resolve it."""
    records, truth = invented_register(mentions, rng)
    parsed, pairs = parse(records), candidate_pairs(records)
    compared = compare(parsed, pairs.left, pairs.right)
    is_same = truth[pairs.left] == truth[pairs.right]
    return (compared.values, is_same), (pairs, compared, truth)


def _threshold(worlds, found):
    """Return the lowest threshold at which the unions are right as often as is promised."""
    for same in np.arange(0.5, 0.99, 0.02):
        right = made = 0
        for pairs, compared, truth in worlds:
            odds = terms(compared.values) @ found[:-1] + found[-1]
            chance = np.clip(expit(odds), model.LEAST, model.HIGHEST)
            chance = np.where(model.unproven(compared), np.minimum(chance, same * 0.95), chance)
            resolution = resolve(
                len(truth), pairs.left, pairs.right, chance, Thresholds(same=same, new=NEW)
            )
            made += _pairs(resolution.enterprise)
            right += _pairs(resolution.enterprise.astype(np.int64) * len(truth) + truth)
        if right / made >= PRECISION:
            return float(round(same, 2))
    raise SystemExit("no threshold is precise enough")


def _pairs(group):
    size = np.unique(group, return_counts=True)[1]
    return int((size * (size - 1) // 2).sum())


def _write(out, found, share, same):
    lines = [
        "# Fitted to invented registers by benchmarks/train_matching.py; not to be edited.",
        "",
        f"intercept = {found[-1]:.5g}",
        f"share = {share:.5g}",
        f"same = {same}",
        f"new = {NEW}",
        "",
        "[coefficients]",
        *(f'"{term}" = {value:.5g}' for term, value in zip(TERMS, found[:-1], strict=True)),
    ]
    out.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
