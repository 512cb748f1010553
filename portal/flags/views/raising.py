"""A reader reports a brand's page."""

from http import HTTPStatus

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.brands import fields
from portal.core.errors import ConflictError, PortalError, TooManyError
from portal.core.i18n import gettext as _
from portal.flags import actions, queries
from portal.flags.forms import FlagForm
from portal.flags.queries import Subject
from portal.flags.views.blueprint import bp, to


def form_for(subject: Subject) -> FlagForm:
    """Return the form; it offers the fields that this reader sees, and no others."""
    sees = fields.viewer_class(current_user, subject.brand)
    sheet = fields.readable(subject.revision, sees)
    shown = [reading.field for section in sheet for reading in section.readings]
    pictures = [fields.BY_NAME["pictures"]] if sheet.pictures else []
    return FlagForm([*shown, *pictures])


@bp.get("/brands/<string:brand>/report")
@requires(Permission.FLAG_RAISE, on=queries.subject)
def report(subject: Subject) -> ResponseReturnValue:
    return report_page(subject, form_for(subject))


def report_page(
    subject: Subject, form: FlagForm, refused: PortalError | None = None
) -> ResponseReturnValue:
    """Show the form; what was typed stays, even when it cannot be sent now."""
    page = render_template(
        "flags/report.html",
        subject=subject,
        form=form,
        refused=refused,
        former=queries.of_author(current_user.id, subject.brand_id),
    )
    if isinstance(refused, TooManyError):
        return page, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(refused.retry_after)}
    return page, int(refused.status) if refused else form.status


@bp.post("/brands/<string:brand>/report")
@requires(Permission.FLAG_RAISE, on=queries.subject)
def raise_flag(subject: Subject) -> ResponseReturnValue:
    form = form_for(subject)
    if not form.accepted():
        return report_page(subject, form)
    try:
        flag = actions.raise_flag(subject.revision, by=current_user, **form.answers)
    except (ConflictError, TooManyError) as error:
        return report_page(subject, form, error)
    flash(_("Sent. The market's office looks at it, and you will get a message."))
    return to(flag)
