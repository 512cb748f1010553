"""A market that would like to have a brand of another: its office and its owner are to answer."""

from datetime import timedelta

from portal.demo.material import days, office_hour
from portal.demo.telling import House, Telling, brand_of
from portal.demo.timeline import Story
from portal.markets import queries as markets
from portal.onboarding import actions as onboarding
from portal.onboarding.actions import Request
from portal.onboarding.models import Side

WANTED, BY = "qiuwen", "dashichang"
ASKED_AGO = 1.4
ON_ITS_STALL = timedelta(days=45)
WHY = "大市场三楼新辟中淑女装区，正缺一家做秋冬的；两个市场只隔一条街，老客户找得到。"


def ask(telling: Telling, house: House) -> Story:
    """Let the office of another market ask for a brand."""
    asked = telling.now - days(ASKED_AGO)
    yield office_hour(asked, WANTED)
    request = Request(last_day=(telling.now + ON_ITS_STALL).date(), reason=WHY)
    market, by = markets.market(house.slug), house.office[0]
    onboarding.ask(brand_of(telling), market, request, by=by, side=Side.NEW)
