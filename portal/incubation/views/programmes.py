"""A market's programmes: cohorts with their template, season and fair."""

from flask import flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.incubation import actions, queries
from portal.incubation.drafting import SEASONS, CohortForm, ProgrammeForm
from portal.incubation.models import Programme
from portal.incubation.views.rooms import bp
from portal.markets import queries as markets
from portal.markets.models import Market


@bp.get("/programmes")
@requires(Permission.PROGRAMME_READ, on=markets.market)
def programmes(market: Market) -> ResponseReturnValue:
    return programmes_page(market, ProgrammeForm(market.id))


@bp.post("/programmes")
@requires(Permission.PROGRAMME_KEEP, on=markets.market)
def open_programme(market: Market) -> ResponseReturnValue:
    form = ProgrammeForm(market.id)
    if not form.accepted():
        return programmes_page(market, form)
    answers = form.answers
    try:
        template = actions.template_named(
            answers.pop("template"), by=current_user, market_id=market.id
        )
        actions.open_programme(market, template, **answers, by=current_user)
    except InvalidError as error:
        form.refuse(error)
        return programmes_page(market, form)
    flash(_("The programme is open. Brands that you admit from now on start in it."))
    return see_other(url_for("incubation.programmes", market=market.slug))


def programmes_page(market: Market, form: ProgrammeForm) -> ResponseReturnValue:
    """Show a market's programmes, and the form that opens another."""
    page = render_template(
        "incubation/programmes.html",
        market=market,
        programmes=queries.programmes(market.id),
        counts=queries.enrolled_counts(market.id),
        form=form,
        seasons=SEASONS,
    )
    return page, form.status


@bp.post("/programmes/<int:programme_id>/close")
@requires(Permission.PROGRAMME_KEEP, on=queries.programme)
def close_programme(programme: Programme) -> ResponseReturnValue:
    actions.close_programme(programme, by=current_user)
    flash(_("The programme takes no more brands. Those inside go on to the end."))
    return see_other(url_for("incubation.programmes", market=programme.market.slug))


@bp.post("/programmes/<int:programme_id>/reopen")
@requires(Permission.PROGRAMME_KEEP, on=queries.programme)
def reopen_programme(programme: Programme) -> ResponseReturnValue:
    actions.reopen_programme(programme, by=current_user)
    flash(_("The programme takes brands again."))
    return see_other(url_for("incubation.programmes", market=programme.market.slug))


@bp.route("/programmes/<int:programme_id>", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_KEEP, on=queries.programme)
def programme(programme: Programme) -> ResponseReturnValue:
    form = CohortForm(programme.market_id, obj=programme)
    back = url_for("incubation.programmes", market=programme.market.slug)
    if form.accepted():
        try:
            moved = actions.change_programme(programme, **form.answers, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The programme is saved."))
            if moved:
                flash(
                    ngettext("%(num)d open day counts from the fair now. Its brand is told.",
                             "%(num)d open days count from the fair now. Their brands are told.",
                             moved)
                )  # fmt: skip
            return see_other(back)
    page = render_template("incubation/programme.html", programme=programme, form=form, back=back)
    return page, form.status
