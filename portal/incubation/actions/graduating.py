"""Letting a brand graduate, its certificate, and asking how it does afterwards."""

from secrets import token_urlsafe
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, registry, rules
from portal.incubation.actions.own import must_not_be_own
from portal.incubation.actions.telling import tell_owners
from portal.incubation.models import Certificate, Enrolment, EnrolmentState, FollowUp


def graduate(enrolment: Enrolment, *, by: audit.Actor) -> Certificate:
    """Return the certificate of a brand for which every line of the checklist holds.

    Raises:
        ConflictError: something is missing, or the way has ended.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(enrolment.brand_id, by)
    rules.must_be_on_its_way(enrolment)
    missing = [line.title for line in queries.checklist(enrolment) if not line.holds]
    if missing:
        raise ConflictError(
            _l("Not every graduation requirement is met yet: %(line)s", line=missing[0]),
            _l("The checklist shows what is missing for each requirement."),
        )
    rules.ENROLMENT_WORKFLOW.move(enrolment, "graduate")
    enrolment.finished_at = clock.now()
    enrolment.held_at, enrolment.held_reason = None, ""
    certificate = certificate_of(enrolment, by)
    db.session.add(certificate)
    audit.record("enrolment.graduate", enrolment, by=by, number=certificate.number)
    tell_owners("enrolment.graduated", enrolment)
    registry.stage_changed(enrolment.brand)
    return certificate


def certificate_of(enrolment: Enrolment, by: audit.Actor) -> Certificate:
    """Return a certificate with the names of today."""
    today, brand = clock.today(), enrolment.brand
    return Certificate(
        enrolment=enrolment,
        number=f"{today.year}-{enrolment.id:05d}",
        token=token_urlsafe(24),
        issued_on=today,
        issued_by_id=by.id,
        brand_zh=brand.name_zh,
        brand_en=brand.name_en,
        company=brand.company.legal_name,
    )


def revoke(certificate: Certificate, *, reason: str, by: audit.Actor) -> None:
    """Take a certificate's word back; its public page says so from now on.

    Raises:
        ConflictError: it is revoked already.
        NotAllowedError: the person belongs to the brand.
    """
    must_not_be_own(certificate.brand_id, by)
    rules.CERTIFICATE_WORKFLOW.move(certificate, "revoke")
    certificate.revoked_at, certificate.revoked_by_id = clock.now(), by.id
    certificate.revoke_reason = reason
    audit.record("certificate.revoke", certificate, by=by, reason=reason)
    tell_owners("certificate.revoked", certificate.enrolment, reason=reason)


def follow_up(enrolment: Enrolment, months: int, *, by: audit.Actor, **answers: Any) -> FollowUp:
    """Return what the office learned of a graduate so many months later.

    Raises:
        ConflictError: it was asked already, or is not due yet.
    """
    finished = enrolment.finished_at
    if enrolment.state is not EnrolmentState.GRADUATED or finished is None:
        raise ConflictError(_l("This brand has not graduated."), _l("See its progress."))
    if rules.months_later(rules.local_day(finished), months) > clock.today():
        raise ConflictError(
            _l("It is too early to ask."), _l("The day stands on the page of the graduate.")
        )
    row = FollowUp(enrolment_id=enrolment.id, months=months, asked_by_id=by.id, **answers)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise ConflictError(
            _l("A colleague has written this down already."), _l("Read it on the page.")
        ) from None
    audit.record("enrolment.follow-up", enrolment, by=by, months=months)
    return row


def correct_follow_up(
    enrolment: Enrolment, row: FollowUp, *, by: audit.Actor, **answers: Any
) -> None:
    """Put right what was written down of a graduate; the trail keeps what stood there."""
    before = [f"{name}: {value}" for name, value in row.said.items()]
    for name, value in answers.items():
        setattr(row, name, value)
    audit.record("enrolment.correct-follow-up", enrolment, by=by, months=row.months, before=before)
