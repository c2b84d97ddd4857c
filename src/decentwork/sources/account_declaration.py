"""A labour account that a user declares: account.toml and CSV files beside it."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from decentwork.accounts.account_plan import (
    AMOUNTS,
    FRACTIONS,
    KINDS,
    OBSERVED,
    RATES,
    SHARES,
    SUMS,
    TOTALS,
    AccountPlan,
    Key,
    PublishedSums,
    Rates,
)
from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Table
from decentwork.estimates.errors import InvalidInput, Problem, UnknownFile
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimates.units import Unit
from decentwork.sources.account_numbers import (
    DeclaredNumbers,
    amounts_of,
    numbers_of,
    pairs_of,
    positive,
)

HINT = "See the how-to page on building an account."
ORIGIN = ("title", "publisher", "licence", "citation")
_WORDS: Mapping[str, Sequence[str]] = {
    "": (
        "kind", "ages", "name", "unit", "year", "groups", "hold", "rounding", "key_concentration",
        *ORIGIN,
        "totals", "shares", "sectors", "keys", "sums", "observed", "rates", "regions",
    ),
    "totals": ("file", "zero_means"),
    "shares": ("file", "zero_means", "concentration"),
    "sectors": ("file",),
    "keys": ("of", "weight", "zero_means"),
    "sums": ("name", "file", "zero_means"),
    "observed": ("file", "zero_means"),
    "rates": ("file", "unit", "workers", "zero_means"),
    "regions": ("file", "borrow", "size"),
}  # fmt: skip
LISTS = ("keys", "sums")
_AGES = re.compile(r"\d+-\d+")
_NAME = re.compile(r"[^\[\],]*[^\[\],\s]")


def read_account_plan(
    path: Path, table: Table, account: Callable[[str], LabourAccount]
) -> AccountPlan:
    """Return the account that `path` (account.toml) declares, for a table.

    Parameters
    ----------
    path : Path
        The declaration; the files that it names stand beside it.
    table : Table
        Its industries are those of the account; "output" as a key is its output.
    account : callable
        A labour account of the table by its name, for keys and workers; raises InputError.

    Raises
    ------
    UnknownFile
        There is no such file.
    InvalidInput
        What is declared, or a file, breaks a rule; all problems are told.
    """
    if not path.is_file():
        raise UnknownFile(str(path), "There is no such declaration.", HINT)
    try:
        declared = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput(path.name, [Problem(path.name, f"is not TOML: {error}.")]) from error
    source = DeclaredNumbers(folder=path.parent, table=table, account=account)
    plan = _plan(path, declared, source)
    if source.problems or plan is None:
        raise InvalidInput(path.name, source.problems)
    return plan


def _plan(path: Path, declared: Mapping[str, Any], source: DeclaredNumbers) -> AccountPlan | None:
    tables, lists = _parts(declared, source)
    unit, name = _unit(declared, source), _name(declared, source)
    year, groups = _year_and_groups(path, declared, source)
    shares, regions = tables["shares"], tables["regions"]
    parts: dict[str, Any] = {
        "keys": tuple(_key(source, it) for it in lists["keys"]),
        "totals": numbers_of(source, "totals", tables["totals"], TOTALS),
        "shares": numbers_of(source, "shares", shares, SHARES),
        "sectors": pairs_of(source, "sectors", tables["sectors"], "industry", "sector"),
        "sums": tuple(_sums(source, it) for it in lists["sums"]),
        "observed": numbers_of(source, "observed", tables["observed"], OBSERVED),
        "rates": _rates(source, tables["rates"]),
        "hold": declared.get("hold", True) is True,
        "rounding": positive(source, path.name, declared, "rounding") or 0.0,
        "regions": pairs_of(source, "regions", regions, "place", "region"),
        "borrow": regions.get("borrow", False) is True,
        "sizes": _sizes(source, regions),
        "share_concentration": positive(source, "shares", shares, "concentration"),
        "key_concentration": positive(source, path.name, declared, "key_concentration"),
    }
    if source.problems or unit is None:
        return None
    if year != source.table.year:
        what = f"of {year}, shared out over the industries of {source.table.year}: years mix."
        source.notes.append(Problem("totals", what))
    return AccountPlan(
        name=name,
        unit=unit,
        year=source.table.year,
        provenance=_provenance(declared),
        groups=groups,
        notes=tuple(source.notes),
        **parts,
    )


_Part = Mapping[str, Any]


def _parts(
    declared: Mapping[str, Any], source: DeclaredNumbers
) -> tuple[dict[str, _Part], dict[str, list[_Part]]]:
    """Return the tables, and the lists of tables, of the declaration; empty where there is none.

    Tells what is no table, and every word that has no meaning.
    """
    found: dict[str, list[_Part]] = {"": [declared]}
    for part in filter(None, _WORDS):
        held = declared.get(part, [] if part in LISTS else {})
        several = held if isinstance(held, list) and part in LISTS else [held]
        found[part] = [it for it in several if isinstance(it, dict)]
        if len(found[part]) < len(several) or (part in LISTS and isinstance(held, dict)):
            head = f"[[{part}]]" if part in LISTS else f"[{part}]"
            source.tell(part, "is not written as a table.", f"Head it with {head}.")
    for part, several in found.items():
        for word in (word for it in several for word in it):
            if word not in _WORDS[part]:
                hint = f"Known: {', '.join(_WORDS[part])}."
                source.tell(part or "declaration", f"{word!r} is not known.", hint)
    tables = {part: several[0] if several else {} for part, several in found.items()}
    return tables, {part: found[part] for part in LISTS}


def _year_and_groups(
    path: Path, declared: Mapping[str, Any], source: DeclaredNumbers
) -> tuple[int, tuple[str, ...]]:
    for word in ORIGIN:
        if not str(declared.get(word, "")).strip():
            source.tell(path.name, f"{word} is missing.", "Say where the totals come from.")
    year, groups = declared.get("year"), declared.get("groups", [""])
    if not isinstance(year, int):
        source.tell(path.name, "year is not a whole number.", "year = 2013")
    listed = isinstance(groups, list) and all(isinstance(it, str) for it in groups)
    if not listed or not all(_NAME.fullmatch(it) for it in groups if "groups" in declared):
        source.tell(path.name, "groups is not a list of names.", 'groups = ["women", "men"]')
        return 0, ("",)
    return year if isinstance(year, int) else 0, tuple(groups)


def _unit(declared: Mapping[str, Any], source: DeclaredNumbers) -> Unit | None:
    kind = str(declared.get("kind", ""))
    if kind not in KINDS:
        source.tell("kind", f"{kind!r} is not known.", f"Known: {', '.join(KINDS)}.")
        return None
    if declared.get("unit") not in KINDS[kind].units:
        what = f"{declared.get('unit')!r} is not a unit of {kind}."
        source.tell("unit", what, f"Write one of: {', '.join(KINDS[kind].units)}.")
        return None
    return Unit(declared["unit"])


def _name(declared: Mapping[str, Any], source: DeclaredNumbers) -> str:
    """Return the name of the account; that of children's work is its definition and ages."""
    kind, ages = str(declared.get("kind", "")), str(declared.get("ages", ""))
    if kind in KINDS and KINDS[kind].aged:
        if not _AGES.fullmatch(ages):
            source.tell("ages", "the ages are missing.", 'Write them as in ages = "5-17".')
        if "name" in declared:
            what = "children's work is named by its definition and ages."
            source.tell("name", what, "Leave out the name.")
        return f"{kind}_{ages}"
    name = str(declared.get("name", kind))
    if not _NAME.fullmatch(name):
        source.tell("name", f"{name!r} has a comma or bracket, or is empty.")
    return name


