"""Forms of accounts: coming in, one's particulars, passwords, inviting people."""

from contextlib import suppress
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, Field, RadioField, StringField
from wtforms.validators import Length

from portal.accounts import rules
from portal.core import contact
from portal.core.errors import InvalidError
from portal.core.forms import Password, PortalForm, Required, complaint
from portal.core.i18n import CHINESE, ENGLISH, bdi
from portal.core.i18n import lazy_gettext as _l

NAME_LENGTH = 80
LOGIN_LENGTH = 254
MOBILE_LENGTH = 30
PASSWORD_LENGTH = 1000


def languages() -> list[tuple[str, Markup]]:
    """Return the languages to choose from, each called by its own name."""
    return [(CHINESE, bdi("简体中文", CHINESE)), (ENGLISH, bdi("English", ENGLISH))]


class MobileField(StringField):
    """A mobile number: kept as +8613812345678, shown as 138 1234 5678."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take a number as it is kept where it is one; else as it was typed."""
        super().process_formdata(valuelist)
        with suppress(InvalidError):
            self.data = contact.normalise_mobile(self.data) if self.data else self.data

    def _value(self) -> str:
        typed = str(self.data or "")
        try:
            return contact.format_mobile(contact.normalise_mobile(typed)) if typed else ""
        except InvalidError:
            return typed


class SignInForm(PortalForm):
    """Who comes in."""

    login = StringField(
        _l("E-mail or mobile number"),
        [Required(_l("Write your e-mail address or mobile number.")), Length(max=LOGIN_LENGTH)],
    )
    password = Password(
        _l("Password"), [Required(_l("Write your password.")), Length(max=PASSWORD_LENGTH)]
    )
    remember = BooleanField(_l("Stay signed in on this device"), default=True)


class NewPasswordForm(PortalForm):
    """A password that is set through a link."""

    password = Password(
        _l("New password"), [Required(_l("Choose a password.")), Length(max=PASSWORD_LENGTH)]
    )


class ChangePasswordForm(PortalForm):
    """A password that takes the place of another."""

    current = Password(
        _l("Current password"),
        [Required(_l("Write your current password.")), Length(max=PASSWORD_LENGTH)],
    )
    password = Password(
        _l("New password"), [Required(_l("Choose a password.")), Length(max=PASSWORD_LENGTH)]
    )


class SignUpForm(PortalForm):
    """A newcomer."""

    name = StringField(_l("Your name"), [Required(_l("Write your name.")), Length(max=NAME_LENGTH)])
    login = StringField(
        _l("E-mail or mobile number"),
        [Required(_l("Write your e-mail address or mobile number.")), Length(max=LOGIN_LENGTH)],
    )
    password = Password(
        _l("Password"), [Required(_l("Choose a password.")), Length(max=PASSWORD_LENGTH)]
    )
    consent = BooleanField(
        _l("I have read the privacy notice and agree to it"),
        [Required(_l("Without your consent to the privacy notice we may not keep an account."))],
    )

    def validate_login(self, field: Field) -> None:
        """Say what is wrong with the address or number together with all the rest."""
        with complaint():
            contact.normalise_login(field.data)

    def validate_password(self, field: Field) -> None:
        """Say what is wrong with the password together with all the rest."""
        with complaint():
            rules.check_password(field.data, [self.name.data, self.login.data])


class ForgotPasswordForm(PortalForm):
    """Whose password is forgotten."""

    login = StringField(
        _l("E-mail address"),
        [Required(_l("Write the e-mail address of your account.")), Length(max=LOGIN_LENGTH)],
    )


class LetInForm(PortalForm):
    """Who is to be let in again, by what he signs in with."""

    login = StringField(
        _l("Mobile number"),
        [Required(_l("Write the mobile number.")), Length(max=LOGIN_LENGTH)],
        description=_l("The one that the person signs in with."),
    )

    def validate_login(self, field: Field) -> None:
        """Say what is wrong with the number."""
        with complaint():
            contact.normalise_login(field.data)


class AccountForm(PortalForm):
    """One's own particulars."""

    name = StringField(_l("Your name"), [Required(_l("Write your name.")), Length(max=NAME_LENGTH)])
    mobile = MobileField(_l("Mobile number"), [Length(max=MOBILE_LENGTH)])
    email = StringField(_l("E-mail address"), [Length(max=LOGIN_LENGTH)])
    language = RadioField(_l("Language"), [Required(_l("Choose a language."))], choices=languages)

    def standing(self, field: Field) -> Any:
        """Return what the account says now; empty where it says nothing, as the form does."""
        return super().standing(field) or ""

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return a language by its own name, the rest as it stands."""
        return dict(languages()).get(value) or super().in_words(field, value)


class InvitationForm(PortalForm):
    """Whom to invite."""

    name = StringField(
        _l("Name of the person"),
        [
            Required(_l("Write the name, so that you recognise it in the list.")),
            Length(max=NAME_LENGTH),
        ],
    )
    email = StringField(_l("E-mail address"), [Length(max=LOGIN_LENGTH)])
