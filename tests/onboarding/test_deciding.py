"""The office answers: it returns with a request, admits, or declines."""

from collections.abc import Callable

from sqlalchemy import func, select

from portal.access.permissions import Role
from portal.accounts.models import Membership
from portal.brands.models import Brand, Company, ProfilePicture, Revision, RevisionState
from portal.core import credit_code
from portal.core.db import db
from portal.documents.models import FileKind, StoredFile
from portal.incubation.models import Enrolment
from portal.notices.models import Notice
from portal.onboarding.models import Application, ApplicationPicture, ApplicationState
from tests.client import Browser
from tests.make import Make
from tests.onboarding import steps

Another = Callable[[], Browser]


def brands() -> int:
    """Count the brands."""
    return db.session.scalar(select(func.count(Brand.id))) or 0


def test_the_office_admits_and_everything_is_ready(browser: Browser, make: Make) -> None:
    market = make.market()
    manager = make.manager(market)
    maker = make.user()
    programme = steps.programme(market)
    application = steps.submitted(make, market, author_id=maker.id, story_en="Two machines.")
    stored = [StoredFile(kind=FileKind.PICTURE, sha256=f"{n:064}", name="", byte_size=1,
                         width=3, height=4) for n in (1, 2)]  # fmt: skip
    make.save(stored[0])
    make.save(stored[1])
    for file in stored:
        make.save(ApplicationPicture(application_id=application.id, file_id=file.id))

    page = browser.sign_in(manager).submit(steps.address(application), "Admit the brand")

    assert "Admitted." in page.words
    assert application.state is ApplicationState.ADMITTED
    assert (application.decided_by_id, application.brand_id is None) == (manager.id, False)
    brand = db.session.scalars(select(Brand)).one()
    assert (brand.id, brand.market_id, brand.name_zh) == (
        application.brand_id,
        market.id,
        "云锦裤业",
    )
    company = db.session.scalars(select(Company)).one()
    assert company.credit_code == application.credit_code
    assert company.contact_mobile == "+8613807310001"
    draft = db.session.scalars(select(Revision)).one()
    assert draft.state is RevisionState.DRAFT
    assert (draft.category, draft.styles, draft.origin_region) == ("W03", ["commuter"], "430200")
    assert (draft.story_zh, draft.story_en) == ("两台缝纫机起家。", "Two machines.")
    pictures = db.session.scalars(select(ProfilePicture).order_by(ProfilePicture.position)).all()
    assert [one.file_id for one in pictures] == [file.id for file in stored]
    member = db.session.scalars(select(Membership).where(Membership.brand_id == brand.id)).one()
    assert (member.user_id, member.role) == (maker.id, Role.OWNER)
    enrolment = db.session.scalars(select(Enrolment)).one()
    assert (enrolment.brand_id, enrolment.programme_id) == (brand.id, programme.id)
    assert steps.verbs(application) == ["application.admit"]
    welcome = db.session.scalars(select(Notice).where(Notice.kind == "application.admitted")).one()
    assert welcome.recipient_id == maker.id
    assert welcome.params["first"]["zh"]
    assert welcome.arguments == {"market": market.slug, "brand": brand.slug}
    mine = browser.sign_in(maker).get(steps.address(application))
    assert "Your brand is admitted" in mine.words


def test_without_a_running_programme_nobody_is_admitted(browser: Browser, make: Make) -> None:
    market = make.market()
    application = steps.submitted(make, market)
    page = browser.sign_in(make.manager(market)).get(steps.address(application))
    assert "No programme takes brands now" in page.words
    assert page.link("Open a programme") == f"/markets/{market.slug}/programmes"
    assert not page.has_button("Admit the brand")
    assert page.has_button("Return with a request")


def test_with_several_programmes_the_office_chooses(browser: Browser, make: Make) -> None:
    market = make.market()
    first = steps.programme(market, "春季班")
    steps.programme(market, "秋季班")
    other = steps.programme(make.market(), "外市场班")
    application = steps.submitted(make, market)
    browser.sign_in(make.manager(market))
    foreign = browser.submit(
        steps.address(application), "Admit the brand", programme_id=str(other.id)
    )
    assert foreign.status == 422
    assert brands() == 0
    browser.submit(steps.address(application), "Admit the brand", programme_id=str(first.id))
    assert db.session.scalars(select(Enrolment.programme_id)).one() == first.id


