"""What a plan assumes, as tables: guesses about a chain or a season, by what each is about."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from decentwork.reporting.names import topic_name
from decentwork.reporting.numbers import list_text
from decentwork.reporting.papers import PaperTable
from decentwork.reporting.plan_sentences import ASSUMED, HEADS, TABLES, WORDS
from decentwork.reporting.survey_cells import TIER
from decentwork.reporting.survey_words import Words

_BY_KIND = {"buyers": "buyers", "workers": "mean_workers", "unlisted": "unlisted"}
_BY_STRATUM = ("lead_size", "size")
_SHARES = ("other_links", "affected", "empty", "response", "unlisted")

Assumed = Mapping[str, Any]


def assumption_tables(assumed: Assumed, words: Words) -> Iterator[PaperTable]:
    """Yield assumptions in their plain form as tables: as a whole, by tier, by kind and so on."""
    yield _table(words, "chain", ("assumption", "guess"), _singles(assumed, words))
    if "kinds" in assumed:
        yield _by_tier(assumed, words)
    if "buyers" in assumed:
        yield _by_kind(assumed, words)
    for name in _BY_STRATUM:
        if sizes := assumed.get(name):
            rows = [(id.replace("_", " "), words.number(size)) for id, size in sizes.items()]
            yield _table(words, "by_stratum", ("stratum", "size"), rows)
    yield _by_topic(assumed["deficits"], words)


def _table(
    words: Words, title: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]
) -> PaperTable:
    head = tuple(words.say(HEADS[name]) for name in heads)
    return PaperTable(title=words.say(TABLES[title]), head=head, rows=tuple(rows))


def _singles(assumed: Assumed, words: Words) -> Sequence[tuple[str, ...]]:
    """Return what is one number, a yes or no, or a list of names."""
    rows = []
    for name, value in assumed.items():
        if isinstance(value, Mapping) or name in ("kinds", "units"):
            continue
        said = words.say(ASSUMED[name]) if name in ASSUMED else name.replace("_", " ")
        rows.append((said, _single(name, value, words)))
    return rows


def _single(name: str, value: object, words: Words) -> str:
    if isinstance(value, bool):
        return words.say(WORDS["yes" if value else "no"])
    if isinstance(value, int | float):
        return words.share(value) if name in _SHARES else words.number(value)
    listed = value if isinstance(value, list | tuple) else [value]
    return list_text([str(each).replace("_", " ") for each in listed], words.reader.language)


def _by_tier(assumed: Assumed, words: Words) -> PaperTable:
    kinds = list(dict.fromkeys(kind for tier in assumed["kinds"] for kind in tier))
    tiers = list(zip(assumed["units"], assumed["kinds"], strict=True))
    shares = [words.say(WORDS["share_of"], kind=words.kind(kind)) for kind in kinds]
    head = (words.say(HEADS["tier"]), words.say(HEADS["units"]), *shares)
    rows = [
        (
            words.say(TIER, tier=tier),
            words.count(units),
            *(words.share(mix.get(kind, 0)) for kind in kinds),
        )
        for tier, (units, mix) in enumerate(tiers, start=1)
    ]
    return PaperTable(title=words.say(TABLES["by_tier"]), head=head, rows=tuple(rows))


def _by_kind(assumed: Assumed, words: Words) -> PaperTable:
    rows = [
        (
            words.kind(kind),
            words.number(assumed["buyers"][kind]),
            words.number(assumed["workers"][kind]),
            words.share(assumed["unlisted"].get(kind, 0)),
        )
        for kind in assumed["buyers"]
    ]
    return _table(words, "by_kind", ("kind", *_BY_KIND.values()), rows)


def _by_topic(deficits: Mapping[str, Any], words: Words) -> PaperTable:
    """Return the assumed shares: of tier 0 and the deepest tier, or one of all clusters."""
    rows = []
    for id, levels in deficits.items():
        listed = levels if isinstance(levels, list | tuple) else [levels]
        rows.append((topic_name(id, words.reader.language), *(words.share(it) for it in listed)))
    heads = ("first", "deepest") if len(rows[0]) > 2 else ("people",)
    return _table(words, "by_topic", ("topic", *heads), rows)
