"""An owner writes the profile, the office publishes it, agents see what was published."""

from collections.abc import Callable

from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.brands import fields, queries
from portal.brands.fields import Visibility
from portal.brands.models import Brand, BrandState, RevisionState
from portal.core.db import db
from portal.markets.models import Market
from portal.notices.models import Notice
from tests.brands.conftest import address, newest
from tests.client import Browser
from tests.make import Make, jpeg

Ready = Callable[..., Brand]


def verbs() -> list[str]:
    """Return what the trail says happened to profiles and brands, in order."""
    happened = db.session.scalars(select(AuditEvent.verb).order_by(AuditEvent.id)).all()
    return [verb for verb in happened if verb.startswith(("profile.", "brand."))]


def brand_market(brand: Brand) -> Market:
    """Return the market of a brand."""
    return db.session.get_one(Market, brand.market_id)


def notices() -> list[tuple[int, str]]:
    """Return who was told what, in order."""
    rows = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    return [(one.recipient_id, one.kind) for one in rows]


def browser_token(browser: Browser, brand: Brand) -> dict[str, str]:
    """Return the token that any form of the brand's profile carries."""
    page = browser.get(address(brand, "profile/identity/edit"))
    return {"csrf_token": page.form_with("Save").fields["csrf_token"][0]}


def test_an_owner_fills_in_the_profile_and_sees_what_is_missing(
    browser: Browser, make: Make
) -> None:
    brand = make.brand()
    browser.sign_in(make.owner(brand))

    page = browser.get(address(brand))
    assert "10 things before you can submit" in page.words
    assert not page.has_button("Submit to the office")

    page = browser.submit(
        address(brand, "profile/positioning/edit"),
        "Save",
        category="W03",
        styles=["commuter", "minimal"],
        positioning="middle",
        ages=["a30_45"],
        summer_band="s3",
        new_styles="１,200",
        original_percent="0",
    )
    assert "Saved." in page.words
    assert "Women's trousers" in page.words
    assert "1,200 styles a season" in page.words
    assert "0 %" in page.words
    assert "6 things before you can submit" in page.words

    browser.submit(
        address(brand, "profile/identity/edit"),
        "Save",
        story_zh="两口子从一台缝纫机做起，专做梨形身材穿得好看的女裤，十二年没有换过版师。",
        story_en="Two people and one sewing machine.",
        founded_year="2012",
    )
    browser.submit(
        address(brand, "profile/supply/edit"), "Save", supply_kind="own_factory", workers="60"
    )
    browser.submit(
        address(brand, "profile/cooperation/edit"),
        "Save",
        modes=["distribution"],
        levels=["province", "city"],
        image_required="yes",
    )
    browser.submit(address(brand, "profile/channel/edit"), "Save", direct_stores="0")
    page = browser.get(address(brand))
    assert "by the brand's own manual" in page.words
    assert "0 shops" in page.words
    draft = newest(brand)
    assert draft.image_required is True
    assert draft.direct_stores == 0
    assert draft.other_brands_allowed is None


def test_a_province_opens_its_cities_without_script(browser: Browser, make: Make) -> None:
    brand = make.brand()
    browser.sign_in(make.owner(brand))
    form = address(brand, "profile/identity/edit")

    page = browser.submit(form, "Save", origin_region_province="430000", slogan_zh="十二年一条裤")
    assert page.status == 422
    assert "Now choose the city" in page.words
    assert "十二年一条裤" in page.html, "nothing typed is lost"

    page = browser.submit(page, "Save", origin_region="430200")
    assert "Zhuzhou, Hunan" in page.words
    assert newest(brand).origin_region == "430200"

    page = browser.submit(form, "Save", origin_region_province="520000")
    assert page.status == 422
    browser.submit(page, "Save")
    assert newest(brand).origin_region == "520000", "the whole of a province is an answer"

    browser.submit(form, "Save", origin_region_province="")
    assert newest(brand).origin_region == ""


