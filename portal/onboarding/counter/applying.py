"""The page that says what applying takes, and the button that begins it."""

from http import HTTPStatus

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from portal.access.guard import public, requires
from portal.access.permissions import Permission
from portal.core import row_numbers
from portal.core.errors import InvalidError
from portal.intakes import queries as intakes
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.onboarding import actions, queries, rules
from portal.onboarding.forms import LeaveForm
from portal.onboarding.models import Application
from portal.onboarding.views import bp, to


@bp.get("/markets/<string:market>/apply")
@public
def apply(market: str) -> ResponseReturnValue:
    try:
        found = markets.market(market)
    except NoResultFound:
        abort(HTTPStatus.NOT_FOUND)
    return apply_page(found)


def apply_page(
    market: Market, *, leave_form: LeaveForm | None = None, refused: InvalidError | None = None
) -> ResponseReturnValue:
    """Show what applying takes: the open intakes, or when the next one opens."""
    found = intakes.open_intakes(market.id)
    closed = not found and intakes.uses_intakes(market.id)
    page = render_template(
        "onboarding/apply.html",
        market=market,
        earlier=earlier_one(market),
        running=queries.running(market.id, current_user.id) if current_user.id else (),
        rules=rules,
        criteria=queries.criteria(market.id),
        intakes=found,
        closed=closed,
        following=intakes.next_to_open(market.id) if closed else None,
        leave_form=leave_form or LeaveForm(),
        refused=refused,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if leave_form or refused else HTTPStatus.OK


def earlier_one(market: Market) -> Application | None:
    """Return the reader's own application that he wants to begin again, or None."""
    number = row_numbers.read(request.values.get("after", ""))
    whose = current_user.id  # none for a visitor
    return queries.earlier(market.id, whose, number) if number and whose else None


@bp.post("/markets/<string:market>/apply")
@requires(Permission.APPLICATION_BEGIN, on=markets.market)
def begin(market: Market) -> ResponseReturnValue:
    chosen = row_numbers.read(request.form.get("intake_id", ""))
    earlier = earlier_one(market)
    try:
        application = actions.begin(market, by=current_user, intake_id=chosen, earlier=earlier)
    except InvalidError as error:
        return apply_page(market, refused=error)
    return to("onboarding.edit", application)
