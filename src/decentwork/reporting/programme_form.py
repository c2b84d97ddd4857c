"""An empty programme that an office fills in: every sheet and column, with what each asks for."""

from collections.abc import Iterator

from decentwork.programmes.programme import Programme
from decentwork.programmes.programme_tables import as_workbook, as_yaml
from decentwork.programmes.records import SECTIONS, Header
from decentwork.reporting.programme_fields import HEADER, FormField, fields_of
from decentwork.reporting.programme_words import SECTIONS as NAMES

WRITERS = {"xlsx": as_workbook, "yaml": as_yaml}
BEGUN = Header(
    id="my-programme",
    title={"en": "Title of the programme"},
    organisation="Whose programme it is",
    starts="2027",
    ends="2030",
)


def empty_form(kind: str) -> bytes:
    """Return an empty programme as "xlsx" or "yaml", which can be read as it is.

    What to write in each column stands in the notes, which no reader of programmes reads.
    """
    return WRITERS[kind](Programme.of(BEGUN, []), tuple(explained()))


def explained() -> Iterator[str]:
    """Yield a line for each column of each sheet: what it holds, and how it is written."""
    yield "Fill in a row for each record. Columns that say nothing may stay empty."
    for section in (HEADER, *SECTIONS):
        yield f"{'programme' if section == HEADER else section}: {NAMES.get(section, 'said once')}"
        for field in fields_of(section):
            yield f"    {field.name}: {_asked(field)}"


def _asked(field: FormField) -> str:
    parts = [field.label + (" (required)" if field.is_required else ""), field.hint]
    if field.choices:
        parts.append(f"One of: {', '.join(field.choices)}.")
    if field.sections:
        parts.append(f"An id of: {', '.join(field.sections)}.")
    if field.classification:
        parts.append(f"Codes of {field.classification}, separated by commas.")
    return ". ".join(part.rstrip(".") for part in parts if part) + "."
