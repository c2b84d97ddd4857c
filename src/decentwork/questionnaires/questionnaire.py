"""A questionnaire as a value: modules, questions, rosters, and the rules that score its answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from decentwork.classifications.names import Named
from decentwork.estimates.errors import UnknownCode
from decentwork.questionnaires.conditions import UNKNOWN, Condition

VERSIONS = ("short", "full")
SELECTS = ("select_one", "select_many")
NUMBERS = ("integer", "decimal")
TYPES = (*SELECTS, *NUMBERS, "text", "date", "note")
KINDS_OF_RULE = ("deficit", "opportunity", "quantity")

Texts = Mapping[str, str]
"""A text in each language, e.g. {"en": "Yes", "fr": "Oui", "es": "Sí"}."""

_NO_TEXTS: Texts = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Named):
    """An answer that can be chosen; `value` is what is stored."""

    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question, or a note that is read out.

    `type` is one of `TYPES`; `topic` a topic of decent work or None; `choices` stand in the list
    `choice_list`; it is asked where `relevance` holds. `minimum` and `maximum` bound a number,
    and so does the answer to the question `at_most`, of which it is a part.
    `identifying` answers tell who somebody is: they are stored apart and no calculation reads them.
    A `domain` question parts results; a number does so in `bands`, each beginning at that value.
    `short`: the short version has it too.
    """

    id: str
    module: str
    type: str
    texts: Texts
    hints: Texts = field(default_factory=lambda: _NO_TEXTS)
    topic: str | None = None
    choice_list: str = ""
    choices: tuple[Choice, ...] = ()
    relevance: Condition | None = None
    minimum: float | None = None
    maximum: float | None = None
    at_most: str = ""
    messages: Texts = field(default_factory=lambda: _NO_TEXTS)
    required: bool = False
    identifying: bool = False
    domain: bool = False
    bands: tuple[int, ...] = ()
    short: bool = False

    @property
    def known_choices(self) -> tuple[Choice, ...]:
        """Return the choices that say something: not "does not know" and its like."""
        return tuple(choice for choice in self.choices if choice.value not in UNKNOWN)

    def is_in(self, version: str) -> bool:
        """Say whether a version ("short" or "full") asks this question."""
        return self.short or version == "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Module(Named):
    """Questions on one matter, asked where `relevance` holds; an `identifying` one stays apart."""

    id: str
    relevance: Condition | None = None
    identifying: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster(Named):
    """Questions asked of each supplier of one `kind`; it stands at the end of its module."""

    id: str
    module: str
    kind: str
    hints: Texts
    relevance: Condition | None
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How an indicator is scored from one respondent's answers.

    A "deficit" or an "opportunity" is there where `numerator` holds, among those for whom
    `universe` holds (None: everybody who was asked). A "quantity" is the number answered to
    `question`.
    """

    id: str
    topic: str
    kind: str
    numerator: Condition | None = None
    universe: Condition | None = None
    question: str = ""

    @property
    def indicator(self) -> str:
        """Return the id of the indicator that defines what this rule measures."""
        return f"surveyed_{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire(Named):
    """A form with all its wordings and rules; `names` is its title in every language."""

    id: str
    version: str
    modules: tuple[Module, ...]
    questions: tuple[Question, ...]
    rosters: tuple[Roster, ...]
    indicators: tuple[Rule, ...]

    def question(self, id: str) -> Question:
        """Return a question outside the rosters; an unlisted id raises `UnknownCode`."""
        for each in self.questions:
            if each.id == id:
                return each
        raise UnknownCode(id, f"the questions of {self.id}", ())

    def asked(self, version: str) -> tuple[Question, ...]:
        """Return the questions of a version, notes apart, in the order of the form."""
        return tuple(each for each in self.questions if each.is_in(version) and each.type != "note")

    def in_module(self, id: str, version: str = "full") -> tuple[Question, ...]:
        """Return what a version reads out or asks in a module."""
        return tuple(each for each in self.questions if each.module == id and each.is_in(version))

    def module(self, id: str) -> Module:
        """Return a module; an unlisted id raises `UnknownCode`."""
        for each in self.modules:
            if each.id == id:
                return each
        raise UnknownCode(id, f"the modules of {self.id}", [each.id for each in self.modules])

    def roster(self, id: str) -> Roster:
        """Return a roster; an unlisted id raises `UnknownCode`."""
        for each in self.rosters:
            if each.id == id:
                return each
        raise UnknownCode(id, f"the rosters of {self.id}", [each.id for each in self.rosters])
