"""What people write about a study, checked; what two numbers must agree on the library checks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from decentwork_site.members.forms import Drafted
from decentwork_site.members.models import Member
from decentwork_site.studies import calculations, queries
from decentwork_site.studies.calculations import SurveyDesign
from decentwork_site.studies.models import Comment, Study, View


class NewStudy(Drafted):
    """From which template or after which round, where, when, under which address."""

    template = forms.ChoiceField(label=_("Template or earlier round"))
    place = forms.ChoiceField(
        label=_("Country"),
        required=False,
        help_text=_("A next round stays where the one before was."),
    )
    slug = forms.SlugField(
        label=_("Short name"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens; it stands in the address of the study."),
    )
    period = forms.CharField(
        label=_("Period of the figures"), max_length=20, help_text=_("For example: 2027, 2027-Q1.")
    )

    # Django's signature, after who makes the study
    def __init__(self, by: Member, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        before = {it.slug: calculations.design(it.slug) for it in queries.can_go_on(by)}
        rounds = [
            (queries.ROUND + slug, f"{it.name(language)} ({it.period})")
            for slug, it in before.items()
        ]
        template, place = self.fields["template"], self.fields["place"]
        if isinstance(template, forms.ChoiceField) and isinstance(place, forms.ChoiceField):
            template.choices = calculations.template_choices(language)
            if rounds:
                groups = (_("Templates"), template.choices), (_("The next round of"), rounds)
                template.choices = groups
            place.choices = [("", "—"), *calculations.place_choices(language)]

    def clean(self) -> dict[str, Any]:
        """Return what was filled in; a study from a template has a place."""
        given = super().clean() or {}
        is_round = given.get("template", "").startswith(queries.ROUND)
        if not is_round and not given.get("place") and "place" not in self.errors:
            self.add_error("place", _("Choose the country of the study."))
        return given

    def clean_slug(self) -> str:
        """Return the short name, if no study has it."""
        slug: str = self.cleaned_data["slug"].lower()
        if queries.study(slug) or Study.objects.filter(slug__iexact=slug).exists():
            raise forms.ValidationError(_("A study has this short name. Choose another."))
        return slug


class DesignVersion(forms.Form):
    """Which design somebody read before they changed it."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)


