"""How a brand gets from an application to its first agent: four people, chapter by chapter.

Everything is said in the portal's English words; each person reads them in his own language.
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.core import credit_code
from tests.browser.conftest import STAFF, Premises
from tests.browser.person import Person
from tests.make import PASSWORD

MANAGER = "manager@example.org"
AGENT = "agent@example.org"
OWNER = "138 0731 0001"
MARKET = "/markets/lusong-trousers"
STORY = (
    "两口子从一台缝纫机做起，专做梨形身材穿得好看的女裤，十二年没有换过版师，布料都在芦淞本地挑。"
)
QUESTION = "我们在长沙有三家店，想看看秋款的价格和起订量。"
ANSWER = "秋款吊牌价三百到四百，起订量每款六十件，欢迎来看货。"


@dataclass
class Cast:
    """The four, and where they work."""

    staff: Person
    manager: Person
    owner: Person
    agent: Person
    premises: Premises


def play(cast: Cast, seen: Callable[[str, Person], None]) -> None:
    """Play the whole journey; `seen` is told of each of the main pages."""
    open_a_market(cast)
    take_office(cast)
    apply(cast, seen)
    decide_on_the_application(cast, seen)
    pass_milestones(cast, seen)
    write_the_profile(cast, seen)
    publish(cast, seen)
    register_as_agent(cast)
    find_and_ask(cast, seen)
    answer(cast, seen)


def open_a_market(cast: Cast) -> None:
    """Staff makes an alliance and a market, and invites its first manager."""
    staff = cast.staff
    staff.open("/sign-in").fill(login=STAFF, password=PASSWORD).press("Sign in")
    staff.in_own_language()
    staff.open("/platform/alliances/new")
    staff.fill(name_zh="芦淞服饰市场群", name_en="Lusong Alliance", slug="lusong")
    staff.press("Make the alliance").sees("The alliance is made. Now its first market.")
    staff.fill(
        name_zh="芦淞女裤市场",
        name_en="Lusong Trousers Market",
        slug="lusong-trousers",
        region_code="芦淞区",
        hall_lines="女裤大楼 / Trousers Building / 5",
    )
    staff.press("Make the market").sees("The market is made. Now invite its first manager.")
    staff.fill(name="李秀兰", email=MANAGER).press("Invite")


def take_office(cast: Cast) -> None:
    """The manager comes by the link of the letter, and opens a programme."""
    manager = cast.manager
    manager.open(cast.premises.box.link_to(MANAGER)).sees("You are invited")
    manager.fill(name="李秀兰", password=PASSWORD, consent=["y"])
    manager.press("Make my account and accept").sees("Welcome. You can begin.")
    manager.open(f"{MARKET}/incubation").follow("Open a programme")
    manager.fill(name_zh="2026年秋季班", name_en="Autumn 2026", starts_on="2026-09-01")
    manager.press("Open the programme").sees("2026年秋季班|Autumn 2026")


def apply(cast: Cast, seen: Callable[[str, Person], None]) -> None:
    """The owner makes an account on the way, stops half-done, comes back, and sends it."""
    owner = cast.owner
    owner.open("/")
    seen("landing", owner)
    owner.open(MARKET)
    seen("market", owner)
    owner.open(f"{MARKET}/apply").follow("Make an account and begin")
    owner.fill(name="王建国", login=OWNER, password=PASSWORD, consent=["y"])
    owner.press("Make my account").press("Begin the application")
    owner.fill(name_zh="云锦裤业", name_en="Cloud Trousers", category="W03")
    owner.fill(styles=["commuter", "minimal"]).press("Save, go on later")
    owner.open("/home").follow("Go on with it")
    owner.follow("Go to “%(part)s”").fill(
        has_company="yes", legal_name="株洲云锦服饰有限公司", credit_code=credit_code.make(4711)
    )
    owner.press("Save and go on").fill(province="430000")
    owner.show_cities().fill(city="430200", contact_name="王建国", contact_mobile=OWNER)
    owner.press("Save and go on").fill(story_zh=STORY).press("Save and go on")
    owner.store_files(*cast.premises.photos[:2])
    owner.follow("Check and send").press("Send the application").sees("The office is reading it")


def decide_on_the_application(cast: Cast, seen: Callable[[str, Person], None]) -> None:
    """The manager asks for more; the owner answers; the manager admits."""
    manager, owner = cast.manager, cast.owner
    manager.open("/home").follow("Open the application").sees("云锦裤业|Cloud Trousers")
    seen("application", manager)
    manager.unfold("Return with a request").fill(request="请补充一张店铺门头的照片。")
    manager.press("Return with a request").sees(
        "Returned. The applicant reads your request first thing."
    )
    owner.open("/home").follow("Add it now").sees("请补充一张店铺门头的照片。")
    owner.fill(answer="门头照片在图片里，请看第三张。").press("Send it again")
    manager.open("/home").follow("Open the application").sees("门头照片在图片里，请看第三张。")
    manager.unfold("Admit the brand").press("Admit the brand").sees(
        "Admitted. The brand is made and its owner has been welcomed."
    )


def pass_milestones(cast: Cast, seen: Callable[[str, Person], None]) -> None:
    """The owner hands in words, photo and PDF; the manager returns them, then passes them."""
    manager, owner = cast.manager, cast.owner
    owner.open("/home")
    seen("home of the owner", owner)
    owner.follow("Hand it in")
    owner.store_files(cast.premises.photos[0], cast.premises.paper)
    owner.sees("agreement.pdf").fill(text="面谈记录和签字页。").press("Hand in")
    owner.sees("It is the office's turn")
    manager.open("/home").follow("Look at it").sees("面谈记录和签字页。")
    seen("milestone", manager)
    manager.fill(request="签字页缺第二页。").press("Return with this request")
    owner.open("/home").follow("Add it now").sees("签字页缺第二页。")
    owner.store_files(cast.premises.photos[1])
    owner.fill(text="第二页补上了。").press("Hand in")
    manager.open("/home").follow("Look at it").give_points(4).fill(note="收到，齐了。")
    manager.press("Pass the milestone")
    manager.sees("Passed")
    manager.open(f"{MARKET}/incubation").sees("云锦裤业|Cloud Trousers")
    seen("board", manager)
    owner.open("/home").follow("Milestones", inside="nav")
    seen("track", owner)


def write_the_profile(cast: Cast, seen: Callable[[str, Person], None]) -> None:
    """The owner fills in what is missing, looks at it as others will, and submits it."""
    owner = cast.owner
    owner.open("/home").follow("Profile", inside="nav")
    profile = owner.path
    owner.open(f"{profile}/identity/edit").fill(founded_year=2012, slogan_zh="十二年一条裤")
    owner.press("Save")
    owner.open(f"{profile}/positioning/edit").fill(
        positioning="middle", summer_band="s3", winter_band="w3", ages=["a30_45"], new_styles=120
    )
    owner.press("Save")
    owner.open(f"{profile}/supply/edit").fill(supply_kind="own_factory", monthly_capacity=30000)
    owner.press("Save")
    owner.open(f"{profile}/cooperation/edit").fill(
        modes=["distribution", "agency"],
        levels=["province", "city"],
        exclusivity="exclusive",
        store_area_city=60,
    )
    owner.press("Save")
    owner.open(f"{profile}/pictures").choose_files(*cast.premises.photos[2:])
    owner.press("Store these files").open(profile)
    seen("profile", owner)
    owner.open(f"{profile}/preview").sees_not("30,000")
    owner.open(f"{profile}/preview?as=agent").sees("30,000")
    owner.open(profile).press("Submit to the office").sees("The office reads the profile")


def publish(cast: Cast, seen: Callable[[str, Person], None]) -> None:
    """The manager sees exactly what changed, and publishes it."""
    manager = cast.manager
    manager.open("/home").follow("See what changed").sees(
        "The first profile of this brand: all of it is new."
    )
    seen("revision", manager)
    manager.press("Publish the profile").sees("Published. Agents see this profile from now on.")


def register_as_agent(cast: Cast) -> None:
    """An agent registers with an e-mail that he confirms; the manager verifies the company."""
    agent, manager, box = cast.agent, cast.manager, cast.premises.box
    agent.open("/agents/register")  # leads to the sign-up
    agent.fill(name="周敏", login=AGENT, password=PASSWORD, consent=["y"]).press("Make my account")
    agent.fill(
        kind="household",
        name_zh="长沙周氏服饰商行",
        credit_code=credit_code.make(21, prefix="92", region="430100"),
        home_region="长沙市",
        regions=["430000"],
        channels=["street_shop"],
        contact_name="周敏",
        contact_mobile="13807310002",
    )
    agent.unfold("女装|Womenswear").fill(categories=["W03"]).press("Send for verification")
    agent.sees("An office is checking name and credit code")
    agent.open(box.link_to(AGENT)).press("Yes, this is my address")
    manager.open("/home").follow("Check the company").press("Verify for one year")
    manager.sees("verified")


def find_and_ask(cast: Cast, seen: Callable[[str, Person], None]) -> None:
    """The agent finds the brand by two characters, reads the terms, and asks."""
    agent = cast.agent
    agent.open("/brands")
    seen("directory", agent)
    agent.fill(q="女裤").press("Search").sees("云锦裤业|Cloud Trousers")
    agent.follow("云锦裤业|Cloud Trousers").sees("30,000")
    seen("brand", agent)
    agent.follow("Ask this brand").fill(
        message=QUESTION, regions=["430000"], channel="street_shop", pieces_per_month=300
    )
    agent.press("Send the question").sees(
        "Sent. The brand has 24 hours to answer; you will get a message."
    )


def answer(cast: Cast, seen: Callable[[str, Person], None]) -> None:
    """The owner sees it at home and answers; the agent reads on by the letter's link."""
    owner, agent, box = cast.owner, cast.agent, cast.premises.box
    cast.manager.open("/home").sees("%(agent)s waits for an answer")
    owner.open("/home").follow("Answer").sees(QUESTION)
    owner.fill(text=ANSWER).press("Send").sees("Sent.")
    agent.open(box.link_to(AGENT, count=3)).sees(ANSWER)
    seen("enquiry", agent)
