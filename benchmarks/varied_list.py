"""Names and addresses as another buyer would write them: the noise of lists, for `bench_matching`.

Nothing here is shared with `matching.invented_registers`, which the model was trained on.
"""

import re

SHORT = {
    "avenue": "ave", "building": "bldg", "company": "co", "corporation": "corp",
    "district": "dist", "export": "exp", "factory": "fty", "garment": "gmt", "garments": "gmts",
    "industrial": "indl", "industries": "inds", "international": "intl", "limited": "ltd",
    "manufacturing": "mfg", "private": "pvt", "province": "prov", "road": "rd", "street": "st",
    "textile": "tex",
}  # fmt: skip
LONG = {short: long for long, short in SHORT.items()}
LEGAL = re.compile(
    r"\b(co\.?,?\s*ltd\.?|company limited|limited|ltd\.?|(pvt|private)\.?\s*(ltd|limited)\.?|"
    r"inc\.?|corp(oration)?\.?|s\.?a\.? de c\.?v\.?|ltda\.?|s\.?a\.?|a\.?s\.?|jsc|llc)(?!\w)",
    re.IGNORECASE,
)
ADDED = ("Factory", "(Unit)", "Plant", "Garment Factory", "Group")
LETTERS = list("aeiounrstl")


def varied_name(name, rng, noise=1.0):
    """Return a name with its legal form left out or others, shortened, misspelt, in other case."""
    if rng.random() < 0.35 * noise:
        name = LEGAL.sub("", name).strip(" ,.-") or name
    elif rng.random() < 0.4 * noise:
        name = LEGAL.sub(str(rng.choice(["Ltd", "Limited", "Co., Ltd.", "LTD."])), name)
    words = _slips([_respelt(word, rng, noise) for word in name.split()], rng, 0.3 * noise)
    if len(words) > 3 and rng.random() < 0.08 * noise:
        words.pop(int(rng.integers(1, len(words))))
    if rng.random() < 0.1 * noise:
        words.append(str(rng.choice(ADDED)))
    name, case = " ".join(words), rng.random()
    return name.upper() if case < 0.3 else name.title() if case < 0.6 else name


def varied_address(address, rng, noise=1.0):
    """Return an address that lacks parts or is in another order, shortened, misspelt, or gone."""
    if rng.random() < 0.06 * noise:
        return ""
    parts = [part.strip() for part in re.split(r"[,;]", address) if part.strip()]
    if len(parts) > 2 and rng.random() < 0.3 * noise:
        parts.pop(int(rng.integers(len(parts))))
    if len(parts) > 3 and rng.random() < 0.12 * noise:
        parts = parts[-2:]
    if rng.random() < 0.1 * noise:
        rng.shuffle(parts)
    words = [_respelt(word, rng, noise) for word in ", ".join(parts).split()]
    address = " ".join(_slips(words, rng, 0.35 * noise))
    if rng.random() < 0.1 * noise:
        address = re.sub(r"\b\d{5,6}\b", "", address)
    return address.upper() if rng.random() < 0.25 else address


def _respelt(word, rng, noise):
    """Return a word shortened or written out, where there is a usual way."""
    if rng.random() >= 0.4 * noise:
        return word
    return SHORT.get(word.lower(), LONG.get(word.lower().strip("."), word))


def _slips(words, rng, chance):
    """Return words of which one may have a slip of the pen."""
    if not words or rng.random() >= chance:
        return words
    at = int(rng.integers(len(words)))
    return [*words[:at], _misspelt(words[at], rng), *words[at + 1 :]]


def _misspelt(word, rng):
    if len(word) < 4:
        return word
    at, kind, letter = int(rng.integers(1, len(word) - 1)), rng.random(), str(rng.choice(LETTERS))
    if kind < 0.3:
        return word[:at] + word[at + 1 :]
    if kind < 0.6:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + letter + word[at + (kind > 0.8) :]
