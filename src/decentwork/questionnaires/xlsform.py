"""A questionnaire as an XLSForm, which phones and tablets read through ODK or Kobo.

Modules are groups and rosters repeats inside them. What identifies somebody stands in groups of its
own, named `…_contact` or after an identifying module: an office strips or encrypts those columns
and keeps the rest. The instance is named by case and worker number only.
"""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from decentwork.classifications.names import LANGUAGES
from decentwork.estimates.errors import InvalidInput, Problem, writing_to
from decentwork.questionnaires.conditions import ALONE, Condition, plain, xpath
from decentwork.questionnaires.questionnaire import (
    SELECTS,
    Choice,
    Question,
    Questionnaire,
    Roster,
    Texts,
)

_COLUMN_LANGUAGES = {"en": "English (en)", "fr": "Français (fr)", "es": "Español (es)"}
_SURVEY = (
    "type",
    "name",
    *(f"label::{lang}" for lang in _COLUMN_LANGUAGES.values()),
    *(f"hint::{lang}" for lang in _COLUMN_LANGUAGES.values()),
    "required",
    "relevant",
    "constraint",
    *(f"constraint_message::{lang}" for lang in _COLUMN_LANGUAGES.values()),
    "appearance",
)
_CHOICES = ("list_name", "name", *(f"label::{lang}" for lang in _COLUMN_LANGUAGES.values()))
_SETTINGS = ("form_title", "form_id", "version", "default_language", "instance_name")

