"""Input checks of the enterprises app."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from decentwork_site.enterprises import calculations, queries, waiting
from decentwork_site.enterprises.models import (
    Alias,
    Claim,
    Correction,
    Enterprise,
    EnterpriseList,
    Mention,
    Source,
)
from decentwork_site.members.forms import Drafted

WORDS_AT_MOST = 8  # of a search

LONG_TEXT = forms.Textarea(attrs={"rows": 5})


def asked(query: QueryDict) -> queries.Filters:
    """Return the filters that an address names."""
    return filters(query.get("q", ""), query.get("country", ""))


def filters(text: str, country: str) -> queries.Filters:
    """Return the filters of a search; a text that is no code of a country fits none."""
    is_code = len(country) == 3 and country.isalnum() and country.isascii()
    words = calculations.search_words(text)[:WORDS_AT_MOST]
    return queries.Filters(words=words, country=country if is_code or not country else "-")


def row_label(mention: Mention) -> str:
    """Return how a reader knows a row again: its name, and whose row it is."""
    return f"{mention.name} · {mention.list.source} · {mention.list.listed_on}"


class OfRows(Drafted):
    """A form with a field `rows` whose choices are the public rows that name an enterprise."""

    rows = "mention"

    def __init__(self, enterprise: Enterprise, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        field: Any = self.fields[self.rows]
        shown = queries.shown(enterprise.mentions.all())
        field.queryset = shown.select_related("list__source")
        field.label_from_instance = row_label


class AskCorrection(OfRows):
    """What is wrong on a page; nobody has to say who they are."""

    mention = forms.ModelChoiceField(
        label=_("What it is about"),
        queryset=Mention.objects.none(),
        required=False,
        empty_label=_("the page as a whole"),
    )
    what = forms.CharField(
        label=_("What is wrong, and what would be right"),
        max_length=4000,
        widget=LONG_TEXT,
        help_text=_("Read by those who keep the lists; not shown on the page."),
    )
    contact = forms.CharField(
        label=_("How to reach you (if you want to be asked back)"),
        max_length=200,
        required=False,
        help_text=_("Seen by those who answer, and by nobody else."),
    )


class ClaimEnterprise(Drafted):
    """Why an organisation says that it is an enterprise."""

    why = forms.CharField(
        label=_("How those who keep the lists can see that this is you"),
        max_length=4000,
        widget=LONG_TEXT,
        help_text=_("A number in a register, your address on the web, a letter. Not shown."),
    )


class WriteEntry(Drafted):
    """What an owner says of its enterprise, in its own words."""

    name = forms.CharField(label=_("Name of the enterprise"), max_length=300)
    address = forms.CharField(label=_("Address"), max_length=500, required=False)
    city = forms.CharField(label=_("Town"), max_length=160, required=False)
    postcode = forms.CharField(label=_("Postcode"), max_length=40, required=False)
    phone = forms.CharField(label=_("Phone of the enterprise"), max_length=80, required=False)
    website = forms.URLField(
        label=_("Address on the web"),
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )
    about = forms.CharField(
        label=_("About the enterprise"),
        max_length=4000,
        required=False,
        widget=LONG_TEXT,
        help_text=_("Shown to everyone as your own words. Name no person."),
    )


class AddAlias(OfRows):
    """An identifier that somebody else gave an enterprise, and who says so."""

    mention = forms.ModelChoiceField(
        label=_("Row that it is known through"),
        queryset=Mention.objects.none(),
        empty_label=None,
        help_text=_("Where the row goes, the identifier goes with it."),
    )
    scheme = forms.ChoiceField(label=_("Kind"), choices=Alias.Scheme.choices)
    value = forms.CharField(label=_("Identifier"), max_length=80)
    told_by = forms.CharField(label=_("Who says so"), max_length=160)
    told_on = forms.DateField(
        label=_("As of"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean(self) -> dict[str, Any]:
        """Return the answers, the identifier as its kind writes it."""
        answers: dict[str, Any] = super().clean() or {}
        try:
            given = answers.get("scheme", ""), answers.get("value", "")
            answers["value"] = calculations.written_alias(*given)
        except calculations.MisspelledIdentifier:
            self.add_error("value", _("Its check digits tell of a slip. Compare it once more."))
        except calculations.NoIdentifier:
            self.add_error("value", _("Identifiers of this kind have another form."))
        return answers

    def clean_told_on(self) -> Any:  # noqa: ANN401 - a date
        """Return the day, which is not to come."""
        day = self.cleaned_data["told_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class WithdrawAlias(forms.Form):
    """That an identifier is wrong, or is right after all, and why."""

    alias = forms.ModelChoiceField(queryset=Alias.objects.none())
    act = forms.ChoiceField(choices=[(it, it) for it in ("withdraw", "put back")])
    why = forms.CharField(label=_("Why"), max_length=400)

    def __init__(self, enterprise: Enterprise, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        field: Any = self.fields["alias"]
        field.queryset = Alias.objects.filter(mention__enterprise=enterprise)


class AnswerClaim(Drafted):
    """Whether an organisation is the enterprise that it claims."""

    state = forms.ChoiceField(label=_("Answer"), choices=[("", ""), *Claim.State.choices[1:]])
    answer = forms.CharField(
        label=_("Why"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Return the answer; a refusal has a reason."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("state") == Claim.State.REFUSED and not answers.get("answer"):
            self.add_error("answer", _("Say why: the organisation reads it."))
        return answers


class AnswerCorrection(OfRows):
    """What came of a request for correction."""

    rows = "withheld"
    not_kept = ("withheld",)

    state = forms.ChoiceField(label=_("Answer"), choices=[("", ""), *Correction.State.choices[1:]])
    answer = forms.CharField(
        label=_("What was done, or why not"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Shown to everyone on the page. Name no person."),
    )
    withheld = forms.ModelMultipleChoiceField(
        label=_("Rows to be withheld from now on"),
        queryset=Mention.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are shown no longer, and still matched. This can be taken back."),
    )

    def clean(self) -> dict[str, Any]:
        """Return the answer; who refuses withholds nothing."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("state") == Correction.State.REFUSED and answers.get("withheld"):
            self.add_error("withheld", _("A request that is refused withholds no row."))
        return answers


