"""What the programmes app asks of the library about needs: who answers them, who does what where.

Beside `calculations`, which holds what records and results need of the library.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from decentwork.classifications.chains import chains as all_chains
from decentwork.classifications.countries import countries, country
from decentwork.classifications.topics import topics
from decentwork.dossiers.plan_items import draft_activity
from decentwork.estimates.errors import UnknownCode as UnknownCode
from decentwork.estimates.messages import translatable
from decentwork.programmes import records
from decentwork.programmes.programme import Programme
from decentwork.programmes.programme_tables import plain
from decentwork.reporting import coordination_page, names
from decentwork.reporting.coordination_page import AskedOf as AskedOf
from decentwork.reporting.coordination_page import CoordinationView as CoordinationView
from decentwork.reporting.gap_pages import priority_text
from decentwork.reporting.numbers import Reader
from decentwork.sources.data_folder import DataFolder

if TYPE_CHECKING:
    from decentwork.dossiers.portfolio import Portfolio, PortfolioRow, Total
    from decentwork.reporting.portfolio_page import Asked

Plain = dict[str, Any]
Chains = Sequence[tuple[str, str]]
Tell = Callable[[int, int, str], None]

COORDINATED = (
    "organisations", "areas", "deliverables", "activities", "roles", "budgets", "meetings",
    "decisions", "follow_ups", "commitments", "dialogues",
)  # fmt: skip
"""Sections that the page of coordination reads."""
NONE_DONE = ("dropped", "suspended", "merged")
AT_ONCE = 60  # chains that a page looks at while its reader waits: some three seconds
IN_STRIP = 5  # needs that stand on top of a programme
LOOKED_AT = translatable("chains looked at")
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
DRAWINGS = {"chart": "application/json", "svg": "image/svg+xml"}


def chains_of(activities: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return place and chain of all that some activities name together."""
    found = {
        (place, chain)
        for each in activities
        if each.get("state") not in NONE_DONE
        for place in each.get("places", ())
        for chain in each.get("chains", ())
    }
    return sorted(found)


def known_unanswered(chains: Chains, on: date) -> list[Plain] | None:
    """Return the needs that nobody answers in some chains, None where that is not known yet.

    It is kept for the data and programmes it was found in, and for the day.
    """
    if not chains:
        return []
    path = _kept_for(chains)
    if not path.is_file():
        return None
    kept = json.loads(path.read_text(encoding="utf-8"))
    rows: list[Plain] = kept["rows"]
    return rows if kept["on"] == on.isoformat() else None


def find_unanswered(chains: Chains, on: date, tell: Tell = lambda *_: None) -> list[Plain]:
    """Return the needs that nobody answers in some chains, and keep them."""
    known = known_unanswered(chains, on)
    if known is not None:
        return known
    from decentwork.dossiers.unanswered import merged, unanswered

    folder, lots = _folder(), []
    for first in range(0, len(chains), AT_ONCE):
        tell(first, len(chains), LOOKED_AT)
        lots.append(unanswered(chains[first : first + AT_ONCE], folder, on))
    rows = [each.to_dict() for each in merged(lots)]
    text = json.dumps({"on": on.isoformat(), "rows": rows})
    folder.keep(_kept_for(chains), lambda staged: _write(staged, text))
    return rows


def do_unanswered(arguments: Mapping[str, Any], tell: Tell) -> Plain:
    """Find the needs that nobody answers in the chains of a programme, as a job."""
    chains = [(place, chain) for place, chain in arguments["chains"]]
    found = find_unanswered(chains, date.fromisoformat(arguments["on"]), tell)
    return {"needs": len(found)}


def chains_key(chains: Chains) -> str:
    """Return a key of some chains and of the data in which they are looked at."""
    folder = _folder()
    written = json.dumps([folder.fingerprint(folder.known()), list(chains)])
    return hashlib.sha256(written.encode()).hexdigest()[:32]


def told_unanswered(rows: Iterable[Plain], reader: Reader) -> list[Plain]:
    """Return needs that nobody answers with the names of their codes."""
    return [
        row
        | {
            "place_name": names.place_name(row["place"], reader.language, reader.translate),
            "chain_name": names.chain_name(row["chain"], reader.language),
            "topic_name": names.topic_name(row["topic"], reader.language),
            "tier_name": names.tier_name(row["tier"], reader.language),
            "need_name": reader.translate(names.NEEDS[row["need"]]),
            "gap_name": reader.translate(names.GAPS[row["gap"]]) if row["gap"] else "",
            "priority_name": priority_text(row["priority"], reader),
            "plans": [tuple(id.split(".", 1)) for id in row["planned"]],
        }
        for row in rows
    ]


