"""An applicant who steps back after he was admitted."""

from portal.access.permissions import Role
from portal.accounts import memberships
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import actions as brands
from portal.brands import queries as brand_queries
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import actions as incubation
from portal.notices import actions as notices
from portal.onboarding.actions.stepping import step, tell_applicant
from portal.onboarding.actions.telling import address, market_name, name
from portal.onboarding.models import Application


def give_up(application: Application, *, by: audit.Actor, reason: str) -> None:
    """Give the place back: brand and enrolment end, and its people are not its owners any more.

    Raises:
        ConflictError: agents see the brand already, or saw it.
    """
    brand = application.brand
    if brand is None or brand_queries.was_published(brand.id):
        raise ConflictError(
            _l("Agents have seen the brand already, so it cannot be given up by a click."),
            _l("Call the market's office: it ends the brand's stay together with you."),
        )
    step(application, "give up", by=by, reason=reason)
    application.reason = reason
    application.decided_at = clock.now()
    brands.give_up(brand, by=by, reason=reason)
    incubation.step_back(brand, by=by, reason=reason)
    memberships.dissolve(Role.OWNER, by=by, brand_id=brand.id)
    db.session.flush()
    audit.record("application.give-up", application, by=by, reason=reason)
    tell_applicant("application.given-up", application, market=market_name(application))
    notices.send(
        "application.place-free",
        accounts.member_ids(Role.MANAGER, market_id=application.market_id),
        arguments=address(application),
        brand=name(application),
        reason=reason,
    )