def _key(source: DeclaredNumbers, part: Mapping[str, Any]) -> Key:
    of = str(part.get("of", ""))
    weight = positive(source, f"key {of}", part, "weight")
    zero_means = str(part.get("zero_means", "zero"))
    frame = amounts_of(source, of, zero_means)[0]
    return Key(name=of.removesuffix(".csv"), frame=frame, weight=1.0 if weight is None else weight)


def _sums(source: DeclaredNumbers, part: Mapping[str, Any]) -> PublishedSums:
    name = str(part.get("name", part.get("file", "")))
    return PublishedSums(name=name, frame=numbers_of(source, f"sums {name}", part, SUMS))


def _rates(source: DeclaredNumbers, part: Mapping[str, Any]) -> Rates | None:
    if not part:
        return None
    if part.get("unit") not in (units := (*FRACTIONS, *AMOUNTS)):
        what = f"unit {part.get('unit')!r} is no rate per worker."
        source.tell("rates", what, f"Write one of: {', '.join(units)}.")
        return None
    of = str(part.get("workers", ""))
    workers, unit = amounts_of(source, of)
    if unit is None or unit not in KINDS["workers"].units:
        source.tell("rates", f"workers {of!r} is not an account of the table that counts people.")
        return None
    return Rates(
        unit=Unit(part["unit"]),
        frame=numbers_of(source, "rates", part, RATES),
        workers=Key(name=of, frame=workers),
        workers_unit=unit,
    )


def _sizes(source: DeclaredNumbers, part: Mapping[str, Any]) -> dict[str, float]:
    """Return the size of each place: the sum over industries of what `size` names."""
    if "size" not in part:
        return {}
    size = str(part["size"])
    if size.endswith(".csv"):
        amounts = numbers_of(source, "size", {"file": size}, TOTALS)
    else:
        amounts, _ = amounts_of(source, size)
    return {str(place): float(rows.sum()) for place, rows in amounts.groupby("place")["value"]}


def _provenance(declared: Mapping[str, Any]) -> Provenance:
    origin = Origin(
        title=str(declared["title"]),
        publisher=str(declared["publisher"]),
        licence=str(declared["licence"]),
        citation=str(declared["citation"]),
        edition=str(declared["year"]),
    )
    return Provenance(origins=(origin,), steps=("read from an account declaration",))
