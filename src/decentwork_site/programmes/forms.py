"""Forms of the programmes app, made from the fields of the library's records.

A form checks what it alone can: what a browser sends, names of codes, records that are there. The
library checks the rest; all that is wrong stands beside its field at once.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from decentwork_site.members.forms import Drafted
from decentwork_site.programmes import calculations, history, papers, queries
from decentwork_site.programmes.calculations import FormField
from decentwork_site.programmes.models import Programme, Record

MOST_SHOWN = 200  # records that a list to choose from can show
FEW = ("topics", "tiers")  # classifications that are shown whole
BEST_FIRST = ("title", "id", "kind", "area", "deliverable", "state", "why", "starts", "ends")
FOLDED = (
    "regions", "chains", "industries", "tiers", "topics", "groups", "part_of", "waits_for",
    "attribution", "workers_reached", "effect", "evidence", "answers", "adopts", "adopts_from",
    "sources", "cumulative", "scale", "adds_to", "dimensions", "sdg", "estimate", "baseline_year",
    "baseline", "baseline_text", "organisation_iati", "planned_deliverables", "planned_activities",
    "report", "iati", "symbol", "licence", "confidentiality", "number", "conditions", "part",
)  # fmt: skip
"""Fields that many records leave empty: they stand below, and open."""


FILTERS = {
    "activities": ("kind", "area", "places", "topics"),
    "findings": ("kind", "area"),
    "meetings": ("area",),
    "commitments": ("area", "kind"),
    "dialogues": ("area", "kind"),
    "lessons": ("area", "kind"),
    "follow_ups": ("state",),
    "organisations": ("kind",),
    "decisions": ("kind",),
    "deliverables": ("area",),
}
"""By which fields a list can be narrowed."""

PREFILLED = {
    "deliverables": "area", "activities": "area", "results": "of", "budgets": "record",
    "roles": "record", "indicators": "result", "targets": "indicator", "decisions": "meeting",
    "follow_ups": "decision", "evaluations": "of", "recommendations": "evaluation",
    "lessons": "area",
}  # fmt: skip
"""The field by which such a record belongs to the one whose page it was begun on."""


class Written(forms.CharField):
    r"""Several entries in one line, commas between them; a comma within one is written "\,"."""

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - text or entries
        """Return entries as one text."""
        return value if isinstance(value, str) or value is None else calculations.in_a_cell(value)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - text in, entries out
        """Return the entries."""
        return calculations.listed(super().clean(value))


class Codes(forms.CharField):
    """Names or codes of a classification, with semicolons between them."""

    def __init__(self, *, classification: str, **options: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(**options)
        self.classification = classification

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - text or codes
        """Return codes as names in the reader's language."""
        if isinstance(value, str) or value is None:
            return value
        named = dict(calculations.code_choices(self.classification, _reader()))
        return "; ".join(named.get(code, code) for code in value)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - text in, codes out
        """Return the codes, or tell all names that are none."""
        written = super().clean(value)
        codes, unknown = calculations.codes_written(self.classification, written, _reader())
        if unknown:
            words = _("Not known: %(names)s. Write names as they stand in lists here, or codes.")
            raise forms.ValidationError(words % {"names": "; ".join(unknown)})
        return codes