def strip(activities: Iterable[Mapping[str, Any]], on: date, reader: Reader) -> Plain:
    """Return what stands on top of a programme: how many needs nobody answers, the first of them.

    `rows` is None where that is not known yet; `chains` counts those that activities name.
    """
    chains = chains_of(activities)
    known = known_unanswered(chains, on)
    rows = None if known is None else told_unanswered(known[:IN_STRIP], reader)
    return {"chains": len(chains), "rows": rows, "count": len(known or ())}


def begun_for_gap(key: str) -> Plain:
    """Return what a new activity says already that is to answer a gap; UnknownCode if none is it.

    A person decides its short name, kind and area.
    """
    if key.count("/") != 3:
        raise UnknownCode(key, "the gaps of dossiers")
    drafted = plain(draft_activity(key, id="gap", kind="project", area="area"))
    return {name: it for name, it in drafted.items() if name not in ("id", "kind", "area")}


def coordinated(header: Plain, held: Mapping[str, Iterable[Plain]]) -> Programme:
    """Return the programme that some of its records make; they were checked when they were kept."""
    kinds = records.SECTIONS
    sections: dict[str, tuple[records.Row, ...]] = {
        section: tuple(kinds[section].model_construct(**it) for it in held.get(section, ()))
        for section in kinds
    }
    by_id = {
        it.id: it for rows in sections.values() for it in rows if isinstance(it, records.Record)
    }
    return Programme(
        header=records.Header.model_construct(**header),
        sections=sections,
        by_id=by_id,
        by_indicator={},
        by_sum={},
    )


def asked_of(query: Mapping[str, str], programme: Programme, on: date) -> AskedOf:
    """Return what the address of the page of coordination asks; what nothing has is not asked."""
    known_topics = {it.id for it in topics()}
    place, topic, organisation = (query.get(it, "") for it in ("place", "topic", "organisation"))
    places = {it for each in programme.all(records.Activity) for it in each.places}
    return AskedOf(
        place=place if place in places else "",
        topic=topic if topic in known_topics else "",
        organisation=organisation if organisation in programme.by_id else "",
        year=coordination_page.calendar_year(programme, query.get("year", ""), on),
    )


def topic_choices(reader: Reader) -> list[tuple[str, str]]:
    """Return every topic with its name."""
    return [(it.id, it.name(reader.language)) for it in topics()]


def coordination(
    programme: Programme, asked: AskedOf, on: date, reader: Reader
) -> CoordinationView:
    """Return who does what where, in the reader's language."""
    return coordination_page.coordination_view(programme, asked, on, reader)


def coordination_file(view: CoordinationView, kind: str, title: str, reader: Reader) -> bytes:
    """Return the page of coordination as a file: CSV of who does what where, else all parts."""
    from decentwork.reporting.table_files import table_csv, tables_xlsx

    tables = coordination_page.tables_of(view, reader)
    if kind == "csv":
        who = reader.translate(coordination_page.PARTS["who"])
        return table_csv(tables[who]).encode()
    if kind == "xlsx":
        return tables_xlsx(title, tables)
    return json.dumps(asdict(view), ensure_ascii=False).encode()


def gaps(place: str, chain: str, on: date) -> tuple[Plain, ...]:
    """Return need, obligation, action and gap of a chain, as `decentwork programme gaps --json`.

    Raises
    ------
    UnknownCode
        The place or chain is in no classification.
    """
    folder = _folder()
    return _gaps(place, chain, on, folder.fingerprint(folder.known()))


@lru_cache(maxsize=32)
def _gaps(place: str, chain: str, on: date, _key: str) -> tuple[Plain, ...]:
    from decentwork.dossiers.gap_rows import gap_rows
    from decentwork.reporting.gap_pages import told_row

    return tuple(told_row(row) for row in gap_rows(place, chain, _folder(), on))


def portfolio(on: date) -> "Portfolio":
    """Return where needs are and where activity goes; needs are kept until the data change."""
    folder = _folder()
    return _portfolio(folder.fingerprint(folder.known()), on)


@lru_cache(maxsize=2)
def _portfolio(_key: str, on: date) -> "Portfolio":
    from decentwork.dossiers.portfolio import portfolio

    folder = _folder()
    has_real = any(not folder.entry(name).invented for name in folder.names())
    return portfolio(folder if has_real else folder.sample_world(), on)


