"""What people write about themselves and others, checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from decentwork_site.members import queries, writes
from decentwork_site.members.models import Draft, Member, Organisation, Role
from decentwork_site.members.queries import organisations

NEVER_KEPT = (forms.PasswordInput, forms.FileInput)


@dataclass(frozen=True, slots=True)
class DraftKey:
    """Whose draft of which form something is, and which fields may be kept of it.

    A page carries it signed: a browser can keep drafts of our forms only, and of nobody else.
    """

    member: int
    page: str
    form: str
    fields: Sequence[str]

    def signed(self) -> str:
        """Return the key as a page carries it."""
        content = [self.member, self.page, self.form, list(self.fields)]
        return signing.dumps(content, salt="draft", compress=True)

    def kept(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was sent of the fields that may be kept; a list where several were chosen."""
        found = {name: sent[name] for name in self.fields if name in sent}
        several = {
            name: given
            for name in found
            if isinstance(sent, QueryDict) and len(given := sent.getlist(name)) > 1
        }
        return found | several


def read_key(written: str) -> DraftKey:
    """Return the key that was signed; `BadSignature` for anything else."""
    return DraftKey(*signing.loads(written, salt="draft"))


class Drafted(forms.Form):
    """A form of which an unfinished state is kept for who is signed in.

    Passwords and files never are, nor fields named in `not_kept`. Without a call of `as_left` it is
    a form like any other.
    """

    not_kept: tuple[str, ...] = ()
    reader: Member | None = None
    key: DraftKey | None = None
    draft: Draft | None = None

    def as_left(self, request: HttpRequest, name: str = "") -> Self:
        """Return this form of a page, as its reader left it unless it is being sent now."""
        if not isinstance(request.user, Member):
            return self
        self.reader, page = request.user, translate_url(request.path, settings.LANGUAGE_CODE)
        kept = [
            name
            for name, field in self.fields.items()
            if name not in self.not_kept and not isinstance(field.widget, NEVER_KEPT)
        ]
        self.key = DraftKey(request.user.pk, page, name or type(self).__name__.lower(), kept)
        if not self.is_bound:
            draft = queries.draft(self.reader, page, self.key.form, timezone.now())
            self.draft = draft if draft and self._differs(draft) else None
            if self.draft and not self.draft.discarded_at:
                self.initial = {**self.initial, **self.draft.fields}
        return self

    def keep(self) -> None:
        """Keep what was sent as a draft: it could not be done yet."""
        if self.reader and self.key:
            key = self.key
            named: dict[str, Any] = {"member": self.reader, "page": key.page, "form": key.form}
            writes.keep_draft(**named, fields=key.kept(self.data))

    def sent(self) -> None:
        """Delete the draft: what the form says was done."""
        if self.reader and self.key:
            writes.drop_draft(member=self.reader, page=self.key.page, form=self.key.form)

    def _differs(self, draft: Draft) -> bool:
        """Tell whether a draft holds anything that the empty form does not say."""
        return any(
            name in self.fields
            and not self.fields[name].widget.is_hidden
            and self.fields[name].has_changed(
                self.get_initial_for_field(self.fields[name], name), it
            )
            for name, it in draft.fields.items()
        )


def password_field(label: Any, autocomplete: str) -> forms.CharField:  # noqa: ANN401 - lazy text
    """Return a field whose content a browser may keep and a page never shows again."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, widget=widget)


class SignIn(AuthenticationForm):
    """A name or an email address, and a password."""

    error_messages = {
        "invalid_login": _(
            "This name or address and this password do not belong together. Look at capital "
            "letters in the password, or ask an administrator for a link to set a new one."
        ),
        "inactive": _("This account is closed."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Name or email address")
        self.fields["password"].label = _("Password")
        self.fields["username"].widget.attrs.pop("autofocus", None)


class NewPassword(forms.Form):
    """A password that is good enough; shown by nobody, asked once, as browsers keep it."""

    password = password_field(_("New password"), "new-password")
    password.help_text = _("At least 12 characters. Several words are easier to keep than signs.")

    # Django's signature, and whose password it is
    def __init__(self, *args: Any, member: Member | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_password(self) -> str:
        """Return the password, checked against the person it is for."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self._person())
        return password

    def _person(self) -> Member:
        return self.member or Member()


class ChangePassword(NewPassword):
    """The old password and a new one."""

    old = password_field(_("Present password"), "current-password")
    field_order = ("old", "password")

    def clean_old(self) -> str:
        """Return the old password, if it is."""
        old: str = self.cleaned_data["old"]
        if not self._person().check_password(old):
            raise forms.ValidationError(_("This is not your present password."))
        return old


class Join(NewPassword):
    """What a new member says of themselves."""

    display_name = forms.CharField(
        label=_("Your name"), max_length=120, help_text=_("As others see it.")
    )
    name = forms.CharField(
        label=_("Name to sign in with"),
        max_length=60,
        help_text=_("Short, without the sign @."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    email = forms.EmailField(
        label=_("Email address (if you want to sign in with it)"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ("display_name", "name", "email", "language", "password")

    def clean_name(self) -> str:
        """Return the name, if it is free and no address."""
        name: str = self.cleaned_data["name"]
        if "@" in name:
            raise forms.ValidationError(_("Leave out the sign @: it tells an address from a name."))
        if Member.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("Somebody has this name. Choose another."))
        return name

    def clean_email(self) -> str:
        """Return the address, if it is free."""
        email: str = self.cleaned_data["email"]
        if email and Member.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("Somebody signs in with this address. Leave it out."))
        return email

    def _person(self) -> Member:
        given = {name: self.cleaned_data.get(name, "") for name in ("display_name", "name")}
        return Member(**given, email=self.cleaned_data.get("email", ""))


class GiveRole(forms.Form):
    """A role, in one study or programme, or in all of them."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.Kind.choices)
    study = forms.SlugField(
        label=_("Study or programme"),
        required=False,
        max_length=60,
        help_text=_("The last part of the address of a study or programme; empty: in all of them."),
    )

    def clean(self) -> dict[str, Any]:
        """Return the answers; what two of them must agree on is looked at here."""
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("role") == Role.Kind.ADMINISTRATOR and answers.get("study"):
            self.add_error("study", _("An administrator administers the whole site: leave empty."))
        return answers


class Invite(GiveRole):
    """Whom to invite, and as what."""

    display_name = forms.CharField(label=_("Name of the person"), max_length=120)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=[("", _("none yet")), *Role.Kind.choices], required=False
    )
    field_order = ("display_name", "organisation", "role", "study")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["organisation"]
        chosen.queryset = organisations()

    def clean(self) -> dict[str, Any]:
        """Return the answers; a representative speaks for a constituent."""
        answers = super().clean()
        organisation = answers.get("organisation")
        is_constituent = organisation and organisation.kind in Organisation.CONSTITUENTS
        if answers.get("role") == Role.Kind.REPRESENTATIVE and not is_constituent:
            words = _(
                "A representative comes from a government, an employers' or a workers' "
                "organisation. Choose one."
            )
            self.add_error("organisation", words)
        return answers


class AddOrganisation(forms.Form):
    """An organisation that members come from."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Organisation.Kind.choices)

    def clean_name(self) -> str:
        """Return the name, if it is free."""
        name: str = self.cleaned_data["name"]
        if Organisation.objects.filter(name__iexact=name).exists():
            raise forms.ValidationError(_("This organisation is in the list."))
        return name