class Plan(Drafted, DesignVersion):
    """The numbers of a design that precision and cost follow from."""

    # Django's signature, after the design that it is of
    def __init__(self, design: SurveyDesign, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = calculations.version(design)
        for stratum in design.strata:
            self.fields[f"seeds-{stratum.id}"] = forms.IntegerField(
                label=_("Seeds in %(stratum)s") % {"stratum": stratum.id.replace("_", " ")},
                help_text=_("of %(count)s units on the list") % {"count": stratum.frame_units},
                min_value=1,
                max_value=stratum.frame_units,
                initial=stratum.seeds,
            )
        for follow in design.follow:
            self.fields[f"follow-{follow.kind}"] = forms.IntegerField(
                label=_("Followed up from each buyer: %(kind)s")
                % {"kind": gettext(calculations.KINDS[follow.kind])},
                help_text=_("Empty: all that are listed."),
                min_value=0,
                required=False,
                initial=follow.at_most,
            )
        self.fields["deepest_tier"] = forms.IntegerField(
            label=_("Deepest tier"), min_value=0, max_value=8, initial=design.deepest_tier
        )
        self.fields["per_unit"] = forms.IntegerField(
            label=_("Workers interviewed in each unit"),
            min_value=0,
            initial=design.workers.per_unit,
        )
        self.fields["budget"] = forms.FloatField(
            label=_("Budget (%(currency)s)") % {"currency": design.costs.currency},
            help_text=_("Empty: without limit."),
            min_value=0,
            required=False,
            initial=design.costs.budget,
        )

    def label_of(self, key: str) -> str:
        """Return what the form calls a key of the design file, else the key itself."""
        match key.split("."):
            case ["strata", stratum, "seeds"]:
                name = f"seeds-{stratum}"
            case ["follow", kind, "at_most"]:
                name = f"follow-{kind}"
            case [*_, name]:
                pass
        return str(self.fields[name].label) if name in self.fields else key


class Cheapest(forms.Form):
    """A wanted precision."""

    topic = forms.ChoiceField(label=_("Topic"))
    tier = forms.IntegerField(label=_("Tier"), min_value=0, max_value=8, initial=2)
    points = forms.FloatField(
        label=_("Half-width of the interval, in points"), min_value=0.5, max_value=49, initial=5
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        chosen = self.fields["topic"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = calculations.topics_planned(get_language() or "en")


class Match(forms.Form):
    """From which probability on two mentions are one unit, and below which they are two."""

    same = forms.FloatField(label=_("One unit from"), min_value=0.5, max_value=0.9999)
    new = forms.FloatField(label=_("Two units below"), min_value=0.01, max_value=0.9999)

    def clean(self) -> dict[str, Any]:
        """Refuse thresholds that leave no room for one of the three outcomes."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("same", 1) < found.get("new", 0):
            raise forms.ValidationError(_("The first has to be at least the second."))
        return found


class Estimate(forms.Form):
    """What the producing office has to choose before anything is weighed."""

    multiplicity = forms.ChoiceField(
        label=_("Where a unit's number of buyers is missing or zero"),
        choices=[
            ("refuse", _("stop and name the units, so that they can be asked")),
            ("observed", _("count the links seen in the sample: weights come out too large")),
            ("model", _("take the mean of comparable units that answered")),
        ],
    )


class PrepareRelease(Drafted, Estimate):
    """Who signs, and as of when; before the office decides."""

    decided_by = forms.CharField(
        label=_("Function of who decides in the office"),
        max_length=120,
        help_text=_("For example: Chief Statistician. It is published."),
    )
    decided_on = forms.DateField(
        label=_("Date of the decision"), widget=forms.DateInput(attrs={"type": "date"})
    )
    field_order: Sequence[str] | None = ("decided_by", "decided_on", "multiplicity")

    def clean_decided_on(self) -> date:
        """Return the date, if it has come."""
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > timezone.localdate():
            raise forms.ValidationError(_("This day has not come: release on the day itself."))
        return decided_on


class DecideRelease(PrepareRelease):
    """The office's decision; that it was taken is said when it is sent, not before."""

    not_kept = ("is_decided",)
    is_decided = forms.BooleanField(
        label=_("The office has decided to release these figures. This cannot be undone.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        # It stands on a page with the form before.
        super().__init__(*args, **({"auto_id": "decide_%s"} | kwargs))


class DesignFile(DesignVersion):
    """A design as a file."""

    design = forms.FileField(
        label=_("Design file (study.toml)"),
        help_text=_("It takes the place of the whole design; office and short name stay."),
    )

    # Django's signature, after the design that it is to replace
    def __init__(self, design: SurveyDesign, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        # It stands on a page with the form of the numbers.
        super().__init__(*args, **({"auto_id": "file_%s"} | kwargs))
        self.fields["version"].initial = calculations.version(design)


class DesignOver(DesignVersion):
    """A design that goes over another one, after both were compared."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)


class Frame(forms.Form):
    """The list that seeds are drawn from."""

    frame = forms.FileField(
        label=_("List of possible seeds (CSV)"),
        help_text=_(
            "With the columns id, name, stratum, region; phone and address where they are known. "
            "It stays in the study's folder and is read by nobody but who draws and visits."
        ),
    )


class DrawMore(forms.Form):
    """How many to draw at most."""

    at_most = forms.IntegerField(
        label=_("At most"), required=False, min_value=1, help_text=_("Empty: all that are due.")
    )


class FilesInput(forms.ClearableFileInput):
    """Takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files of one upload."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:  # noqa: ANN401 - files
        """Return the files, each checked."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given]


class SeenDecisions(forms.Form):
    """Which decision was the last that somebody saw before they decided."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> int:
        """Return the number of that decision, 0 for none."""
        return self.cleaned_data["seen"] or 0


class Submissions(forms.Form):
    """Exports of ODK Central or Kobo."""

    uploads = FilesField(
        label=_("Files of submissions"),
        help_text=_(
            "JSON, a zip of CSV files, CSV files, or XLSX, as ODK Central or Kobo export them. All "
            "of them are taken in or none; the same files again change nothing."
        ),
    )

    def clean_uploads(self) -> list[calculations.Upload]:
        """Return the files as they came."""
        given = self.cleaned_data["uploads"]
        return [calculations.Upload(name=each.name, content=each.chunks()) for each in given]


class Assign(SeenDecisions):
    """Which cases go to whom."""

    member = forms.ChoiceField(label=_("Give the chosen cases to"), required=False)

    # Django's signature, after the study that it is of
    def __init__(self, study: Study, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        people = [(each.name, str(each)) for each in queries.enumerators_of(study)]
        chosen = self.fields["member"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [("", _("nobody")), *people]


WHATS = {
    "outcome": _("what became of the case"),
    "same": _("is the same as another case"),
    "different": _("is not the same as another case"),
}
"""What is decided of a case, in words."""

SHOWN_OF_UNITS = {"name": _("Name"), "address": _("Address"), "phone": _("Phone")}
"""What stands of two mentions side by side."""


class Decide(Drafted, SeenDecisions):
    """A decision on a case: what became of it, or which other it is."""

    what = forms.ChoiceField(label=_("Decision"), choices=list(WHATS.items()))
    case_id = forms.CharField(label=_("Case or nomination"), max_length=80)
    value = forms.CharField(
        label=_("Outcome or other case"),
        max_length=80,
        widget=forms.TextInput(attrs={"list": "outcomes"}),
    )
    why = forms.CharField(label=_("Why"), max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        words = ", ".join(gettext(name) for name in calculations.OUTCOMES.values())
        self.fields["value"].help_text = _("An outcome: %(outcomes)s.") % {"outcomes": words}

    def clean_value(self) -> str:
        """Return the code of an outcome that was written in words, else what was written."""
        written: str = self.cleaned_data["value"]
        codes = {gettext(name).casefold(): str(it) for it, name in calculations.OUTCOMES.items()}
        return codes.get(written.strip().casefold(), written)


class GiveView(Drafted):
    """What a constituent says beforehand."""

    on = forms.ChoiceField(label=_("On"), choices=View.On.choices)
    text = forms.CharField(
        label=_("What you say"), widget=forms.Textarea(attrs={"rows": 6}), max_length=8000
    )


class AnswerView(Drafted):
    """What came of it."""

    outcome = forms.CharField(
        label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )


class GiveComment(Drafted):
    """What a constituent publishes on the interpretation."""

    kind = forms.ChoiceField(label=_("As"), choices=Comment.Kind.choices)
    text = forms.CharField(
        label=_("What you publish"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=12000,
        help_text=_("On the interpretation; figures cannot be changed. It is published at once."),
    )


def table_asked(query: QueryDict) -> dict[str, str]:
    """Return which table of estimates an address names; what is not understood is not asked."""
    universe, statistic = query.get("of", ""), query.get("statistic", "")
    split = query.get("split", "")
    return {
        "universe": universe if universe in ("units", "workers") else "workers",
        "statistic": statistic if statistic in ("mean", "total") else "mean",
        "split": split if split in calculations.SPLITS else "",
    }


def cases(query: QueryDict, rows: calculations.Rows) -> dict[str, Any]:
    """Return the cases that an address names, those to be visited first, with what it named."""
    outcome, member = query.get("outcome", ""), query.get("member", "")
    asked = {"outcome": outcome if outcome in calculations.OUTCOMES else "", "member": member}
    return {"cases": calculations.cases_shown(rows, **asked), "asked": asked}


def table(query: QueryDict, rows: calculations.Rows) -> dict[str, Any]:
    """Return the table of figures that an address names, with what else it could name."""
    asked = table_asked(query)
    words: dict[str, Any] = {"language": get_language() or "en", "translate": gettext}
    shown = calculations.estimate_table(rows, **(words | asked))
    return {"table": shown, "asked": asked, "splits": calculations.SPLITS}
