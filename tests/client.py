"""A person at a browser: fills in the form that the page shows, and nothing else."""

import io
from collections import Counter
from contextvars import Context
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.accounts import actions as accounts
from portal.accounts.models import User
from portal.core.db import db
from tests.page import Element, PageForm, forms, parse

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Shown:
    """What the browser shows after a request."""

    def __init__(self, response: TestResponse, address: str) -> None:
        self.response = response
        self.address = address
        self.status = response.status_code
        self.is_page = response.mimetype == "text/html" and self.status not in REDIRECTS
        self.html = response.text if self.is_page else ""
        self.tree: Element = parse(self.html) if self.is_page else Element("root")

    @property
    def words(self) -> str:
        """Return what a person reads on it."""
        return self.tree.words

    @property
    def forms(self) -> list[PageForm]:
        """Return the forms it shows."""
        return forms(self.tree, self.address)

    def form_with(self, button: str) -> PageForm:
        """Return the form that has this button."""
        for form in self.forms:
            if any(button == words for words, _, _ in form.buttons):
                return form
        there = [words for form in self.forms for words, _, _ in form.buttons]
        raise AssertionError(f"{self.address}: no button {button!r}; there are {there}")

    def link(self, words: str) -> str:
        """Return where the link with these words leads."""
        for one in self.tree.all("a"):
            if words in one.words and "href" in one.at:
                return one.at["href"]
        raise AssertionError(f"{self.address}: no link {words!r}")

    def has_button(self, button: str) -> bool:
        """Say whether the page offers this button."""
        return any(button == words for form in self.forms for words, _, _ in form.buttons)


class Browser:
    """Wrap the test client. Every page that it is shown must be a well-made page.

    Each request runs in an empty context, because Flask hands a request the test's own
    application context, and so its database session, when one is active.
    """

    def __init__(self, client: FlaskClient, language: str = "en") -> None:
        self._client = client
        self.language = language

    def sign_in(self, user: User) -> "Browser":
        """Come in as this person, as if the sign-in page had let him."""
        token = accounts.begin_session(user)
        db.session.commit()
        with self._client.session_transaction() as session:
            session.clear()
            session["_user_id"] = token
            session["_fresh"] = True
        return self

    def get(self, address: str, **options: Any) -> Shown:
        """Open a page."""
        return self._request("GET", address, **options)

    def post(self, address: str, **options: Any) -> Shown:
        """Send what no page offers: for trying forbidden things."""
        return self._request("POST", address, **options)

    def submit(
        self,
        page: str | Shown,
        button: str,
        *,
        files: dict[str, list[tuple[str, bytes]]] | None = None,
        follow: bool = True,
        **answers: Any,
    ) -> Shown:
        """Open the page, fill in the form with that button, press it, follow where it leads."""
        shown = self.get(page) if isinstance(page, str) else page
        form = shown.form_with(button)
        data: dict[str, Any] = {name: list(values) for name, values in form.fields.items()}
        for name, answer in answers.items():
            assert name in data, f"{shown.address} shows no field {name}: {sorted(data)}"
            data[name] = _sent(answer)
        for words, name, value in form.buttons:
            if words == button and name:
                data[name] = [value]
        for name, uploads in (files or {}).items():
            data[name] = [(io.BytesIO(content), filename) for filename, content in uploads]
        address = urljoin(shown.address, form.action)
        if form.method == "GET":
            return self._request("GET", address, query_string=data)
        return self._request("POST", address, data=data, follow=follow)

    def _request(self, method: str, address: str, *, follow: bool = True, **options: Any) -> Shown:
        db.session.rollback()
        options.setdefault("headers", {}).setdefault("Accept-Language", self.language)
        if follow and method == "POST" and "content_type" not in options and options.get("data"):
            options["content_type"] = "multipart/form-data"
        options["buffered"] = True
        response = Context().run(self._client.open, address, method=method, **options)
        db.session.expire_all()
        for _hop in range(5):
            if not follow or response.status_code not in REDIRECTS:
                break
            address = urljoin(address, response.headers["Location"])
            parts = urlsplit(address)
            address = parts.path + (f"?{parts.query}" if parts.query else "")
            headers = {"Accept-Language": self.language}
            response = Context().run(self._client.open, address, headers=headers)
        shown = Shown(response, address)
        if shown.is_page and "HX-Request" not in options["headers"]:
            check_page(shown)
        return shown


def _sent(answer: Any) -> list[str]:
    if answer is None or answer is False:
        return []
    if isinstance(answer, list | tuple | set):
        return [str(one) for one in answer]
    return ["y" if answer is True else str(answer)]


def check_page(shown: Shown) -> None:
    """Hold any page to what every page owes its reader."""
    tree = shown.tree
    assert len(tree.all("h1")) == 1, f"{shown.address} ({shown.status}): one h1, please"
    identities = Counter(one.at["id"] for one in tree.inner if "id" in one.at)
    twice = {one for one, count in identities.items() if count > 1}
    assert not twice, f"{shown.address}: id used twice: {twice}"
    labelled = {one.at.get("for") for one in tree.all("label")}
    for control in tree.all("input", "select", "textarea"):
        if control.at.get("type") in {"hidden", "submit"}:
            continue
        named = control.at.keys() & {"aria-label", "aria-labelledby"}
        inside = _inside_label(control)
        assert named or inside or control.at.get("id") in labelled, (
            f"{shown.address}: no label for {control.at}"
        )
    for image in tree.all("img"):
        assert "alt" in image.at, f"{shown.address}: a picture without alt: {image.at}"
    for one in tree.inner:
        assert "style" not in one.at, f"{shown.address}: inline style on <{one.tag}>"
        scripts = [name for name in one.at if name.startswith("on")]
        assert not scripts, f"{shown.address}: inline script on <{one.tag}>: {scripts}"


def _inside_label(control: Element) -> bool:
    parent = control.parent
    while parent is not None:
        if parent.tag == "label":
            return True
        parent = parent.parent
    return False
