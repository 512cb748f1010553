"""Pages of agents: their own, those of whoever looks for them, those of whoever verifies."""

from http import HTTPStatus

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import Platform, oneself, platform, public, requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.accounts import people
from portal.accounts import queries as accounts
from portal.accounts.models import Viewer
from portal.agents import actions, queries, rules, tables
from portal.agents.forms import (
    AgentForm,
    DecisionForm,
    RefuseForm,
    filters,
    place_names,
    read_criteria,
)
from portal.agents.models import Agent, Standing
from portal.agents.queries import Listing
from portal.audit import actions as audit
from portal.audit import queries as trail
from portal.audit.verbs import label as deed
from portal.core import clock, credit_code
from portal.core.aftermath import leave_behind
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other

bp = Blueprint("agents", __name__)
ONE = "/agents/<int:agent_id>"
people.mount(bp, f"{ONE}/people", Permission.AGENT_PEOPLE, queries.house)


def to(agent: Agent) -> ResponseReturnValue:
    """Answer a finished POST with the agent's own page."""
    return see_other(url_for("agents.show", agent_id=agent.id))


# The agent


@bp.get("/agents/register")
@public
def register() -> ResponseReturnValue:
    if not current_user.is_authenticated:
        return see_other(url_for("accounts.sign_up", next=url_for("agents.register")))
    account = accounts.user(current_user.id)
    return register_page(AgentForm(contact_name=account.name, contact_mobile=account.mobile))


@bp.post("/agents/register")
@requires(Permission.AGENT_REGISTER, on=oneself)
def enrol(viewer: Viewer) -> ResponseReturnValue:
    form = AgentForm()
    if form.accepted():
        try:
            agent = actions.register(by=viewer, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Registered. An office checks name and credit code, usually within 3 days."))
            return to(agent)
    return register_page(form)


def register_page(form: AgentForm) -> ResponseReturnValue:
    """Show the form for a new company."""
    page = render_template(
        "agents/register.html",
        form=form,
        companies=queries.of_numbers(current_user.ids(Role.AGENT)),
        places=place_names(),
    )
    return page, form.status


@bp.get(ONE)
@requires(Permission.AGENT_READ, on=queries.agent)
def show(agent: Agent) -> ResponseReturnValue:
    return page_of(agent)


def page_of(agent: Agent, refused: RefuseForm | None = None) -> ResponseReturnValue:
    """Show an agent: to its people what to do next, to others what it is, with the decision."""
    verifies = permits(current_user, Permission.AGENT_VERIFY, agent)
    page = render_template(
        "agents/show.html",
        agent=agent,
        own=permits(current_user, Permission.AGENT_KEEP, agent),
        verifies=verifies,
        refuse_form=refused or RefuseForm(),
        mobile=tables.mobile(agent, shown=bool(queries.open_contacts(current_user, [agent]))),
        code_region=(agent.credit_code or "")[2:8],
        code_kind=credit_code.kind(agent.credit_code or ""),
        same_mobile=queries.same_mobile(agent) if verifies else [],
        history=[(one, deed(one.verb)) for one in reversed(trail.history(agent))]
        if verifies
        else [],
        Standing=Standing,
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(Permission.AGENT_KEEP, on=queries.agent)
def edit(agent: Agent) -> ResponseReturnValue:
    form = AgentForm(obj=agent)
    if form.accepted():
        try:
            again = actions.change(agent, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Saved, and sent to be verified.") if again else _("Saved."))
            return to(agent)
    page = render_template(
        "agents/edit.html", form=form, agent=agent, places=place_names(), Standing=Standing
    )
    return page, form.status


# Whoever looks for agents


@bp.get("/agents")
@requires(Permission.AGENT_BROWSE, on=platform)
def index(_platform: Platform) -> ResponseReturnValue:
    criteria = read_criteria()
    page = queries.browse(criteria, page_number(request.args.get("page")))
    return render_template(
        "agents/index.html",
        criteria=criteria,
        page=page,
        filters=filters(),
        open_contacts=queries.open_contacts(current_user, page.items),
        mobile=tables.mobile,
        verifies=permits(current_user, Permission.AGENT_VERIFY),
    )


@bp.get(f"/agents.{KINDS}")
@requires(Permission.AGENT_BROWSE, on=platform)
def export(_platform: Platform) -> ResponseReturnValue:
    rows = queries.browse_rows(read_criteria())
    viewer = oneself()
    leave_behind(lambda: audit.record("agent.export", by=viewer, rows=len(rows)))
    lines = tables.lines(rows, queries.open_contacts(viewer, rows))
    return table_response("agents", tables.HEAD, lines, _("Agents"))


# Whoever verifies


@bp.get("/agents/verifications")
@requires(Permission.AGENT_VERIFY, on=platform)
def verifications(_platform: Platform) -> ResponseReturnValue:
    asked = request.args.get("list", Listing.WAITING)
    listing = Listing(asked) if asked in set(Listing) else Listing.WAITING
    return render_template(
        "agents/verifications.html",
        listing=listing,
        page=queries.queue(listing, page_number(request.args.get("page"))),
        counts=queries.queue_counts(),
        is_late=lambda agent: clock.now() - agent.submitted_at > rules.LATE_AFTER,
        Listing=Listing,
    )


@bp.post(f"{ONE}/approve")
@requires(Permission.AGENT_VERIFY, on=queries.agent)
def approve(agent: Agent) -> ResponseReturnValue:
    form = DecisionForm()
    if form.accepted():
        actions.verify(agent, by=current_user, **form.answers)
        flash(_("Verified for one year. The agent is told."))
    return to(agent)


@bp.post(f"{ONE}/refuse")
@requires(Permission.AGENT_VERIFY, on=queries.agent)
def refuse(agent: Agent) -> ResponseReturnValue:
    form = RefuseForm()
    if form.accepted():
        actions.refuse(agent, by=current_user, **form.answers)
        flash(_("Refused. The agent is told why and can correct it."))
        return to(agent)
    return page_of(agent, form)


@bp.post(f"{ONE}/renew")
@requires(Permission.AGENT_VERIFY, on=queries.agent)
def renew(agent: Agent) -> ResponseReturnValue:
    actions.renew(agent, by=current_user)
    flash(_("Renewed for one year. The agent is told."))
    return to(agent)
