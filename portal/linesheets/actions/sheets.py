"""Beginning, changing, publishing and retiring line sheets."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands import registry as brands_registry
from portal.brands.models import Brand
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import actions as incubation
from portal.linesheets import queries, rules
from portal.linesheets.fields import FIELDS
from portal.linesheets.models import LineSheet, SheetState, Style, StylePhoto
from portal.notices import actions as notices

TRIES = 1000
OF_ITS_SEASON: Mapping[str, Any] = {"delivery_from": None, "delivery_until": None, "stock": ""}
"""What a style copied into another season does not say any more."""


def begin(
    brand: Brand,
    *,
    year: int,
    wave: str,
    name_zh: str,
    name_en: str,
    by: audit.Actor,
    like: LineSheet | None = None,
) -> LineSheet:
    """Begin a line sheet of a wave: empty, or with the styles of another one of the brand.

    Copied styles keep their pictures and prices; days of delivery and stock were of their season.
    A number that another wave of the new season has gets a further one.

    Raises:
        ConflictError: there is one of this wave already.
    """
    brands.hold(brand.id)
    current = queries.sheets_like(brand.id, year, wave)
    if current:
        raise ConflictError(
            _l("There is a line sheet of this wave already."),
            _l("Open it and add your styles there, or retire it first."),
        )
    sheet = LineSheet(
        brand=brand,
        year=year,
        wave=wave,
        number=queries.last_number(brand.id, year, wave) + 1,
        name_zh=name_zh,
        name_en=name_en,
    )
    db.session.add(sheet)
    if like is not None:
        db.session.flush()
        taken = set(queries.numbers_of_season(sheet))
        for style in queries.styles_of(like.id):
            number = free_number(style.number, taken) if style.number in taken else style.number
            taken.add(number)
            db.session.add(copy_of(style, number=number, sheet=sheet, **OF_ITS_SEASON))
    audit.record("line-sheet.begin", sheet, by=by, copy_of=like.audit_name if like else None)
    return sheet


def free_number(wanted: str, taken: set[str]) -> str:
    """Return the first of wanted-2, wanted-3 … that nothing has."""
    begin = wanted[: rules.NUMBER_LENGTH - 4]
    return next(one for k in range(2, 2 + TRIES) if (one := f"{begin}-{k}") not in taken)


def rename(sheet: LineSheet, *, name_zh: str, name_en: str, by: audit.Actor) -> None:
    """Call a draft otherwise.

    Raises:
        ConflictError: it is no draft.
    """
    rules.check_draft(sheet)
    sheet.name_zh, sheet.name_en = name_zh, name_en
    audit.record("line-sheet.rename", sheet, by=by)


def change(sheet: LineSheet, *, by: audit.Actor) -> LineSheet:
    """Return the draft in which a published line sheet is changed: a copy, or the one there is.

    Raises:
        ConflictError: it is not what agents see now, or somebody begins one at this moment.
    """
    brands.hold(sheet.brand_id)
    for one in queries.sheets_like(sheet.brand_id, sheet.year, sheet.wave):
        if one.state is SheetState.DRAFT:
            return one
    if sheet.state is not SheetState.PUBLISHED:
        raise ConflictError(
            _l("This version is not what agents see now."), _l("Open the published one.")
        )
    draft = LineSheet(
        brand=sheet.brand,
        year=sheet.year,
        wave=sheet.wave,
        number=queries.last_number(sheet.brand_id, sheet.year, sheet.wave) + 1,
        name_zh=sheet.name_zh,
        name_en=sheet.name_en,
        styles=[copy_of(one) for one in queries.styles_of(sheet.id)],
    )
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        raise ConflictError(
            _l("Somebody has just begun to change this line sheet."), _l("Look at it again.")
        ) from None
    audit.record("line-sheet.change", draft, by=by)
    return draft


def copy_of(style: Style, **other: Any) -> Style:
    """Return a new style that says what `style` says, with the same pictures."""
    values = {field.name: field.of(style) for field in FIELDS} | {"position": style.position}
    return Style(
        **(values | other),
        photos=[
            StylePhoto(file_id=one.file_id, view=one.view, source_sha256=one.source_sha256)
            for one in style.photos
        ],
    )


def publish(sheet: LineSheet, *, by: audit.Actor, seen: int | None = None) -> None:
    """Show a line sheet to agents; what they saw of this wave before is retired.

    Raises:
        ConflictError: a style is not ready, it is no draft, or not what was `seen`.
    """
    if sheet.state is SheetState.PUBLISHED and sheet.published_by_id == by.id:
        return
    brands.hold(sheet.brand_id)
    rules.check_draft(sheet)
    rules.check_complete(queries.styles_of(sheet.id))
    check_seen(sheet, seen)
    for one in queries.sheets_like(sheet.brand_id, sheet.year, sheet.wave):
        if one.state is SheetState.PUBLISHED:
            rules.WORKFLOW.move(one, "retire")
            db.session.flush()
    rules.WORKFLOW.move(sheet, "publish")
    sheet.published_at, sheet.published_by_id = clock.now(), by.id
    audit.record("line-sheet.publish", sheet, by=by)
    tell_agents(sheet)
    shown_changed(sheet.brand)


def check_seen(sheet: LineSheet, seen: int | None) -> None:
    """Refuse a decision on something else than what was read; None: it was not asked.

    Raises:
        ConflictError: it was changed since the page was opened.
    """
    if seen is not None and seen != sheet.version:
        raise ConflictError(
            _l("Somebody has worked on this line sheet since you opened the page."),
            _l("Look at it again, then decide."),
        )


def tell_agents(sheet: LineSheet) -> None:
    """Tell the agents who are connected to the brand that there is something to see."""
    notices.send(
        "line-sheet.published",
        brands_registry.connected_people(sheet.brand),
        arguments={"brand": sheet.brand.slug, "sheet_id": sheet.id},
        brand={"zh": sheet.brand.name_zh, "en": sheet.brand.name_en},
        sheet={"zh": sheet.name_zh, "en": sheet.name_en},
    )


def shown_changed(brand: Brand) -> None:
    """Let milestones and the directory look again at what agents see of a brand."""
    incubation.check_automatic(brand)
    brands_registry.changed(brand)


def retire(sheet: LineSheet, *, by: audit.Actor) -> None:
    """Take a line sheet from agents, or put a draft aside; it stays in the brand's list.

    Raises:
        ConflictError: it is retired already.
    """
    was_shown = sheet.state is SheetState.PUBLISHED
    rules.WORKFLOW.move(sheet, "retire")
    audit.record("line-sheet.retire", sheet, by=by)
    if was_shown:
        shown_changed(sheet.brand)


def order_of(styles: Sequence[Style]) -> list[int]:
    """Return the numbers of styles in their order."""
    return [one.id for one in styles]
