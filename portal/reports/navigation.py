"""What stands around every page: where a person can go, by what he is. Drawn once for each."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, session, url_for
from flask_login import current_user
from markupsafe import Markup

from portal.access.permissions import Role
from portal.core import web
from portal.core.fragments import Fragments
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.unchanged import as_it_is
from portal.notices import queries as notices
from portal.reports import queries
from portal.reports.queries import Places

KEPT_BYTES = 2_000_000
_pieces = Fragments(KEPT_BYTES, large=KEPT_BYTES)


@dataclass(frozen=True)
class Way:
    """One line of the navigation."""

    label: str
    href: str
    icon: str
    endpoint: str

    @property
    def path(self) -> str:
        """Return its address without a query."""
        return self.href.partition("?")[0]

    @property
    def current(self) -> bool:
        """Say whether the page being shown is this one."""
        return request.path == self.path


@dataclass(frozen=True)
class Around:
    """What stands around the pages of one person."""

    ways: tuple[Way, ...]
    unread: int
    paths: frozenset[str]
    """Where the ways lead: only there is one of them the page that is shown."""


NOTHING = Around((), 0, frozenset())


class Frame:
    """The parts around a page that its reader sees on every page alike: drawn once, then kept."""

    def __init__(self, person: Any, around: Around) -> None:
        self._person = person
        self._around = around
        self._place = (language(), request.root_path)

    @property
    def mark(self) -> Markup:
        """Return the house's sign and name."""
        return _pieces.drawn(("mark", self._place), lambda: macros("shell").word_mark())

    @property
    def rail(self) -> Markup:
        """Return the ways, the one to this page marked."""
        path = request.path if request.path in self._around.paths else ""
        key = ("rail", self._place, self._around.ways, path)
        return _pieces.drawn(key, lambda: macros("shell").rail(self._around.ways))

    @property
    def foot(self) -> Markup:
        """Return how a page ends."""
        return _pieces.drawn(("foot", self._place), lambda: macros("shell").footer_line())

    @property
    def account(self) -> Markup:
        """Return the reader's own corner: it holds a form, so that it is his session's alone.

        A visitor's holds his way back, so that there is one for each page; those are kept whole.
        """
        person, unread = self._person, self._around.unread

        def draw() -> Markup:
            back = None if person.is_authenticated else after_sign_in()
            drawn: Markup = macros("account").account(person, unread, back)
            return drawn

        if not person.is_authenticated:
            return draw()
        token = session.get("csrf_token")
        key = ("account", self._place, person.get_id(), person.name, unread, token)

        return draw() if token is None else _pieces.drawn(key, draw)


def after_sign_in() -> str | None:
    """Return the page to come back to after signing in; None where one's own home is the aim."""
    if request.method == "POST" or request.blueprint == "accounts":
        return None
    return None if request.endpoint == "reports.index" else web.here()


def macros(name: str) -> Any:
    """Return the macros of a file of components, in the reader's language."""
    return current_app.jinja_env.get_template(f"components/{name}.html").module


def way(label: str, icon: str, endpoint: str, **arguments: Any) -> Way:
    """Return a line that leads to an endpoint."""
    return Way(label=label, href=url_for(endpoint, **arguments), icon=icon, endpoint=endpoint)


def places() -> Places:
    """Return the houses of whoever is signed in, looked up once a request."""
    if "places" not in g:
        g.places = queries.places(current_user)
    found: Places = g.places
    return found


def ways() -> list[Way]:
    """Return the navigation of whoever is signed in."""
    mine = places()
    found = [way(_("Today"), "house", "reports.home")]
    if mine.markets:
        found += office(mine)
    if current_user.holds(Role.STAFF):
        found += [way(_("Platform"), "settings", "markets.platform")]
    found += owned(mine)
    if current_user.holds(Role.MENTOR):
        found.append(way(_("My sessions"), "calendar", "mentoring.mine"))
    if mine.agents or len(found) == 1:
        found += seeking(mine)
    found += dealings(mine)
    if mine.markets or mine.brands or current_user.holds(Role.STAFF):
        found.append(way(_("Agents"), "handshake", "agents.index"))
    if current_user.holds(Role.STAFF):
        found.append(way(_("Trail"), "history", "reports.platform_audit"))
    return found


def seeking(mine: Places) -> list[Way]:
    """Return the navigation of who looks for brands: an agent, or somebody without a house yet."""
    found = [way(_("Find brands"), "search", "directory.index")]
    return [*found, way(_("My list"), "bookmark", "directory.shortlist")] if mine.agents else found


def dealings(mine: Places) -> list[Way]:
    """Return the navigation of brands and agents who deal with each other."""
    if not mine.agents and not mine.brands:
        return []
    return [
        way(_("Enquiries"), "message-square", "agency.index"),
        way(_("Connections"), "key-round", "connections.index"),
        *(
            way(_("My company"), "building-2", "agents.show", agent_id=agent.id)
            for agent in mine.agents[:1]
        ),
    ]


def owned(mine: Places) -> list[Way]:
    """Return the navigation of a brand's owner: of the first of his brands."""
    for brand in mine.brands[:1]:
        here = {"market": brand.market.slug, "brand": brand.slug}
        return [
            way(_("Milestones"), "ruler", "incubation.track", **here),
            way(_("Profile"), "tag", "brands.profile", **here),
            way(_("Line sheets"), "tags", "linesheets.index", **here),
            way(_("Figures"), "chart-column", "figures.show", **here),
            way(_("My papers"), "file-text", "papers.index", **here),
            way(_("Sessions"), "calendar", "mentoring.brand", **here),
        ]
    return []


def office(mine: Places) -> list[Way]:
    """Return the navigation of an office: of the market being looked at, else of the first."""
    slug = (request.view_args or {}).get("market")
    market = next((one for one in mine.markets if one.slug == slug), mine.markets[0])
    here = {"market": market.slug}
    return [
        way(_("Admissions"), "inbox", "onboarding.index", **here),
        way(_("Brands"), "tags", "reports.brands", **here),
        way(_("Stalls"), "layout-grid", "leasing.stalls", **here),
        way(_("Incubation"), "ruler", "incubation.board", **here),
        way(_("Papers"), "file-text", "papers.market", **here),
        way(_("Bookings"), "calendar", "mentoring.week", **here),
        way(_("Enquiries"), "message-square", "agency.market", **here),
        way(_("Connections"), "key-round", "connections.market", **here),
        way(_("Figures"), "chart-column", "figures.market", **here),
        way(_("People"), "users", "accounts.market_people", **here),
        way(_("Trail"), "history", "reports.audit", **here),
        way(_("The market"), "store", "markets.settings", **here),
    ]


def init_app(app: Flask) -> None:
    """Give every page its navigation and the number of unread messages."""

    @app.context_processor
    def around() -> dict[str, object]:
        place = (request.view_args or {}).get("market", "")
        person = current_user._get_current_object()  # noqa: SLF001 -- werkzeug's own way to the real one
        told = as_it_is(f"around {place}", known) if person.is_authenticated else NOTHING
        frame = Frame(person, told)
        return {"navigation": told.ways, "unread_notices": told.unread, "frame": frame}


def known() -> Around:
    """Return what stands around the page of whoever is signed in."""
    found, unread = tuple(ways()), notices.unread(current_user.id)
    return Around(found, unread, frozenset(one.path for one in found))
