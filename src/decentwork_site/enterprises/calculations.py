"""What the enterprises app asks of the library: lists read, mentions matched."""

import hashlib
import math
import tempfile
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings

from decentwork.estimates.errors import DecentWorkError as DecentWorkError
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.messages import translatable as translatable
from decentwork.matching.aliases import parse_lei, parse_os_id
from decentwork.matching.identifiers import MisspelledIdentifier as MisspelledIdentifier
from decentwork.matching.identifiers import NoIdentifier as NoIdentifier
from decentwork.matching.identifiers import identifier as identifier
from decentwork.matching.identifiers import parse_identifier as parse_identifier
from decentwork.matching.steps import in_words
from decentwork.registers.judgements import Judged
from decentwork.registers.judgements import Judgement as Judgement
from decentwork.reporting import names
from decentwork.reporting.table_files import table_csv

Translate = Callable[[str], str]
Tell = Callable[[int, int, str], None]

LONGEST_WORD = 40  # letters of a word that the search box tells apart


def search_words(text: str) -> tuple[str, ...]:
    """Return the words of a text as the index of the search box spells them, each once."""
    from decentwork.matching.folding import fold

    return tuple(dict.fromkeys(word[:LONGEST_WORD] for word in fold(text).split()))


def words_of(texts: Iterable[str]) -> str:
    """Return the words of all texts between blanks, as `Enterprise.words` holds them."""
    words = search_words(" ".join(texts))
    return f" {' '.join(words)} " if words else ""


def written_alias(scheme: str, value: str) -> str:
    """Return an identifier that somebody else gave, as that scheme writes it.

    Raises
    ------
    NoIdentifier
        The scheme is known, and writes its identifiers otherwise.
    """
    parse = {"lei": parse_lei, "os_id": parse_os_id}.get(scheme, str.strip)
    return parse(value)


def country_name(code: str, language: str, translate: Translate) -> str:
    """Return what a country is called, "" where none is given."""
    return names.place_name(code, language, translate) if code else ""


def csv_parts(parts: Iterable[Sequence[Mapping[str, str]]]) -> Iterator[str]:
    """Yield a table as CSV part by part, its head once; no cell can act as a formula."""
    for number, rows in enumerate(parts):
        written = table_csv(rows)
        yield written.partition("\n")[2] if number else written


class Given(NamedTuple):
    """What settling needs of a mention: `known` the identifier that it had."""

    country: str
    listed_on: str
    known: str


class Compared(NamedTuple):
    """Two mentions by their refs, and how likely they are one enterprise."""

    one: str
    other: str
    probability: float


class Open(NamedTuple):
    """That a person is to judge a pair: its `worth`, and how many more wait `behind` it."""

    worth: float
    behind: int


class Standing(NamedTuple):
    """Which enterprise a mention is of, how sure that is, and what is to be done about it."""

    identifier: str
    probability: float
    outcome: str


def judgement(batch: str, judged: str, one: str, other: str) -> Judgement:
    """Return a judgement as the library takes it; of an undoing, `one` is the batch undone."""
    return Judgement(at="", by="", judged=Judged(judged), one=one, other=other, batch=batch)


def settled(
    mentions: Mapping[str, Given],
    pairs: Sequence[Compared],
    judgements: Sequence[Judgement],
    *,
    same: float,
    new: float,
    taken: Container[str] = frozenset(),
) -> tuple[dict[str, Standing], dict[int, Open]]:
    """Return where mentions stand, and the pairs that a person is to judge, by place."""
    import numpy as np
    import pandas as pd

    from decentwork.matching.groups import Thresholds
    from decentwork.matching.settling import outcomes, settle

    frame = pd.DataFrame.from_dict(mentions, orient="index", columns=Given._fields).sort_index()
    place = {ref: at for at, ref in enumerate(frame.index)}
    left = np.array([place[it.one] for it in pairs], np.int32)
    right = np.array([place[it.other] for it in pairs], np.int32)
    found = settle(
        frame,
        left,
        right,
        np.array([it.probability for it in pairs], float),
        Thresholds(same=same, new=new),
        judgements=judgements,
        known={ref: it.known for ref, it in mentions.items() if it.known},
        taken=taken,
    )
    outcome = outcomes(found.resolution, left, right)
    columns = found.identifiers, found.resolution.probability, outcome
    rows = zip(*(column.tolist() for column in columns), strict=True)
    standing = {ref: Standing(*row) for ref, row in zip(frame.index, rows, strict=True)}
    asked = found.resolution.asked, found.worth, found.behind
    at_hand = zip(*(column[found.behind >= 0].tolist() for column in asked), strict=True)
    return standing, {pair: Open(worth, behind) for pair, worth, behind in at_hand}


LARGEST_LIST = 400 * 1024 * 1024  # bytes of a file
FIELDS = {
    "name": translatable("name"),
    "address": translatable("address"),
    "city": translatable("town"),
    "region": translatable("region"),
    "postcode": translatable("postcode"),
    "country": translatable("country"),
    "phone": translatable("phone"),
    "website": translatable("address on the web"),
    "number": translatable("number in a register"),
    "latitude": translatable("latitude"),
    "longitude": translatable("longitude"),
    "id": translatable("number in this list"),
}
"""What a column of a list can tell of an enterprise."""