class Keys(Written):
    """Short names of records, with commas between them."""

    def __init__(self, *, programme: Programme, sections: tuple[str, ...], **options: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(**options)
        self.programme, self.sections = programme, sections

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - text in, keys out
        """Return the keys, or tell all that no record has."""
        keys = super().clean(value)
        known = queries.records(self.programme, *self.sections).filter(key__in=keys)
        unknown = sorted(set(keys) - set(known.values_list("key", flat=True)))
        if unknown:
            words = _("There is no such record: %(names)s.")
            raise forms.ValidationError(words % {"names": ", ".join(unknown)})
        return keys


class Fielded(Drafted):
    """A form made of the fields of one section's records, or of the header of a programme.

    What a field of words says in each language is a field of its own: title-en, title-fr, title-es.
    """

    def __init__(
        self,
        section: str,
        programme: Programme | None,
        data: Any = None,  # noqa: ANN401 - what a browser sends
        *,
        content: Mapping[str, Any] | None = None,
        language: str = "",
        without: Iterable[str] = (),
    ) -> None:
        super().__init__(data)
        self.section, self.programme = section, programme
        self.language = language or (programme.header.get("language") if programme else "") or "en"
        self.given = [it for it in calculations.fields_of(section) if it.name not in set(without)]
        order = {name: place for place, name in enumerate(BEST_FIRST)}
        self.given.sort(key=lambda it: order.get(it.name, len(order)))
        for field in self.given:
            self._add(field)
        self._fill(content or {})
        self.fields["version"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=0
        )

    def clean(self) -> dict[str, Any]:
        """Return the plain fields of the record under "content", with all that the library says."""
        answers: dict[str, Any] = super().clean() or {}
        values = {field.name: self._value(field, answers) for field in self.given}
        values = {name: value for name, value in values.items() if value not in (None, "")}
        content, wrong = calculations.checked(self.section, values | self.fixed(), self.language)
        for problem in wrong:
            name, words = problem["field"], problem["what"]
            self._blame(name, calculations.problem_text(words, gettext))
        return answers | {"content": content}

    def fixed(self) -> dict[str, Any]:
        """Return fields that nobody fills in here."""
        return {}

    def plain(self) -> list[BoundField]:
        """Return the fields that stand at the top."""
        return [it for it in self.visible_fields() if not self._is_folded(it.name)]

    def folded(self) -> list[BoundField]:
        """Return the fields that most records leave empty."""
        return [it for it in self.visible_fields() if self._is_folded(it.name)]

    def is_filled_below(self) -> bool:
        """Tell whether something stands in a field that is folded, or is wrong with one."""
        return any(it.errors or it.value() not in (None, "", [], False) for it in self.folded())

    def _is_folded(self, name: str) -> bool:
        field, dash, language = name.partition("-")
        is_open = self.fields[name].required or dash and language == self.language
        return not is_open and (bool(dash) or field in FOLDED)

    def _add(self, field: FormField) -> None:
        if field.kind not in ("words", "long_words"):
            self.fields[field.name] = self._made(field)
            return
        others = [it for it in calculations.LANGUAGES if it != self.language]
        for language in (self.language, *others):
            is_main = language == self.language
            label = f"{gettext(field.label)} ({gettext(calculations.CODES[language])})"
            self.fields[f"{field.name}-{language}"] = forms.CharField(
                label=label,
                help_text=gettext(field.hint) if field.hint and is_main else "",
                required=field.is_required and is_main,
                widget=forms.Textarea(attrs={"rows": 4}) if field.kind == "long_words" else None,
            )

    def _made(self, field: FormField) -> forms.Field:
        options: dict[str, Any] = {
            "label": gettext(field.label),
            "help_text": gettext(field.hint) if field.hint else "",
            "required": field.is_required,
        }
        match field.kind:
            case "reference" | "references":
                return self._reference(field, options)
            case "codes":
                return self._codes(field, options)
            case "list":
                return Written(**options)
            case "choice" | "code":
                return forms.ChoiceField(choices=self._choices(field), **options)
            case "yes_no":
                return forms.BooleanField(**options | {"required": False})
            case "yes_no_open":
                open_choices = [("", "—"), ("true", _("yes")), ("false", _("no"))]
                return forms.ChoiceField(choices=open_choices, **options)
            case "number":
                return forms.FloatField(widget=forms.TextInput(NUMERIC), localize=True, **options)
            case "whole":
                return forms.IntegerField(widget=forms.TextInput(NUMERIC), **options)
            case "day":
                return forms.DateField(
                    widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **options
                )
            case "id":
                return forms.SlugField(max_length=60, **options)
        return forms.CharField(**options)

    def _reference(self, field: FormField, options: dict[str, Any]) -> forms.Field:
        if self.programme is None:
            return forms.CharField(**options)
        found = queries.choices(self.programme, field.sections, MOST_SHOWN)
        if found is None or (field.kind == "references" and not found):
            hint = gettext("Short names of records: they stand in their addresses.")
            written = options | {"help_text": hint}
            return Keys(programme=self.programme, sections=field.sections, **written)
        choices = [(it.key, _title(it)) for it in found]
        if field.kind == "references":
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(choices=choices, widget=widget, **options)
        return forms.ChoiceField(choices=[("", "—"), *choices], **options)

    def _codes(self, field: FormField, options: dict[str, Any]) -> forms.Field:
        if field.classification not in FEW:
            hint = gettext("Names or codes, several with semicolons.")
            return Codes(classification=field.classification, **options | {"help_text": hint})
        choices = calculations.code_choices(field.classification, _reader())
        widget = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(
            choices=choices, widget=widget, **options | {"help_text": ""}
        )

    def _choices(self, field: FormField) -> list[tuple[str, str]]:
        named = (
            calculations.code_choices(field.classification, _reader())
            if field.classification
            else [(code, gettext(calculations.CODES[code])) for code in field.choices]
        )
        return named if field.is_required and field.choices else [("", "—"), *named]

    def _fill(self, content: Mapping[str, Any]) -> None:
        for field in self.given:
            held = content.get(field.name)
            if field.kind in ("words", "long_words"):
                for language in calculations.LANGUAGES:
                    self.initial[f"{field.name}-{language}"] = (held or {}).get(language, "")
            elif field.kind == "yes_no":
                default = calculations.default(self.section, field.name)
                self.initial[field.name] = default if held is None else held
            elif field.kind == "yes_no_open":
                self.initial[field.name] = "" if held is None else str(held).lower()
            elif held is not None:
                self.initial[field.name] = held
            elif field.kind == "choice":
                self.initial[field.name] = calculations.default(self.section, field.name)

    def _value(self, field: FormField, answers: Mapping[str, Any]) -> Any:  # noqa: ANN401 - plain
        if field.kind in ("words", "long_words"):
            return {it: answers.get(f"{field.name}-{it}", "") for it in calculations.LANGUAGES}
        value = answers.get(field.name)
        if isinstance(self.fields[field.name], Keys) and field.kind == "reference":
            return value[0] if value else None
        return value.isoformat() if isinstance(value, date) else value

    def _blame(self, name: str, what: str) -> None:
        """Say what is wrong beside its field, unless something is said there already."""
        shown = name if name in self.fields else f"{name}-{self.language}"
        if shown not in self.fields:
            self.add_error(None, what)
        elif shown not in self.errors:
            self.add_error(shown, what)


NUMERIC = {"inputmode": "decimal"}


class EditRecord(Fielded):
    """A record that is there: its short name stays."""

    def __init__(self, record: Record, data: Any = None, content: Any = None) -> None:  # noqa: ANN401 - sent
        self.record = record
        held = record.content if content is None else content
        super().__init__(record.section, record.programme, data, content=held, without=("id",))
        self.fields["version"].initial = record.version

    def fixed(self) -> dict[str, Any]:
        """Return the short name, where records of this section have one."""
        return {"id": self.record.key} if "id" in self.record.content else {}


class EditHeader(Fielded):
    """What is said once of a programme."""

    def __init__(self, programme: Programme, data: Any = None) -> None:  # noqa: ANN401 - sent
        held = programme.header
        super().__init__("header", programme, data, content=held, without=("id",))
        self.fields["version"].initial = programme.version

    def fixed(self) -> dict[str, Any]:
        """Return the short name."""
        return {"id": self.programme.slug if self.programme else ""}


class WriteUpdate(Fielded):
    """A value of one indicator in a period; only what its measure needs is asked for."""

    def __init__(
        self,
        indicator: Record,
        data: Any = None,  # noqa: ANN401 - sent
        *,
        content: Mapping[str, Any] | None = None,
        version: int = 0,
    ) -> None:
        self.indicator = indicator
        measure = indicator.content["measure"]
        asked = {"percentage": ("numerator", "denominator"), "qualitative": ("words",)}
        wanted = {"starts", "ends", "evidence", *asked.get(measure, ("value", "words"))}
        if indicator.content.get("dimensions"):
            wanted.add("part")
        all_fields = {it.name for it in calculations.fields_of("updates")}
        without = all_fields - wanted
        super().__init__("updates", indicator.programme, data, content=content, without=without)
        self.fields["version"].initial = version
        for name in asked.get(measure, ("value",)):
            shown = name if name in self.fields else f"{name}-{self.language}"
            self.fields[shown].required = True
        if measure == "ordinal":
            steps = list(enumerate(indicator.content.get("scale", ()), start=1))
            self.fields["value"] = forms.TypedChoiceField(
                label=self.fields["value"].label, choices=steps, coerce=float
            )

    def fixed(self) -> dict[str, Any]:
        """Return the indicator."""
        return {"indicator": self.indicator.key}

    def clean(self) -> dict[str, Any]:
        """Return the plain fields, if the value is one that the indicator can have."""
        answers = super().clean()
        if answers["content"] and not self.errors:
            for problem in calculations.unfit(
                self.indicator.content, {"updates": [answers["content"]]}
            ):
                words = problem["what"]
                self.add_error(None, calculations.problem_text(words, gettext))
        return answers


class SayWhy(Drafted):
    """The reason for which an update goes back."""

    why = forms.CharField(
        label=_("Why it goes back"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )


class WithdrawPublished(Drafted):
    """The reason for which a published programme is shown no longer."""

    why = forms.CharField(
        label=_("Why it is withdrawn"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )


class Rewrite(Drafted):
    """A paragraph of a report in an editor's words."""

    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 12}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ChooseReport(forms.Form):
    """Which report of a programme is looked at."""

    form = forms.ChoiceField(label=_("Report"))
    of = forms.ChoiceField(label=_("Country, or who gives money"), required=False)

    def __init__(self, programme: Programme, data: Any = None) -> None:  # noqa: ANN401 - sent
        super().__init__(data, initial={"form": "committee"})
        kinds: Any = self.fields["form"]
        kinds.choices = [(name, gettext(it)) for name, it in papers.FORMS.items()]
        named = {it.partition(":")[2] for it in history.codes_named(programme, "places")}
        names = calculations.code_choices("countries", _reader())
        countries = [(code, name) for code, name in names if code in named]
        givers = [(it.key, _title(it)) for it in history.givers(programme)]
        chosen: Any = self.fields["of"]
        chosen.choices = [
            ("", "—"), (gettext("Countries"), countries), (gettext("Organisations"), givers),
        ]  # fmt: skip
        self.countries = dict(countries)

    def chosen(self) -> papers.Form | None:
        """Return the report that was chosen, the committee's where none was; None: it is none."""
        if not self.is_bound:
            return papers.Form()
        if not self.is_valid():
            return None
        name, of = self.cleaned_data["form"], self.cleaned_data["of"]
        if name == "country" and of not in self.countries:
            self.add_error("of", gettext("Choose a country."))
            return None
        if name == "donor" and of in self.countries:
            self.add_error("of", gettext("Choose an organisation, or none for all."))
            return None
        return papers.Form(name=name, of=of if name in ("country", "donor") else "")


class File(forms.Form):
    """A programme as an office prepared it."""

    file = forms.FileField(
        label=_("Programme (YAML, XLSX, JSON, or XML of IATI 2.03)"),
        help_text=_("It is taken whole, or all that is wrong is told and nothing is taken."),
        validators=[FileExtensionValidator(["yaml", "yml", "xlsx", "json", "xml"])],
    )

    def blame(self, told: calculations.Told) -> None:
        """Say why a file was not kept."""
        for problem in told:
            for text in filter(None, (problem["what"], problem["hint"])):
                self.add_error("file", calculations.problem_text(text, gettext))


class NameDepartment(forms.Form):
    """Which organisation of the programme the members of one of the site report for."""

    key = forms.ChoiceField(label=_("They report for"), required=False)

    def __init__(self, departments: Iterable[Record], *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["key"]
        chosen.choices = [("", "—"), *((it.key, _title(it)) for it in departments)]


def _reader() -> str:
    return get_language() or "en"


def _title(record: Record) -> str:
    return calculations.said(record.title, _reader()) or record.key


def narrowing(query: QueryDict, programme: Programme, section: str) -> dict[str, Any]:
    """Return the filters of a list: label, choices, what was chosen and how a query asks for it."""
    found = {}
    for field in calculations.fields_of(section):
        if field.name not in FILTERS.get(section, ()):
            continue
        value = query.get(field.name, "")
        if field.sections:
            rows = queries.choices(programme, field.sections, MOST_SHOWN) or ()
            choices = [(it.key, _title(it)) for it in rows]
        elif field.classification:
            choices = calculations.code_choices(field.classification, _reader())
        else:
            choices = [(code, gettext(calculations.CODES[code])) for code in field.choices]
        value = value if value in dict(choices) else ""
        is_code = bool(field.classification)
        found[field.name] = {
            "label": gettext(field.label),
            "choices": choices,
            "value": value,
            "asked": calculations.coded(field.classification, value) if is_code else value,
        }
    return found


def begun(programme: Programme, section: str, of: str) -> dict[str, Any]:
    """Return what a new record that was begun on the page of another says already."""
    above = queries.titles(programme, [of]).get(of)
    if above is None or section not in PREFILLED:
        return {}
    if section == "activities" and above.section == "deliverables":
        return {"area": above.content["area"], "deliverable": of}
    if section == "activities" and above.section == "activities":
        return {"area": above.content["area"], "part_of": of}
    if section == "lessons" and above.section == "activities":
        return {"area": above.content["area"]}
    return {PREFILLED[section]: of}
