"""Goods of a chain that are listed as made with child labour or forced labour."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from decentwork.classifications.chains import Chain
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.estimates.units import Unit
from decentwork.indicators.figure import Coordinates, Fact, Figure, Unknown
from decentwork.indicators.observations import Observations
from decentwork.sources.catalogue import read_once
from decentwork.sources.data_folder import DataFolder

GOODS = "usdol_tvpra_goods"
NOT_LISTED = "not_listed"

LISTED_MEANS = translatable(
    "Listed: the publisher has reason to believe that this good is made so in this country; that "
    "is not a share of production."
)
NOT_LISTED_MEANS = translatable(
    "Not listed for this reason, which does not mean that there is no problem: the publisher may "
    "not have looked, or not have found evidence that it accepts."
)
INPUT_MEANS = translatable("A raw material or input of the chain that this country also makes.")
DOWNSTREAM_MEANS = translatable(
    "Listed because an input to it is made with child labour or forced labour, here or elsewhere."
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """One reason for being listed: indicator, topic and code; `always` when absence is shown."""

    indicator: str
    topic: str
    value: str
    always: bool
    means: str = LISTED_MEANS


_KINDS = (
    _Kind("listed_child_labour_good", "child_labour", "listed_child_labour", True),
    _Kind("listed_forced_labour_good", "forced_labour", "listed_forced_labour", True),
    _Kind("listed_forced_child_labour_good", "forced_labour", "listed_forced_child_labour", False),
    _Kind("listed_downstream_good", "forced_labour", "listed_downstream", False, DOWNSTREAM_MEANS),
)


def goods_figures(place: str, chain: Chain, folder: DataFolder) -> list[Figure]:
    """Return what each edition of the list says on the goods and inputs of a chain in a country.

    A good that some edition lists has one fact for each edition, "listed_…" or "not_listed"; one
    that no edition lists has a single "not_listed", whose period runs over the editions. Inputs
    appear only when listed. An edition in which no country has a good of that name is passed
    over, for names change: palm oil of 2020 is palm fruit in 2022. Without the list there is one
    stated unknown for each topic.
    """
    if not folder.has(GOODS):
        return [_unknown(place, kind) for kind in _KINDS if kind.always]
    listed = read_once(folder, GOODS, Observations)
    inputs = [good for good in chain.inputs if good not in chain.goods]
    return [
        *(figure for good in chain.goods for figure in _of_good(place, good, listed)),
        *(_as_input(figure) for good in inputs for figure in _of_input(place, good, listed)),
    ]


def _of_good(place: str, good: str, listed: Observations) -> Iterator[Figure]:
    of_good = listed.frame[listed.frame["subject"] == good]
    editions = sorted(of_good["period"].unique())
    for kind in _KINDS:
        naming = _editions_naming(place, kind, of_good)
        if naming:
            for edition in editions:
                if edition in naming:
                    yield _fact(place, good, edition, kind, kind.value, listed.provenance)
                elif kind.always:
                    yield _fact(place, good, edition, kind, NOT_LISTED, listed.provenance)
        elif editions and kind.always:
            span = "-".join(dict.fromkeys((editions[0], editions[-1])))
            yield _fact(place, good, span, kind, NOT_LISTED, listed.provenance)


def _of_input(place: str, good: str, listed: Observations) -> Iterator[Figure]:
    figures = list(_of_good(place, good, listed))
    if any(figure.value != NOT_LISTED for figure in figures):
        yield from figures


def _as_input(figure: Figure) -> Figure:
    return replace(figure, notes=(*figure.notes, INPUT_MEANS))


def _editions_naming(place: str, kind: _Kind, of_good: pd.DataFrame) -> set[str]:
    rows = (
        (of_good["place"] == place)
        & (of_good["indicator"] == kind.indicator)
        & (of_good["value"] == 1)
    )
    return set(of_good.loc[rows, "period"])


def _fact(
    place: str, good: str, period: str, kind: _Kind, value: str, provenance: Provenance
) -> Figure:
    return Figure(
        indicator=kind.indicator,
        at=Coordinates(place=place, topic=kind.topic, tier="whole_chain", period=period),
        known=Fact(value=value, provenance=provenance),
        subject=good,
        notes=(NOT_LISTED_MEANS if value == NOT_LISTED else kind.means,),
    )


def _unknown(place: str, kind: _Kind) -> Figure:
    return Figure(
        indicator=kind.indicator,
        at=Coordinates(place=place, topic=kind.topic, tier="whole_chain"),
        known=Unknown(reason="not_in_data", unit=Unit.FACT),
    )
