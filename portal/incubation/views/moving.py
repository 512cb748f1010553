"""Moving brands to another version, and fairs to another day: first shown, then done."""

from collections.abc import Sequence

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.web import see_other
from portal.incubation import actions, cards, queries, rules
from portal.incubation.drafting import (
    SEASONS,
    FairForm,
    MoveBrandsForm,
    MoveFairForm,
    chosen_brands,
    chosen_programmes,
)
from portal.incubation.models import Fair, Programme, Season, Template
from portal.incubation.views.rooms import FAIR, TEMPLATE, bp
from portal.incubation.views.templates import to
from portal.markets import queries as markets
from portal.markets.models import Market


@bp.route(f"{TEMPLATE}/move", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_KEEP, on=queries.market_template)
def move_brands(template: Template) -> ResponseReturnValue:
    form, programmes = MoveBrandsForm(), queries.programmes_elsewhere(template)
    status = None
    if form.accepted():
        wanted = chosen_programmes()
        chosen = [one for one in programmes if one.id in wanted]
        try:
            count = actions.move_brands(
                template, chosen_brands(), chosen, **form.answers, by=current_user
            )
        except InvalidError as error:
            form.refuse(error)
        except ConflictError as error:
            status = form.not_now(error)
        else:
            flash(
                ngettext("%(num)d brand has moved and been told.",
                         "%(num)d brands have moved and been told.", count)
            )  # fmt: skip
            return to(template)
    plans = queries.move_plans(template)
    page = render_template(
        "incubation/move_brands.html",
        template=template,
        market=template.market,
        form=form,
        programmes=programmes,
        plans=plans,
        alike=cards.Alike.of(plans),
        lacks_fair=cards.lacks_fair,
        ticked=ticked(plans, programmes),
        shown=cards.TemplateShown(template),
        holds=rules.holds_after,
    )
    return page, status or form.status


def ticked(plans: Sequence[rules.Plan], programmes: Sequence[Programme]) -> set[str]:
    """Return the boxes that stand ticked: those that were, or all where all are asked for."""
    if request.method == "POST":
        return {f"brand {one}" for one in chosen_brands()} | {
            f"programme {one}" for one in chosen_programmes()
        }
    if request.args.get("tick") != "all":
        return set()
    return {f"brand {one.enrolment.id}" for one in plans} | {
        f"programme {one.id}" for one in programmes
    }


@bp.route("/fairs", methods=["GET", "POST"])
@requires(Permission.PROGRAMME_KEEP, on=markets.market)
def fairs(market: Market) -> ResponseReturnValue:
    form = FairForm()
    if form.accepted():
        answers = form.answers
        season = Season(answers.pop("season"))
        try:
            actions.add_fair(market, season=season, **answers, by=current_user)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The fair is noted. Choose it on the programmes that work towards it."))
            return see_other(url_for("incubation.fairs", market=market.slug))
    page = render_template(
        "incubation/fairs.html",
        market=market,
        fairs=queries.fairs(market.id),
        seasons=SEASONS,
        form=form,
    )
    return page, form.status


@bp.route(FAIR, methods=["GET", "POST"])
@requires(Permission.PROGRAMME_KEEP, on=queries.fair)
def fair(fair: Fair) -> ResponseReturnValue:
    form = FairForm(fair)
    if form.accepted():
        answers = form.answers
        season = Season(answers.pop("season"))
        actions.change_fair(fair, season=season, **answers, by=current_user)
        flash(_("The fair is saved."))
        return see_other(url_for("incubation.fairs", market=fair.market.slug))
    page = render_template(
        "incubation/fair.html", fair=fair, market=fair.market, form=form, move=MoveFairForm()
    )
    return page, form.status


@bp.post(f"{FAIR}/move")
@requires(Permission.PROGRAMME_KEEP, on=queries.fair)
def move_fair(fair: Fair) -> ResponseReturnValue:
    """Show what a new day changes; with the number of what was shown, change it."""
    form = MoveFairForm()
    if not may_move(fair, form):
        page = render_template(
            "incubation/fair.html", fair=fair, market=fair.market, form=FairForm(fair), move=form
        )
        return page, form.status
    if form.seen.data is not None:
        count = actions.move_fair(fair, **form.answers, by=current_user)
        flash(
            ngettext("The fair has moved, and %(num)d day with it.",
                     "The fair has moved, and %(num)d days with it.", count)
        )  # fmt: skip
        return see_other(url_for("incubation.fairs", market=fair.market.slug))
    plan = queries.fair_plan(fair, form.to.data)
    return render_template(
        "incubation/move_fair.html",
        fair=fair,
        market=fair.market,
        form=form,
        plan=plan,
        groups=cards.moved_alike(plan),
        days=cards.days_words,
    )


def may_move(fair: Fair, form: MoveFairForm) -> bool:
    """Say whether a fair may move as the form asks; what is wrong stands at its field."""
    if not form.validate():
        return False
    try:
        actions.check_move(fair, form.to.data)
    except InvalidError as error:
        form.refuse(error)
        return False
    return True