SEA = "sea"
"""Where a place lies that is in no country."""


def keep_file(name: str, content: Iterable[bytes]) -> str:
    """Keep the file of a list in the data folder, part by part, and return its digest.

    Raises
    ------
    InvalidInput
        It is larger than `LARGEST_LIST`.
    """
    folder = settings.DATA.root / "lists"
    folder.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as staged:
        try:
            for part in content:
                size += len(part)
                if size > LARGEST_LIST:
                    raise InvalidInput(name, [_too_large()])
                digest.update(part)
                staged.write(part)
            staged.close()
            kept = list_path(digest.hexdigest(), name)
            kept.parent.mkdir(exist_ok=True)
            Path(staged.name).replace(kept)
        finally:
            Path(staged.name).unlink(missing_ok=True)
    return digest.hexdigest()


def _too_large() -> Problem:
    return Problem(
        translatable("file"),
        translatable("it is larger than 400 MB."),
        translatable("Save the columns that are needed as CSV, or cut it into several lists."),
    )


def list_path(digest: str, name: str) -> Path:
    """Return where the file of a list is kept, under the name that its curator knows."""
    kept: Path = settings.DATA.root / "lists" / digest / Path(name).name
    return kept


def problems(error: DecentWorkError) -> list[dict[str, str]]:
    """Return all that is wrong, each with where, what and hint."""
    if isinstance(error, InvalidInput):
        return [asdict(each) for each in error.problems]
    return [{"where": "", "what": str(error), "hint": ""}]


class Columns(NamedTuple):
    """The columns of a file: name and some contents of each, and what they seem to tell."""

    sheet: str
    sheets: Sequence[str]
    examples: Mapping[str, Sequence[str]]
    guessed: Mapping[str, str]


def columns_of(digest: str, name: str, sheet: str = "") -> Columns:
    """Return the columns of a list that was kept, with the field that each seems to tell of.

    Raises
    ------
    DecentWorkError
        The file is no table.
    """
    from decentwork.sources.enterprise_lists import guessed_columns, headings

    found = headings(list_path(digest, name), sheet=sheet)
    guessed = {
        name: field
        for field, names in guessed_columns(found).items()
        if field in FIELDS
        for name in ([names] if isinstance(names, str) else names)
    }
    return Columns(
        sheet=found.sheet,
        sheets=found.sheets,
        examples={name: [row[at] for row in found.examples] for at, name in enumerate(found.names)},
        guessed=guessed,
    )


MATCHED_BY = (
    "ref", "name", "address", "city", "region", "postcode", "country", "phone", "website", "number",
    "latitude", "longitude", "list__source__name", "list__listed_on", "enterprise__identifier",
)  # fmt: skip
"""What matching takes of a mention, as queries call it."""


def given(rows: Iterable[Sequence[Any]]) -> dict[str, Given]:
    """Return what settling needs of mentions, given as `MATCHED_BY`, by ref."""
    country, listed_on = MATCHED_BY.index("country"), MATCHED_BY.index("list__listed_on")
    return {row[0]: Given(row[country], row[listed_on].isoformat(), row[-1] or "") for row in rows}


def usual_thresholds() -> tuple[float, float]:
    """Return the thresholds `same` and `new` of the model that ships."""
    from decentwork.matching.groups import usual_thresholds as usual

    return usual().same, usual().new