def asked_portfolio(query: Mapping[str, str], found: "Portfolio") -> "Asked":
    """Return what the address of the portfolio asks; what nothing has is not asked."""
    from decentwork.reporting.portfolio_page import STANDINGS, Asked

    known = {
        "place": {row.place for row in found.rows},
        "topic": {row.topic for row in found.rows},
        "region": {country(row.place).m49_region for row in found.rows},
        "standing": set(STANDINGS),
    }
    return Asked(
        **{name: query.get(name, "") for name in known if query.get(name, "") in known[name]}
    )


def portfolio_rows(found: "Portfolio", asked: "Asked", reader: Reader) -> "list[PortfolioRow]":
    """Return the rows that fit what is asked, countries by their names."""
    from decentwork.reporting.portfolio_page import asked_rows

    return asked_rows(found, asked, reader)


def told_rows(rows: "Iterable[PortfolioRow]", reader: Reader) -> list[Plain]:
    """Return rows of the portfolio with the names of their codes."""
    from decentwork.reporting import portfolio_page

    return [
        row.to_dict()
        | {
            "place_name": names.place_name(row.place, reader.language, reader.translate),
            "topic_name": names.topic_name(row.topic, reader.language),
            "standing_name": reader.translate(portfolio_page.STANDINGS[row.standing]),
            "indicators": portfolio_page.indicator_names(row, reader),
            "chains": [(it, names.chain_name(it, reader.language)) for it in row.need.chains],
            "done": [tuple(id.split(".", 1)) for id in row.activities],
            "money_text": portfolio_page.money_text(row.money, reader),
        }
        for row in rows
    ]


def told_totals(totals: "Iterable[Total]", by: str, reader: Reader) -> list[Plain]:
    """Return totals by "topic" or "place" with the names of their codes."""
    from decentwork.reporting.portfolio_page import code_named, money_text

    return [
        it.to_dict()
        | {"name": code_named(it.code, by, reader), "money_text": money_text(it.money, reader)}
        for it in totals
    ]


def portfolio_choices(found: "Portfolio", reader: Reader) -> dict[str, list[tuple[str, str]]]:
    """Return what the portfolio can be narrowed by, each choice with its name."""
    from decentwork.classifications.countries import region
    from decentwork.reporting.portfolio_page import STANDINGS

    places = {row.place for row in found.rows}
    regions = {country(place).m49_region for place in places} - {""}
    held = {row.topic for row in found.rows}
    return {
        "region": sorted(((it, region(it).name(reader.language)) for it in regions), key=_by_name),
        "place": sorted(
            ((it, names.place_name(it, reader.language, reader.translate)) for it in places),
            key=_by_name,
        ),
        "topic": [(it.id, it.name(reader.language)) for it in topics() if it.id in held],
        "standing": [(id, reader.translate(text)) for id, text in STANDINGS.items()],
    }


def _by_name(choice: tuple[str, str]) -> str:
    return choice[1]


def portfolio_file(
    found: "Portfolio", asked: "Asked", kind: str, title: str, reader: Reader, width: int
) -> bytes:
    """Return the portfolio as a file: rows as CSV, all tables as XLSX or JSON, or the chart."""
    from decentwork.reporting import portfolio_page
    from decentwork.reporting.table_files import table_csv, tables_xlsx

    rows = portfolio_page.asked_rows(found, asked, reader)
    if kind == "csv":
        return table_csv(portfolio_page.row_table(rows, reader)).encode()
    if kind == "json":
        told = found.to_dict() | {"rows": [row.to_dict() for row in rows]}
        return json.dumps(told, ensure_ascii=False).encode()
    if kind in DRAWINGS:
        from decentwork.reporting.charts import chart_svg

        drawn = portfolio_page.portfolio_chart(found.by_topic(), reader, width)
        return (json.dumps(drawn.to_dict()) if kind == "chart" else chart_svg(drawn)).encode()
    by_topic, by_place = found.by_topic(), found.by_place()
    tables = {
        reader.translate(portfolio_page.HEADS["topic"]): portfolio_page.total_table(
            by_topic, "topic", reader
        ),
        reader.translate(portfolio_page.HEADS["place"]): portfolio_page.total_table(
            by_place, "place", reader
        ),
        reader.translate(portfolio_page.HEADS["standing"]): portfolio_page.row_table(rows, reader),
    }
    return tables_xlsx(title, tables)


def is_chain(place: str, chain: str) -> bool:
    """Tell whether a place and a chain are in their classifications."""
    known = {it.iso3 for it in (*countries(), *countries(invented=True))}
    return place in known and chain in {it.slug for it in all_chains()}


def _folder() -> DataFolder:
    folder: DataFolder = settings.DATA
    return folder


def _kept_for(chains: Chains) -> Path:
    return _folder().kept("unanswered", chains_key(chains), ".json")


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
