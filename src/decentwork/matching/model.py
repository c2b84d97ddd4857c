"""How probable it is that two mentions are one enterprise: a logistic model that starts trained.

Its terms are the comparisons, and products of two of the telling ones. The coefficients that ship
were fitted to invented registers (`benchmarks/train_matching.py`); judgements of people move them,
from there, towards the lists at hand.

References
----------
Fellegi, I. & Sunter, A. (1969), A theory for record linkage, Journal of the American Statistical
Association 64(328): 1183–1210. Saerens, M., Latinne, P. & Decaestecker, C. (2002), Adjusting the
outputs of a classifier to new a priori probabilities, Neural Computation 14(1): 21–41.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from decentwork.matching.comparisons import CHUNK, FEATURES, Comparisons

Values = NDArray[np.float32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TELLING = (
    "name_alike",
    "name_in_any_order",
    "name_shared_least",
    "name_shared_most",
    "name_rarest_shared",
    "name_clash",
    "name_extra",
    "name_place_clash",
    "name_is_rare",
    "unit_of_one",
    "address_missing",
    "address_shared_least",
    "address_shared_most",
    "address_rarest_shared",
    "address_clash",
    "place_shared",
    "number_shared",
    "number_other",
)
"""Comparisons of which products of two, and squares, are terms of the model."""

_TELLING = [FEATURES.index(name) for name in TELLING]

TERMS = (
    *FEATURES,
    *(f"{one} * {other}" for at, one in enumerate(TELLING) for other in TELLING[at:]),
)

LEAST, HIGHEST = 0.0005, 0.9995
"""No model that was fitted to some lists is surer than that of another list."""

LOOSE = 0.3
"""Standard deviation, on the scale of log odds, that a list's own coefficient of a term is taken to
have around the one that ships."""

CHOSEN = 0.5
"""The same, of how much more or less often labelled pairs are one enterprise only because they were
chosen to be labelled."""

LOWEST, ABOUT = 0.4, 0.005
"""The lowest threshold that labels may choose; F1 that are as good as each other."""

USUAL = 300
"""Labels that what the model says of a list's usual pairs is worth when it learns."""

