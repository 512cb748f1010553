"""代填: the office types for a merchant who never does; he confirms it later with his own phone."""

from portal.access.permissions import Role
from portal.accounts import memberships
from portal.accounts.models import User
from portal.audit import actions as audit
from portal.core import clock, contact, throttle, tokens
from portal.core.db import db
from portal.core.errors import ConflictError, GoneError
from portal.core.i18n import lazy_gettext as _l
from portal.core.requests import absolute_address
from portal.intakes.models import Lead
from portal.markets.models import Market
from portal.notices import actions as notices
from portal.onboarding import rules
from portal.onboarding.actions.applying import intake_to_apply_in, put_into, take_from
from portal.onboarding.actions.stepping import keep
from portal.onboarding.actions.telling import address, name
from portal.onboarding.models import Application


def begin_for(
    market: Market,
    *,
    by: audit.Actor,
    contact_name: str,
    contact_mobile: str,
    intake_id: int | None = None,
    lead: Lead | None = None,
) -> Application:
    """Return a draft that the office types for a merchant; until he confirms it, it is `by`'s.

    Raises:
        ConflictError: the market or its intakes are closed.
        InvalidError: the mobile number is none, or on `intake_id`: several are open.
        TooManyError: too many within the hour.
    """
    mobile = contact.normalise_mobile(contact_mobile, "contact_mobile")
    intake = intake_to_apply_in(market, intake_id)
    throttle.hit(rules.TYPED_PER_PERSON, "application-type", str(by.id))
    application = Application(
        market_id=market.id,
        author_id=by.id,
        typed_by_id=by.id,
        contact_name=contact_name,
        contact_mobile=mobile,
        pictures=[],
        files=[],
        replies={},
    )
    put_into(application, intake)
    db.session.add(application)
    audit.record("application.type", application, by=by)
    keep(application, "type", by=by)
    if lead:
        take_from(application, lead)
    return application


def confirm_link(application: Application, *, by: audit.Actor) -> str:
    """Return a one-time link with which the owner makes it his own; an earlier one ends.

    Raises:
        ConflictError: it was confirmed already, or he applied himself.
    """
    if not application.typed_by_office:
        raise ConflictError(
            _l("The owner has confirmed it already."), _l("There is nothing left to do.")
        )
    token = tokens.new()
    application.confirm_hash = tokens.digest(token)
    application.confirm_until = clock.now() + rules.CONFIRM_LIFE
    audit.record("application.confirm-link", application, by=by)
    return absolute_address("counter.confirm", token=token)


def check_confirmable(application: Application) -> None:
    """Refuse a link that is used up or too old.

    Raises:
        GoneError: it is.
    """
    until = application.confirm_until
    if application.confirmed_at or until is None or until < clock.now():
        raise GoneError(
            _l("This link was used already or is too old."),
            _l("Ask the market's office for a new one."),
        )


def check_owner(application: Application, person_id: int, *, of_office: bool) -> None:
    """Refuse a confirmation by those who typed it.

    Raises:
        ConflictError: it is one of them.
    """
    if of_office or person_id == application.typed_by_id:
        raise ConflictError(
            _l("You are of the office that typed it."),
            _l("Let the owner open the link on their own phone."),
        )


def confirm(application: Application, *, by: User, of_office: bool = False) -> None:
    """Make the owner its author, and the brand's owner where it was admitted already.

    Raises:
        GoneError: the link is used up or too old.
        ConflictError: somebody of the office tries.
    """
    check_confirmable(application)
    check_owner(application, by.id, of_office=of_office)
    typist = application.typed_by_id
    application.author = by
    application.confirmed_at = clock.now()
    brand = application.brand
    if brand:
        owner = memberships.Place(
            Role.OWNER,
            name_zh=brand.name_zh,
            name_en=brand.name_en,
            market_id=brand.market_id,
            brand_id=brand.id,
        )
        memberships.join(owner, by, by=by)
    audit.record("application.confirm", application, by=by)
    keep(application, "confirm", by=by)
    if typist:
        notices.send(
            "application.confirmed",
            [typist],
            arguments=address(application),
            brand=name(application),
            who=by.name,
        )
