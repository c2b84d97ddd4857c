"""Which chains have what kind of evidence: for a list of all, without building their dossiers."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from decentwork.classifications.chains import Chain, chains
from decentwork.classifications.countries import Country, countries
from decentwork.dossiers.actions import reach_of
from decentwork.dossiers.goods_evidence import GOODS
from decentwork.dossiers.programmes_at_hand import (
    activities_in,
    is_planned,
    programmes_at_hand,
)
from decentwork.dossiers.trade_panel import TABLE, kept_panel
from decentwork.indicators.catalogue import indicator
from decentwork.indicators.observations import Observations
from decentwork.sources.catalogue import read_once
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.work_observations import work_observations

OF_CHAIN, OF_COUNTRY = "chain", "country"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedChain:
    """One chain of one country: `evidence` counts published values by (topic, reach).

    Reach is "chain" for values of the chain's own industries and goods, "country" for the whole
    economy. `goods` are those that the latest edition of the list names for the country.
    """

    place: Country
    chain: Chain
    evidence: Mapping[tuple[str, str], int]
    has_trade: bool
    goods: tuple[str, ...]
    actions: int


def listed_chains(folder: DataFolder) -> Iterator[ListedChain]:
    """Return every chain of every country that the data of a folder speak of."""
    observed = _observed(folder)
    goods = goods_by_place(folder)
    with_trade = _places_with_trade(folder)
    programmes, today = programmes_at_hand(folder), date.today()
    for place in countries(invented=folder.invented):
        acting = [
            activity
            for programme, activity in activities_in(place.iso3, programmes)
            if not is_planned(programme, activity, today)
        ]
        in_place = observed.get(place.iso3, Counter())
        national = {topic: count for (topic, industry), count in in_place.items() if not industry}
        for chain in chains():
            named = goods.get(place.iso3, {})
            evidence = Counter({(topic, OF_COUNTRY): count for topic, count in national.items()})
            evidence.update(_of_industries(in_place, chain))
            evidence.update(_of_goods(named, chain))
            listed = ListedChain(
                place=place,
                chain=chain,
                evidence=evidence,
                has_trade=place.iso3 in with_trade,
                goods=tuple(good for good in chain.goods if good in named),
                actions=sum(bool(reach_of(activity, chain)) for activity in acting),
            )
            if listed.evidence or listed.has_trade or listed.actions:
                yield listed


def _observed(folder: DataFolder) -> dict[str, Counter[tuple[str, str]]]:
    """Return, by place, how many values there are for each topic and industry."""
    frame = work_observations(folder).frame
    sizes = frame.groupby(["place", "indicator", "industry"], observed=True).size()
    topics = {id: indicator(id).topic for id in frame["indicator"].unique()}
    found: dict[str, Counter[tuple[str, str]]] = {}
    for (place, id, industry), count in sizes.items():
        found.setdefault(place, Counter())[topics[id], industry] += int(count)
    return found


def _of_industries(
    in_place: Mapping[tuple[str, str], int], chain: Chain
) -> Counter[tuple[str, str]]:
    own = {f"isic4:{code}" for code in chain.isic4}
    counts: Counter[tuple[str, str]] = Counter()
    for (topic, industry), count in in_place.items():
        if industry in own:
            counts[topic, OF_CHAIN] += count
    return counts


def goods_by_place(folder: DataFolder) -> dict[str, dict[str, set[str]]]:
    """Return, by place, the goods of the latest edition and the topics they are listed for."""
    if not folder.has(GOODS):
        return {}
    frame = read_once(folder, GOODS, Observations).frame
    latest = frame[(frame["period"] == frame["period"].max()) & (frame["value"] == 1)]
    found: dict[str, dict[str, set[str]]] = {}
    for row in latest.itertuples():
        topics = found.setdefault(row.place, {}).setdefault(row.subject, set())
        topics.add(indicator(row.indicator).topic)
    return found


def _of_goods(named: Mapping[str, set[str]], chain: Chain) -> Counter[tuple[str, str]]:
    return Counter((topic, OF_CHAIN) for good in chain.goods for topic in named.get(good, ()))


def _places_with_trade(folder: DataFolder) -> frozenset[str]:
    if not folder.has(TABLE):
        return frozenset()
    panel = kept_panel(folder, "12")
    frame = panel if isinstance(panel, pd.DataFrame) else pd.read_parquet(panel, columns=["place"])
    return frozenset(frame["place"].unique())
