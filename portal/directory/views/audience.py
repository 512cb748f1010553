"""How often a brand's page is opened, for its own people and its office."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core.aftermath import leave_behind
from portal.core.i18n import day
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.sheets import KINDS, table_response
from portal.directory import queries, rules
from portal.directory.views.blueprint import bp
from portal.reference.labels import region

HOUSE = "/markets/<string:market>/brands/<string:brand>"
HEAD = (_l("Week from"), _l("Views"), _l("Days measured"), _l("Contacts"))


@bp.get(f"{HOUSE}/audience")
@requires(Permission.BRAND_READ, on=brands.brand)
def audience(brand: Brand) -> ResponseReturnValue:
    found = queries.audience(brand)
    return render_template(
        "directory/audience.html",
        brand=brand,
        audience=found,
        measured=[(day(one.monday), one.views) for one in found.weeks if one.views is not None],
        viewed_from=[(region(code), number) for code, number in found.provinces],
        asked_from=[(region(code), number) for code, number in found.contacts_from],
        fewest=rules.FEWEST,
    )


@bp.get(f"{HOUSE}/audience.{KINDS}")
@requires(Permission.BRAND_READ, on=brands.brand)
def export_audience(brand: Brand) -> ResponseReturnValue:
    market, slug, viewer = brand.market.slug, brand.slug, oneself()
    leave_behind(lambda: audit.record("audience.export", brands.brand(market, slug), by=viewer))
    rows = [
        [one.monday, "" if one.views is None else one.views, one.measured, one.contacts]
        for one in queries.audience(brand).weeks
    ]
    return table_response(f"{slug}-audience", HEAD, rows, _("Who looks"))
