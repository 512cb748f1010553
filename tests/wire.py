"""A person at the other end of a real connection: for what only a served portal can show."""

import http.client
from dataclasses import dataclass
from http import HTTPStatus
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from tests.make import PASSWORD
from tests.page import PageForm, forms, parse

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str

    def form_with(self, button: str) -> PageForm:
        """Return the form that has this button."""
        there = forms(parse(self.text), "")
        return next(one for one in there if any(words == button for words, _, _ in one.buttons))


class Wire:
    """One connection with its cookies. Lost, it is opened again by the next request."""

    def __init__(self, port: int, seconds: float = 20) -> None:
        self._port = port
        self._seconds = seconds
        self._connection: http.client.HTTPConnection | None = None
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> Answer:
        """Open a page."""
        return self.send("GET", address)

    def post(self, address: str, fields: dict[str, str]) -> Answer:
        """Send a form."""
        return self.send("POST", address, urlencode(fields))

    def submit(self, address: str, button: str, **answers: str) -> Answer:
        """Open a page, fill in its form with this button, send it."""
        form = self.get(address).form_with(button)
        fields = {name: values[0] for name, values in form.fields.items() if values}
        return self.post(urlsplit(urljoin(address, form.action)).path, fields | answers)

    def sign_in(self, login: str, password: str = PASSWORD) -> "Wire":
        """Come in by the sign-in page."""
        answer = self.submit("/sign-in", "Sign in", login=login, password=password)
        assert answer.status == HTTPStatus.SEE_OTHER, answer.status
        return self

    def send(self, method: str, address: str, body: str | None = None) -> Answer:
        """Send a request.

        Raises:
            OSError, HTTPException: the answer did not come whole.
        """
        connection = self._connection or http.client.HTTPConnection(
            "127.0.0.1", self._port, timeout=self._seconds
        )
        self._connection = None
        headers = {"Accept-Language": "en", "Cookie": self._cookie()}
        if body is not None:
            headers["Content-Type"] = FORM
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies.update({one.key: one.value for one in SimpleCookie(line).values()})
        return Answer(response.status, dict(response.headers), text)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def close(self) -> None:
        """Hang up."""
        if self._connection:
            self._connection.close()
            self._connection = None
