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
from portal.intakes import actions as leads
from portal.intakes import queries as intakes
from portal.intakes.models import Intake, Lead, Question
from portal.markets.models import Market
from portal.notices import actions as notices
from portal.onboarding import queries, rules
from portal.onboarding.actions.leaving import give_up
from portal.onboarding.actions.merging import take_over
from portal.onboarding.actions.stepping import keep, step
from portal.onboarding.actions.telling import address, name
from portal.onboarding.models import (
    Application,
    ApplicationFile,
    ApplicationPicture,
    ApplicationState,
)

S = ApplicationState


def begin(
    market: Market,
    *,
    by: audit.Actor,
    intake_id: int | None = None,
    lead: Lead | None = None,
    earlier: Application | None = None,
) -> Application:
    """Return a new draft, or the person's own that nobody has written into yet.

    Args:
        market: where he applies.
        by: the applicant.
        intake_id: in which of the open intakes; needed only when several are open.
        lead: whose link he followed; what the office knows of it stands in the draft.
        earlier: his own that came to nothing; what it said stands in the draft.

    Raises:
        ConflictError: the market or its intakes are closed, or too many are running here.
        InvalidError: on `intake_id`: several intakes are open and none is chosen.
        TooManyError: too many were begun today.
    """
    intake = intake_to_apply_in(market, intake_id)
    untouched = queries.untouched_draft(market.id, by.id)
    if untouched and not lead:
        put_into(untouched, intake)
        if earlier:
            take_over(untouched, earlier)
        return untouched
    running = queries.running(market.id, by.id)
    if earlier and (again := begun_again(running, earlier)):
        return again
    if len(running) >= rules.MAX_RUNNING:
        raise ConflictError(
            _l("You have %(count)d applications running here.", count=len(running)),
            _l("Finish or withdraw one of them first."),
        )
    application = new_draft(market, intake, by=by)
    if lead:
        take_from(application, lead)
    if earlier:
        take_over(application, earlier)
    return application


def new_draft(market: Market, intake: Intake | None, *, by: audit.Actor) -> Application:
    """Return a draft with nothing in it but the applicant's own name and number.

    Raises:
        TooManyError: too many were begun today.
    """
    throttle.hit(rules.BEGIN_PER_PERSON, "application-begin", str(by.id))
    author = accounts.user(by.id)
    application = Application(
        market_id=market.id,
        author_id=by.id,
        contact_name=author.name,
        contact_mobile=author.mobile or "",
        pictures=[],
        files=[],
        replies={},
    )
    put_into(application, intake)
    db.session.add(application)
    audit.record("application.begin", application, by=by)
    keep(application, "begin", by=by)
    return application


def intake_to_apply_in(market: Market, intake_id: int | None) -> Intake | None:
    """Return the open intake that is meant; None where the market works without intakes.

    Raises:
        ConflictError: the market is closed, or no such intake is open.
        InvalidError: on `intake_id`: several are open and none is chosen.
    """
    if market.closed_at:
        raise ConflictError(
            _l("This market takes no applications any more."), _l("Choose another market.")
        )
    found = intakes.open_intakes(market.id)
    if intake_id:
        found = [one for one in found if one.id == intake_id]
    if len(found) > 1:
        raise InvalidError("intake_id", _l("Choose the intake."))
    if not found and (intake_id or intakes.uses_intakes(market.id)):
        raise ConflictError(
            _l("No intake is open now."), _l("Leave your number, and the office calls you.")
        )
    return found[0] if found else None


def put_into(application: Application, intake: Intake | None) -> None:
    """Let an application be one of an intake, with the questions of today."""
    application.intake = intake
    application.edition = None
    if intake:
        edition = intakes.newest_edition(intake.id)
        application.edition = intakes.edition_held(edition.id)


def begun_again(running: Sequence[Application], earlier: Application) -> Application | None:
    """Return the draft that was begun already from an earlier application, or None."""
    same = (one for one in running if one.state is S.DRAFT and one.name_zh == earlier.name_zh)
    return next(same, None)


def take_from(application: Application, lead: Lead) -> None:
    """Write what the office knows of a lead into a new draft, and let the lead remember it."""
    application.name_zh = application.name_zh or lead.brand_name
    application.contact_name = lead.name
    application.contact_mobile = lead.mobile
    application.category = application.category or lead.category
    db.session.flush()
    leads.link_begun(lead, application.id)


def move(application: Application, *, by: audit.Actor, intake_id: int) -> None:
    """Bring a draft whose intake has closed into an open one; equal questions keep their answers.

    Raises:
        ConflictError: it was sent meanwhile, or that intake is not open.
    """
    rules.check_open(application)
    if application.submitted_at or application.intake_id == intake_id:
        return
    answered = {
        (one.title_zh, one.kind): rules.reply_to(application, one)
        for one in rules.questions(application)
    }
    put_into(application, intake_to_apply_in(application.market, intake_id))
    kept = [(one, answered.get((one.title_zh, one.kind))) for one in rules.questions(application)]
    application.replies = {str(one.id): text for one, text in kept if text}
    audit.record("application.move", application, by=by, intake=intake_id)
    keep(application, "other intake", by=by)


def save(application: Application, **answers: Any) -> None:
    """Keep what was written so far, complete or not; names are the columns' own.

    Afterwards the application bears the version that the next form has to bring.

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
    db.session.flush()


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


def add_reply_files(
    application: Application,
    question: Question,
    uploads: Sequence[documents.Upload],
    *,
    by: audit.Actor,
) -> list[tuple[str, object]]:
    """Keep the good files that answer a question; return the refused ones, with the reason.

    Raises:
        ConflictError: it is not the applicant's turn.
        TooManyError: too many were sent today.
    """
    rules.check_open(application)
    refused: list[tuple[str, object]] = []
    for upload in uploads:
        throttle.hit(rules.PICTURES_PER_PERSON, "application-picture", str(by.id))
        there = [one for one in application.files if one.question_id == question.id]
        if upload.error:
            refused.append((upload.name, upload.error.message))
        elif len(there) >= rules.MAX_FILES:
            most = _l("There are %(most)d files already.", most=rules.MAX_FILES)
            refused.append((upload.name, most))
        else:
            stored = documents.store(upload, by_id=by.id)
            application.files.append(ApplicationFile(file=stored, question_id=question.id))
    return refused


def remove_file(file: ApplicationFile) -> None:
    """Take a file out of the application.

    Raises:
        ConflictError: it is not the applicant's turn.
    """
    rules.check_open(file.application)
    db.session.delete(file)


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
    rules.check_sendable(application, clock.today())
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
    leads.has_applied(application.id, by=by)
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
