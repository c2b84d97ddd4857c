"""Groups of people in coordinates, written "female;age:5-17"."""

import re
from dataclasses import dataclass
from typing import ClassVar

from decentwork.classifications.names import in_language
from decentwork.classifications.status import formality, status
from decentwork.estimates.errors import UnknownCode

_SEXES = {
    "female": {"en": "Female", "fr": "Femmes", "es": "Mujeres"},
    "male": {"en": "Male", "fr": "Hommes", "es": "Hombres"},
}
_AREAS = {
    "rural": {"en": "Rural areas", "fr": "Zones rurales", "es": "Zonas rurales"},
    "urban": {"en": "Urban areas", "fr": "Zones urbaines", "es": "Zonas urbanas"},
}
_YEARS = {"en": "{ages} years", "fr": "{ages} ans", "es": "{ages} años"}
_EVERYBODY = {"en": "Everybody", "fr": "Tout le monde", "es": "Todas las personas"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Who a figure is about; a part that is "" does not restrict.

    `sex` "female" or "male"; `age` "5-17" or "15+", in completed years, both ends included;
    `area` "rural" or "urban"; `status` a code of ICSE-18; `formality` "formal" or "informal".
    """

    sex: str = ""
    age: str = ""
    area: str = ""
    status: str = ""
    formality: str = ""

    PARTS: ClassVar[tuple[str, ...]] = ("sex", "age", "area", "status", "formality")

    def __post_init__(self) -> None:
        if self.sex and self.sex not in _SEXES:
            raise UnknownCode(self.sex, "groups: sex", tuple(_SEXES))
        if self.area and self.area not in _AREAS:
            raise UnknownCode(self.area, "groups: area", tuple(_AREAS))
        if self.age:
            _ages(self.age)
        if self.status:
            status(self.status)
        if self.formality:
            formality(self.formality)

    @classmethod
    def parse(cls, text: str) -> "Group":
        """Return the group of a label; "" is everybody, and the order of its parts is free.

        Examples
        --------
        >>> Group.parse("female;age:5-17").name()
        'Female, 5–17 years'
        """
        parts: dict[str, str] = {}
        for written in filter(None, text.split(";")):
            part, colon, value = written.partition(":")
            if not colon:
                part, value = "sex", written
            if part not in cls.PARTS or part in parts or not value:
                raise UnknownCode(written, f"the parts of group {text!r}", cls.PARTS)
            parts[part] = value
        return cls(**parts)

    def name(self, lang: str = "en") -> str:
        """Return the group in words of a language, e.g. "Female, 5–17 years"."""
        words = [
            in_language(_SEXES[self.sex], lang) if self.sex else "",
            _years(self.age, lang) if self.age else "",
            in_language(_AREAS[self.area], lang) if self.area else "",
            status(self.status).name(lang) if self.status else "",
            formality(self.formality).name(lang) if self.formality else "",
        ]
        return ", ".join(filter(None, words)) or in_language(_EVERYBODY, lang)

    def __str__(self) -> str:
        written = [f"{part}:{value}" for part in self.PARTS[1:] if (value := getattr(self, part))]
        return ";".join(filter(None, [self.sex, *written]))


def _ages(text: str) -> tuple[int, int | None]:
    """Return the youngest and oldest age; None where the range is open."""
    found = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3})|\+)", text)
    if found is None or (found[2] and int(found[1]) > int(found[2])):
        raise UnknownCode(text, "groups: age", ("5-17", "15+"))
    return int(found[1]), int(found[2]) if found[2] else None


def _years(age: str, lang: str) -> str:
    youngest, oldest = _ages(age)
    ages = f"{youngest}+" if oldest is None else f"{youngest}–{oldest}"
    return in_language(_YEARS, lang).format(ages=ages)
