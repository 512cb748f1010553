"""One connection, and what its two sides do with it."""

from http import HTTPStatus

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.agents.registry import dealing
from portal.brands import fields
from portal.brands import queries as brands
from portal.brands.fields import Group, Reading, Visibility
from portal.brands.models import Revision
from portal.connections import actions, cards, queries, rules
from portal.connections.forms import AcceptForm, DeclineForm, WordsForm
from portal.connections.models import Connection, ConnectionState, Side
from portal.connections.views.blueprint import bp, to
from portal.core.errors import InvalidError
from portal.core.forms import PortalForm
from portal.core.i18n import gettext as _

ONE = "/connections/<int:connection_id>"


@bp.get(ONE)
@requires(Permission.CONNECTION_READ, on=queries.connection)
def show(connection: Connection) -> ResponseReturnValue:
    return page_of(connection)


def page_of(
    connection: Connection, failed: PortalForm | None = None, *, contact: bool = False
) -> ResponseReturnValue:
    """Show a connection to one of its sides, with the form that needs another look, if any."""
    side = rules.side_of(current_user, connection)
    published = brands.published_revision(connection.brand_id)
    talk = dealing("enquiry", connection.brand_id, connection.agent_id)
    every = queries.between(connection.brand_id, [connection.agent_id])
    page = render_template(
        "connections/show.html",
        connection=connection,
        side=side,
        Side=Side,
        turn=rules.turn_of(connection),
        sentence=cards.sentence(connection),
        resting=cards.resting(connection),
        reasons=cards.reasons(connection),
        failed=failed,
        newer=every[0] if every[0].id != connection.id else None,
        former=[(one, cards.sentence(one)) for one in every if one.id < connection.id],
        talk=talk if permits(current_user, Permission.ENQUIRY_READ, talk) else None,
        published=published,
        contacts=contacts_of(connection, published, unmasked=contact) if side is Side.AGENT else [],
        contact=contact,
        **forms(connection, failed),
    )
    return page, failed.status if failed else HTTPStatus.OK


def contacts_of(
    connection: Connection, published: Revision | None, *, unmasked: bool
) -> list[Reading]:
    """Return whom the agent's people may call: masked, until they ask to see it."""
    if published is None or connection.standing is not ConnectionState.ACTIVE:
        return []
    if fields.viewer_class(current_user, published.brand) < Visibility.CONNECTED:
        return []
    if unmasked:
        return fields.contact(published)
    sheet = fields.readable(published, Visibility.CONNECTED)
    return [one for section in sheet if section.group is Group.CONTACT for one in section.readings]


def forms(connection: Connection, failed: PortalForm | None) -> dict[str, PortalForm]:
    """Return the forms of a connection's page; the one that was just sent keeps what was typed."""
    made: dict[str, PortalForm] = {
        "accept_form": AcceptForm(queries.desk(connection.brand_id)),
        "decline_form": declining(connection),
        "words_form": WordsForm(),
    }
    kept = {name: failed for name, form in made.items() if type(form) is type(failed)}
    return made | kept


def declining(connection: Connection) -> DeclineForm:
    """Return the form of a refusal, with the reasons of the side that refuses."""
    of_agent = rules.side_of(current_user, connection) is Side.AGENT
    return DeclineForm(rules.OF_AN_AGENT if of_agent else rules.OF_A_BRAND)


def corrected(connection: Connection, form: PortalForm, step: str) -> ResponseReturnValue:
    """Ask to correct a form, unless what it is for cannot be done any more."""
    rules.check_possible(connection, step)
    return page_of(connection, form)


@bp.post(f"{ONE}/accept")
@requires(Permission.CONNECTION_ANSWER, on=queries.held)
def accept(connection: Connection) -> ResponseReturnValue:
    form = AcceptForm(queries.desk(connection.brand_id))
    if not form.accepted():
        return corrected(connection, form, "accept")
    side = rules.side_of(current_user, connection)
    try:
        actions.accept(connection, by=current_user, side=side, ends_on=form.ends_on.data)
    except InvalidError as error:
        form.refuse(error)
        return page_of(connection, form)
    flash(_("The terms are open. The agent gets a message."))
    return to(connection)


@bp.post(f"{ONE}/ask-back")
@requires(Permission.CONNECTION_ANSWER, on=queries.held)
def ask_back(connection: Connection) -> ResponseReturnValue:
    form = WordsForm()
    if not form.accepted():
        return corrected(connection, form, "ask-back")
    side = rules.side_of(current_user, connection)
    actions.ask_back(connection, by=current_user, side=side, text=form.text.data)
    flash(_("Sent. It is the agent's turn now."))
    return to(connection)


@bp.post(f"{ONE}/decline")
@requires(Permission.CONNECTION_ANSWER, on=queries.held)
def decline(connection: Connection) -> ResponseReturnValue:
    form = declining(connection)
    if not form.accepted():
        return corrected(connection, form, "decline")
    side = rules.side_of(current_user, connection)
    actions.decline(connection, by=current_user, side=side, **form.answers)
    flash(_("Declined. The agent reads the reason."))
    return to(connection)


@bp.post(f"{ONE}/revoke")
@requires(Permission.CONNECTION_ANSWER, on=queries.held)
def revoke(connection: Connection) -> ResponseReturnValue:
    form = WordsForm()
    if not form.accepted():
        return corrected(connection, form, "revoke")
    actions.revoke(connection, by=current_user, words=form.text.data)
    flash(_("The terms are closed to this agent, from the next click on."))
    return to(connection)


@bp.post(f"{ONE}/reply")
@requires(Permission.CONNECTION_REPLY, on=queries.held)
def reply(connection: Connection) -> ResponseReturnValue:
    form = WordsForm()
    if not form.accepted():
        return corrected(connection, form, "reply")
    actions.reply(connection, by=current_user, text=form.text.data)
    flash(_("Sent. It is the brand's turn now."))
    return to(connection)


@bp.post(f"{ONE}/take")
@requires(Permission.CONNECTION_REPLY, on=queries.held)
def take(connection: Connection) -> ResponseReturnValue:
    actions.take(connection, by=current_user)
    flash(_("The terms are open to you."))
    return to(connection)


@bp.post(f"{ONE}/refuse")
@requires(Permission.CONNECTION_REPLY, on=queries.held)
def refuse(connection: Connection) -> ResponseReturnValue:
    form = declining(connection)
    if not form.accepted():
        return corrected(connection, form, "refuse")
    actions.refuse(connection, by=current_user, **form.answers)
    flash(_("Refused. The brand reads the reason."))
    return to(connection)


@bp.post(f"{ONE}/withdraw")
@requires(Permission.CONNECTION_REPLY, on=queries.held)
def withdraw(connection: Connection) -> ResponseReturnValue:
    actions.withdraw(connection, by=current_user)
    flash(_("Taken back."))
    return to(connection)


@bp.post(f"{ONE}/call-off")
@requires(Permission.CONNECTION_ANSWER, on=queries.held)
def call_off(connection: Connection) -> ResponseReturnValue:
    actions.call_off(connection, by=current_user)
    flash(_("The invitation is taken back."))
    return to(connection)


@bp.post(f"{ONE}/contact")
@requires(Permission.CONNECTION_REVEAL, on=queries.held)
def reveal(connection: Connection) -> ResponseReturnValue:
    """Show the contact in the answer itself: whoever loads it again has looked again."""
    actions.reveal(connection, by=current_user)
    return page_of(connection, contact=True)
