"""The design of the seeds: strata, chances, and the variance of what seeds add up to."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from decentwork.surveys.sample import ChainSample

Numbers = npt.NDArray[np.float64]

_ROUNDING = 1e-6  # chances closer than this are one chance, written with few digits
_MERGED = (
    "{n} strata, single seeds among them, were put together for the variance, which overstates it"
)
_UNEQUAL = "chances of seeds differ within a stratum: variance as if drawn with replacement"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedDesign:
    """Strata of s seeds as the variance takes them.

    `member` (h, s) sparse, 1 where the seed is of the stratum; seeds that were certain to be drawn
    are of none. `seeds` (h,) how many; `not_drawn` (h,) the share of the stratum's frame that was
    not drawn, 1 where the draw is taken as one with replacement. `measurable` false where a single
    seed was left to chance. `notes` on what was put together.
    """

    member: sparse.csr_array
    seeds: Numbers
    not_drawn: Numbers
    measurable: bool
    notes: tuple[str, ...]

    def with_replacement(self, note: str) -> "SeedDesign":
        """Return the design without finite population correction, which overstates variance."""
        whole = np.ones_like(self.not_drawn)
        return replace(self, not_drawn=whole, notes=(*self.notes, note))

    def variance(self, contributions: Numbers | sparse.csr_array) -> Numbers:
        """Return (k,) variances of the column sums of weighted seed values (s, k).

        Σ_h (1 − f_h) n_h/(n_h − 1) Σ_i (a_i − ā_h)² for contributions a_i = w_i z_i, dense or
        sparse. Cochran, Sampling Techniques, 3rd ed. (1977), eq. 5.12 in weighted form; with
        unequal chances in a stratum Hansen & Hurwitz 1943.
        """
        sums = _dense(self.member @ contributions)
        squares = _dense(self.member @ (contributions * contributions))
        spread = (squares - sums * sums / self.seeds[:, None]) * self._factor[:, None]
        variances: Numbers = np.maximum(spread, 0).sum(axis=0)  # rounding may go below 0
        return variances

    def freedom(self, contributions: Numbers, variances: Numbers) -> Numbers:
        """Return (k,) degrees of freedom of `variances`, of which seeds make those of `variance`.

        Satterthwaite's 2 v²/Var(v) (1946, Biometrics Bulletin 2: 110–114), Var(v) from the kurtosis
        of what the seeds of each stratum contribute, at least the normal's: few where a total hangs
        on few seeds, as with a hub or a rare trait (Valliant & Rust 2010, J. Official Statistics
        26: 585–602). What links and workers add is taken as known. Infinite where seeds add
        nothing.
        """
        count = self.seeds[:, None]
        mean = self.member.T @ ((self.member @ contributions) / count)
        squares = (contributions - mean) ** 2
        second, fourth = self.member @ squares, self.member @ squares**2
        with np.errstate(divide="ignore", invalid="ignore"):
            peaked = np.nan_to_num(np.maximum(count * fourth / second**2 - 1, 2.0), nan=2.0)
            parts = (second * self._factor[:, None]) ** 2 * peaked / (count - 1)
            found = 2 * variances**2 / parts.sum(axis=0)
        freedom: Numbers = np.maximum(np.nan_to_num(found, nan=np.inf, posinf=np.inf), 1.0)
        return freedom

    @property
    def _factor(self) -> Numbers:
        return self.not_drawn * self.seeds / (self.seeds - 1)


def _dense(values: Numbers | sparse.csr_array) -> Numbers:
    return values if isinstance(values, np.ndarray) else np.asarray(values.toarray())


def seed_design(sample: ChainSample) -> SeedDesign:
    """Return the strata of a sample's seeds, in the order of its rows.

    Simple random without replacement within `stratum` (one stratum without that column). Chances
    that differ within a stratum make it a draw with replacement; strata of one seed that was not
    certain are put together, or with the smallest other one; both are noted.
    """
    seeds = sample.units[sample.units["tier"] == 0]
    chance = seeds["seed_chance"].to_numpy(dtype=np.float64)
    stratum = seeds["stratum"].to_numpy() if "stratum" in seeds else np.full(len(seeds), "")
    drawn = np.flatnonzero(chance < 1)
    code = pd.factorize(stratum, use_na_sentinel=False)[0][drawn]
    if len(drawn) == 1:
        return _design(drawn[:0], code[:0], len(seeds), chance, ())
    merged = _put_together(code)
    note = _MERGED.format(n=len(np.unique(code)) - len(np.unique(merged)) + 1)
    return _design(drawn, merged, len(seeds), chance, () if merged is code else (note,))


def _put_together(code: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return strata (d,) such that none has one seed only; the same array where none had."""
    strata, counts = np.unique(code, return_counts=True)
    alone = strata[counts == 1]
    if not len(alone):
        return code
    merged = list(alone)
    if len(alone) == 1:
        others = counts > 1
        merged.append(strata[others][np.argmin(counts[others])])
    return np.where(np.isin(code, merged), -1, code)


def _design(
    drawn: npt.NDArray[np.intp],
    code: npt.NDArray[np.intp],
    size: int,
    chance: Numbers,
    notes: tuple[str, ...],
) -> SeedDesign:
    strata, place = np.unique(code, return_inverse=True)
    counts = np.bincount(place, minlength=len(strata)).astype(np.float64)
    member = sparse.csr_array((np.ones(len(drawn)), (place, drawn)), shape=(len(strata), size))
    low, high = np.ones(len(strata)), np.zeros(len(strata))
    np.minimum.at(low, place, chance[drawn])
    np.maximum.at(high, place, chance[drawn])
    unequal = (high - low > _ROUNDING) & (strata >= 0)
    if unequal.any():
        notes = (*notes, _UNEQUAL)
    return SeedDesign(
        member=member,
        seeds=counts,
        not_drawn=np.where(high - low > _ROUNDING, 1.0, 1 - low),
        measurable=bool(len(drawn)) or bool((chance == 1).all()),
        notes=notes,
    )
