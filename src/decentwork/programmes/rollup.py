"""What indicators have reached: summed from approved updates, each total with what made it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from decentwork.estimates.errors import InputError
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Indicator, Update

ROUNDING = 1e-9


class PartsDisagree(InputError):
    """Two ways of splitting a value up sum to different totals, and no total was reported."""

    def __init__(self, indicator: str, totals: dict[str, float]) -> None:
        self.indicator, self.totals = indicator, totals
        shown = ", ".join(f"by {name} {total:g}" for name, total in totals.items())
        super().__init__(
            f"{indicator}: its parts sum to different totals ({shown}). Report the total itself."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What an indicator has reached in a span of time, and the updates that it is made of.

    `value` is a sum, a ratio (0 to 1) of summed `numerator` and `denominator`, a step, or None
    where nothing was approved. `made_of` are the updates counted, each once; `silent` the
    indicators below without an approved update in the span: their part is not known, not zero.
    """

    indicator: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    made_of: tuple[Update, ...] = ()
    silent: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Say whether every indicator below has reported."""
        return self.value is not None and not self.silent


def reached(
    programme: Programme, indicator: Indicator, starts: date = date.min, ends: date = date.max
) -> Reached:
    """Return what an indicator has reached by approved updates that lie within a span of time.

    An indicator into which others are summed is the sum of these. Percentages are summed as
    numerators and denominators, never as percentages. Of a cumulative indicator the last update of
    the span counts; of others, the sum over its periods.

    Raises
    ------
    PartsDisagree
        Only parts of a value were reported, by several dimensions, and they differ in total.
    """
    below = programme.summed_into(indicator.id)
    if below:
        return _summed(indicator, [reached(programme, it, starts, ends) for it in below])
    counted = [
        update
        for update in programme.updates_of(indicator.id)
        if update.state == "approved" and starts <= update.starts and update.ends <= ends
    ]
    return _of_updates(indicator, counted)


def parts(programme: Programme, found: Reached, dimension: str) -> dict[str, float]:
    """Return what was reached by each value of a dimension; "" is what no part tells.

    Values and "" sum to the total; of a percentage each value is the ratio of its own numerators
    and denominators, and there is no "".
    """
    told: dict[str, list[Update]] = defaultdict(list)
    spans = {(it.indicator, it.starts, it.ends) for it in found.made_of}
    for indicator, starts, ends in spans:
        same = [
            it
            for it in programme.updates_of(indicator)
            if it.state == "approved" and (it.starts, it.ends) == (starts, ends)
        ]
        split = [(names, it) for names, it in _by_dimensions(same) if dimension in names]
        for update in min(split, key=lambda it: len(it[0]))[1] if split else ():
            told[_value_of(update, dimension)].append(update)
    if found.denominator is not None:
        return {
            value: _total(them) / sum(it.denominator or 0.0 for it in them)
            for value, them in told.items()
        }
    shares = {value: _total(them) for value, them in told.items()}
    left = (found.value or 0.0) - sum(shares.values())
    return shares | ({"": left} if abs(left) > ROUNDING * abs(found.value or 0.0) else {})


def _value_of(update: Update, dimension: str) -> str:
    held = (part.partition("=") for part in update.part)
    return next(value for name, _, value in held if name == dimension)


def _summed(indicator: Indicator, below: Sequence[Reached]) -> Reached:
    known = [it for it in below if it.value is not None]
    silent = [
        id for it in below for id in (it.silent or ([it.indicator] if it not in known else []))
    ]
    made_of = tuple(update for it in known for update in it.made_of)
    if not known:
        return Reached(indicator=indicator.id, value=None, silent=tuple(silent))
    if indicator.measure == "percentage":
        numerator = sum(it.numerator or 0.0 for it in known)
        denominator = sum(it.denominator or 0.0 for it in known)
        return Reached(
            indicator=indicator.id,
            value=numerator / denominator,
            numerator=numerator,
            denominator=denominator,
            made_of=made_of,
            silent=tuple(silent),
        )
    return Reached(
        indicator=indicator.id,
        value=sum(it.value for it in known if it.value is not None),
        made_of=made_of,
        silent=tuple(silent),
    )


def _of_updates(indicator: Indicator, updates: Sequence[Update]) -> Reached:
    periods = sorted({(update.starts, update.ends) for update in updates}, key=lambda it: it[::-1])
    if not periods:
        return Reached(indicator=indicator.id, value=None, silent=(indicator.id,))
    made_of: list[Update] = []
    for period in periods[-1:] if indicator.takes_the_last else periods:
        made_of += _of_period(indicator, [it for it in updates if (it.starts, it.ends) == period])
    if indicator.measure == "percentage":
        numerator = sum(it.numerator or 0.0 for it in made_of)
        denominator = sum(it.denominator or 0.0 for it in made_of)
        return Reached(
            indicator=indicator.id,
            value=numerator / denominator,
            numerator=numerator,
            denominator=denominator,
            made_of=tuple(made_of),
        )
    values = [it.value for it in made_of if it.value is not None]
    return Reached(
        indicator=indicator.id, value=sum(values) if values else None, made_of=tuple(made_of)
    )


def _of_period(indicator: Indicator, updates: Sequence[Update]) -> list[Update]:
    """Return the updates of one period that make its total, so that nothing counts twice."""
    whole = [update for update in updates if not update.part]
    if whole:
        return whole
    ways = dict(_by_dimensions(updates))
    totals = {", ".join(names): _total(found) for names, found in ways.items()}
    if max(totals.values()) - min(totals.values()) > ROUNDING * max(map(abs, totals.values())):
        raise PartsDisagree(indicator.id, totals)
    return next(iter(ways.values()))


def _by_dimensions(updates: Iterable[Update]) -> Iterator[tuple[tuple[str, ...], list[Update]]]:
    ways: dict[tuple[str, ...], list[Update]] = defaultdict(list)
    for update in updates:
        ways[tuple(sorted(part.partition("=")[0] for part in update.part))].append(update)
    yield from sorted(ways.items())


def _total(updates: Iterable[Update]) -> float:
    return sum(it.value if it.value is not None else it.numerator or 0.0 for it in updates)
