"""Pictures of an application: stored at once, the bad ones refused by name."""

import io

import pytest
from PIL import Image
from sqlalchemy import func, select

from portal.core.db import db
from portal.onboarding.models import ApplicationPicture
from tests.client import Browser, Shown
from tests.make import PDF, Make, jpeg
from tests.onboarding import steps

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def bomb() -> bytes:
    """Return a PNG of some kilobytes that unpacks to 81 million pixels."""
    out = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(out, "PNG")
    return out.getvalue()


def send_raw(browser: Browser, address: str, content: bytes) -> Shown:
    """Send one file as a browser would, without the test client's own temporary files."""
    token = browser.get(address).form_with("Store these files").fields["csrf_token"][0]
    part = "--cut\r\nContent-Disposition: form-data; name="
    body = (
        f'{part}"csrf_token"\r\n\r\n{token}\r\n{part}"files"; filename="big.jpg"\r\n\r\n'
    ).encode()
    return browser.post(
        address,
        data=body + content + b"\r\n--cut--\r\n",
        content_type="multipart/form-data; boundary=cut",
    )


def kept() -> int:
    """Count the pictures of applications."""
    return db.session.scalar(select(func.count(ApplicationPicture.id))) or 0


def test_good_pictures_are_stored_and_a_bad_one_among_them_is_named(
    browser: Browser, make: Make
) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = browser.submit(
        f"{steps.address(application)}/pictures",
        "Store these files",
        files={"files": [("裤.jpg", jpeg()), ("图.svg", SVG), ("b.jpg", jpeg(90, 60))]},
    )
    assert "2 pictures are stored." in page.words
    assert "“图.svg” was not stored: This is not a picture we can read." in page.words
    assert kept() == 2
    with browser.get(page.tree.all("img")[0].at["src"]).response as sent:
        assert sent.mimetype == "image/webp"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("图.svg", SVG, "not a picture we can read"),
        ("licence.jpg", PDF, "not a picture we can read"),
        ("huge.png", bomb(), "more than 40 million pixels"),
        ("note.jpg", b"GIF89a" + b"\x00" * 40, "not a picture we can read"),
    ],
)
def test_what_is_no_picture_is_refused(
    browser: Browser, make: Make, name: str, content: bytes, words: str
) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = browser.submit(
        f"{steps.address(application)}/pictures",
        "Store these files",
        files={"files": [(name, content)]},
    )
    assert page.status == 200
    assert words in page.words
    assert kept() == 0


def test_eleven_megabytes_are_refused_by_name(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    content = jpeg() + b"\x00" * 11_000_000
    page = send_raw(browser, f"{steps.address(application)}/pictures", content)
    assert page.status == 200
    assert "“big.jpg” was not stored: The picture is larger than 10 MB." in page.words
    assert kept() == 0


def test_eighty_megabytes_are_too_much(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = send_raw(browser, f"{steps.address(application)}/pictures", b"\xff" * 80_000_000)
    assert page.status == 413
    assert "larger than we can take" in page.words
    assert kept() == 0


def test_nothing_chosen(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = browser.submit(f"{steps.address(application)}/pictures", "Store these files")
    assert "Choose a picture first." in page.words


def test_a_picture_is_taken_out(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = browser.submit(
        f"{steps.address(application)}/pictures",
        "Store these files",
        files={"files": [("a.jpg", jpeg()), ("b.jpg", jpeg(30, 30))]},
    )
    page = browser.submit(page, "Take out picture 1")
    assert "The picture is taken out." in page.words
    assert kept() == 1


def test_there_is_room_for_twelve(browser: Browser, make: Make) -> None:
    application = steps.begin(browser.sign_in(make.user()), make.market())
    many = [(f"{number}.jpg", jpeg(8, 8 + number)) for number in range(13)]
    page = browser.submit(
        f"{steps.address(application)}/pictures", "Store these files", files={"files": many}
    )
    assert "“12.jpg” was not stored: There are 12 pictures already." in page.words
    assert not page.has_button("Store these files")
    assert kept() == 12


def test_a_photo_leaves_its_place_behind(browser: Browser, make: Make) -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "WhereItWasTaken"
    Image.new("RGB", (40, 50), "#7A3B32").save(out, "JPEG", exif=exif)
    application = steps.begin(browser.sign_in(make.user()), make.market())
    page = browser.submit(
        f"{steps.address(application)}/pictures",
        "Store these files",
        files={"files": [("a.jpg", out.getvalue())]},
    )
    with browser.get(page.tree.all("img")[0].at["src"]).response as sent:
        assert b"WhereItWasTaken" not in sent.data


def test_pictures_of_a_sent_application_stay_as_they_are(browser: Browser, make: Make) -> None:
    maker = make.user()
    application = steps.begin(browser.sign_in(maker), make.market())
    page = browser.submit(
        f"{steps.address(application)}/pictures",
        "Store these files",
        files={"files": [("a.jpg", jpeg())]},
    )
    steps.fill_all(browser, application)
    browser.submit(steps.address(application), "Send the application")
    late = browser.submit(page, "Store these files", files={"files": [("b.jpg", jpeg())]})
    assert late.status == 409
    assert "It is the office's turn." in late.words
    assert browser.submit(page, "Take out picture 1").status == 409
    assert kept() == 1


def test_another_application_s_number_shows_no_picture(browser: Browser, make: Make) -> None:
    market = make.market()
    application = steps.begin(browser.sign_in(make.user()), market)
    page = browser.submit(
        f"{steps.address(application)}/pictures",
        "Store these files",
        files={"files": [("a.jpg", jpeg())]},
    )
    source = page.tree.all("img")[0].at["src"]
    with browser.get(source.replace("-640", "-99999")).response as sent:
        assert sent.status_code == 200
    browser.sign_in(make.user())
    assert browser.get(source).status == 404
    own = steps.begin(browser, market)
    swapped = source.replace(f"/applications/{application.id}/", f"/applications/{own.id}/")
    assert browser.get(swapped).status == 404
