"""Groups of people in coordinates, written "female;age:5-17"."""

import re
from dataclasses import dataclass
from typing import ClassVar

from decentwork.classifications.status import status
from decentwork.estimates.errors import UnknownCode

SEXES = ("female", "male")
FORMALITIES = ("formal", "informal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Who a figure is about; a part that is "" does not restrict.

    `sex` "female" or "male"; `age` "5-17" or "15+", in completed years, both ends included;
    `status` a code of ICSE-18; `formality` of the job "formal" or "informal".
    """

    sex: str = ""
    age: str = ""
    status: str = ""
    formality: str = ""

    PARTS: ClassVar[tuple[str, ...]] = ("sex", "age", "status", "formality")

    def __post_init__(self) -> None:
        for part, value, codes in (
            ("sex", self.sex, SEXES),
            ("formality", self.formality, FORMALITIES),
        ):
            if value and value not in codes:
                raise UnknownCode(value, f"groups: {part}", codes)
        if self.age:
            _ages(self.age)
        if self.status:
            status(self.status)

    @classmethod
    def parse(cls, text: str) -> "Group":
        """Return the group of a label; "" is everybody, and the order of its parts is free.

        Examples
        --------
        >>> Group.parse("female;age:5-17").ages
        (5, 17)
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

    @property
    def ages(self) -> tuple[int, int | None]:
        """The youngest and the oldest age, in completed years; None where there is no oldest."""
        return _ages(self.age) if self.age else (0, None)

    def __str__(self) -> str:
        written = [f"{part}:{value}" for part in self.PARTS[1:] if (value := getattr(self, part))]
        return ";".join(filter(None, [self.sex, *written]))


def _ages(text: str) -> tuple[int, int | None]:
    found = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3})|\+)", text)
    if found is None or (found[2] and int(found[1]) > int(found[2])):
        raise UnknownCode(text, "groups: age", ("5-17", "15+"))
    return int(found[1]), int(found[2]) if found[2] else None
