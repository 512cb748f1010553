"""An office's leads."""

from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.core import clock
from portal.core.aftermath import leave_behind
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.qr import qr_code
from portal.core.sheets import KINDS as ENDINGS
from portal.core.sheets import table_response
from portal.core.tabs import Tab, tabs
from portal.core.web import see_other
from portal.intakes import actions, queries, tables
from portal.intakes.forms import ContactForm, LeadForm, LoseForm, read_leads
from portal.intakes.models import Lead, LeadState
from portal.intakes.queries.leads import ORDERS, LeadCriteria
from portal.intakes.views.blueprint import bp
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.reference import queries as reference

ONE = "/markets/<string:market>/leads/<int:lead_id>"
ALL = "all"


def to(lead: Lead) -> ResponseReturnValue:
    """Answer a finished POST with the lead."""
    return see_other(url_for("intakes.show_lead", market=lead.market.slug, lead_id=lead.id))


def arguments(market: Market, criteria: LeadCriteria, **changed: str) -> dict[str, Any]:
    """Return what the address of the list says of market and filters."""
    filters = {
        "state": criteria.state.value if criteria.state else ALL,
        "source": criteria.source,
        "responsible": str(criteria.responsible_id or ""),
        "overdue": "1" if criteria.overdue else "",
        "q": criteria.text,
        "order": criteria.order if criteria.order != "due" else "",
    } | changed
    return {"market": market.slug, **{name: value for name, value in filters.items() if value}}


def states(market: Market, criteria: LeadCriteria) -> list[Tab]:
    """Return the states with how many leads each holds, and all; other filters stay."""

    def there(state: str) -> str:
        return url_for("intakes.leads", **arguments(market, criteria, state=state))

    counts = queries.lead_counts(market.id, criteria)
    every = Tab(_("All"), there(ALL), criteria.state is None, sum(counts.values()))
    return [*tabs(LeadState, criteria.state, there, counts), every]


@bp.get("/markets/<string:market>/leads")
@requires(Permission.LEAD_READ, on=markets.market)
def leads(market: Market) -> ResponseReturnValue:
    criteria = read_leads()
    page = queries.lead_page(market.id, criteria, page_number(request.args.get("page")))
    return render_template(
        "intakes/leads.html",
        market=market,
        criteria=criteria,
        page=page,
        states=states(market, criteria),
        office=queries.office(market.id),
        sources=reference.choices("lead_source"),
        orders=list(ORDERS),
        today=clock.today(),
        arguments=lambda **changed: arguments(market, criteria, **changed),
    )


@bp.get(f"/markets/<string:market>/leads.{ENDINGS}")
@requires(Permission.LEAD_READ, on=markets.market)
def export_leads(market: Market) -> ResponseReturnValue:
    rows = queries.lead_rows(market.id, read_leads())
    number, by = market.id, oneself()
    leave_behind(lambda: audit.record("lead.export", markets.market_by_id(number), by=by))
    name = f"{market.slug}-leads"
    return table_response(name, tables.LEAD_HEAD, tables.lead_lines(rows), _("Leads"))


@bp.route("/markets/<string:market>/leads/new", methods=["GET", "POST"])
@requires(Permission.LEAD_KEEP, on=markets.market)
def new_lead(market: Market) -> ResponseReturnValue:
    form = LeadForm(list(queries.office(market.id)), me=current_user.id)
    if form.accepted():
        try:
            lead = actions.enter(market, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Entered."))
            return see_other(url_for("intakes.show_lead", market=market.slug, lead_id=lead.id))
    page = render_template("intakes/edit_lead.html", market=market, form=form, lead=None)
    return page, form.status


@bp.get(ONE)
@requires(Permission.LEAD_READ, on=queries.lead)
def show_lead(lead: Lead) -> ResponseReturnValue:
    return page_of(lead)


def page_of(
    lead: Lead, *, contact_form: ContactForm | None = None, lose_form: LoseForm | None = None
) -> ResponseReturnValue:
    """Show a lead: who it is, who looks alike, what was said, what is next."""
    page = render_template(
        "intakes/show_lead.html",
        lead=lead,
        kin=queries.lead_kin(lead, lead.market),
        contact_form=contact_form or ContactForm(),
        lose_form=lose_form or LoseForm(),
        today=clock.today(),
    )
    refused = contact_form or lose_form
    return page, refused.status if refused else 200


@bp.route(f"{ONE}/edit", methods=["GET", "POST"])
@requires(Permission.LEAD_KEEP, on=queries.lead)
def edit_lead(lead: Lead) -> ResponseReturnValue:
    form = LeadForm(list(queries.office(lead.market_id)), me=current_user.id, obj=lead)
    if form.accepted():
        try:
            actions.change_lead(lead, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The lead is saved."))
            return to(lead)
    page = render_template("intakes/edit_lead.html", market=lead.market, form=form, lead=lead)
    return page, form.status


@bp.post(f"{ONE}/contacts")
@requires(Permission.LEAD_KEEP, on=queries.lead)
def note_contact(lead: Lead) -> ResponseReturnValue:
    form = ContactForm()
    if form.accepted():
        try:
            actions.note_contact(lead, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Noted."))
            return to(lead)
    return page_of(lead, contact_form=form)


@bp.post(f"{ONE}/lose")
@requires(Permission.LEAD_KEEP, on=queries.lead)
def lose(lead: Lead) -> ResponseReturnValue:
    form = LoseForm()
    if form.accepted():
        actions.lose(lead, by=current_user, **form.answers)
        flash(_("Noted as lost, with the reason."))
        return to(lead)
    return page_of(lead, lose_form=form)


@bp.post(f"{ONE}/resume")
@requires(Permission.LEAD_KEEP, on=queries.lead)
def resume(lead: Lead) -> ResponseReturnValue:
    actions.resume(lead, by=current_user)
    flash(_("Taken up again."))
    return to(lead)


@bp.post(f"{ONE}/invite")
@requires(Permission.LEAD_KEEP, on=queries.lead)
def invite(lead: Lead) -> ResponseReturnValue:
    link = actions.invite(lead, by=current_user)
    return render_template("intakes/invite.html", lead=lead, link=link, code=qr_code(link))
