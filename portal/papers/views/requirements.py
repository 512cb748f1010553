"""What a market asks of its brands."""

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.accounts import queries as accounts
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.markets import queries as markets
from portal.markets.models import Market
from portal.papers import actions, queries
from portal.papers.forms import RuleForm
from portal.papers.models import Effect
from portal.papers.queries import Preview, Ruling
from portal.papers.views.blueprint import bp

RULES = "/papers/rules"


@bp.get(RULES)
@requires(Permission.PAPER_REQUIRE, on=markets.market)
def requirements(market: Market) -> ResponseReturnValue:
    return render_template(
        "papers/requirements.html", market=market, rulings=queries.rulings(market)
    )


@bp.get(f"{RULES}/<string:kind>")
@requires(Permission.PAPER_REQUIRE, on=queries.ruling)
def requirement(ruling: Ruling) -> ResponseReturnValue:
    return rule_page(ruling, RuleForm(seen=ruling.row.id if ruling.row else 0, **ruling.proposed))


def rule_page(ruling: Ruling, form: RuleForm) -> ResponseReturnValue:
    """Show a rule with what it would do if it were switched on today."""
    rule = form.rule if not form.errors else ruling.proposed
    history = queries.history(ruling.market_id, ruling.kind.code)
    page = render_template(
        "papers/requirement.html",
        ruling=ruling,
        market=ruling.market,
        form=form,
        preview=queries.preview(ruling, **rule),
        effect=rule["effect"],
        Effect=Effect,
        history=history,
        names=accounts.names({one.set_by_id for one in history if one.set_by_id}),
    )
    return page, form.status


@bp.post(f"{RULES}/<string:kind>")
@requires(Permission.PAPER_REQUIRE, on=queries.ruling)
def require(ruling: Ruling) -> ResponseReturnValue:
    form = RuleForm()
    if not form.accepted() or request.form.get("preview"):
        return rule_page(ruling, form)
    found = actions.require(ruling, by=current_user, seen=form.seen.data or 0, **form.rule)
    flash(done(found))
    return see_other(url_for("papers.requirements", market=ruling.market.slug))


def done(found: Preview) -> str:
    """Return what a new rule has done."""
    if found.now:
        return ngettext(
            "The rule holds. It concerns %(num)d brand now.",
            "The rule holds. It concerns %(num)d brands now.",
            len(found.now),
        )
    return _("The rule holds from today on.")


@bp.post(f"{RULES}/<string:kind>/lift")
@requires(Permission.PAPER_REQUIRE, on=queries.ruling)
def lift(ruling: Ruling) -> ResponseReturnValue:
    form = RuleForm()
    actions.lift(ruling, by=current_user, seen=form.seen.data or 0)
    flash(_("The rule has ended."), "quiet")
    return see_other(url_for("papers.requirements", market=ruling.market.slug))
