"""Labour of one place on its panel: figures with intervals, for any output they stand behind."""

from dataclasses import dataclass, replace

import numpy as np

from decentwork.accounts.labour import AccountSeries, per_output
from decentwork.accounts.tables import Matrix, Vector
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.estimates.units import Unit
from decentwork.footprints.panel import PlacePanel
from decentwork.footprints.uncertainty import draw_within_controls, interval_of

DRAWS = 1000
SEED = 20110  # of the simulation behind every interval; the same errors in every year
EXPERIMENTAL = translatable(
    "simulated: log-normal errors of industries with a median of 30 per cent, control totals "
    "kept; errors of those totals and of the table are not in it"
)
SAME_AS_OUTPUT = NoInterval(
    "the share of the industry's output, which does not depend on the labour account"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlaceLabour:
    """Labour by year and industry of one place, with draws of it where its error is known.

    Parameters
    ----------
    values : (y, i) array
        NaN where the account has no cell.
    draws : (y, draws, i) array or None
        Simulated accounts; without them `no_interval` says why.
    """

    panel: PlacePanel
    unit: Unit
    values: Matrix
    draws: Matrix | None
    no_interval: NoInterval
    provenance: Provenance

    def covers(self, year: int) -> bool:
        """Say whether the account has every industry with output in a year."""
        if year not in self.panel.years:
            return False
        at = self.panel.years.index(year)
        return bool(np.isfinite(self.values[at][self.panel.output[at] > 0]).all())

    def behind(self, year: int, output: Vector, method: str, step: str) -> Estimate:
        """Return labour behind a part of output.

        Parameters
        ----------
        output : (i,) array, money
            The part of each industry's output that is meant; zero leaves an industry out.
        """
        weights = self._weights(year, output)
        at = self.panel.years.index(year)
        return Estimate(
            value=_product(self.values[at], weights),
            interval=self._interval(at, weights),
            unit=self.unit,
            method=method,
            provenance=self.provenance.then(step),
        )

    def share_behind(self, year: int, output: Vector, method: str, step: str) -> Estimate:
        """Return labour behind a part of output as a share of all labour of the place."""
        weights, at = self._weights(year, output), self.panel.years.index(year)
        every = np.ones(len(weights))
        value = _product(self.values[at], weights) / _product(self.values[at], every)
        interval: Interval | NoInterval = self.no_interval
        if self.draws is not None:
            drawn = self.draws[at]
            interval = interval_of((drawn @ weights) / drawn.sum(axis=1), EXPERIMENTAL)
        return Estimate(
            value=value,
            interval=interval,
            unit=Unit.SHARE,
            method=method,
            provenance=self.provenance.then(step),
        )

    def _weights(self, year: int, output: Vector) -> Vector:
        return per_output(output, self.panel.output[self.panel.years.index(year)])

    def _interval(self, at: int, weights: Vector) -> Interval | NoInterval:
        if self.draws is None:
            return self.no_interval
        return interval_of(self.draws[at] @ weights, EXPERIMENTAL)


def place_labour(series: AccountSeries, panel: PlacePanel, table: Provenance) -> PlaceLabour:
    """Return the labour of the panel's place from an account over years."""
    values = _wide(series, panel, "value")
    controls = _controls(series, panel)
    error = series.median_error
    draws = None
    if not isinstance(error, NoInterval):
        known = np.nan_to_num(values)
        draws = np.stack(
            [
                draw_within_controls(year, controls, error, DRAWS, np.random.default_rng(SEED))
                for year in known
            ]
        )
    return PlaceLabour(
        panel=panel,
        unit=series.unit,
        values=values,
        draws=draws,
        no_interval=error if isinstance(error, NoInterval) else SAME_AS_OUTPUT,
        provenance=table.joined(series.provenance),
    )


def with_draws(labour: PlaceLabour, values: Matrix, draws: Matrix | None) -> PlaceLabour:
    """Return the same place with other labour, e.g. children shared out by its employment."""
    return replace(labour, values=values, draws=draws)


def _wide(series: AccountSeries, panel: PlacePanel, column: str) -> Matrix:
    rows = series.frame[series.frame["place"] == panel.place]
    wide = rows.pivot(index="year", columns="industry", values=column)
    wide = wide.reindex(index=list(panel.years), columns=list(panel.industries))
    return np.asarray(wide.to_numpy(dtype=float))


def _controls(series: AccountSeries, panel: PlacePanel) -> list[str]:
    rows = series.frame[series.frame["place"] == panel.place]
    groups = dict(zip(rows["industry"], rows["control"], strict=True))
    return [groups.get(industry, "") for industry in panel.industries]


def _product(values: Vector, weights: Vector) -> float:
    """Return the sum of values times weights; a value that is not known counts only if needed."""
    needed = weights != 0
    return float(values[needed] @ weights[needed])
