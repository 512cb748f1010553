"""What an office plans: a season fair that days are counted from, and a template in change."""

from datetime import datetime

from portal.demo.material import days, office_hour
from portal.demo.telling import House
from portal.demo.timeline import Story
from portal.incubation import actions as incubation
from portal.incubation.models import Season
from portal.markets import queries as markets

FAIR_IN = 75
PLANNED_AGO = 20
DRAFT_AGO = 3
WHY = "春夏订货会前修订，等主任看过再启用。"


def everything(house: House, now: datetime) -> Story:
    """Announce a fair; some days ago a colleague began the next version of the template."""
    yield office_hour(now - days(PLANNED_AGO), "fair")
    by = house.office[0]
    incubation.add_fair(
        markets.market(house.slug),
        season=Season.SPRING,
        name_zh="芦淞春夏女裤订货会",
        name_en="Lusong spring and summer trouser fair",
        starts_on=(now + days(FAIR_IN)).date(),
        by=by,
    )
    yield office_hour(now - days(DRAFT_AGO), "draft")
    source = incubation.template_named("default/4", by=None)
    draft = incubation.start(markets.market(house.slug), source, by=by)
    incubation.rename(
        draft, name_zh="女裤品牌孵化（九阶段）", name_en="Trouser brands in nine stages",
        note=WHY, by=by,
    )  # fmt: skip