def matched(
    rows: Sequence[Sequence[Any]],
    judgements: Sequence[Judgement],
    *,
    same: float,
    new: float,
    tell: Tell,
) -> Iterator[tuple[Compared, list[dict[str, Any]]]]:
    """Yield the pairs of mentions that settling needs, with what speaks for and against each.

    `rows` are mentions as `MATCHED_BY`; reasons are those of pairs that could be one enterprise.
    A row that says all that another says is matched with it; their pair is certain.
    """
    import pandas as pd

    from decentwork.matching.groups import Thresholds
    from decentwork.matching.matched import match
    from decentwork.matching.repeats import distinct
    from decentwork.matching.told_pairs import told_pairs
    from decentwork.registers.enterprise_records import enterprise_records

    frame = pd.DataFrame.from_records(
        rows, columns=[*MATCHED_BY[:-3], "source", "listed_on", "known"], index="ref"
    )
    each = distinct(enterprise_records(frame))
    found = match(
        each.records,
        thresholds=Thresholds(same=same, new=new),
        judgements=each.judgements(judgements),
        tell=in_words(tell),
    )
    for it in told_pairs(found):
        yield Compared(it.one, it.other, it.probability), [why._asdict() for why in it.reasons]
    for repeat, first in each.repeats():
        yield Compared(first, repeat, 1.0), []


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list that was read: its rows (`count`) by their ids, and what was noticed."""

    frame: Any
    has_ids: bool
    contradicted: Mapping[str, str]
    notes: list[dict[str, str]]

    @property
    def count(self) -> int:
        """Return the number of rows."""
        return len(self.frame)

    def batches(
        self, prefix: str, *, kept: int = 0, size: int = 1000
    ) -> Iterator[list[dict[str, Any]]]:
        """Yield fields of mentions, some at a time, from `kept` on; refs begin with `prefix`."""
        for begin in range(kept, self.count, size):
            part = self.frame.iloc[begin : begin + size]
            rows = zip(part.index, part.to_dict("records"), strict=True)
            yield [
                mention_fields(row)
                | {
                    "ref": f"{prefix}{number:07d}",
                    "given_id": id[:160] if self.has_ids else "",
                    "located_in": self.contradicted.get(id, ""),
                }
                for number, (id, row) in enumerate(rows, begin)
            ]


LONGEST = {
    "name": 300, "address": 2000, "city": 160, "region": 160, "postcode": 40, "country": 3,
    "phone": 80, "website": 200, "number": 80,
}  # fmt: skip
"""Letters of each text of a mention that are kept."""


def mention_fields(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a list as fields of a mention."""
    texts = {name: row[name][:most] for name, most in LONGEST.items()}
    places = (row["latitude"], row["longitude"])
    latitude, longitude = (None if math.isnan(it) else it for it in places)
    return texts | {"latitude": latitude, "longitude": longitude}


DEMONSTRATION: tuple[tuple[dict[str, Any], date], ...] = (
    ({"name": "Business register of Avonia", "kind": "register"}, date(2026, 1, 1)),
    ({"name": "Buyer Amber, suppliers", "kind": "brand"}, date(2026, 3, 1)),
    ({"name": "Buyer Birch, factories", "kind": "brand"}, date(2026, 5, 1)),
    (
        {"name": "Buyer Cedar, not for publication", "kind": "brand", "is_public": False},
        date(2026, 6, 1),
    ),
)


def demonstration_lists() -> Iterator[tuple[dict[str, Any], date, list[dict[str, Any]]]]:
    """Yield the sources of an invented country, the date of their lists, and their rows."""
    import numpy as np

    from decentwork.matching.invented_registers import invented_register

    records, truth = invented_register(240, np.random.default_rng(2026), countries=("KEN",))
    frame = records.frame.assign(country="XAA", latitude=np.nan, longitude=np.nan, truth=truth)
    for name in ("name", "address", "phone"):
        frame[name] = frame[name].str.replace(r"(?i)kenya", "Avonia", regex=True)
    frame["phone"] = frame["phone"].str.replace(r"^(\+|00)254[ -]?", "", regex=True)
    turn = (frame.groupby("truth").cumcount() + frame["truth"]) % len(DEMONSTRATION)
    for number, (source, listed_on) in enumerate(DEMONSTRATION):
        rows = frame[turn == number].to_dict("records")
        yield source, listed_on, [mention_fields(row) for row in rows]


def read(
    digest: str, name: str, sheet: str, columns: Mapping[str, list[str]], tell: Tell
) -> Listed:
    """Return the rows of a list that was kept.

    Raises
    ------
    DecentWorkError
        With everything that is wrong.
    """
    from decentwork.matching.declared_countries import contradicted_countries
    from decentwork.sources.enterprise_lists import read_enterprise_list

    step = translatable("Reading the file")
    found = read_enterprise_list(
        list_path(digest, name),
        columns={field: it if field == "address" else it[0] for field, it in columns.items()},
        sheet=sheet,
        tell=lambda done, total: tell(done, total, step),
    )
    contradicted = contradicted_countries(found.records)
    return Listed(
        frame=found.records.frame,
        has_ids="id" in found.columns,
        contradicted=dict(
            zip(contradicted["id"], contradicted["lies_in"].replace("", SEA), strict=True)
        ),
        notes=[asdict(note) for note in found.notes],
    )


CODES = frozenset({"phone", "website", "number"})


class Beside(NamedTuple):
    """A field of two mentions: its name, words that may differ of each, and whether they agree."""

    label: str
    one: Sequence[tuple[str, bool]]
    other: Sequence[tuple[str, bool]]
    agrees: bool | None


def side_by_side(
    one: Mapping[str, str], other: Mapping[str, str], reasons: Iterable[Mapping[str, Any]]
) -> list[Beside]:
    """Return two mentions field by field; codes agree where the model says so in its reasons."""
    from decentwork.matching.side_by_side import side_by_side as compared

    same = CODES.intersection(it["field"] for it in reasons if it["agrees"])
    return [
        Beside(
            FIELDS[line.field],
            [(word, differs and line.field not in same) for word, differs in line.one],
            [(word, differs and line.field not in same) for word, differs in line.other],
            True if line.field in same else line.agrees,
        )
        for line in compared(one, other)
    ]


def apart_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far two places, as latitude and longitude, are from each other."""
    from decentwork.matching.side_by_side import apart_km as apart

    return apart(one, other)