def answer(
    asked: Claim | Correction, about: Enterprise, sent: QueryDict | None
) -> AnswerClaim | AnswerCorrection:
    """Return the form that answers a claim or a request for correction of an enterprise."""
    if isinstance(asked, Claim):
        return AnswerClaim(sent)
    return AnswerCorrection(about, sent)


class NewSource(Drafted):
    """Who lists enterprises, and whether the list may be shown."""

    name = forms.CharField(label=_("Name of the source"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=Source.Kind.choices)
    is_public = forms.BooleanField(
        label=_("Its lists are public"),
        required=False,
        initial=True,
        help_text=_("What is not public helps to match, and is shown to nobody else."),
    )
    licence = forms.CharField(label=_("Licence or permission"), max_length=200, required=False)
    address = forms.URLField(
        label=_("Where the list is published"),
        required=False,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )

    def clean_name(self) -> str:
        """Return the name, if no source has it."""
        name: str = self.cleaned_data["name"]
        if Source.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("A source has this name. Add the list to it."))
        return name


class AddList(Drafted):
    """The file of a list, and the day as of which it holds."""

    upload = forms.FileField(
        label=_("File (CSV or XLSX)"),
        help_text=_("As it was published; headings in any language, at most 400 MB."),
    )
    listed_on = forms.DateField(
        label=_("Date of the list"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_listed_on(self) -> date:
        """Return the day, which is not to come."""
        day: date = self.cleaned_data["listed_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return day


class Columns(forms.Form):
    """What each column of a list tells; several columns can make up an address."""

    def __init__(
        self,
        columns: calculations.Columns,
        chosen: Mapping[str, Sequence[str]],
        *args: Any,  # noqa: ANN401 - Django's signature
        **kwargs: Any,  # noqa: ANN401 - Django's signature
    ) -> None:
        super().__init__(*args, **kwargs)
        tells = {name: field for field, names in chosen.items() for name in names}
        fits = bool(tells) and set(tells) <= set(columns.examples)
        fields = [("", "—"), *((it, gettext(name)) for it, name in calculations.FIELDS.items())]
        self.named = {f"column-{at}": name for at, name in enumerate(columns.examples)}
        for key, name in self.named.items():
            self.fields[key] = forms.ChoiceField(
                label=name,
                choices=fields,
                required=False,
                initial=(tells if fits else columns.guessed).get(name, ""),
            )

    def clean(self) -> dict[str, list[str]]:
        """Return the columns of each field, in their order."""
        answers = super().clean() or {}
        found: dict[str, list[str]] = {}
        for key, name in self.named.items():
            if answers.get(key):
                found.setdefault(answers[key], []).append(name)
        if "name" not in found:
            raise forms.ValidationError(_("Say which column holds the name of the enterprise."))
        for field, names in found.items():
            if len(names) > 1 and field != "address":
                about = gettext(calculations.FIELDS[field])
                told = _(
                    "Only an address can stand in several columns: %(field)s stands in %(count)s."
                )
                raise forms.ValidationError(told % {"field": about, "count": len(names)})
        return found


class Withdraw(forms.Form):
    """Why a list is to be shown and matched no longer."""

    why = forms.CharField(label=_("Why"), max_length=400)


class Thresholds(forms.Form):
    """From which probability on two rows are the same, and below which nobody is asked."""

    same = forms.FloatField(
        label=_("Put together at and above"),
        min_value=0.5,
        max_value=0.9999,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text=_("A higher value: fewer wrong unions, more questions."),
    )
    new = forms.FloatField(
        label=_("Take for two below"),
        min_value=0.001,
        max_value=0.9999,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text=_("Between the two, a person is asked."),
    )

    def clean(self) -> dict[str, Any]:
        """Return both; the second is not above the first."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("new", 0) > answers.get("same", 1):
            self.add_error("new", _("This is above the other one: nobody could be asked."))
        return answers


LARGEST_KEY = 2**63 - 1  # that a database takes


def key(text: str) -> int | None:
    """Return the key of a row that an address names, None for anything else."""
    return min(int(text), LARGEST_KEY) if text.isdecimal() and len(text) < 40 else None


def asked_of_review(query: QueryDict) -> waiting.Asked:
    """Return which pairs an address asks for: of a country, of a source."""
    source, lists = key(query.get("source", "")), None
    if source is not None:
        found = EnterpriseList.objects.filter(source=source)
        lists = tuple(found.values_list("pk", flat=True))
    return waiting.Asked(country=filters("", query.get("country", "")).country, lists=lists)


class JudgePair(forms.Form):
    """What a person judges of two mentions, having seen the judgements up to `seen`."""

    one = forms.IntegerField(max_value=LARGEST_KEY)
    other = forms.IntegerField(max_value=LARGEST_KEY)
    seen = forms.IntegerField(max_value=LARGEST_KEY)
    act = forms.ChoiceField(choices=[(it, it) for it in ("same", "different", "later", "back")])
    why = forms.CharField(
        label=_("Why (if it is worth a word)"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 1}),
    )


class ChooseRows(forms.Form):
    """Rows of an enterprise, or enterprises beside it, that are judged in one go."""

    rows = forms.ModelMultipleChoiceField(queryset=Mention.objects.none(), required=False)
    others = forms.ModelMultipleChoiceField(
        queryset=Enterprise.objects.filter(now__isnull=True), required=False
    )
    why = forms.CharField(label=_("Why"), max_length=400, required=False)

    def __init__(self, enterprise: Enterprise, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rows"]
        field.queryset = enterprise.mentions.all()
