"""The office's verbs."""

from portal.access.permissions import Role
from portal.accounts import memberships
from portal.audit import actions as audit
from portal.brands import actions as brands
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.incubation import actions as incubation
from portal.incubation import queries as steps
from portal.incubation.models import Programme
from portal.intakes import queries as intakes
from portal.notices import actions as notices
from portal.onboarding import queries, rules
from portal.onboarding.actions.stepping import step
from portal.onboarding.actions.telling import address, market_name, name
from portal.onboarding.models import Application, ApplicationState

S = ApplicationState


def return_with_request(
    application: Application, *, by: audit.Actor, request: str, seen: int | None = None
) -> None:
    """Give it back to the applicant, saying what the office wants; a double click is one.

    Raises:
        ConflictError: it is not with the office, or was changed since `seen`.
    """
    if application.state is S.RETURNED and application.request == request:
        return
    step(application, "return", by=by, reason=request, seen=seen)
    application.request = request
    application.answer = ""
    audit.record("application.return", application, by=by, reason=request)
    notices.send(
        "application.returned",
        [application.author_id],
        arguments=address(application),
        brand=name(application),
        market=market_name(application),
        request=request,
    )


def check_places(application: Application, *, over: str = "") -> None:
    """Refuse to admit beyond the places of its intake or round, unless somebody says why.

    Raises:
        InvalidError: on `over_reason`, with the numbers.
    """
    if application.intake_id:
        check_intake(application.intake_id, over=over)
    else:
        check_round(application.market_id, over=over)


def check_intake(intake_id: int, *, wanted: int = 1, over: str = "") -> None:
    """Refuse to admit beyond the places of an intake, unless somebody says why.

    Raises:
        InvalidError: on `over_reason`, with the numbers.
    """
    intake = intakes.held(intake_id)
    rules.check_places(intake.places, queries.admitted_to(intake.id), wanted, over)


def check_round(market_id: int, *, wanted: int = 1, over: str = "") -> None:
    """Refuse to admit more outside of intakes than there are places, unless somebody says why.

    Raises:
        InvalidError: on `over_reason`, with the numbers.
    """
    queries.hold_market(market_id)
    stated = queries.decision_round(market_id)
    if stated:
        taken = queries.admitted_since(market_id, stated.stated_at)
        rules.check_places(stated.places, taken, wanted, over)


def admit(
    application: Application,
    *,
    by: audit.Actor,
    programme: Programme,
    seen: int | None = None,
    over: str = "",
    note: str = "",
    counted: bool = False,
) -> Brand:
    """Make the brand with its first draft, its owner and its enrolment; a double click is one.

    `over` says why it is admitted although no place is left; `note` is for the office alone;
    `counted` says that the places were counted already, for many at once.

    Raises:
        InvalidError: on `over_reason`: no place is left and nobody says why all the same.
        ConflictError: somebody else decided, it was changed since `seen`, or the programme
            takes no brands any more.
    """
    if application.brand and is_decided(application, S.ADMITTED, by):
        return application.brand
    if not counted and rules.WORKFLOW.allows("admit", application.state):
        check_places(application, over=over)
    step(application, "admit", by=by, note=over or note, seen=seen)
    decide(application, by=by, reason=over)
    db.session.flush()  # whoever decided first is found out before a brand is made
    brand = make_brand(application, by=by)
    application.brand = brand
    if not application.typed_by_office:
        owner = memberships.Place(
            Role.OWNER,
            name_zh=brand.name_zh,
            name_en=brand.name_en,
            market_id=brand.market_id,
            brand_id=brand.id,
        )
        memberships.join(owner, application.author, by=by)
    incubation.enrol(brand, programme, by=by)
    audit.record("application.admit", application, by=by, reason=over, programme=programme.name_zh)
    notices.send(
        "application.admitted",
        [application.author_id],
        arguments={"market": application.market.slug, "brand": brand.slug},
        brand=name(application),
        market=market_name(application),
        first=first_step(brand),
    )
    return brand


def make_brand(application: Application, *, by: audit.Actor) -> Brand:
    """Return the brand of an application; what is known already stands in its draft."""
    return brands.create(
        application.market,
        name_zh=application.name_zh,
        name_en=application.name_en,
        by=by,
        company={
            "legal_name": application.legal_name,
            "credit_code": application.credit_code or None,
            "contact_name": application.contact_name,
            "contact_mobile": application.contact_mobile,
            "contact_wechat": application.contact_wechat,
        },
        draft={
            "story_zh": application.story_zh,
            "story_en": application.story_en,
            "category": application.category,
            "styles": list(application.styles),
            "origin_region": application.origin_region,
            "cluster": application.cluster,
        },
        pictures=[picture.file_id for picture in application.pictures],
    )


def first_step(brand: Brand) -> dict[str, str]:
    """Return the title of the milestone that comes first, as messages take it."""
    step = steps.next_step([brand.id]).get(brand.id)
    if step is None:
        return {"zh": "", "en": ""}
    return {"zh": step.milestone.title_zh, "en": step.milestone.title_en}


def decline(
    application: Application,
    *,
    by: audit.Actor,
    reason: str,
    note: str = "",
    seen: int | None = None,
) -> None:
    """Say no, with the reason and a note for the office alone; a double click is one.

    Raises:
        ConflictError: somebody else decided, or it was changed since `seen`.
    """
    if is_decided(application, S.DECLINED, by):
        return
    step(application, "decline", by=by, reason=reason, note=note, seen=seen)
    decide(application, by=by, reason=reason)
    audit.record("application.decline", application, by=by, reason=reason)
    notices.send(
        "application.declined",
        [application.author_id],
        arguments=address(application),
        brand=name(application),
        market=market_name(application),
        reason=reason,
    )


def is_decided(application: Application, state: ApplicationState, by: audit.Actor) -> bool:
    """Say whether this person has decided just so already."""
    return application.state is state and application.decided_by_id == by.id


def decide(application: Application, *, by: audit.Actor, reason: str = "") -> None:
    """Note who decided, when and why."""
    application.reason = reason
    application.decided_at = clock.now()
    application.decided_by_id = by.id
