"""An agent asks for a brand's terms."""

from http import HTTPStatus

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.connections import actions, queries, rules
from portal.connections.forms import AskForm
from portal.connections.queries import Approach
from portal.connections.views.blueprint import bp, to
from portal.core.errors import ConflictError, PortalError, TooManyError
from portal.core.i18n import gettext as _


@bp.get("/brands/<string:brand>/connect")
@requires(Permission.CONNECTION_BEGIN, on=queries.approach)
def connect(approach: Approach) -> ResponseReturnValue:
    if not permits(current_user, Permission.CONNECTION_ASK, approach):
        own = current_user.holds(Role.OWNER, brand_id=approach.brand.id)
        return render_template("connections/not_yet.html", approach=approach, own=own)
    numbers = [one.id for one in approach.companies.able]
    newest = next(iter(queries.current(approach.brand.id, numbers)), None)
    if newest and len(numbers) == 1 and not newest.is_renewable:
        return to(newest)
    return asking_page(approach, new_form(approach))


def new_form(approach: Approach) -> AskForm:
    """Return the form, filled in as the company asked the last time."""
    numbers = [one.id for one in approach.companies.able]
    return AskForm(approach.companies.able, queries.last_asked(approach.brand.id, numbers))


def asking_page(
    approach: Approach, form: AskForm, refused: PortalError | None = None
) -> ResponseReturnValue:
    """Show the form; what was typed stays, even when it cannot be asked now."""
    page = render_template(
        "connections/connect.html", approach=approach, form=form, refused=refused, rules=rules
    )
    if isinstance(refused, TooManyError):
        return page, HTTPStatus.TOO_MANY_REQUESTS, {"Retry-After": str(refused.retry_after)}
    return page, int(refused.status) if refused else form.status


@bp.post("/brands/<string:brand>/connect")
@requires(Permission.CONNECTION_ASK, on=queries.approach)
def ask(approach: Approach) -> ResponseReturnValue:
    form = new_form(approach)
    if not form.accepted():
        return asking_page(approach, form)
    answers = form.answers
    number = answers.pop("agent_id")
    agent = next(one for one in approach.companies.able if one.id == number)
    try:
        connection = actions.ask(approach.brand, agent, by=current_user, **answers)
    except (ConflictError, TooManyError) as error:
        return asking_page(approach, form, error)
    flash(_("Sent. The brand has 14 days to answer; you will get a message."))
    return to(connection)
