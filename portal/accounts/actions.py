"""Accounts: making them, signing in and out, passwords, one-time links."""

from collections.abc import Collection

from sqlalchemy.exc import IntegrityError

from portal.access.permissions import Role
from portal.accounts import links, passwords, queries, rules
from portal.accounts.models import (
    PRIVACY_VERSION,
    LinkPurpose,
    Membership,
    SignedInSession,
    User,
)
from portal.audit import actions as audit
from portal.core import clock, contact, throttle, tokens
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import LOCALES, force_locale
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.requests import absolute_address, visitor_address, visitor_browser
from portal.notices import actions as notices

TAKEN = _l("There is an account with this address or number already.")


def sign_up(
    *,
    name: str,
    login: str,
    password: str,
    language: str,
    email_confirmed: bool = False,
) -> User:
    """Make an account: the person has consented to the privacy notice of today.

    Raises:
        InvalidError: the login is no address or already taken, or the password too weak.
    """
    if visitor_address():
        throttle.hit(rules.SIGN_UP_PER_ADDRESS, "sign-up", visitor_address())
    login = contact.normalise_login(login)
    rules.check_password(password, [name, login])
    is_email = "@" in login
    user = User(
        name=name,
        email=login if is_email else None,
        mobile=None if is_email else login,
        password_hash=passwords.hashed(password),
        language=language,
        privacy_version=PRIVACY_VERSION,
        privacy_consented_at=clock.now(),
    )
    _keep(user, "login")
    audit.record("account.create", user, by=user, privacy=PRIVACY_VERSION)
    if is_email and email_confirmed:
        user.email_confirmed_at = clock.now()
    elif is_email:
        links.send_confirmation(user, login)
    return user


def _keep(user: User, field: str) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(user)
    except IntegrityError:
        raise InvalidError(
            field,
            _l("There is an account with this address or number already. Please sign in."),
        ) from None


def sign_in(*, login: str, password: str) -> str | None:
    """Return the token of a new session, or None; known and unknown accounts take equally long.

    Raises:
        TooManyError: tried too often for this account or from this address.
    """
    throttle.hit(rules.SIGN_IN_PER_ADDRESS, "sign-in-address", visitor_address())
    login = comparable_login(login)
    throttle.hit(rules.SIGN_IN_PER_ACCOUNT, "sign-in", tokens.digest(login))
    user = queries.by_login(login)
    known = user.password_hash if user and not user.disabled_at else None
    if not passwords.fits(password, known) or user is None:
        return None
    return begin_session(user)


def comparable_login(text: str) -> str:
    """Return an e-mail or mobile number as it is kept; anything else as it was typed."""
    try:
        return contact.normalise_login(text)
    except InvalidError:
        return text


def record_failed_sign_in(login: str) -> None:
    """Note a failed sign-in; the account only by the first digits of a hash."""
    kept = tokens.digest(comparable_login(login))[:12]
    audit.record("account.sign-in-failed", by=None, login=kept)


def begin_session(user: User) -> str:
    """Return the token of a new session."""
    token = tokens.new()
    now = clock.now()
    db.session.flush()
    db.session.add(
        SignedInSession(
            token_hash=tokens.digest(token),
            user_id=user.id,
            last_seen_at=now,
            expires_at=now + rules.SESSION_LIFE,
            address=visitor_address(),
            browser=visitor_browser(),
        )
    )
    audit.record("account.sign-in", user, by=user)
    return token


def seen(token: str) -> None:
    """Note that a session was used now."""
    session = queries.session_by_token(token)
    if session:
        session.last_seen_at = clock.now()


def end_session(session: SignedInSession, *, by: audit.Actor) -> None:
    """End one session: its cookie opens nothing any more."""
    if session.ended_at is None:
        session.ended_at = clock.now()
        audit.record("account.sign-out", session, by=by)


def end_other_sessions(user: User, *, token: str) -> None:
    """End every session of a person but the one with this token."""
    end_sessions(user, except_token=token)
    audit.record("account.sign-out", user, by=user, others=True)


def end_sessions(user: User, *, except_token: str | None = None) -> None:
    """End all sessions of a person, but for the one he uses now."""
    kept = tokens.digest(except_token) if except_token else None
    for session in queries.sessions(user.id):
        if session.token_hash != kept:
            session.ended_at = clock.now()


def change_password(user: User, *, current: str, password: str, token: str) -> None:
    """Change one's own password; all other sessions end.

    Raises:
        InvalidError: the current one is wrong, or the new one too weak.
    """
    throttle.hit(rules.SIGN_IN_PER_ACCOUNT, "change-password", str(user.id))
    if not passwords.fits(current, user.password_hash):
        raise InvalidError("current", _l("This is not your current password."))
    _set_password(user, password)
    end_sessions(user, except_token=token)
    audit.record("account.change-password", user, by=user)


def _set_password(user: User, password: str) -> None:
    """Keep a new password; links that would set another end, and the person is told."""
    rules.check_password(password, [user.name, user.email or "", user.mobile or ""])
    user.password_hash = passwords.hashed(password)
    links.use_up(user, LinkPurpose.RESET_PASSWORD)
    if user.email and user.email_confirmed_at:
        links.warn(user, user.email, _l("The password of your account was changed"))


