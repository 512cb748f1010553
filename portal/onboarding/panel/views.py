"""The panel's blueprint: the rubric, readers and their reviews."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.accounts import queries as accounts
from portal.accounts.models import Membership
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import said
from portal.core.web import see_other
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.onboarding import actions, queries, ranking, rules
from portal.onboarding.models import Application, Review, ReviewState
from portal.onboarding.panel.forms import (
    ReadersForm,
    RecuseForm,
    ReplaceForm,
    ReviewForm,
    people,
    review_form,
    rubric_form,
)

bp = Blueprint("panel", __name__)
ONE = "/markets/<string:market>/applications/<int:application_id>"


def status_of(refused: object) -> int:
    """Return the status of a page that shows a refused form again, or none."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def to(endpoint: str, application: Application, **arguments: Any) -> ResponseReturnValue:
    """Answer a finished POST with one of the application's own pages."""
    return see_other(url_for(endpoint, **actions.address(application), **arguments))


def office(application: Application) -> Sequence[Membership]:
    """Return the people of the office that decides, without the applicant himself."""
    found = accounts.members(Role.MANAGER, market_id=application.market_id)
    return [one for one in found if one.user_id != application.author_id]


# The rubric


@bp.route("/markets/<string:market>/rubric", methods=["GET", "POST"])
@requires(Permission.RUBRIC_KEEP, on=markets.market)
def rubric(market: Market) -> ResponseReturnValue:
    latest = queries.rubric(market.id)
    edition = latest.edition if latest else 0
    form = rubric_form(latest.criteria if latest else queries.unsaved_criteria(), edition)
    if form.accepted():
        try:
            actions.keep_rubric(market, form.lines, seen=form.edition.data, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Kept as a new edition. Reviews that run keep theirs."))
            return see_other(url_for("panel.rubric", market=market.slug))
    page = render_template("panel/rubric.html", market=market, form=form, edition=edition)
    return page, form.status


# Readers


@bp.get(f"{ONE}/reviews")
@requires(Permission.APPLICATION_REVIEWS, on=queries.application)
def reviews(application: Application) -> ResponseReturnValue:
    return readers_page(application)


def readers_page(
    application: Application,
    *,
    refused: ReadersForm | ReplaceForm | None = None,
    review_id: int = 0,
) -> ResponseReturnValue:
    """Show who reads an application and, once all are in, what they gave."""
    seats = queries.seats(application.id)
    known = {seat.reviewer_id for seat in seats}
    free = people(one for one in office(application) if one.user_id not in known)
    readers = refused if isinstance(refused, ReadersForm) else ReadersForm()
    replacing = refused if isinstance(refused, ReplaceForm) else ReplaceForm()
    readers.readers.choices = replacing.readers.choices = free
    found = queries.open_reviews(application.id)
    page = render_template(
        "panel/reviews.html",
        application=application,
        seats=seats,
        reviews=found,
        columns_of=[(said(one.reviewer.name), "number") for one in found],
        tally=queries.tally(found) if found else None,
        number=ranking.number,
        readers_form=readers,
        replace_form=replacing,
        replaced=review_id,
        refused=refused,
        free=free,
        decides=permits(current_user, Permission.APPLICATION_DECIDE, application),
        criteria=queries.criteria(application.market_id),
        fewest=rules.FEWEST_REVIEWERS,
    )
    return page, status_of(refused)


@bp.post(f"{ONE}/reviews")
@requires(Permission.APPLICATION_DECIDE, on=queries.application)
def assign(application: Application) -> ResponseReturnValue:
    form = ReadersForm()
    form.readers.choices = people(office(application))
    if form.accepted():
        try:
            actions.assign(application, form.readers.data, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Asked. Each reader sees only their own points until all are in."))
            return to("panel.reviews", application)
    return readers_page(application, refused=form)


@bp.post(f"{ONE}/reviews/<int:review_id>/replace")
@requires(Permission.APPLICATION_DECIDE, on=queries.review)
def replace(review: Review) -> ResponseReturnValue:
    form, application = ReplaceForm(), review.application
    form.readers.choices = people(office(application))
    if form.accepted():
        try:
            actions.replace(
                review, reader_id=form.readers.data, reason=form.reason.data, by=current_user
            )
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Somebody else reads it now."))
            return to("panel.reviews", application)
    return readers_page(application, refused=form, review_id=review.id)


# A reader's own page


@bp.route(f"{ONE}/review", methods=["GET", "POST"])
@requires(Permission.REVIEW_WRITE, on=queries.own_review)
def score(review: Review) -> ResponseReturnValue:
    form = review_form(review)
    if form.accepted():
        try:
            told = keep_or_hand_in(review, form)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(told)
            return to("onboarding.show", review.application)
    return own_page(review, form)


def keep_or_hand_in(review: Review, form: ReviewForm) -> str:
    """Keep the points or hand them in, as the pressed button says; return what to tell.

    Raises:
        InvalidError: handed in with a criterion left out.
    """
    if "later" in request.form:
        actions.keep_review(review, form.given, note=form.note.data)
        return _("Kept. Nobody but you sees it.")
    actions.hand_in(review, form.given, note=form.note.data, by=current_user)
    return _("Handed in. You see the others' points as soon as all are in.")


def own_page(
    review: Review, form: ReviewForm, recuse_form: RecuseForm | None = None
) -> ResponseReturnValue:
    """Show a reader his own review, to write or to read."""
    page = render_template(
        "panel/score.html",
        review=review,
        application=review.application,
        form=form,
        recuse_form=recuse_form or RecuseForm(),
        writes=review.state is ReviewState.ASSIGNED and review.application.is_running,
    )
    refused = form.errors or (recuse_form and recuse_form.errors)
    return page, status_of(refused)


@bp.post(f"{ONE}/review/recuse")
@requires(Permission.REVIEW_WRITE, on=queries.own_review)
def recuse(review: Review) -> ResponseReturnValue:
    form = RecuseForm()
    if form.accepted():
        actions.recuse(review, by=current_user, reason=form.reason.data)
        flash(_("Noted. The office asks somebody else."))
        return to("onboarding.show", review.application)
    blank = review_form(review)
    return own_page(review, blank, form)
