"""A brand that goes of its own will before the end of its programme."""

from portal.audit import actions as audit
from portal.brands.models import Brand
from portal.core import clock
from portal.incubation import queries, registry, rules


def leave(brand: Brand, *, by: audit.Actor, reason: str) -> None:
    """End the brand's enrolment as left of its own will; without one there is nothing to end."""
    queries.lock_running(brand.id)
    enrolment = queries.running_enrolment(brand.id)
    if enrolment is None:
        return
    rules.ENROLMENT_WORKFLOW.move(enrolment, "leave")
    enrolment.finished_at = clock.now()
    audit.record("enrolment.leave", enrolment, by=by, reason=reason)
    registry.stage_changed(enrolment.brand)