def request_reset(login: str) -> None:
    """Send a link to set a new password, if there is such an account with a confirmed e-mail."""
    throttle.hit(rules.SIGN_IN_PER_ADDRESS, "reset-address", visitor_address())
    login = comparable_login(login)
    throttle.hit(rules.RESETS_PER_ACCOUNT, "reset", tokens.digest(login))
    user = queries.by_login(login)
    if user is None or user.disabled_at or not user.email or not user.email_confirmed_at:
        return
    token = links.make_link(user, LinkPurpose.RESET_PASSWORD)
    with force_locale(LOCALES[user.language]):
        body = _(
            "Here you can set a new password:\n\n%(link)s\n\n"
            "The link works once, for 24 hours. If you did not ask for it, do nothing.",
            link=absolute_address("accounts.reset_password", token=token),
        )
        notices.post(user.email, user.language, _("A new password"), body)
    audit.record("account.request-reset", user, by=None)


def issue_reset_link(user: User, *, by: audit.Actor | None) -> str:
    """Return a one-time link for a person without e-mail, shown as QR at the counter."""
    token = links.make_link(user, LinkPurpose.RESET_PASSWORD)
    audit.record("account.issue-reset", user, by=by)
    return absolute_address("accounts.reset_password", token=token)


def let_in_by_office(owner: Membership, *, brands: Collection[int], by: audit.Actor) -> str:
    """Return a one-time link for an owner of one of these brands, the office's own.

    Raises:
        ConflictError: the person gets such a link by e-mail, or works elsewhere too.
    """
    user = owner.user
    check_without_letters(user)
    held = [(one.role, one.brand_id) for one in user.memberships]
    if not rules.may_be_let_in_by_office(held, brands):
        raise ConflictError(
            _l("This person works elsewhere too, and the link would open that as well."),
            _l("Ask the platform's staff for it."),
        )
    return issue_reset_link(user, by=by)


def let_in_by_staff(login: str, *, by: audit.Actor) -> tuple[User, str]:
    """Return whoever signs in with this number, and a one-time link for him.

    Raises:
        InvalidError: nobody does.
        ConflictError: the person gets such a link by e-mail.
    """
    user = queries.by_login(contact.normalise_login(login))
    if user is None or user.disabled_at:
        raise InvalidError("login", _l("Nobody signs in with this number."))
    check_without_letters(user)
    return user, issue_reset_link(user, by=by)


def check_without_letters(user: User) -> None:
    """Refuse a link by hand to whoever gets one by e-mail.

    Raises:
        ConflictError: the address is confirmed.
    """
    if user.email_confirmed_at:
        raise ConflictError(
            _l("This person has a confirmed e-mail address."),
            _l("“Forgotten your password?” on the sign-in page sends the link there."),
        )


def reset_password(token: str, *, password: str) -> User:
    """Set a new password through a link; all sessions end.

    Raises:
        GoneError: the link is unknown, used or too old.
        InvalidError: the password is too weak.
    """
    user = links.open_link(token, LinkPurpose.RESET_PASSWORD, held=True).user
    _set_password(user, password)
    end_sessions(user)
    audit.record("account.reset-password", user, by=user)
    return user


def keep_account(user: User, *, name: str, language: str, email: str, mobile: str) -> None:
    """Keep one's own particulars; a new e-mail counts once it is confirmed.

    Raises:
        InvalidError: an address or number that is none, is taken, or the last one removed.
    """
    email = contact.normalise_email(email) if email else ""
    mobile = contact.normalise_mobile(mobile) if mobile else ""
    if not email and not mobile:
        raise InvalidError("mobile", _l("Keep an e-mail or a mobile number: you sign in with it."))
    _check_free(user, "email", email)
    _check_free(user, "mobile", mobile)
    try:
        with db.session.begin_nested():
            user.name, user.language, user.mobile = name, language, mobile or None
            awaited = _keep_email(user, email)
    except IntegrityError:
        raise InvalidError("mobile", TAKEN) from None
    if awaited:
        links.send_confirmation(user, awaited)
    audit.record("account.change", user, by=user)


def _check_free(user: User, field: str, login: str) -> None:
    holder = queries.by_login(login) if login else None
    if holder and holder.id != user.id:
        raise InvalidError(field, TAKEN)


def _keep_email(user: User, email: str) -> str | None:
    """Keep an address; return it when it has to be confirmed first."""
    if email == (user.email or ""):
        if user.email_confirmed_at:
            links.use_up(user, LinkPurpose.CONFIRM_EMAIL)
        return None
    if not email:
        user.email = user.email_confirmed_at = None
        links.use_up(user, LinkPurpose.CONFIRM_EMAIL)
        return None
    if user.email is None or not user.email_confirmed_at:
        user.email = email
    return email


def disable(user: User, *, by: audit.Actor | None, reason: str) -> None:
    """Close an account; its sessions end at once."""
    user.disabled_at = clock.now()
    end_sessions(user)
    audit.record("account.disable", user, by=by, reason=reason)


def make_staff(user: User, *, by: audit.Actor | None) -> Membership:
    """Make a person one of the platform's own staff."""
    db.session.flush()
    membership = Membership(user_id=user.id, role=Role.STAFF)
    db.session.add(membership)
    audit.record("membership.add", membership, by=by, account=user.id)
    return membership


def remember_language(user_id: int, language: str) -> None:
    """Keep the language that a person chose."""
    queries.user(user_id).language = language
