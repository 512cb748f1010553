"""What an application must hold, and who may move it where. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.core import clock, contact, credit_code
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, said
from portal.core.i18n import lazy_gettext as _l
from portal.core.workflow import Step, Workflow
from portal.intakes import fields
from portal.intakes.models import Question
from portal.onboarding.models import (
    WITH_THE_OFFICE,
    Application,
    ApplicationState,
    InterviewState,
    ReviewState,
)

S = ApplicationState
R = ReviewState
I = InterviewState  # noqa: E741 -- read beside S and R

WORKFLOW = Workflow(
    {
        "submit": Step(frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED),
        "return": Step(frozenset({S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED}), S.RETURNED),
        "review": Step(frozenset({S.SUBMITTED}), S.IN_REVIEW),
        "shortlist": Step(frozenset({S.SUBMITTED, S.IN_REVIEW, S.WAITLISTED}), S.SHORTLISTED),
        "invite": Step(frozenset({S.SUBMITTED, S.IN_REVIEW, S.SHORTLISTED}), S.INTERVIEW),
        "call off": Step(frozenset({S.INTERVIEW}), S.SHORTLISTED),
        "wait-list": Step(WITH_THE_OFFICE - {S.WAITLISTED}, S.WAITLISTED),
        # A small market decides at once; a large one after reading, talking and waiting.
        "admit": Step(WITH_THE_OFFICE, S.ADMITTED),
        # A returned one too: the office need not wait for ever for an answer.
        "decline": Step(WITH_THE_OFFICE | {S.RETURNED}, S.DECLINED),
        "withdraw": Step(WITH_THE_OFFICE | {S.DRAFT, S.RETURNED}, S.WITHDRAWN),
        "merge": Step(WITH_THE_OFFICE | {S.DRAFT, S.RETURNED}, S.MERGED),
        "give up": Step(frozenset({S.ADMITTED}), S.WITHDRAWN),
    }
)
REVIEW_WORKFLOW = Workflow(
    {
        "hand in": Step(frozenset({R.ASSIGNED}), R.HANDED_IN),
        "recuse": Step(frozenset({R.ASSIGNED}), R.RECUSED),
        "replace": Step(frozenset({R.ASSIGNED, R.HANDED_IN, R.RECUSED}), R.REPLACED),
    }
)
INTERVIEW_WORKFLOW = Workflow(
    {
        "hold": Step(frozenset({I.SET}), I.HELD),
        "cancel": Step(frozenset({I.SET}), I.CANCELLED),
    }
)

ANSWER_DAYS = 5
"""Working days in which the office usually answers. Source: our decision, to be lived up to."""
DECISION_DAYS = 15
"""Working days in which an application that is being reviewed is usually decided. Source: our
decision: two readers, an interview and a meeting in three weeks."""
FEWEST_REVIEWERS = 2
"""Source: domain table 8.3."""
MOST_CRITERIA = 10
WORKING_DAYS = 5
"""Of a week, beginning on Monday; public holidays are not known here."""
LATE_AFTER = timedelta(days=5)
"""When a waiting application is marked in the queue. Source: our decision; calendar days, so
that the mark comes before the promise is broken."""
MINUTES_TO_APPLY = 10
"""How long the form takes. Source: our decision after filling it in on a phone."""
MAX_STYLES = 3
"""Source: the profile's own limit (styles of a brand)."""
MAX_PICTURES = 12
"""Source: our decision; a lookbook comes later, with the profile."""
MAX_RUNNING = 5
"""Applications that one person may have running in one market. Source: our decision."""
MOBILE_LENGTH = 20
BEGIN_PER_PERSON = "20/day"
SUBMIT_PER_PERSON = "10/hour"
PICTURES_PER_PERSON = "200/day"


@dataclass(frozen=True)
class Part:
    """One short part of the form, and the fields it asks."""

    name: str
    short: object
    title: object
    fields: tuple[str, ...]


PARTS = (
    Part("brand", _l("Brand"), _l("The brand"), ("name_zh", "name_en", "category", "styles")),
    Part("company", _l("Company"), _l("The company"), ("has_company", "legal_name", "credit_code")),
    Part(
        "contact",
        _l("Contact"),
        _l("Origin and contact"),
        ("province", "city", "cluster", "contact_name", "contact_mobile", "contact_wechat"),
    ),
    Part("story", _l("Story"), _l("The story"), ("story_zh", "story_en")),
    Part("pictures", _l("Pictures"), _l("Pictures"), ()),
)
QUESTIONS = Part("questions", _l("Questions"), _l("Questions of this intake"), ())
"""The part that only the applications of an intake with questions of its own have."""


def questions(application: Application) -> Sequence[Question]:
    """Return what the intake itself asks, as it stood when the application began."""
    return application.edition.questions if application.edition else ()