def test_the_office_returns_with_a_request_and_the_maker_answers(
    browser: Browser, make: Make
) -> None:
    market = make.market()
    manager = make.manager(market)
    maker = make.user()
    application = steps.submitted(make, market, author_id=maker.id)
    request = "请补充营业执照上的全称"
    page = browser.sign_in(manager).submit(
        steps.address(application), "Return with a request", request=request
    )
    assert "Returned." in page.words
    assert steps.messages("application.returned") == [maker.id]

    browser.sign_in(maker)
    mine = browser.get(steps.address(application))
    assert "The office asks you" in mine.words
    assert request in mine.words
    assert request in browser.get(f"{steps.address(application)}/edit?part=company").words
    steps.fill(browser, application, "company", legal_name="株洲市云锦服饰有限公司")
    again = browser.get(steps.address(application))
    assert "Your answer to the office optional" not in again.words
    silent = browser.submit(again, "Send it again")
    assert silent.status == 422
    assert "Say in a sentence what you added or changed." in silent.words
    browser.submit(steps.address(application), "Send it again", answer="全称已改")

    assert application.state is ApplicationState.SUBMITTED
    assert application.legal_name == "株洲市云锦服饰有限公司"
    assert steps.verbs(application) == ["application.return", "application.submit"]
    office = browser.sign_in(manager).get(steps.address(application))
    assert request in office.words
    assert "全称已改" in office.words
    reader = make.manager(market)
    browser.submit(
        f"{steps.address(application)}/reviews",
        "Ask them to read",
        readers=[str(manager.id), str(reader.id)],
    )
    assert "The applicant answers" in browser.get(steps.address(application)).words
    assert "全称已改" in browser.get(f"{steps.address(application)}/review").words


def test_a_request_needs_words(browser: Browser, make: Make) -> None:
    market = make.market()
    application = steps.submitted(make, market)
    page = browser.sign_in(make.manager(market)).submit(
        steps.address(application), "Return with a request", request="  \x00 "
    )
    assert page.status == 422
    assert "Say what the applicant shall add or change." in page.words
    assert application.state is ApplicationState.SUBMITTED


def test_the_office_declines_with_a_reason(browser: Browser, make: Make) -> None:
    market = make.market()
    maker = make.user()
    application = steps.submitted(make, market, author_id=maker.id)
    browser.sign_in(make.manager(market))
    browser.submit(steps.address(application), "Decline", reason="品类与本市场不符")
    assert application.state is ApplicationState.DECLINED
    assert steps.messages("application.declined") == [maker.id]
    mine = browser.sign_in(maker).get(steps.address(application))
    assert "品类与本市场不符" in mine.words
    assert mine.link("Apply again") == f"/markets/{market.slug}/apply?after={application.id}"


