"""Adding, changing, copying, ordering and removing styles; hanging their pictures."""

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.kinds import UnclearError
from portal.core import throttle
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.documents import actions as documents
from portal.documents.actions import Upload
from portal.linesheets import queries, rules
from portal.linesheets.actions.sheets import copy_of, free_number, order_of
from portal.linesheets.fields import BY_NAME
from portal.linesheets.models import LineSheet, Style, StylePhoto, View

PICTURES_PER_PERSON = "4000/day"


def add(sheet: LineSheet, values: Mapping[str, Any], *, by: audit.Actor) -> Style:
    """Add a style at the end of a draft.

    Raises:
        ConflictError: it is no draft, or full.
        InvalidError: a value that cannot stand, or a number that is taken.
    """
    rules.check_draft(sheet)
    rules.check_style(values)
    hold(sheet)
    styles = queries.styles_of(sheet.id)
    check_room(len(styles))
    check_number(sheet, str(values["number"]), styles)
    place = max((one.position for one in styles), default=-1) + 1
    with one_number():
        style = Style(sheet=sheet, position=place, photos=[], **values)
        db.session.add(style)
    audit.record("style.add", style, by=by)
    return style


def hold(sheet: LineSheet) -> None:
    """Hold a brand's line sheets for this transaction and mark this one as changed."""
    brands.hold(sheet.brand_id)
    flag_modified(sheet, "name_zh")


def check_room(count: int) -> None:
    """Refuse a style that finds no room.

    Raises:
        ConflictError: the line sheet is full.
    """
    if count >= rules.MOST_ON_SHEET:
        raise ConflictError(
            _l("A line sheet has room for %(most)s styles.", most=rules.MOST_ON_SHEET),
            _l("Take one out first."),
        )


def check_number(
    sheet: LineSheet, number: str, styles: Iterable[Style], own: Style | None = None
) -> None:
    """Refuse a number that another style of the season has.

    Raises:
        InvalidError: on `number`.
    """
    if any(one.number == number and one is not own for one in styles):
        raise InvalidError("number", _l("Another style on this line sheet has this number."))
    if other := queries.numbers_of_season(sheet).get(number):
        raise InvalidError(
            "number",
            _l("The number is on another line sheet of the season: %(name)s.", name=other.name_zh),
        )


@contextmanager
def one_number() -> Iterator[None]:
    """Keep what is done inside; two styles of one number at once do not both stay.

    Raises:
        InvalidError: on `number`.
    """
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError:
        raise InvalidError(
            "number", _l("Another style on this line sheet has this number.")
        ) from None


def save(style: Style, values: Mapping[str, Any], *, by: audit.Actor) -> list[str]:
    """Keep what was typed about a style; return the names of what changed.

    Raises:
        ConflictError: its line sheet is no draft.
        InvalidError: a value that cannot stand.
    """
    rules.check_draft(style.sheet)
    whole = {name: getattr(style, name) for name in BY_NAME} | dict(values)
    rules.check_style(whole)
    changed = [name for name, value in values.items() if getattr(style, name) != value]
    if not changed:
        return []
    hold(style.sheet)
    if "number" in changed:
        check_number(style.sheet, whole["number"], queries.styles_of(style.sheet_id), style)
    with one_number():
        for name in changed:
            setattr(style, name, values[name])
    audit.record("style.change", style, by=by, columns=changed)
    return changed


def copy(style: Style, *, by: audit.Actor) -> Style:
    """Put a copy of a style, without its pictures, right behind it.

    Raises:
        ConflictError: its line sheet is no draft, or full.
    """
    rules.check_draft(style.sheet)
    hold(style.sheet)
    styles = list(queries.styles_of(style.sheet_id))
    check_room(len(styles))
    taken = {one.number for one in styles} | set(queries.numbers_of_season(style.sheet))
    number = free_number(style.number, taken)
    twin = copy_of(style, number=number, sheet=style.sheet)
    twin.photos = []
    place = styles.index(style) + 1
    db.session.add(twin)
    for position, one in enumerate([*styles[:place], twin, *styles[place:]]):
        one.position = position
    db.session.flush()
    audit.record("style.add", twin, by=by, copy_of=style.number)
    return twin


def remove(style: Style, *, by: audit.Actor) -> None:
    """Take a style out of a draft.

    Raises:
        ConflictError: its line sheet is no draft.
    """
    rules.check_draft(style.sheet)
    hold(style.sheet)
    audit.record("style.remove", style, by=by)
    db.session.delete(style)


def order_mark(styles: Sequence[Style]) -> int:
    """Return a number that changes with the order of styles, and with nothing else."""
    return zlib.crc32(",".join(map(str, order_of(styles))).encode())


def move(style: Style, *, to: int, seen: int | None = None) -> None:
    """Put a style at another place, counted from 0; `seen` is the order before the person.

    Raises:
        ConflictError: its line sheet is no draft, or stands in another order by now.
    """
    rules.check_draft(style.sheet)
    hold(style.sheet)
    styles = queries.styles_of(style.sheet_id)
    if seen is not None and seen != order_mark(styles):
        raise ConflictError(
            _l("The styles stand in another order than when you opened the page."),
            _l("Look at the line sheet as it is now, then move the style."),
        )
    for place, index in enumerate(rules.moved(len(styles), list(styles).index(style), to)):
        styles[index].position = place


