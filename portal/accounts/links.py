"""One-time links: confirming an e-mail address, setting a new password. And letters of warning."""

from sqlalchemy.exc import IntegrityError

from portal.accounts import queries, rules
from portal.accounts.models import LinkPurpose, OneTimeLink, User
from portal.audit import actions as audit
from portal.core import clock, throttle, tokens
from portal.core.db import db
from portal.core.errors import ConflictError, GoneError
from portal.core.i18n import LOCALES, force_locale
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.requests import absolute_address
from portal.notices import actions as notices


def send_confirmation(user: User, email: str) -> None:
    """Write the letter with the link that confirms an e-mail address; other addresses' end."""
    for earlier in queries.open_links(user.id, LinkPurpose.CONFIRM_EMAIL) if user.id else ():
        if earlier.email != email:
            earlier.used_at = clock.now()
    token = make_link(user, LinkPurpose.CONFIRM_EMAIL, email=email)
    with force_locale(LOCALES[user.language]):
        body = _(
            "Please confirm that this is your address:\n\n%(link)s\n\n"
            "The link works once, for 7 days. If you did not ask for it, do nothing.",
            link=absolute_address("accounts.confirm_email", token=token),
        )
        notices.post(email, user.language, _("Please confirm your e-mail address"), body)


def send_confirmation_again(user: User) -> str:
    """Write the letter once more and return the address it goes to.

    Raises:
        ConflictError: no address waits for its confirmation.
        TooManyError: asked for too often today.
    """
    email = queries.awaited_email(user)
    if email is None:
        raise ConflictError(_l("No e-mail address of yours waits to be confirmed."))
    throttle.hit(rules.CONFIRMATIONS_PER_ACCOUNT, "confirmation", str(user.id))
    send_confirmation(user, email)
    return email


def make_link(user: User, purpose: LinkPurpose, *, email: str | None = None) -> str:
    token = tokens.new()
    confirming = purpose is LinkPurpose.CONFIRM_EMAIL
    life = rules.CONFIRMATION_LIFE if confirming else rules.RESET_LIFE
    db.session.flush()
    db.session.add(
        OneTimeLink(
            token_hash=tokens.digest(token),
            purpose=purpose,
            user_id=user.id,
            email=email,
            expires_at=clock.now() + life,
        )
    )
    return token


def open_link(token: str, purpose: LinkPurpose, *, held: bool = False) -> OneTimeLink:
    """Return a link that still works; `held` when it is about to be used.

    Raises:
        GoneError: unknown, used or too old.
    """
    link = queries.link(token, purpose, held=held)
    if link is None or link.used_at or link.expires_at < clock.now() or link.user.disabled_at:
        raise GoneError
    return link


def use_up(user: User, purpose: LinkPurpose) -> None:
    for link in queries.open_links(user.id, purpose):
        link.used_at = clock.now()


def confirm_email(token: str) -> User:
    """Note that the link's address is the person's own.

    Raises:
        GoneError: the link is unknown, used, too old, or the address somebody else's by now.
    """
    link = open_link(token, LinkPurpose.CONFIRM_EMAIL, held=True)
    user, earlier = link.user, link.user.email
    was_confirmed = user.email_confirmed_at is not None
    try:
        with db.session.begin_nested():
            user.email = link.email
            user.email_confirmed_at = clock.now()
    except IntegrityError:
        raise GoneError from None
    use_up(user, LinkPurpose.CONFIRM_EMAIL)
    audit.record("account.confirm-email", user, by=user)
    if earlier and was_confirmed and earlier != user.email:
        warn(user, earlier, _l("The e-mail address of your account was changed"))
    return user


def warn(user: User, email: str, what: object) -> None:
    """Tell a person, at an address of his own, that his way in was changed."""
    with force_locale(LOCALES[user.language]):
        body = _(
            "%(what)s.\n\nIf it was you, there is nothing to do. If not, set a new password here"
            " and tell your market's office:\n\n%(link)s",
            what=str(what),
            link=absolute_address("accounts.forgot_password"),
        )
        notices.post(email, user.language, str(what), body)