_MANY = 30  # choices beyond which a list is searched, not read
_NOT_ALONE = {
    "en": "“None”, “don’t know” and “does not wish to answer” stand alone.",
    "fr": "« Aucun », « ne sait pas » et « ne souhaite pas répondre » excluent les autres.",
    "es": "«Ninguno», «no sabe» y «prefiere no responder» excluyen las demás respuestas.",
}
_CONTACT = {
    "en": "Name and contact (kept apart from the answers)",
    "fr": "Nom et coordonnées (conservés séparément des réponses)",
    "es": "Nombre y contacto (se guardan aparte de las respuestas)",
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_WRITTEN = datetime(2026, 1, 1)  # always this date: the same form is the same file

Row = dict[str, str]
Reference = Callable[[str], str]


def write_xlsform(
    questionnaire: Questionnaire,
    path: Path,
    *,
    design_texts: Mapping[str, Texts],
    version: str = "full",
    design_choices: Mapping[str, Iterable[Choice]] | None = None,
) -> None:
    """Write a version of a questionnaire as an XLSForm workbook in three languages.

    Parameters
    ----------
    questionnaire : Questionnaire
    path : Path
        The .xlsx to write.
    design_texts : Mapping[str, Texts]
        What the design says in place of each `{placeholder}`, in every language; see
        `placeholders`.
    version : str
        "short" or "full".
    design_choices : Mapping[str, Iterable[Choice]], optional
        Question id → the design's own list, for a text question that becomes one choice of it,
        e.g. {"region": the regions of the study}.

    Raises
    ------
    InvalidInput
        A placeholder has no text in some language.
    CannotWrite
        The file cannot be written there.
    """
    _check_texts(questionnaire, design_texts)
    form = _Form(questionnaire, design_texts, version, design_choices or {})
    sheets: dict[str, tuple[tuple[str, ...], list[Row]]] = {
        "survey": (_SURVEY, list(form.survey())),
        "choices": (_CHOICES, list(form.choices())),
        "settings": (_SETTINGS, [form.settings()]),
    }
    with writing_to(path):
        path.write_bytes(_workbook(sheets, questionnaire.name()))


def to_xform(path: Path) -> str:
    """Return the XForm (XML) of an XLSForm, as ODK and Kobo make it.

    Raises
    ------
    InvalidInput
        With the converter's error, or with each of its warnings.
    """
    from pyxform.errors import PyXFormError  # type: ignore[import-untyped] # it ships no types
    from pyxform.xls2xform import convert  # type: ignore[import-untyped] # nor here

    warnings: list[str] = []
    try:
        form = convert(path, warnings=warnings).xform
    except PyXFormError as error:
        raise InvalidInput(path.name, [Problem("XLSForm", str(error))]) from error
    if warnings:
        raise InvalidInput(path.name, [Problem("XLSForm", each) for each in warnings])
    return str(form)


def placeholders(questionnaire: Questionnaire) -> frozenset[str]:
    """Return what the design has to say in the texts, e.g. "cutoff" for "{cutoff}"."""
    return frozenset(
        name
        for texts in _all_texts(questionnaire)
        for text in texts.values()
        for name in _PLACEHOLDER.findall(text)
    )


def _all_texts(questionnaire: Questionnaire) -> Iterator[Texts]:
    yield questionnaire.names
    for named in (*questionnaire.modules, *questionnaire.rosters):
        yield named.names
    for roster in questionnaire.rosters:
        yield roster.hints
    rows = [it for roster in questionnaire.rosters for it in roster.questions]
    for question in (*questionnaire.questions, *rows):
        yield question.texts
        yield question.hints
        yield from (choice.names for choice in question.choices)


def _check_texts(questionnaire: Questionnaire, design_texts: Mapping[str, Texts]) -> None:
    problems = [
        Problem("design", f"no text for {{{name}}} in {lang!r}.", "The questionnaire says it.")
        for name in sorted(placeholders(questionnaire))
        for lang in LANGUAGES
        if not design_texts.get(name, {}).get(lang)
    ]
    if problems:
        raise InvalidInput(f"the questionnaire {questionnaire.id}", problems)


class _Form:
    """The rows of the three sheets of one version."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        design_texts: Mapping[str, Texts],
        version: str,
        design_choices: Mapping[str, Iterable[Choice]],
    ) -> None:
        self.questionnaire, self.version = questionnaire, version
        self.design_texts = design_texts
        self.design_choices = {id: tuple(listed) for id, listed in design_choices.items()}

    def survey(self) -> Iterator[Row]:
        for module in self.questionnaire.modules:
            rows = [
                self._question(each, _anywhere)
                for each in self.questionnaire.in_module(module.id, self.version)
            ]
            for roster in self.questionnaire.rosters:
                if roster.module == module.id:
                    rows += self._roster(roster)
            if rows:
                yield self._begin("group", module.id, module.names, module.relevance)
                yield from rows
                yield {"type": "end_group", "name": module.id}

    def choices(self) -> Iterator[Row]:
        rosters = (it for roster in self.questionnaire.rosters for it in roster.questions)
        lists: dict[str, tuple[Choice, ...]] = {}
        for question in (*self.questionnaire.questions, *rosters):
            if question.is_in(self.version) and (listed := self._listed(question)):
                lists[listed[0]] = listed[1]
        for name, listed_choices in lists.items():
            for choice in listed_choices:
                texts = self._texts("label", choice.names)
                yield {"list_name": name, "name": choice.value, **texts}

    def settings(self) -> Row:
        worker = any(it.id == "worker_number" for it in self.questionnaire.questions)
        name = "concat(${case_id}, '-', ${worker_number})" if worker else "${case_id}"
        return {
            "form_title": self.questionnaire.name(),
            "form_id": self.questionnaire.id,
            "version": f"{self.questionnaire.version}-{self.version}",
            "default_language": _COLUMN_LANGUAGES["en"],
            "instance_name": name,
        }

    def _roster(self, roster: Roster) -> Iterator[Row]:
        asked = [each for each in roster.questions if each.is_in(self.version)]
        kept_apart = [each for each in asked if each.identifying]
        contact = f"{roster.id}_contact"
        relevance = self._relevance(roster.relevance, _anywhere)
        note = {"type": "note", "name": f"{roster.id}_note", **relevance}
        yield {**note, **self._texts("label", roster.hints)}
        yield self._begin("repeat", roster.id, roster.names, roster.relevance)
        if kept_apart:
            yield self._begin("group", contact, _CONTACT, None)
            yield from (self._question(each, "../../{}".format) for each in kept_apart)
            yield {"type": "end_group", "name": contact}
        # Four rosters ask the same: a reference by name alone would be ambiguous.
        yield from (self._question(it, "../{}".format) for it in asked if not it.identifying)
        yield {"type": "end_repeat", "name": roster.id}

    def _begin(self, what: str, id: str, names: Texts, relevance: Condition | None) -> Row:
        row = {"type": f"begin_{what}", "name": id, **self._relevance(relevance, _anywhere)}
        return {**row, **self._texts("label", names)}

    def _question(self, question: Question, name: Reference) -> Row:
        listed = self._listed(question)
        type = question.type
        if listed:
            selects = "select_multiple" if type == "select_many" else "select_one"
            type = f"{selects} {listed[0]}"
        row = {"type": type, "name": question.id, **self._relevance(question.relevance, name)}
        row |= self._texts("label", question.texts) | self._texts("hint", question.hints)
        if question.required:
            row["required"] = "yes"
        if listed and len(listed[1]) > _MANY:
            row["appearance"] = "minimal autocomplete"
        return row | self._constraint(question, name)

    def _constraint(self, question: Question, name: Reference) -> Row:
        if question.type == "select_many":
            alone = [it.value for it in question.choices if it.value in ALONE]
            if not alone:
                return {}
            chosen = " or ".join(f"selected(., '{value}')" for value in alone)
            rule = f"count-selected(.) < 2 or not({chosen})"
            said: Texts = _NOT_ALONE
        elif question.minimum is not None and question.maximum is not None:
            rule = f". >= {plain(question.minimum)} and . <= {plain(question.maximum)}"
            if question.at_most:
                whole = name(question.at_most)
                rule += f" and ({whole} = '' or . <= {whole})"
            said = question.messages
        else:
            return {}
        return {"constraint": rule, **self._texts("constraint_message", said)}

    def _listed(self, question: Question) -> tuple[str, tuple[Choice, ...]] | None:
        if question.id in self.design_choices:
            return question.id, self.design_choices[question.id]
        return (question.choice_list, question.choices) if question.type in SELECTS else None

    def _relevance(self, condition: Condition | None, name: Reference) -> Row:
        return {} if condition is None else {"relevant": xpath(condition, name)}

    def _texts(self, column: str, texts: Texts) -> Row:
        return {
            f"{column}::{_COLUMN_LANGUAGES[lang]}": self._filled(text, lang)
            for lang, text in texts.items()
        }

    def _filled(self, text: str, lang: str) -> str:
        return _PLACEHOLDER.sub(lambda found: self.design_texts[found[1]][lang], text)


def _workbook(sheets: Mapping[str, tuple[tuple[str, ...], list[Row]]], title: str) -> bytes:
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as workbook:
        workbook.set_properties({"title": title, "created": _WRITTEN})
        for name, (columns, rows) in sheets.items():
            sheet = workbook.add_worksheet(name)
            for place, row in enumerate([dict(zip(columns, columns, strict=True)), *rows]):
                for column, heading in enumerate(columns):
                    sheet.write_string(place, column, row.get(heading, ""))
            sheet.freeze_panes(1, 0)
    return written.getvalue()


def _anywhere(id: str) -> str:
    return f"${{{id}}}"
