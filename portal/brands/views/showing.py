"""Pages that say whether outsiders see a brand, and change it."""

from collections.abc import Callable
from datetime import timedelta

from flask import flash
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.brands import actions, queries, rules
from portal.brands.forms import AwayForm, ReasonForm
from portal.brands.models import Brand
from portal.brands.views.blueprint import HOUSE, bp, render, to
from portal.core import clock
from portal.core.i18n import gettext as _


@bp.get(f"{HOUSE}/visibility")
@requires(Permission.BRAND_READ, on=queries.brand)
def visibility(brand: Brand) -> ResponseReturnValue:
    return visibility_page(brand, ReasonForm())


def visibility_page(brand: Brand, form: ReasonForm) -> ResponseReturnValue:
    """Return the page that says whether outsiders see a brand, and offers what may be done."""
    possible = {
        step
        for step in rules.BRAND_WORKFLOW.steps
        if rules.BRAND_WORKFLOW.allows(step, brand.standing)
    }
    page = render(
        "visibility",
        brand,
        form=form,
        possible=possible,
        earliest=clock.today() + timedelta(days=1),
        latest=clock.today() + rules.LONGEST_AWAY,
        may_hide=permits(current_user, Permission.BRAND_SHOW_HIDE, brand),
        may_moderate=permits(current_user, Permission.BRAND_MODERATE, brand),
    )
    return page, form.status


@bp.post(f"{HOUSE}/visibility/show")
@requires(Permission.BRAND_SHOW_HIDE, on=queries.brand)
def show(brand: Brand) -> ResponseReturnValue:
    actions.show(brand, by=current_user)
    flash(_("The brand is in the directory again."))
    return to("visibility", brand)


@bp.post(f"{HOUSE}/visibility/hide")
@requires(Permission.BRAND_SHOW_HIDE, on=queries.brand)
def hide(brand: Brand) -> ResponseReturnValue:
    told = _("The brand is hidden. Show it when you like.")
    return with_reason(actions.hide, brand, told, AwayForm())


@bp.post(f"{HOUSE}/visibility/suspend")
@requires(Permission.BRAND_MODERATE, on=queries.brand)
def suspend(brand: Brand) -> ResponseReturnValue:
    told = _("The brand is suspended. Its owners know why.")
    return with_reason(actions.suspend, brand, told, AwayForm())


@bp.post(f"{HOUSE}/visibility/withdraw")
@requires(Permission.BRAND_MODERATE, on=queries.brand)
def withdraw(brand: Brand) -> ResponseReturnValue:
    return with_reason(actions.withdraw, brand, _("The brand is withdrawn. Its owners know why."))


@bp.post(f"{HOUSE}/visibility/readmit")
@requires(Permission.BRAND_MODERATE, on=queries.brand)
def readmit(brand: Brand) -> ResponseReturnValue:
    return with_reason(actions.readmit, brand, _("The brand is in the directory again."))


def with_reason(
    action: Callable[..., None], brand: Brand, told: str, form: ReasonForm | None = None
) -> ResponseReturnValue:
    """Do something to a brand for a reason; without one, ask for it."""
    form = form or ReasonForm()
    if not form.accepted():
        return visibility_page(brand, form)
    action(brand, by=current_user, **form.answers)
    flash(told)
    return to("visibility", brand)
