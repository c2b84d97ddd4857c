"""What people write about themselves and others, checked."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from decentwork_site.members.models import Member, Organisation, Role
from decentwork_site.members.queries import organisations


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
    """A role, in one study or in all of them."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.Kind.choices)
    study = forms.SlugField(
        label=_("Study"),
        required=False,
        max_length=60,
        help_text=_("The last part of the address of a study; empty: in all of them."),
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