def parts_of(application: Application) -> tuple[Part, ...]:
    """Return the parts of the form; the intake's own questions come before the pictures."""
    return (*PARTS[:-1], QUESTIONS, PARTS[-1]) if questions(application) else PARTS


@dataclass(frozen=True)
class Gap:
    """One answer that is not there yet, or cannot be right. `field` is where to mend it."""

    field: str
    message: object
    wrong: bool = False

    @property
    def part(self) -> Part:
        """Return the part of the form that has the field."""
        return next((part for part in PARTS if self.field in part.fields), QUESTIONS)


MISSING: Sequence[tuple[str, Callable[[Application], object], object]] = (
    ("name_zh", lambda one: one.name_zh, _l("Write the brand's Chinese name.")),
    ("category", lambda one: one.category, _l("Choose what you mainly make.")),
    (
        "has_company",
        lambda one: one.has_company is not None,
        _l("Say whether there is a company or household business yet."),
    ),
    (
        "legal_name",
        lambda one: one.legal_name or not one.has_company,
        _l("Write the name as it stands on the business licence."),
    ),
    (
        "credit_code",
        lambda one: one.credit_code or not one.has_company,
        _l("Copy the 18-character credit code from the business licence."),
    ),
    ("province", lambda one: one.origin_region, _l("Choose the province the goods come from.")),
    ("contact_name", lambda one: one.contact_name, _l("Write whom the office should ask for.")),
    (
        "contact_mobile",
        lambda one: one.contact_mobile,
        _l("Give a mobile number on which the office can reach you."),
    ),
    (
        "story_zh",
        lambda one: one.story_zh,
        _l("Tell in two or three sentences what you make and since when."),
    ),
)


def gaps(application: Application) -> list[Gap]:
    """Return what must be mended before it can be sent, in the order of the form."""
    found = [Gap(field, words) for field, holds, words in MISSING if not holds(application)]
    found += wrong(application) + unanswered(application)
    order = [field for part in PARTS for field in part.fields]
    order += [one.key for one in questions(application)]
    return sorted(found, key=lambda gap: order.index(gap.field))


def done(application: Application) -> set[str]:
    """Return the names of the parts that need no further look."""
    open_parts = {gap.part.name for gap in gaps(application)}
    if not application.pictures:
        open_parts.add("pictures")
    return {part.name for part in parts_of(application)} - open_parts


def is_late(application: Application, now: datetime) -> bool:
    """Say whether it has waited for the office for longer than it should."""
    sent = application.submitted_at
    if sent is None or application.state is not S.SUBMITTED:
        return False
    return now - sent > LATE_AFTER


def working_days_after(begun: datetime, days: int) -> date:
    """Return the day by which an answer is due, counted from Monday to Friday."""
    on = begun.astimezone(clock.SHANGHAI).date()
    while days:
        on += timedelta(days=1)
        days -= on.weekday() < WORKING_DAYS
    return on


def overlap(begins: datetime, ends: datetime, other_begins: datetime, other_ends: datetime) -> bool:
    """Say whether two stretches of time share a moment; one may begin when the other ends."""
    return begins < other_ends and other_begins < ends


def check_weights(weights: Sequence[int]) -> None:
    """Refuse a rubric whose weights do not add up to a hundred.

    Raises:
        InvalidError: on no field in particular.
    """
    if not weights:
        raise InvalidError("", _l("Keep at least one criterion."))
    if sum(weights) != 100:  # noqa: PLR2004 -- per cent
        raise InvalidError(
            "", _l("The weights add up to %(sum)d; they must make 100.", sum=sum(weights))
        )


def check_scorable(application: Application) -> None:
    """Refuse points for what is decided.

    Raises:
        ConflictError: the decision has been made.
    """
    if not application.is_running:
        raise ConflictError(
            _l("It is decided: “%(state)s”. Points come too late.", state=application.state.label),
            _l("Nothing was kept. Open the application to read the decision."),
        )


def wrong(application: Application) -> list[Gap]:
    """Return the answers that are filled in but cannot be right."""
    found = []
    if application.credit_code and application.has_company is not False:
        found.append(("credit_code", credit_code.problem(application.credit_code)))
    if application.contact_mobile:
        found.append(("contact_mobile", mobile_problem(application.contact_mobile)))
    if application.needs_city:
        found.append(("city", _l("Choose the city as well.")))
    found += [
        (one.key, fields.problem(one, reply_to(application, one))) for one in questions(application)
    ]
    return [Gap(field, words, wrong=True) for field, words in found if words]


def reply_to(application: Application, question: Question) -> str:
    """Return the answer to one of the intake's own questions; empty for none."""
    return str((application.replies or {}).get(str(question.id), ""))


