"""Where a person can go from every page, by what he is."""

from dataclasses import dataclass
from typing import Any

from flask import Flask, g, request, url_for
from flask_login import current_user

from portal.access.permissions import Role
from portal.core.i18n import gettext as _
from portal.core.unchanged import as_it_is
from portal.notices import queries as notices
from portal.reports import queries
from portal.reports.queries import Places


@dataclass(frozen=True)
class Way:
    """One line of the navigation."""

    label: str
    href: str
    icon: str
    endpoint: str

    @property
    def current(self) -> bool:
        """Say whether the page being shown is this one."""
        return request.path == self.href.partition("?")[0]


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
    if mine.agents or mine.brands:
        found += [
            way(_("Enquiries"), "message-square", "agency.index"),
            way(_("Connections"), "key-round", "connections.index"),
        ]
    for agent in mine.agents[:1]:
        found += [
            way(_("My list"), "bookmark", "directory.shortlist"),
            way(_("My company"), "building-2", "agents.show", agent_id=agent.id),
        ]
    if mine.markets or mine.brands or current_user.holds(Role.STAFF):
        found.append(way(_("Agents"), "handshake", "agents.index"))
    if current_user.holds(Role.STAFF):
        found.append(way(_("Trail"), "history", "reports.platform_audit"))
    return found


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
            way(_("Sessions and services"), "calendar", "mentoring.brand", **here),
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
        if not current_user.is_authenticated:
            return {"navigation": [], "unread_notices": 0}
        return as_it_is("around", told)


def told() -> dict[str, object]:
    """Return what stands around the page of whoever is signed in."""
    return {"navigation": ways(), "unread_notices": notices.unread(current_user.id)}
