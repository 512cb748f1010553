"""Making alliances and markets, and keeping their particulars, halls and honours."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import Base, db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.markets import registry, rules
from portal.markets.models import Alliance, Floor, Hall, Honour, Market

SHOWN_ELSEWHERE = frozenset({"name_zh", "name_en"})
"""What the directory finds a market's brands by."""


def create_alliance(*, slug: str, name_zh: str, name_en: str, by: audit.Actor | None) -> Alliance:
    """Make an alliance.

    Raises:
        InvalidError: the slug cannot stand in an address or is taken.
    """
    rules.check_slug(slug)
    alliance = Alliance(slug=slug, name_zh=name_zh, name_en=name_en)
    _keep_new(alliance)
    audit.record("alliance.create", alliance, by=by)
    return alliance


def rename_alliance(alliance: Alliance, *, name_zh: str, name_en: str, by: audit.Actor) -> None:
    """Give an alliance other names; its markets' pages show them. The same names change nothing."""
    if (alliance.name_zh, alliance.name_en) == (name_zh, name_en):
        return
    former = alliance.name_zh
    alliance.name_zh, alliance.name_en = name_zh, name_en
    audit.record("alliance.rename", alliance, by=by, former=former)


def create_market(
    alliance: Alliance, *, slug: str, hall_lines: str = "", by: audit.Actor | None, **facts: Any
) -> Market:
    """Make a market with its halls; `facts` are its other columns.

    Raises:
        InvalidError: a fact cannot be, or the slug is taken.
    """
    rules.check_slug(slug)
    _check_facts(facts)
    halls = [
        Hall(
            position=position,
            name_zh=line.name_zh,
            name_en=line.name_en,
            floors=[Floor(level=level) for level in range(1, line.floors + 1)],
        )
        for position, line in enumerate(rules.halls_in(hall_lines), 1)
    ]
    market = Market(alliance_id=alliance.id, slug=slug, halls=halls, **facts)
    _keep_new(market)
    audit.record("market.create", market, by=by)
    return market


def _keep_new(row: Base) -> None:
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise InvalidError("slug", _l("This address is taken. Choose another.")) from None


def _check_facts(facts: dict[str, Any]) -> None:
    rules.check_facts(
        opened_year=facts.get("opened_year"),
        phone=facts.get("phone") or "",
        this_year=clock.today().year,
    )


def change(market: Market, *, by: audit.Actor, **facts: Any) -> None:
    """Keep a market's particulars; its slug is permanent.

    Raises:
        InvalidError: a fact cannot be.
    """
    _check_facts(facts)
    changed = sorted(name for name, value in facts.items() if getattr(market, name) != value)
    for name in changed:
        setattr(market, name, facts[name])
    audit.record("market.change", market, by=by, changed=changed)
    if SHOWN_ELSEWHERE & set(changed):
        registry.tell_changed(market)


def close(market: Market, *, by: audit.Actor, reason: str) -> None:
    """Close a market: it leaves the public list and takes no more applications.

    Raises:
        ConflictError: it is closed already.
    """
    if market.closed_at:
        raise ConflictError(_l("The market is closed already."))
    market.closed_at = clock.now()
    audit.record("market.close", market, by=by, reason=reason)
    registry.tell_changed(market)


def reopen(market: Market, *, by: audit.Actor) -> None:
    """Open a closed market again.

    Raises:
        ConflictError: it is open.
    """
    if not market.closed_at:
        raise ConflictError(_l("The market is open already."))
    market.closed_at = None
    audit.record("market.reopen", market, by=by)
    registry.tell_changed(market)


def add_hall(market: Market, *, by: audit.Actor, floor_lines: str, **names: Any) -> Hall:
    """Add a hall.

    Raises:
        InvalidError: the floors cannot be read.
    """
    floors = [_new_floor(line) for line in rules.floors_in(floor_lines)]
    hall = Hall(market_id=market.id, floors=floors, **names)
    db.session.add(hall)
    audit.record("market.change", market, by=by, added=f"hall {hall.name_zh}")
    registry.tell_places(market)
    return hall


def _new_floor(line: rules.FloorLine) -> Floor:
    return Floor(level=line.level, theme_zh=line.theme_zh, theme_en=line.theme_en)


def change_hall(hall: Hall, *, by: audit.Actor, floor_lines: str, **names: Any) -> None:
    """Keep a hall's names and floors; a floor is known by its number.

    Raises:
        ConflictError: a floor that is gone from the list is still in use.
        InvalidError: the floors cannot be read.
    """
    lines = {line.level: line for line in rules.floors_in(floor_lines)}
    for name, value in names.items():
        setattr(hall, name, value)
    flag_modified(hall, "name_zh")  # who changes only a floor changes the hall
    there = {floor.level: floor for floor in hall.floors}
    for level, line in lines.items():
        if level in there:
            there[level].theme_zh, there[level].theme_en = line.theme_zh, line.theme_en
        else:
            hall.floors.append(_new_floor(line))

    def drop_floors() -> None:
        for level in there.keys() - lines.keys():
            hall.floors.remove(there[level])

    _drop(drop_floors)
    audit.record("market.change", hall.market, by=by, changed=[f"hall {hall.name_zh}"])
    registry.tell_places(hall.market)


def remove_hall(hall: Hall, *, by: audit.Actor) -> None:
    """Remove a hall with its floors.

    Raises:
        ConflictError: somebody is in it.
    """
    market, name = hall.market, hall.name_zh
    _drop(lambda: db.session.delete(hall))
    audit.record("market.change", market, by=by, removed=f"hall {name}")
    registry.tell_places(market)


def _drop(remove: Callable[[], None]) -> None:
    try:
        with db.session.begin_nested():
            remove()
    except IntegrityError:
        raise ConflictError(
            _l("Something there is still in use."), _l("Move it elsewhere first.")
        ) from None


def add_honour(market: Market, *, by: audit.Actor, year: int, **words: Any) -> Honour:
    """Add an honour.

    Raises:
        InvalidError: the year cannot be.
    """
    rules.check_honour_year(year, clock.today().year)
    honour = Honour(market_id=market.id, year=year, **words)
    db.session.add(honour)
    audit.record("market.change", market, by=by, added=f"honour {honour.title_zh}")
    return honour


def change_honour(honour: Honour, *, by: audit.Actor, year: int, **words: Any) -> None:
    """Keep an honour's words.

    Raises:
        InvalidError: the year cannot be.
    """
    rules.check_honour_year(year, clock.today().year)
    honour.year = year
    for name, value in words.items():
        setattr(honour, name, value)
    audit.record("market.change", honour.market, by=by, changed=[f"honour {honour.title_zh}"])


def remove_honour(honour: Honour, *, by: audit.Actor) -> None:
    """Remove an honour."""
    audit.record("market.change", honour.market, by=by, removed=f"honour {honour.title_zh}")
    db.session.delete(honour)