def test_a_browser_with_script_fetches_the_cities_and_saves_nothing(
    browser: Browser, make: Make
) -> None:
    brand = make.brand()
    browser.sign_in(make.owner(brand))
    form = address(brand, "profile/identity/edit")
    fields_shown = browser.get(form).form_with("Save").fields
    typed = fields_shown | {"origin_region_province": ["430000"], "slogan_zh": ["一句"]}
    page = browser.post(form, data=typed | {"closer": ["1"]})
    assert page.status == 200
    assert "Zhuzhou" in page.words
    assert newest(brand).slogan_zh == ""


def test_the_public_preview_has_no_terms_and_the_agents_has(
    browser: Browser, make: Make, ready: Ready
) -> None:
    brand = ready()
    browser.sign_in(make.owner(brand))

    public = browser.get(address(brand, "profile/preview")).words
    agent = browser.get(address(brand, "profile/preview?as=agent")).words

    assert "Women's trousers" in public
    for secret in ("30,000", "Exclusive", "Agency", "Own factory"):
        assert secret not in public
        assert secret in agent
    assert "For verified agents" in public
    assert "Women's trousers" in browser.get(address(brand, "profile/preview?as=nonsense")).words


def test_no_field_for_agents_is_in_the_public_sheet(make: Make, ready: Ready) -> None:
    brand = ready()
    revision = queries.open_revision(brand.id)
    assert revision
    shown = {
        one.field.name
        for section in fields.readable(revision, Visibility.PUBLIC, blanks=True)
        for one in section.readings
    }
    assert shown == {one.name for one in fields.FIELDS if one.visibility is Visibility.PUBLIC}


