"""Pages of interviews."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.core import clock
from portal.core.calendars import calendar_response
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.onboarding import actions, queries
from portal.onboarding.models import Application, Interview
from portal.onboarding.panel.cards import MODES, appointment
from portal.onboarding.panel.forms import CancelForm, InterviewForm, ResultForm, interview_form
from portal.onboarding.panel.views import ONE, bp, office, status_of, to


@bp.route(f"{ONE}/interview", methods=["GET", "POST"])
@requires(Permission.APPLICATION_DECIDE, on=queries.application)
def interview(application: Application) -> ResponseReturnValue:
    standing = queries.open_interview(application.id)
    form = interview_form(office(application), standing)
    if form.accepted():
        try:
            told = invite_or_move(application, standing, form)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(told)
            return to("onboarding.show", application)
    page = render_template(
        "panel/interview.html", application=application, standing=standing, form=form, modes=MODES
    )
    return page, form.status


def invite_or_move(
    application: Application, standing: Interview | None, form: InterviewForm
) -> str:
    """Invite the applicant, or move the talk that stands; return what to tell.

    Raises:
        InvalidError: the time, the place or the person cannot be.
    """
    if standing is None:
        actions.invite(application, form.wish, seen=form.seen.data, by=current_user)
        return _("Invited. The applicant can take the date into the calendar.")
    standing.application = application
    actions.move_to(standing, form.wish, by=current_user)
    return _("Moved. The applicant has been told.")


@bp.post(f"{ONE}/interviews/<int:interview_id>/cancel")
@requires(Permission.APPLICATION_DECIDE, on=queries.interview)
def cancel(interview: Interview) -> ResponseReturnValue:
    form = CancelForm()
    if form.accepted():
        actions.cancel(interview, by=current_user, reason=form.reason.data)
        flash(_("Called off. The applicant has been told why."))
        return to("onboarding.show", interview.application)
    return talk_page(interview, cancel_form=form)


@bp.get(f"{ONE}/interviews/<int:interview_id>")
@requires(Permission.APPLICATION_DECIDE, on=queries.interview)
def talk(interview: Interview) -> ResponseReturnValue:
    return talk_page(interview)


def talk_page(
    interview: Interview,
    *,
    cancel_form: CancelForm | None = None,
    result_form: ResultForm | None = None,
) -> ResponseReturnValue:
    """Show one interview: move it, call it off, or note what came of it."""
    page = render_template(
        "panel/talk.html",
        interview=interview,
        application=interview.application,
        modes=MODES,
        now=clock.now(),
        cancel_form=cancel_form or CancelForm(),
        result_form=result_form or ResultForm(),
    )
    return page, status_of(cancel_form or result_form)


@bp.post(f"{ONE}/interviews/<int:interview_id>/result")
@requires(Permission.APPLICATION_DECIDE, on=queries.interview)
def note_result(interview: Interview) -> ResponseReturnValue:
    form = ResultForm()
    if form.accepted():
        actions.note_result(
            interview,
            score=form.score.data,
            passed=form.passed.data == "yes",
            note=form.note.data,
            by=current_user,
        )
        flash(_("Noted, for the office alone."))
        return to("onboarding.show", interview.application)
    return talk_page(interview, result_form=form)


@bp.get(f"{ONE}/interviews/<int:interview_id>.ics")
@requires(Permission.APPLICATION_READ, on=queries.interview)
def calendar(interview: Interview) -> ResponseReturnValue:
    return calendar_response(appointment(interview), f"interview-{interview.application_id}")
