"""Value added of an industry in input-output tables that the user added, e.g. of the ADB."""

from collections.abc import Collection, Iterator, Sequence

import pandas as pd

from decentwork.classifications.industries import industries
from decentwork.dossiers.sector_accounts import (
    INCLUDES_TAXES,
    TABLE_ERROR,
    Maker,
    always,
    value_added_of,
)
from decentwork.dossiers.sector_series import DERIVED, SectorSeries
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.catalogue import indicator
from decentwork.sources.catalogue import read
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.tidy_table import TidyTable, industries_of

_AT_PRICES_OF_A_YEAR = "_constant"


def own_table_accounts(
    places: Sequence[str], industry: str, measures: Collection[str], folder: DataFolder
) -> Iterator[SectorSeries]:
    """Yield value added of an industry ("wiod35:c4") in own tables of that classification.

    Tables of one name and several years are one source. Only tables in the unit of the indicator,
    at current prices.
    """
    if not industry or "value_added" not in measures:
        return
    code = industry.partition(":")[2]
    for source, names in _sources(folder).items():
        years = [_value_added(folder, name) for name in names]
        known = [it for it in years if not it.empty]
        if not known:
            continue
        every, provenance = pd.concat(known), _provenance(folder, names)
        for place in places:
            here = every[(every["place"] == place) & (every["industry"] == code)]
            if here.empty:
                continue
            made = here.set_index("year")["value"].sort_index()
            maker = Maker(place, industry, source, provenance, (INCLUDES_TAXES,))
            yield maker.series("value_added", DERIVED, made, always(TABLE_ERROR))


def _sources(folder: DataFolder) -> dict[str, list[str]]:
    """Return the own tables in the classification of the shipped one, by name without the year."""
    listed = {it.code for it in industries("wiod35")}
    found: dict[str, list[str]] = {}
    for name in folder.names():
        entry = folder.entry(name)
        if entry.reader.startswith("tidy_table:") and _AT_PRICES_OF_A_YEAR not in name:
            held = industries_of(next(iter(folder.files(name).values())).parent)
            if set(held) <= listed:
                found.setdefault(name.removesuffix(f"_{entry.coverage}"), []).append(name)
    return found


def _value_added(folder: DataFolder, name: str) -> pd.DataFrame:
    """Return value added by place, industry and year of one table; kept by its content."""
    path = folder.kept("sectors", f"{folder.fingerprint([name])[:24]}-value-added", ".parquet")
    if path.is_file():
        return pd.read_parquet(path)
    own: TidyTable = read(folder, name)
    frame = value_added_of(own.table)
    if own.table.unit != indicator("value_added").unit:
        frame = frame.iloc[:0]
    folder.keep(path, lambda staged: frame.to_parquet(staged, index=False))
    return frame


def _provenance(folder: DataFolder, names: Sequence[str]) -> Provenance:
    first, *others = [folder.provenance(name) for name in names]
    for it in others:
        first = first.joined(it)
    return first.then("output less the sum of intermediate inputs")