def unanswered(application: Application) -> list[Gap]:
    """Return the intake's own questions that must be answered and are not."""
    with_file = {one.question_id for one in application.files}
    return [
        Gap(one.key, in_text(_("“%(question)s” is not answered yet."), question=said(one, "title")))
        for one in questions(application)
        if one.required and not (reply_to(application, one) or one.id in with_file)
    ]


def mobile_problem(text: str) -> object:
    """Return what is wrong with a mobile number, or None."""
    try:
        contact.normalise_mobile(text)
    except InvalidError as error:
        return error.message
    return None


def kept_mobile(text: str) -> str:
    """Return a number as it is kept: in E.164 when it is one, else as it was typed.

    Raises:
        InvalidError: on `contact_mobile`: too long for any number.
    """
    try:
        return contact.normalise_mobile(text) if text else ""
    except InvalidError as error:
        if len(text) > MOBILE_LENGTH:
            raise InvalidError("contact_mobile", error.message) from None
        return text


def kept_code(text: str) -> str:
    """Return a credit code as it is kept, right or not yet right.

    Raises:
        InvalidError: on `credit_code`: too long for any code.
    """
    code = credit_code.normalise(text)
    if len(code) > credit_code.LENGTH:
        raise InvalidError("credit_code", credit_code.problem(code))
    return code


def check_styles(styles: Sequence[str]) -> None:
    """Refuse more than `MAX_STYLES`.

    Raises:
        InvalidError: on `styles`.
    """
    if len(styles) > MAX_STYLES:
        raise InvalidError(
            "styles",
            _l(
                "Choose at most %(most)d styles; you have chosen %(count)d.",
                most=MAX_STYLES,
                count=len(styles),
            ),
        )


def check_open(application: Application) -> None:
    """Refuse a change to what was sent or decided.

    Raises:
        ConflictError: it is not the applicant's turn.
    """
    if application.is_editable:
        return
    if application.state is S.SUBMITTED:
        raise ConflictError(
            _l("The application is with the office and cannot be changed now."),
            _l("It is the office's turn. If something must be changed, call the office."),
        )
    raise ConflictError(
        _l(
            "The application cannot be changed any more: its state is “%(state)s”.",
            state=application.state.label,
        ),
        _l("Open it to read the decision."),
    )


def check_seen(application: Application, seen: int | None) -> None:
    """Refuse a decision on another text than the one that was read.

    Raises:
        ConflictError: the application was changed since the page was opened.
    """
    if seen is not None and seen != application.version:
        raise ConflictError(
            _l("The application was changed since you opened it."),
            _l("Open it again, read what is new, and decide then."),
        )


MERGED_FIELDS = (
    "name_zh",
    "name_en",
    "legal_name",
    "credit_code",
    "category",
    "origin_region",
    "cluster",
    "contact_name",
    "contact_mobile",
    "contact_wechat",
    "story_zh",
    "story_en",
)
"""What a kept application takes over where it has nothing itself."""
CONFIRM_LIFE = timedelta(days=7)
"""How long an owner's link to confirm works. Source: as an invitation's."""
TYPED_PER_PERSON = "100/hour"
MAX_FILES = 5
"""Files that answer one question. Source: our decision."""


def local_mobile(text: str) -> str:
    """Return a kept number as people write it; one that is none as it was typed."""
    return contact.format_mobile(text) if text.startswith("+") else text


def check_sendable(application: Application, today: date) -> None:
    """Refuse to send a draft whose intake has closed.

    Raises:
        ConflictError: it has; the draft stays.
    """
    if application.missed_its_intake(today) and application.intake:
        raise ConflictError(
            in_text(
                _("The intake “%(title)s” has closed, so the application was not sent."),
                title=said(application.intake, "title"),
            ),
            _l("Your draft is kept. Open it to see where it can go now."),
        )


def check_mergeable(kept: Application, other: Application) -> None:
    """Refuse to merge what is decided, gone, or one and the same.

    Raises:
        ConflictError: any of these.
    """
    if kept.id == other.id or kept.market_id != other.market_id:
        raise ConflictError(_l("These two cannot be merged."))
    if kept.state in {S.MERGED, S.WITHDRAWN, S.DECLINED}:
        raise ConflictError(
            _l("This application is “%(state)s” by now.", state=kept.state.label),
            _l("Open the other one and merge there."),
        )


def check_places(places: int, admitted: int, over: str) -> None:
    """Refuse to admit more than an intake has places for, unless somebody says why.

    Raises:
        InvalidError: on `over_reason`.
    """
    if admitted >= places and not over:
        raise InvalidError(
            "over_reason",
            _l(
                "The intake has %(places)d places and %(admitted)d are admitted already. Tick"
                " that you admit all the same, and say why.",
                places=places,
                admitted=admitted,
            ),
        )
