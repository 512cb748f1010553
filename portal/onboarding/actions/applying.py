"""The applicant's verbs."""

from collections.abc import Sequence
from typing import Any

from portal.access.permissions import Role
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.core import clock, throttle
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.documents import actions as documents
from portal.markets.models import Market
from portal.notices import actions as notices
from portal.onboarding import queries, rules
from portal.onboarding.actions.leaving import give_up
from portal.onboarding.actions.stepping import keep, step
from portal.onboarding.actions.telling import address, name
from portal.onboarding.models import Application, ApplicationPicture, ApplicationState

S = ApplicationState


def begin(market: Market, *, by: audit.Actor) -> Application:
    """Return a new draft, or the person's own that nobody has written into yet.

    Raises:
        ConflictError: the market is closed, or the person has too many running here.
        TooManyError: too many were begun today.
    """
    if market.closed_at:
        raise ConflictError(
            _l("This market takes no applications any more."), _l("Choose another market.")
        )
    if untouched := queries.untouched_draft(market.id, by.id):
        return untouched
    running = queries.running(market.id, by.id)
    if len(running) >= rules.MAX_RUNNING:
        raise ConflictError(
            _l("You have %(count)d applications running here.", count=len(running)),
            _l("Finish or withdraw one of them first."),
        )
    throttle.hit(rules.BEGIN_PER_PERSON, "application-begin", str(by.id))
    author = accounts.user(by.id)
    application = Application(
        market_id=market.id,
        author_id=by.id,
        contact_name=author.name,
        contact_mobile=author.mobile or "",
        pictures=[],
    )
    db.session.add(application)
    audit.record("application.begin", application, by=by)
    keep(application, "begin", by=by)
    return application


def save(application: Application, **answers: Any) -> None:
    """Keep what was written so far, complete or not; names are the columns' own.

    Raises:
        ConflictError: it is not the applicant's turn.
        InvalidError: an answer cannot be kept: too many styles, a code or number too long.
    """
    rules.check_open(application)
    rules.check_styles(answers.get("styles", ()))
    if "credit_code" in answers:
        answers["credit_code"] = rules.kept_code(answers["credit_code"])
    if "contact_mobile" in answers:
        answers["contact_mobile"] = rules.kept_mobile(answers["contact_mobile"])
    for field, value in answers.items():
        setattr(application, field, value)


def add_pictures(
    application: Application, uploads: Sequence[documents.Upload], *, by: audit.Actor
) -> list[tuple[str, object]]:
    """Keep the good pictures at once; return the refused ones by name, with the reason.

    Raises:
        ConflictError: it is not the applicant's turn.
        TooManyError: too many were sent today.
    """
    rules.check_open(application)
    refused: list[tuple[str, object]] = []
    for upload in uploads:
        throttle.hit(rules.PICTURES_PER_PERSON, "application-picture", str(by.id))
        if upload.error:
            refused.append((upload.name, upload.error.message))
        elif len(application.pictures) >= rules.MAX_PICTURES:
            most = _l("There are %(most)d pictures already.", most=rules.MAX_PICTURES)
            refused.append((upload.name, most))
        else:
            stored = documents.store(upload, by_id=by.id)
            application.pictures.append(ApplicationPicture(file=stored))
    return refused


def remove_picture(picture: ApplicationPicture) -> None:
    """Take a picture out of the application.

    Raises:
        ConflictError: it is not the applicant's turn.
    """
    rules.check_open(picture.application)
    db.session.delete(picture)


def submit(application: Application, *, by: audit.Actor, answer: str = "") -> list[rules.Gap]:
    """Send it to the office; sending it again is sending it once.

    Returns:
        What is missing or wrong. It is sent only when that is nothing.

    Raises:
        ConflictError: it was decided meanwhile.
        InvalidError: on `answer`: the office asked for something and got no word.
        TooManyError: sent too often.
    """
    if application.state is S.SUBMITTED:
        return []
    rules.check_open(application)
    if gaps := rules.gaps(application):
        return gaps
    if application.state is S.RETURNED and not answer:
        raise InvalidError("answer", _l("Say in a sentence what you added or changed."))
    throttle.hit(rules.SUBMIT_PER_PERSON, "application-submit", str(by.id))
    step(application, "submit", by=by, reason=answer)
    application.submitted_at = clock.now()
    application.answer = answer
    if not application.has_company:
        application.legal_name = application.credit_code = ""
    audit.record("application.submit", application, by=by, reason=answer)
    notices.send(
        "application.submitted",
        accounts.member_ids(Role.MANAGER, market_id=application.market_id),
        arguments=address(application),
        brand=name(application),
    )
    return []


def withdraw(application: Application, *, by: audit.Actor, reason: str) -> None:
    """Take it back for good, whoever's turn it is; doing it again does nothing.

    Raises:
        ConflictError: it was decided meanwhile, or agents have seen the brand already.
    """
    if application.state is S.WITHDRAWN:
        return
    if application.state is S.ADMITTED:
        give_up(application, by=by, reason=reason)
        return
    step(application, "withdraw", by=by, reason=reason)
    application.reason = reason
    application.decided_at = clock.now()
    audit.record("application.withdraw", application, by=by, reason=reason)
    if application.submitted_at:
        notices.send(
            "application.withdrawn",
            accounts.member_ids(Role.MANAGER, market_id=application.market_id),
            arguments=address(application),
            brand=name(application),
        )
