"""Supply chains by name: which industries, goods and words belong to each.

The list ships in `chains.toml`. A chain inside a wider table industry (garments and textiles both
sit in `wiod35:c4`) shares that industry's figures with its neighbours; whoever shows them says so.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from decentwork.classifications.concordances import concordance
from decentwork.classifications.industries import Industry
from decentwork.classifications.names import LANGUAGES, Named, NameIndex, folded
from decentwork.estimates.errors import AmbiguousName, UnknownCode

_CLASSIFICATION = "the list of supply chains"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain(Named):
    """A supply chain without its country.

    `isic4` divisions ("C14"), `wiod35` ("c4") and `etd12` ("manufacturing") are codes of
    `industries`; `goods` are names of the TVPRA list that the chain produces, `inputs` those it
    works up; `hs` chapters and headings; `sectors` words of the list of framework agreements.
    """

    slug: str
    synonyms: Mapping[str, tuple[str, ...]]
    isic4: tuple[str, ...]
    wiod35: str
    etd12: str
    goods: tuple[str, ...]
    inputs: tuple[str, ...]
    hs: tuple[str, ...]
    sectors: tuple[str, ...]

    @property
    def industries(self) -> tuple[Industry, ...]:
        """The chain's industries: ISIC divisions, then the WIOD and the ETD industry."""
        divisions = [Industry("isic4", code) for code in self.isic4]
        return (*divisions, Industry("wiod35", self.wiod35), Industry("etd12", self.etd12))

    def __str__(self) -> str:
        return f"{self.name()} ({self.slug})"


def chains() -> tuple[Chain, ...]:
    """Return all chains in the order of the shipped list."""
    return tuple(_by_slug().values())


def chain(slug: str) -> Chain:
    """Return the chain of a slug ("garments"); an unlisted one raises `UnknownCode`."""
    found = _by_slug().get(slug)
    if found is None:
        raise UnknownCode(slug, _CLASSIFICATION, suggested_chains(slug))
    return found


def find_chain(text: str) -> Chain:
    """Return the chain a person means: a slug, a name, a synonym or a listed good.

    Raises
    ------
    AmbiguousName
        Several chains answer to the name ("textiles and garments", "livestock").
    UnknownCode
        None does; chains spelled almost alike are suggested.

    Examples
    --------
    >>> find_chain("habillement").slug
    'garments'
    """
    found = chains_named(text)
    if not found:
        raise UnknownCode(text, _CLASSIFICATION, suggested_chains(text))
    if len(found) > 1:
        raise AmbiguousName(text, _CLASSIFICATION, [str(entry) for entry in found])
    return found[0]


def chains_named(text: str) -> tuple[Chain, ...]:
    """Return the chains that carry this name exactly, singular or plural; none if none does."""
    index = chain_names()
    codes = index.exact(text) or index.exact(_singular(text))
    return tuple(_by_slug()[code] for code in codes)


def suggested_chains(text: str) -> list[str]:
    """Return how the chains that `text` may mean are shown: same name, or spelled almost so."""
    index = chain_names()
    codes = [entry.slug for entry in chains_named(text)] or index.near(text)
    return [index.labels[code] for code in codes]


@cache
def chain_names() -> NameIndex:
    """Return the index of slugs, names, synonyms and listed goods of all chains."""
    names: list[tuple[str, str]] = []
    taken: set[str] = set()
    for kind in (_own_names, _synonyms, _goods, _singulars):
        # A name wins over another chain's synonym, that over a good, and all over a cut-off plural.
        found = [(name, entry.slug) for entry in chains() for name in kind(entry)]
        names += [(name, slug) for name, slug in found if folded(name) not in taken]
        taken |= {folded(name) for name, _ in found}
    labels = {entry.slug: str(entry) for entry in chains()}
    return NameIndex.of(_CLASSIFICATION, names, labels)


def _own_names(entry: Chain) -> list[str]:
    return [entry.slug, str(entry), *entry.names.values()]


def _synonyms(entry: Chain) -> list[str]:
    return [name for lang in LANGUAGES for name in entry.synonyms[lang]]


def _goods(entry: Chain) -> list[str]:
    return list(entry.goods)


def _singulars(entry: Chain) -> list[str]:
    return [_singular(name) for name in [*_own_names(entry), *_synonyms(entry), *entry.goods]]


def _singular(text: str) -> str:
    """Return the folded text with the plural ending of each longer word taken off."""
    words = folded(text).split()
    return " ".join(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words)


@cache
def _by_slug() -> dict[str, Chain]:
    text = (files("decentwork.classifications") / "chains.toml").read_text(encoding="utf-8")
    return {slug: _chain(slug, entry) for slug, entry in tomllib.loads(text).items()}


def _chain(slug: str, entry: dict[str, Any]) -> Chain:
    shares = concordance("wiod35", "etd12").weights[entry["wiod35"]]
    return Chain(
        slug=slug,
        names=entry["names"],
        synonyms={lang: tuple(words) for lang, words in entry["synonyms"].items()},
        isic4=tuple(entry["isic4"]),
        wiod35=entry["wiod35"],
        etd12=next(iter(shares)),
        goods=tuple(entry["goods"]),
        inputs=tuple(entry["inputs"]),
        hs=tuple(entry["hs"]),
        sectors=tuple(entry["sectors"]),
    )
