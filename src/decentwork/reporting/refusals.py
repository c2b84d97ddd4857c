"""Why the library does not answer, in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from decentwork.estimates.errors import DecentWorkError, InvalidInput, SingularTable, UnknownCode
from decentwork.estimates.messages import translatable
from decentwork.reporting.problem_words import problem_text

UNKNOWN = translatable("%(code)s is not known here. Known: %(known)s.")
SINGULAR = translatable(
    "%(table)s has no total requirements: some of its industries together buy all that they make."
)
OTHER = translatable("This cannot be answered with the data at hand: %(reason)s")
_TOLD = 5  # problems of one input
_LISTED = 60  # codes that are told where one is not known


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that can be translated, what stands in its named places, and what it is about."""

    text: str
    facts: Mapping[str, object] = field(default_factory=dict)
    about: str = ""

    def __str__(self) -> str:
        return self.told(str)

    def told(self, translate: Callable[[str], str]) -> str:
        """Return the sentence in a language."""
        text = self.text
        told = translate(text) % self.facts if self.facts else problem_text(text, translate)
        return f"{self.about}: {told}" if self.about else told


def refusal(error: DecentWorkError) -> tuple[Said, ...]:
    """Return what is wrong, sentence by sentence."""
    if isinstance(error, UnknownCode):
        known = [*error.suggestions[:_LISTED], *(["…"] if len(error.suggestions) > _LISTED else [])]
        return (Said(UNKNOWN, {"code": error.code, "known": ", ".join(known)}),)
    if isinstance(error, SingularTable):
        return (Said(SINGULAR, {"table": error.table}),)
    if isinstance(error, InvalidInput):
        problems = error.problems[:_TOLD]
        return tuple(
            said
            for it in problems
            for said in (Said(it.what, about=it.where), *([Said(it.hint)] if it.hint else []))
        )
    return (Said(OTHER, {"reason": str(error)}),)
