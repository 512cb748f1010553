"""One's own messages."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from portal.accounts.models import User
from portal.core.db import db
from portal.notices import actions
from portal.notices.models import Notice
from tests.client import Browser
from tests.make import Make

Another = Callable[[], Browser]


def tell(user: User, count: int = 1, **params: Any) -> list[Notice]:
    for number in range(count):
        where = {"zh": f"中大{number}", "en": f"Zhongda {number}"}
        actions.send("people.joined", [user.id], **{"who": "李秀兰", "where": where} | params)
    db.session.commit()
    return list(db.session.scalars(select(Notice).order_by(Notice.id)))


def test_without_messages_the_page_says_what_will_come(browser: Browser, make: Make) -> None:
    page = browser.sign_in(make.user()).get("/notices")
    assert "No messages yet" in page.words


def test_a_message_leads_where_its_button_says_and_is_read_then(
    browser: Browser, make: Make
) -> None:
    user = make.user()
    [notice] = tell(user)
    page = browser.sign_in(user).get("/notices")
    assert "李秀兰 has joined" in page.words
    assert "Zhongda 0" in page.words
    assert "1 is unread." in page.words
    page = browser.submit(page, "Go to my page")
    assert page.address == "/home"
    assert notice.read_at is not None
    assert "unread" not in browser.get("/notices").tree.all("main")[0].words


def test_newest_first_and_in_pages(browser: Browser, make: Make) -> None:
    user = make.user()
    tell(user, 30)
    browser.sign_in(user)
    words = browser.get("/notices").words
    assert words.index("Zhongda 29") < words.index("Zhongda 28")
    assert "Zhongda 0." not in words
    assert "Zhongda 0." in browser.get("/notices?page=2").words
    for strange in ("-1", "0", "nonsense", "99999999999999999999"):
        assert browser.get(f"/notices?page={strange}").status == 200


def test_all_are_marked_as_read(browser: Browser, make: Make) -> None:
    user, other = make.user(), make.user()
    tell(user, 3)
    tell(other)
    page = browser.sign_in(user).submit("/notices", "Mark all as read")
    assert "All messages are marked as read." in page.words
    unread = db.session.scalars(select(Notice.recipient_id).where(Notice.read_at.is_(None))).all()
    assert unread == [other.id]


def test_a_strangers_message_is_not_found(browser: Browser, make: Make) -> None:
    [theirs] = tell(make.user())
    mine = make.user()
    tell(mine)
    browser.sign_in(mine)
    token = browser.get("/notices").form_with("Go to my page").fields["csrf_token"]
    answer = browser.post(f"/notices/{theirs.id}/open", data={"csrf_token": token})
    assert answer.status == 404
    assert theirs.read_at is None


def test_what_people_wrote_cannot_break_the_page(browser: Browser, make: Make) -> None:
    user = make.user()
    tell(user, who="<script>alert(1)</script> 100% %(where)s")
    page = browser.sign_in(user).get("/notices")
    assert "<script>alert" not in page.html
    assert "100% %(where)s has joined" in page.words


def test_an_old_message_whose_page_is_gone_leads_home(browser: Browser, make: Make) -> None:
    user = make.user()
    db.session.add(
        Notice(
            recipient_id=user.id,
            kind="milestone.passed",
            params={"milestone": "营业执照", "brand": "云锦"},
            arguments={},
        )
    )
    db.session.commit()
    page = browser.sign_in(user).submit("/notices", "See what comes next")
    assert page.address == "/home"