# Pictures


def hang(style: Style, view: View, upload: Upload, *, by: audit.Actor) -> object:
    """Hang a checked picture on one side of a style; return why it was refused, if it was.

    Raises:
        ConflictError: its line sheet is no draft.
        TooManyError: too many were sent today.
    """
    rules.check_draft(style.sheet)
    throttle.hit(PICTURES_PER_PERSON, "style-picture", str(by.id))
    if upload.error:
        return upload.error.message
    stored = documents.store(upload, by_id=by.id)
    put(style, view, stored.id)
    hold(style.sheet)
    audit.record("style.picture", style, by=by, view=view.value)
    return ""


def hang_many(
    style: Style, uploads: Sequence[Upload], *, by: audit.Actor
) -> tuple[int, list[tuple[str, object]]]:
    """Hang pictures on the sides that they are named after, the others on the next free ones.

    Returns how many hang, and the refused ones with the reason.

    Raises:
        ConflictError: its line sheet is no draft.
        TooManyError: too many were sent today.
    """
    hung = 0
    refused: list[tuple[str, object]] = []
    for upload in uploads:
        named = style_of(upload.name, [style])
        free = [view for view in View if style.photo(view) is None]
        if not named and not free:
            refused.append((upload.name, _l("Every side has a picture. Take one out first.")))
            continue
        reason = hang(style, named[1] if named else free[0], upload, by=by)
        if reason:
            refused.append((upload.name, reason))
        else:
            hung += 1
    return hung, refused


def turn(photo: StylePhoto, view: View, *, by: audit.Actor) -> None:
    """Let a picture show another side; what hung there takes its place.

    Raises:
        ConflictError: its line sheet is no draft.
    """
    style = photo.style
    rules.check_draft(style.sheet)
    other = style.photo(view)
    if other is photo:
        return
    hold(style.sheet)
    if other is None:
        photo.view = view
    else:
        other.file_id, photo.file_id = photo.file_id, other.file_id
        other.source_sha256, photo.source_sha256 = photo.source_sha256, other.source_sha256
    audit.record("style.picture", style, by=by, view=view.value)


def put(style: Style, view: View, file_id: int, source_sha256: str = "") -> None:
    """Hang a stored picture on one side, in place of what hangs there."""
    photo = style.photo(view)
    if photo is None:
        style.photos.append(StylePhoto(file_id=file_id, view=view, source_sha256=source_sha256))
    else:
        photo.file_id, photo.source_sha256 = file_id, source_sha256


def take_down(photo: StylePhoto, *, by: audit.Actor) -> None:
    """Take a picture off a style.

    Raises:
        ConflictError: its line sheet is no draft.
    """
    style = photo.style
    rules.check_draft(style.sheet)
    hold(style.sheet)
    audit.record("style.picture", style, by=by, view=photo.view.value, removed=True)
    db.session.delete(photo)


def add_from_pictures(
    sheet: LineSheet, uploads: Sequence[Upload], *, by: audit.Actor
) -> tuple[int, int, list[tuple[str, object]]]:
    """Make a style of each picture, or hang it on the style that it is named after.

    Returns how many styles were made, how many pictures were hung on styles that were there, and
    the refused pictures with the reason.

    Raises:
        ConflictError: the line sheet is no draft.
    """
    rules.check_draft(sheet)
    hold(sheet)
    styles = list(queries.styles_of(sheet.id))
    elsewhere = set(queries.numbers_of_season(sheet))
    made = hung = 0
    refused: list[tuple[str, object]] = []
    for upload in uploads:
        throttle.hit(PICTURES_PER_PERSON, "style-picture", str(by.id))
        if upload.error:
            refused.append((upload.name, upload.error.message))
            continue
        found = style_of(upload.name, styles)
        if found is None and len(styles) >= rules.MOST_ON_SHEET:
            refused.append((upload.name, _l("The line sheet is full.")))
            continue
        stored = documents.store(upload, by_id=by.id)
        if found:
            put(found[0], found[1], stored.id)
            hung += 1
        else:
            number = number_of(upload.name, {one.number for one in styles} | elsewhere)
            style = Style(sheet=sheet, position=len(styles), number=number, photos=[])
            put(style, View.FRONT, stored.id)
            db.session.add(style)
            styles.append(style)
            made += 1
    db.session.flush()
    if made or hung:
        audit.record("style.add-pictures", sheet, by=by, styles=made, pictures=hung)
    return made, hung, refused


def style_of(name: str, styles: Iterable[Style]) -> tuple[Style, View] | None:
    """Return the style, and the side of it, that a picture is named after.

    A number that only a phone gave names nothing: the phone calls the next picture so, too.
    """
    for style in styles:
        if rules.is_stand_in(style.number):
            continue
        found, _lost = rules.pictures_of(style.number, {}, {rules.stem(name): 1})
        if found:
            return style, next(iter(found))
    return None


def number_of(name: str, taken: set[str]) -> str:
    """Return the number that a picture's name suggests for a new style."""
    stem = name.rpartition(".")[0] or name
    try:
        number = BY_NAME["number"].read(stem[: rules.NUMBER_LENGTH])
    except UnclearError:
        number = ""
    number = number or "NEW"
    return free_number(number, taken) if number in taken else number
