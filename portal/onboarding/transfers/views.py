"""The blueprint: asking for a brand to change its market, and answering."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core.aftermath import leave_behind
from portal.core.cells import day_cell
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain
from portal.core.sheets import KINDS, table_response
from portal.core.web import see_other
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.onboarding import actions, queries
from portal.onboarding.models import Side, Transfer, TransferState
from portal.onboarding.queries import TransferFile
from portal.onboarding.transfers.forms import FetchForm, SendForm, WhyNotForm

bp = Blueprint("transfers", __name__)
ONE = "/markets/<string:market>/transfers/<int:transfer_id>"


def to_transfer(transfer: Transfer, market: Market) -> ResponseReturnValue:
    """Answer a finished POST with the transfer as that market sees it."""
    return see_other(url_for("transfers.show", market=market.slug, transfer_id=transfer.id))


@bp.get("/markets/<string:market>/transfers")
@requires(Permission.TRANSFER_LIST, on=markets.market)
def index(market: Market) -> ResponseReturnValue:
    found = queries.transfers(market.id)
    return render_template("transfers/index.html", market=market, transfers=found)


@bp.get(f"/markets/<string:market>/transfers.{KINDS}")
@requires(Permission.TRANSFER_LIST, on=markets.market)
def export(market: Market) -> ResponseReturnValue:
    rows = queries.transfers(market.id)
    number, viewer = market.id, oneself()
    leave_behind(lambda: audit.record("transfer.export", markets.market_by_id(number), by=viewer))
    return table_response(
        f"{market.slug}-transfers", HEAD, transfer_lines(rows), _("Changes of market")
    )


HEAD = [
    _l("Brand"),
    _l("Old market"),
    _l("Future market"),
    _l("Asked since"),
    _l("Last day there"),
    _l("State"),
    _l("Why"),
]


def transfer_lines(rows: Sequence[Transfer]) -> list[list[object]]:
    """Return transfers as lines of a table."""
    return [
        [
            plain(one.brand, "name"),
            plain(one.old_market, "name"),
            plain(one.new_market, "name"),
            day_cell(one.created_at),
            day_cell(one.last_day),
            str(one.state.label),
            one.reason,
        ]
        for one in rows
    ]


# Asking


@bp.route("/markets/<string:market>/brands/<string:brand>/transfer", methods=["GET", "POST"])
@requires(Permission.TRANSFER_ASK, on=brands.brand)
def send(brand: Brand) -> ResponseReturnValue:
    if running := queries.running_transfer(brand.id):
        return to_transfer(running, brand.market)
    there = queries.markets_beside(brand.market_id)
    form = SendForm(there)
    if form.accepted():
        new = next(one for one in there if str(one.id) == form.market.data)
        try:
            made = actions.ask(brand, new, form.request(), by=current_user, side=Side.OLD)
            flash(_("Asked. The other office and the brand's people have been told."))
            return to_transfer(made, brand.market)
        except InvalidError as error:
            form.refuse(error)
    page = render_template("transfers/send.html", brand=brand, form=form, there=there)
    return page, form.status


@bp.route("/markets/<string:market>/transfers/new", methods=["GET", "POST"])
@requires(Permission.TRANSFER_KEEP, on=markets.market)
def fetch(market: Market) -> ResponseReturnValue:
    form = FetchForm()
    if form.accepted():
        try:
            made = actions.ask(
                wanted(form.slug), market, form.request(), by=current_user, side=Side.NEW
            )
            flash(_("Asked. The other office and the brand's people have been told."))
            return to_transfer(made, market)
        except InvalidError as error:
            form.refuse(error)
    page = render_template("transfers/fetch.html", market=market, form=form)
    return page, form.status


def wanted(slug: str) -> Brand:
    """Return the brand whose public page was named.

    Raises:
        InvalidError: the directory shows none there.
    """
    if found := queries.shown_brand(slug):
        return found
    raise InvalidError("address", _("The directory shows no brand at this address."))


# Answering


@bp.get(ONE)
@requires(Permission.TRANSFER_READ, on=queries.transfer)
def show(file: TransferFile) -> ResponseReturnValue:
    return transfer_page(file, WhyNotForm())


def transfer_page(file: TransferFile, form: WhyNotForm) -> ResponseReturnValue:
    """Show a transfer, and what whoever looks at it may do."""
    speaks_for = {
        file.side: permits(current_user, Permission.TRANSFER_KEEP, file),
        Side.OWNER: permits(current_user, Permission.TRANSFER_CONSENT, file),
    }
    page = render_template(
        "transfers/show.html",
        file=file,
        form=form,
        sides=[one for one in Side if one is not Side.OWNER or file.has_people],
        asks=[one for one, mine in speaks_for.items() if mine and one in file.waits_for],
        may_stop=any(speaks_for.values()) and file.transfer.state is TransferState.ASKED,
        is_asker=speaks_for.get(file.transfer.asked_by, False),
        Side=Side,
    )
    return page, form.status


@bp.post(f"{ONE}/agree")
@requires(Permission.TRANSFER_KEEP, on=queries.transfer)
def agree(file: TransferFile) -> ResponseReturnValue:
    return agreed(file, file.side)


@bp.post(f"{ONE}/consent")
@requires(Permission.TRANSFER_CONSENT, on=queries.transfer)
def consent(file: TransferFile) -> ResponseReturnValue:
    return agreed(file, Side.OWNER)


def agreed(file: TransferFile, side: Side) -> ResponseReturnValue:
    """Take a side's word, and say what it has brought about."""
    if actions.agree(file.transfer, side, by=current_user):
        flash(_("All have agreed: the brand has moved."))
    else:
        flash(_("Your word is noted."))
    return to_transfer(file.transfer, file.market)


@bp.post(f"{ONE}/decline")
@requires(Permission.TRANSFER_ANSWER, on=queries.transfer)
def decline(file: TransferFile) -> ResponseReturnValue:
    form = WhyNotForm()
    if not form.accepted():
        return transfer_page(file, form)
    actions.decline_transfer(file.transfer, **form.answers, by=current_user)
    flash(_("Declined. The brand stays where it is; all have been told why."))
    return to_transfer(file.transfer, file.market)


@bp.post(f"{ONE}/call-off")
@requires(Permission.TRANSFER_KEEP, on=queries.transfer)
def call_off(file: TransferFile) -> ResponseReturnValue:
    form = WhyNotForm()
    if not form.accepted():
        return transfer_page(file, form)
    actions.call_off(file.transfer, **form.answers, by=current_user)
    flash(_("Called off. The brand stays where it is; all have been told why."))
    return to_transfer(file.transfer, file.market)


# Old addresses


def lead_on(arguments: Mapping[str, Any]) -> str | None:
    """Return where a brand's old address leads whoever may know: to the new one.

    Its own people and its new office come to the same page in the new market; the office that
    it left comes to the page that says where it went. All others are told nothing.
    """
    if not {"market", "brand"} <= arguments.keys():
        return None
    moved = queries.last_move(arguments["market"], arguments["brand"])
    if moved is None:
        return None
    brand = moved.brand
    mine = current_user.holds(Role.OWNER, brand_id=brand.id)
    if mine or current_user.holds(Role.MANAGER, market_id=brand.market_id):
        endpoint = request.endpoint or ""
        return url_for(endpoint, **{**arguments, "market": brand.market.slug})
    if current_user.holds(Role.MANAGER, market_id=moved.old_market_id):
        return url_for("transfers.show", market=arguments["market"], transfer_id=moved.id)
    return None