FARTHEST = 1.5
"""How far, in log odds, the share of true pairs in a list may move all probabilities."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatchModel:
    """Log odds of a match: `intercept` + `coefficients` (t,) × `TERMS`.

    `share` of true pairs among the candidates that the coefficients were fitted to; `same` and
    `new` the probabilities from which on two mentions are taken for one, and below which for two.
    """

    intercept: float
    coefficients: Floats
    share: float
    same: float
    new: float


@cache
def shipped_model() -> MatchModel:
    """Return the model that ships with the package (`trained.toml`)."""
    text = files("decentwork.matching").joinpath("trained.toml").read_text("utf-8")
    given = tomllib.loads(text)
    named = given["coefficients"]
    return MatchModel(
        intercept=given["intercept"],
        coefficients=np.array([named.get(term, 0.0) for term in TERMS]),
        share=given["share"],
        same=given["same"],
        new=given["new"],
    )


def probabilities(model: MatchModel, comparisons: Comparisons) -> Floats:
    """Return (m,) the probability of each pair, as if the list were like those trained on."""
    return chances(model, weights(model, comparisons))


def chances(model: MatchModel, weight: Values) -> Floats:
    """Return (m,) the probability of pairs by their `weights`."""
    found: Floats = np.clip(expit(weight.astype(float) + model.intercept), LEAST, HIGHEST)
    return found


def weights(model: MatchModel, comparisons: Comparisons) -> Values:
    """Return (m,) `terms` times the coefficients, without writing these out: no intercept."""
    own, square = len(FEATURES), np.zeros((len(TELLING), len(TELLING)), np.float32)
    square[np.triu_indices(len(TELLING))] = model.coefficients[own:]
    odds: Values = comparisons.values @ model.coefficients[:own].astype(np.float32)
    for begin in range(0, len(odds), CHUNK):
        telling = comparisons.values[begin : begin + CHUNK, _TELLING]
        odds[begin : begin + CHUNK] += ((telling @ square) * telling).sum(axis=1)
    return odds


def adapted(model: MatchModel, chance: Floats, *, rounds: int = 50) -> MatchModel:
    """Return the model with the intercept that fits the share of true pairs in a list.

    `chance` (m,) is what it says of the pairs of the list.

    No label is needed: the mean of the probabilities estimates the share, which moves the
    probabilities, until both agree (expectation–maximisation).
    """
    odds = logit(chance)
    before, moved, share = logit(model.share), 0.0, model.share
    # a list of a few pairs shows no share: it counts beside a hundred pairs of the usual one
    for _ in range(rounds):
        last = share
        share = (expit(odds + moved).sum() + 100 * model.share) / (len(odds) + 100)
        moved = float(np.clip(logit(share) - before, -FARTHEST, FARTHEST))
        if abs(share - last) < 1e-6:
            break
    return replace(model, intercept=model.intercept + moved, share=float(share))


def learned(
    model: MatchModel,
    comparisons: Comparisons,
    is_same: Flags,
    usual: Comparisons,
    *,
    against: Floats | float = 0.0,
) -> MatchModel:
    """Return the model with the coefficients most probable after labels (m,), before which it held.

    A handful of labels moves it a little, a hundred towards the list they are of.

    Parameters
    ----------
    usual : pairs of the same list, labelled or not
        Labels are mostly of pairs that are hard to tell; what the model says of the usual ones
        holds it, as `USUAL` labels would.
    against : (m,) array, log odds
        What speaks against each labelled pair without being of its two mentions (`rivals`): a queue
        for review is full of pairs that have rivals, and the model should not learn that the like
        of them are two.
    """
    sizes = [len(is_same), len(usual)]
    values = terms(np.concatenate([comparisons.values, usual.values]))
    told = np.concatenate([is_same, probabilities(model, usual)])
    rest = len(model.coefficients)
    found = fitted(
        np.column_stack([values, np.repeat([1.0, 0.0], sizes)]),
        told,
        start=np.concatenate([model.coefficients, [0.0, model.intercept]]),
        loose=np.repeat([LOOSE, CHOSEN, LOOSE], [rest, 1, 1]),
        weight=np.repeat([1.0, USUAL / max(len(usual), 1)], sizes),
        given=np.concatenate([np.broadcast_to(-np.asarray(against), sizes[0]), np.zeros(sizes[1])]),
    )
    return replace(model, intercept=float(found[-1]), coefficients=found[:rest])


def balanced(
    model: MatchModel, comparisons: Comparisons, is_same: Flags, usual: Comparisons
) -> float:
    """Return the threshold of `same` that unites labelled pairs (m,) best, by their F1.

    Beside them counts what the model expects of usual pairs of the list, with as many true ones.
    Of thresholds that are about as good it is the middle one; it is not above the model's, and is
    the model's where labels are all of one kind.
    """
    if is_same.all() or not is_same.any():
        return model.same
    steps = np.append(np.arange(LOWEST, model.same, 0.05), model.same)
    chance, expected = probabilities(model, comparisons), probabilities(model, usual)
    weight = is_same.sum() / expected.sum()
    f1 = []
    for step in steps:
        made, usually = chance >= step, expected >= step
        right = (made & is_same).sum() + weight * expected[usually].sum()
        f1.append(2 * right / (made.sum() + weight * usually.sum() + 2 * is_same.sum()))
    about = steps[np.array(f1) >= max(f1) - ABOUT]
    return float(about[len(about) // 2].round(2))


def unproven(comparisons: Comparisons) -> Flags:
    """Return (m,) which pairs nothing but a person may unite, whatever their probability.

    Sites with two numbers, enterprises with two numbers of a register, and two towns (postcodes,
    places far from each other) without a phone, a website, a number or a street in common.
    """
    column = comparisons.column
    known_by_code = column("phone_same") + column("website_same") + column("registration_same") > 0
    two_towns = (column("address_missing") == 0) & (column("place_shared") < 0.3)
    near = (column("number_shared") > 0) & (column("address_shared_most") > 0.5)
    far = (column("map_far") > 0.6) & (column("address_shared_most") < 0.6)
    apart = ((two_towns & ~near) | far) & ~known_by_code
    elsewhere = (column("postcode_other") > 0) & (column("number_other") > 0)
    apart = apart | (elsewhere & ~known_by_code)
    found: Flags = apart | (column("unit_other") > 0) | (column("registration_other") > 0)
    return found


def fitted(
    design: Values,
    is_same: Flags | Floats,
    *,
    start: Floats,
    loose: Floats | float,
    weight: Floats | None = None,
    given: Floats | float = 0.0,
    rounds: int = 30,
) -> Floats:
    """Return coefficients (t + 1,), the intercept last, by Newton's steps, penalised.

    Parameters
    ----------
    design : (m, t) array
    is_same : (m,) array
        0–1: a label, or how sure one is of it; `weight` how often it counts.
    start : (t + 1,) array
        What the coefficients are taken to be before; `loose` their standard deviation around it.
    given : (m,) array
        Log odds of a row that are not the coefficients' to explain.
    """
    full = np.column_stack([design.astype(np.float64), np.ones(len(design))])
    found = start.copy()
    held = np.full(len(start), 1.0) / np.square(loose)
    often = np.ones(len(design)) if weight is None else weight

    def loss(at: Floats) -> float:
        odds = full @ at + given
        return float(
            (often * (np.logaddexp(0, odds) - is_same * odds)).sum()
            + (held * (at - start) ** 2).sum() / 2
        )

    now = loss(found)
    for _ in range(rounds):
        p = expit(full @ found + given)
        slope = full.T @ (often * (is_same - p)) - held * (found - start)
        bend = (full * (often * p * (1 - p))[:, None]).T @ full + np.diag(held)
        step, length = np.linalg.solve(bend, slope), 1.0
        while loss(found + length * step) > now and length > 1e-4:
            length /= 2
        found = found + length * step
        before, now = now, loss(found)
        if before - now < 1e-6 * max(abs(before), 1):
            break
    return found


def terms(values: Values) -> Values:
    """Return the terms (m, t) of comparisons (m, f), in the order of `TERMS`."""
    design = np.empty((len(values), len(TERMS)), np.float32)
    design[:, : len(FEATURES)] = values
    telling = values[:, _TELLING]
    to = len(FEATURES)
    for at in range(len(TELLING)):
        width = len(TELLING) - at
        np.multiply(telling[:, at, None], telling[:, at:], out=design[:, to : to + width])
        to += width
    return design