def test_from_draft_to_published_with_one_request_in_between(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand = ready()
    owner, manager = make.owner(brand), make.manager(brand_market(brand))
    browser.sign_in(owner)
    office = another().sign_in(manager)

    page = browser.submit(address(brand), "Submit to the office")
    assert "The office reads the profile" in page.words
    assert notices() == [(manager.id, "profile.submitted")]

    review = office.get(address(brand, "revisions/1"))
    assert "all of it is new" in review.words
    page = office.submit(review, "Return it", request="请补一张裤子背面的照片。")
    assert "Returned." in page.words
    assert notices()[-1] == (owner.id, "profile.returned")

    page = browser.get(address(brand))
    assert "请补一张裤子背面的照片。" in page.words
    browser.submit(
        address(brand, "profile/positioning/edit"), "Save", styles=["commuter", "vintage"]
    )
    browser.submit(address(brand), "Submit to the office")

    page = office.submit(address(brand, "revisions/1"), "Publish the profile")
    assert "Agents see this profile from now on" in page.words
    db.session.refresh(brand)
    assert brand.state is BrandState.VISIBLE
    assert newest(brand).state is RevisionState.PUBLISHED
    assert notices()[-1] == (owner.id, "profile.published")
    assert verbs() == [
        "profile.submit",
        "profile.return",
        "profile.change",
        "profile.submit",
        "profile.publish",
    ]


def test_agents_see_the_frozen_profile_while_the_next_is_written(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand = ready(story_zh="我们做女裤，已有十年，版型跟着穿的人走，从来不跟着潮流走一步。")
    owner, manager = make.owner(brand), make.manager(brand_market(brand))
    browser.sign_in(owner).submit(address(brand), "Submit to the office")
    office = another().sign_in(manager)
    office.submit(address(brand, "revisions/1"), "Publish the profile")

    page = browser.submit(address(brand), "Change the profile")
    assert "You have a draft now" in page.words
    browser.submit(
        address(brand, "profile/identity/edit"),
        "Save",
        story_zh="我们做女裤和裙，已有十二年，版型跟着穿的人走，从来不跟着潮流走一步。",
        name_en="Cloudweave New",
    )
    browser.submit(address(brand, "profile/supply/edit"), "Save", monthly_capacity="")

    published = queries.published_revision(brand.id)
    assert published
    assert "十年" in published.story_zh
    assert published.monthly_capacity == 30000
    assert len(published.pictures) == 3

    browser.submit(address(brand), "Submit to the office")
    review = office.get(address(brand, "revisions/2"))
    gone = [one.words for one in review.tree.all("del")]
    new = [one.words for one in review.tree.all("ins")]
    assert "和裙" in new
    assert any("30,000 pieces a month" in words for words in gone)
    assert "New" in new
    assert "3 changes against revision 1" in review.words

    office.submit(review, "Publish the profile")
    db.session.expire_all()
    states = [one.state for one in queries.history(brand.id)]
    assert states == [RevisionState.PUBLISHED, RevisionState.SUPERSEDED]
    assert brand.name_en == "Cloudweave New"
    assert brand.slug.startswith("brand-"), "the address is permanent"
    assert "Revision 1" in browser.get(address(brand, "revisions")).words


def test_the_owner_takes_a_submitted_profile_back(
    browser: Browser, make: Make, ready: Ready
) -> None:
    brand = ready()
    browser.sign_in(make.owner(brand)).submit(address(brand), "Submit to the office")
    refused = browser.get(address(brand, "profile/identity/edit"))
    assert refused.status == 409
    assert "Take it back first" in refused.words

    page = browser.submit(address(brand), "Take it back to change it")
    assert "The profile is yours again" in page.words
    assert browser.get(address(brand, "profile/identity/edit")).status == 200


def test_what_is_missing_is_named_when_somebody_submits_anyway(
    browser: Browser, make: Make, ready: Ready
) -> None:
    brand = ready(pictures=2, levels=[])
    browser.sign_in(make.owner(brand))
    assert not browser.get(address(brand)).has_button("Submit to the office")
    page = browser.post(address(brand, "profile/submit"), data=browser_token(browser, brand))
    assert page.status == 409
    assert "Agents wanted, Pictures" in page.words
    assert newest(brand).state is RevisionState.DRAFT


def test_pictures_are_hung_moved_captioned_and_taken_out(browser: Browser, make: Make) -> None:
    brand = make.brand()
    browser.sign_in(make.owner(brand))
    wall = address(brand, "profile/pictures")
    page = browser.submit(
        wall,
        "Store these files",
        files={
            "files": [
                ("正面.jpg", jpeg(colour="#AA0000")),
                ("drawing.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
                ("paper.jpg", b"%PDF-1.4 nothing"),
                ("broken.jpg", jpeg(400, 400)[:600]),
                ("背面.png", jpeg(colour="#00AA00")),
            ]
        },
    )
    assert "2 pictures are stored." in page.words
    for name in ("drawing.jpg", "paper.jpg", "broken.jpg"):
        assert f"“{name}” was not stored" in page.words
    first, second = newest(brand).pictures

    page = browser.submit(wall, "Move picture 2 forward")
    assert [one.id for one in newest(brand).pictures] == [second.id, first.id]
    page = browser.submit(f"{wall}/{first.id}", "Save", caption_zh="斜纹九分裤")
    assert "斜纹九分裤" in page.words
    browser.submit(f"{wall}/{first.id}", "Make it the cover")
    assert newest(brand).pictures[0].id == first.id
    shown = browser.get(f"{wall}/{first.id}-640.webp")
    assert shown.response.mimetype == "image/webp"
    page = browser.submit(f"{wall}/{second.id}", "Take it out")
    assert "The picture is taken out." in page.words
    assert [one.id for one in newest(brand).pictures] == [first.id]


def test_the_office_sees_which_pictures_came_went_and_moved(
    browser: Browser, another: Callable[[], Browser], make: Make, ready: Ready
) -> None:
    brand = ready(pictures=4)
    office = another().sign_in(make.manager(brand_market(brand)))
    browser.sign_in(make.owner(brand)).submit(address(brand), "Submit to the office")
    office.submit(address(brand, "revisions/1"), "Publish the profile")
    browser.submit(address(brand), "Change the profile")
    wall = address(brand, "profile/pictures")
    pictures = newest(brand).pictures
    browser.submit(f"{wall}/{pictures[3].id}", "Make it the cover")
    browser.submit(f"{wall}/{pictures[1].id}", "Take it out")
    browser.submit(
        wall, "Store these files", files={"files": [("new.jpg", jpeg(colour="#123456"))]}
    )
    browser.submit(address(brand), "Submit to the office")

    words = office.get(address(brand, "revisions/2")).words
    assert "1 picture added" in words
    assert "1 picture taken out" in words
    assert "from place 4 to 1" in words
