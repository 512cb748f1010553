"""Who reads what of a style: a value reaches an output through `readable`, never otherwise."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from portal.brands import kinds
from portal.brands.fields import Visibility
from portal.core.i18n import bdi, language, money, plain, said
from portal.linesheets.fields.table import FIELDS, PHOTOS, StyleField
from portal.linesheets.models import LineSheet, Style, StylePhoto, View
from portal.reference import queries as reference

Photo = StylePhoto


@dataclass(frozen=True)
class Reading:
    """A field as it is read."""

    field: StyleField
    value: Markup


@dataclass(frozen=True)
class StyleRead:
    """A style as one class of reader sees it; has no other field."""

    id: int
    readings: Mapping[str, Reading]
    photos: Mapping[View, StylePhoto]
    called: str
    """Its name in the reader's language, for alternative texts."""
    colours: Sequence[Mapping[str, str]]
    """Its colours, for drawing swatches."""
    values: Mapping[str, Any]
    """What this reader may compute with."""

    def __iter__(self) -> Iterator[Reading]:
        return iter(self.readings.values())

    def get(self, name: str) -> Markup | None:
        """Return a field's value, or None when it is empty or not for this reader."""
        found = self.readings.get(name)
        return found.value if found else None

    @property
    def front(self) -> StylePhoto | None:
        """Return the picture that stands for it."""
        return next((self.photos[view] for view in View if view in self.photos), None)


@dataclass(frozen=True)
class SheetRead:
    """A line sheet as one class of reader sees it."""

    sheet: LineSheet
    viewer: Visibility
    styles: Sequence[StyleRead]

    @property
    def shows_prices(self) -> bool:
        """Say whether this reader sees what it costs."""
        return self.viewer >= Visibility.CONNECTED


def readable(
    sheet: LineSheet, viewer: Visibility, styles: Iterable[Style] | None = None
) -> SheetRead:
    """Return what a class of reader sees of a line sheet; its styles and pictures are loaded."""
    shown = sheet.styles if styles is None else styles
    seen = [readable_style(one, viewer) for one in shown] if viewer >= PHOTOS else []
    return SheetRead(sheet, viewer, seen)


def readable_style(style: Style, viewer: Visibility) -> StyleRead:
    """Return what a class of reader sees of a style."""
    fields = [field for field in FIELDS if field.visibility <= viewer]
    values = {field.name: field.of(style) for field in fields}
    readings = {
        field.name: Reading(field, shown(field, values[field.name]))
        for field in fields
        if values[field.name] not in (None, "", [])
    }
    if viewer >= Visibility.CONNECTED and (fen := supply_price(style)) is not None:
        readings["supply_price"] = Reading(_SUPPLY_PRICE, Markup("{}").format(money(fen)))
    return StyleRead(
        id=style.id,
        readings=readings,
        photos={one.view: one for one in style.photos} if viewer >= PHOTOS else {},
        called=plain(style, "name") if "name_zh" in values else "",
        colours=values.get("colours", ()),
        values=values,
    )


_SUPPLY_PRICE = next(field for field in FIELDS if field.name == "supply_price")


def supply_price(style: Style) -> int | None:
    """Return what a piece costs an agent, in fen: as said, else tag price times discount."""
    if style.supply_price is not None:
        return style.supply_price
    if style.tag_price is None or style.supply_discount is None:
        return None
    return (style.tag_price * style.supply_discount + 5_000) // 10_000


def shown(field: StyleField, value: Any) -> Markup:
    """Return a value as it is read, in the reader's language."""
    if field.vocabulary:
        return bdi(reference.term(field.vocabulary, value).label(language()), language())
    if field.name == "colours":
        return kinds.listed([said(one, "name") for one in named(value)])
    if field.name in {"number", "name_zh", "name_en", "standard"}:
        return said(value)
    return Markup("{}").format(field.write(value))


def named(colours: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """Return colours as bilingual names."""
    return [{"name_zh": one["zh"], "name_en": one["en"]} for one in colours]