def test_two_managers_decide_at_once_and_one_wins(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    steps.programme(market)
    application = steps.submitted(make, market)
    quick = browser.sign_in(make.manager(market))
    slow = another().sign_in(make.manager(market))
    pages = [who.get(steps.address(application)) for who in (quick, slow)]

    won = quick.submit(pages[0], "Admit the brand")
    lost = slow.submit(pages[1], "Admit the brand")
    also_lost = slow.submit(pages[1], "Decline", reason="不合适")

    assert (won.status, lost.status, also_lost.status) == (200, 409, 409)
    assert "admitted" in lost.words
    assert brands() == 1
    assert steps.verbs(application) == ["application.admit"]
    assert steps.messages("application.admitted") == [application.author_id]
    assert steps.messages("application.declined") == []


def test_a_double_click_admits_once(browser: Browser, make: Make) -> None:
    market = make.market()
    steps.programme(market)
    application = steps.submitted(make, market)
    page = browser.sign_in(make.manager(market)).get(steps.address(application))
    for _click in range(2):
        assert browser.submit(page, "Admit the brand").status == 200
    assert brands() == 1
    assert steps.verbs(application) == ["application.admit"]
    assert len(steps.messages("application.admitted")) == 1


def test_double_clicks_on_return_and_decline_are_one(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    returned, declined = steps.submitted(make, market), steps.submitted(make, market)
    first = browser.get(steps.address(returned))
    second = browser.get(steps.address(declined))
    for _click in range(2):
        shown = browser.submit(first, "Return with a request", request="请补充")
        assert shown.status == 200
        assert browser.submit(second, "Decline", reason="不合适").status == 200
    assert steps.verbs(returned) == ["application.return"]
    assert steps.verbs(declined) == ["application.decline"]


def test_the_office_decides_only_on_what_it_has_read(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    maker = make.user()
    application = steps.submitted(make, market, author_id=maker.id)
    office, colleague = browser.sign_in(make.manager(market)), another()
    colleague.sign_in(make.manager(market))
    old = office.get(steps.address(application))
    colleague.submit(steps.address(application), "Return with a request", request="请补充")
    applicant = another().sign_in(maker)
    steps.fill(applicant, application, "brand", name_zh="云锦女裤")
    applicant.submit(steps.address(application), "Send it again", answer="改了名字")

    late = office.submit(old, "Decline", reason="不合适")
    assert late.status == 409
    assert "The application was changed since you opened it." in late.words
    assert application.state is ApplicationState.SUBMITTED


def test_a_returned_application_edited_after_it_was_decided_loses_nothing(
    browser: Browser, another: Another, make: Make
) -> None:
    market = make.market()
    maker = make.user()
    application = steps.submitted(make, market, author_id=maker.id)
    office = another().sign_in(make.manager(market))
    office.submit(steps.address(application), "Return with a request", request="请补充故事")
    page = browser.sign_in(maker).get(f"{steps.address(application)}/edit?part=story")
    office.submit(steps.address(application), "Decline", reason="本季名额已满")

    late = browser.submit(page, "Save and go on", story_zh="从父亲的裁缝铺说起,整整三十年。")

    assert late.status == 409
    assert "It was decided while you were writing." in late.words
    assert "从父亲的裁缝铺说起,整整三十年。" in late.words
    assert application.story_zh == "两台缝纫机起家。"
    assert application.state is ApplicationState.DECLINED


def test_another_markets_manager_cannot_decide(browser: Browser, make: Make) -> None:
    market = make.market()
    steps.programme(market)
    application = steps.submitted(make, market)
    page = browser.sign_in(make.manager(market)).get(steps.address(application))
    browser.sign_in(make.manager(make.market()))
    for button in ("Admit the brand", "Decline", "Return with a request"):
        shown = browser.submit(page, button)
        assert shown.status in {400, 404}
    assert application.state is ApplicationState.SUBMITTED
    assert brands() == 0


def test_the_applicant_cannot_admit_himself(browser: Browser, make: Make) -> None:
    market = make.market()
    steps.programme(market)
    maker = make.user()
    application = steps.submitted(make, market, author_id=maker.id)
    mine = browser.sign_in(maker).get(steps.address(application))
    assert not mine.has_button("Admit the brand")
    token = mine.form_with("Withdraw it for good").fields["csrf_token"][0]
    for way in ("admit", "return", "decline"):
        answer = browser.post(f"{steps.address(application)}/{way}", data={"csrf_token": token})
        assert answer.status == 403
    assert application.state is ApplicationState.SUBMITTED


def test_staff_reads_and_does_not_decide(browser: Browser, make: Make) -> None:
    application = steps.submitted(make, make.market())
    page = browser.sign_in(make.staff()).get(steps.address(application))
    assert page.status == 200
    assert not page.has_button("Decline")


def test_the_same_applicant_is_pointed_out_quietly(browser: Browser, make: Make) -> None:
    market, other = make.market(), make.market()
    steps.submitted(make, market, name_zh="旧申请", name_en="", contact_mobile="+8613900000001")
    steps.submitted(make, other, name_zh="外市场", name_en="")
    steps.submitted(make, market, name_zh="同一手机", name_en="", credit_code=credit_code.make(99))
    brand = make.brand(market, name_zh="已有品牌", name_en="")
    company = db.session.get_one(Company, brand.company_id)
    company.credit_code = credit_code.make(4711)
    db.session.commit()
    application = steps.submitted(make, market)
    page = browser.sign_in(make.manager(market)).get(steps.address(application))
    assert "Perhaps the same applicant" in page.words
    for name in ("旧申请", "同一手机", "已有品牌"):
        assert name in page.words
    assert "外市场" not in page.words


def test_a_code_says_what_its_holder_is(browser: Browser, make: Make) -> None:
    market = make.market()
    browser.sign_in(make.manager(market))
    household = steps.submitted(
        make, market, credit_code=credit_code.make(5, prefix="92"), contact_mobile="+8613900000009"
    )
    page = browser.get(steps.address(household))
    assert "household business" in page.words
    assert "fits" in page.words
    assert db.session.scalar(select(func.count(Application.id))) == 1


def test_an_applicant_reads_that_the_office_is_late_and_calls_it(
    browser: Browser, make: Make, at: Callable[..., None]
) -> None:
    at(2026, 11, 20, 8, 0)
    market, maker = make.market(phone="0731-2810 0000"), make.user()
    application = steps.submitted(make, market, author_id=maker.id)
    waiting = browser.sign_in(maker).get(steps.address(application))
    assert "You hear from the office by Fri 27 Nov" in waiting.words
    at(2026, 11, 28, 8, 0)
    late = browser.sign_in(maker).get(steps.address(application))
    assert "wanted to answer by Fri 27 Nov. It is late: call it." in late.words
    assert "You hear from the office" not in late.words
    assert late.link("Call the office: 0731-2810 0000") == "tel:073128100000"
    mine = browser.get(f"/markets/{market.slug}/apply")
    assert "Go on where you stopped" not in mine.words, "it is the office's turn"
