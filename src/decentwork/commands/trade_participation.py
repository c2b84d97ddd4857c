"""`decentwork trade participation`: value chains and who works, over places and years."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.commands.trade_options import (
    AsJson,
    Places,
    TableName,
    Year,
    chosen_table,
    split_texts,
)
from decentwork.commands.trade_rows import print_frame
from decentwork.estimates.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from decentwork.dossiers.participation_by_group import ParticipationByGroup


class NotYears(InputError):
    """Years are written as a span or a list."""

    def __init__(self, written: str) -> None:
        self.written = written
        super().__init__(f"{written!r} are no years. Write 1995-2011, or 1995,2000,2005.")


def participation_command(
    table: TableName = "wiod2013",
    year: Year = None,
    years: Annotated[
        str, typer.Option(help="Over years, beside groups of workers: 1995-2011, or a list.")
    ] = "",
    account: Annotated[
        str, typer.Option(help="Labour account of which groups are parts.")
    ] = "employment",
    group: Annotated[
        list[str] | None,
        typer.Option(help="Groups, e.g. women, or accounts of the table beside --account."),
    ] = None,
    place: Places = None,
    as_json: AsJson = False,
) -> None:
    """Show the foreign content of each place's exports, and its value in others' exports.

    With --years or --group: backward and forward participation beside the share of the account that
    serves final demand abroad and the shares of groups of workers in employment. That they go
    together does not say that one causes the other.
    """
    if years or group:
        _by_group(table, years or str(year or ""), account, split_texts(group), place, as_json)
        return
    from decentwork.footprints.named_codes import named_codes
    from decentwork.footprints.participation import participation

    _, flows = chosen_table(table, year)
    chosen = named_codes(flows, place=split_texts(place))["place"]
    found = participation(flows)
    frame = found.to_frame().assign(unit=found.unit)
    if chosen:
        frame = frame[frame["place"].isin(chosen)]
    print_frame(frame, str(found), as_json, largest="exports")


def _by_group(
    table: str,
    years: str,
    account: str,
    groups: tuple[str, ...],
    place: list[str] | None,
    as_json: bool,
) -> None:
    from decentwork.dossiers.participation_by_group import participation_by_group
    from decentwork.footprints.named_codes import named_codes
    from decentwork.sources.data_folder import DataFolder
    from decentwork.sources.table_names import named_table

    folder = DataFolder.default()
    named = named_table(table, folder)
    asked = _years(years) or [named.years[-1]]
    chosen = named_codes(named.table(named.year_or_last(asked[-1])), place=split_texts(place))
    found = participation_by_group(named, asked, account, folder, groups)
    if chosen["place"]:
        rows = found.frame[found.frame["place"].isin(chosen["place"])]
        found = replace(found, frame=rows.reset_index(drop=True))
    print_frame(found.frame if as_json else _wide(found), str(found), as_json)
    if not as_json:
        _tell_missing(found)


def _wide(found: "ParticipationByGroup") -> "pd.DataFrame":
    """Return a row for each place and year, with the share of each group in a column."""
    keys = ["place", "year", "backward", "forward", "serves_abroad"]
    frame = found.frame[keys].drop_duplicates(["place", "year"], ignore_index=True)
    for column, name in (("share", "{}"), ("share_abroad", "{} abroad")):
        if found.frame[column].notna().any():
            values = found.frame.pivot(index=["place", "year"], columns="group", values=column)
            named = values.rename(columns=name.format).reset_index()
            frame = frame.merge(named, on=["place", "year"], how="left")
    return frame.sort_values(["place", "year"], kind="stable")


def _years(written: str) -> list[int]:
    if not written:
        return []
    if span := re.fullmatch(r"(\d{4})[-–](\d{4})", written):
        found = list(range(int(span[1]), int(span[2]) + 1))
    else:
        parts = split_texts([written])
        found = [int(it) for it in parts if re.fullmatch(r"\d{4}", it)]
        found = found if len(found) == len(parts) else []
    if not found:
        raise NotYears(written)
    return found


def _tell_missing(found: "ParticipationByGroup") -> None:
    if found.frame["group"].isna().all():
        typer.echo(f"No group is known beside {found.account}.")
    if found.frame["serves_abroad"].isna().any():
        without = found.frame[found.frame["serves_abroad"].isna()]
        years, places = without["year"].nunique(), ", ".join(without["place"].unique())
        typer.echo(f"Not known: {found.account} in some of {years} years: {places}.")
    for row in found.missing().itertuples():
        if row.not_known:
            never = f"; never: {', '.join(row.places_never)}" if row.places_never else ""
            typer.echo(f"Not known: {row.group}: {row.not_known} of {row.rows} rows{never}.")
