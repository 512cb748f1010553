"""Line sheets of brands, as their owners keep them; and the words under a lookbook's pictures."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from portal.brands import lookbook
from portal.demo import material, uploads
from portal.demo import queries as demo
from portal.demo.material import days, office_hour
from portal.demo.telling import Telling, draft_of
from portal.demo.timeline import Story
from portal.demo.uploads import WantedStyle
from portal.linesheets import actions
from portal.linesheets import queries as lines
from portal.linesheets.fields import BY_NAME
from portal.linesheets.models import View

IN_SHOPS_FROM = {"spring": 2, "summer": 4, "autumn": 8, "winter": 10}
"""The month in which a season's first wave is in the shops."""
NEWEST = 3
"""Pictures of a lookbook that show the coming season."""
SHARED_BY = "yue"
SENT = "夏一波款式表.csv", "lines-waiting.csv", 1
"""What a table that waits to be looked at is called, where its text is, how many days old it is.

A whole day: an hour at the market on the same day may still lie ahead."""
SENT_PICTURES = (
    ("W03", 1, "linen", "#d8cbb3", "Y3-01.jpg"),
    ("W03", 5, "linen", "#a3b299", "Y3-02.jpg"),
    ("W02", 3, "floral", "#c69a92", "Y3-03.jpg"),
    ("W01", 2, "linen", "#efe8da", "Y3-04.jpg"),
    ("W04", 3, "dots", "#8ea6bd", "Y3-05.jpg"),
    ("W12", 2, "denim", "#8ba3bd", "Y3-06_back.jpg"),
)
"""The pictures that came with it: category, model, weave, colour, and what each file is called."""


def sheets() -> list[dict[str, Any]]:
    """Return the line sheets that the data file tells."""
    return material.rows("lines")


def styles_of(sheet: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each style of a sheet with what its row leaves to the sheet."""
    cloths, colours = material.read("lines")["cloths"], material.read("lines")["colours"]
    usual = sheet.get("availability", "pre_order")
    for number, row in enumerate(sheet["styles"], 1):
        zh, en, category, model, cloth, price, worn, *other = row
        fibres, contact, standard, weave, *down = cloths[cloth]
        clusters, grams = down or ("", "")
        yield {
            "number": f"{sheet['prefix']}{number:02d}",
            "name_zh": zh,
            "name_en": en,
            "category": category,
            "model": model,
            "weave": weave,
            "hex": colours[worn.split()[0]][2],
            "tag_price": str(price),
            "colours": "、".join(" ".join(colours[one]) for one in worn.split()),
            "fibres": fibres,
            "contact": contact,
            "standard": standard,
            "down_content": clusters,
            "down_grams": grams,
            "availability": other[0] if other else usual,
        }


def seed_of(key: str) -> int:
    """Return the seed of a brand by its key."""
    return next(int(one["seed"]) for one in material.rows("brands") if one["key"] == key)


def picture_of(sheet: Mapping[str, Any], style: Mapping[str, Any], place: int = 0) -> WantedStyle:
    """Return the picture of one side of a style."""
    seed = seed_of(sheet["brand"])
    return WantedStyle(seed, style["category"], style["model"], style["weave"], style["hex"], place)


def pictures() -> Iterator[WantedStyle]:
    """Yield every picture on the line sheets."""
    for sheet in sheets():
        for number, style in enumerate(styles_of(sheet)):
            yield picture_of(sheet, style)
            if number < sheet["details"]:
                yield picture_of(sheet, style, 1)


def year_of(wave: str, when: str, now: datetime) -> int:
    """Return the year of a wave: of the next one to come, or of the one that is in the shops."""
    begun = now.month >= IN_SHOPS_FROM[wave.partition("_")[0]]
    return now.year + (int(begun) if when == "coming" else int(begun) - 1)


def everything(tellings: Mapping[str, Telling], now: datetime) -> list[Story]:
    """Return the story of each line sheet, and that of a table which waits to be looked at."""
    told = [keep(sheet, tellings[sheet["brand"]], now) for sheet in sheets()]
    return [*told, send_table(tellings[SHARED_BY], now)]


def keep(sheet: dict[str, Any], telling: Telling, now: datetime) -> Story:
    """Write a line sheet, publish it, and for one brand share it."""
    moment = now - days(sheet["age_days"])
    yield office_hour(moment, (sheet["brand"], sheet["wave"]))
    year, owner = year_of(sheet["wave"], sheet["when"], now), telling.owner
    made = actions.begin(
        demo.brand(telling.brand_id),
        year=year,
        wave=sheet["wave"],
        name_zh=f"{year}{sheet['name_zh']}",
        name_en=f"{sheet['name_en']}, {year}",
        by=owner,
    )
    for place, style in enumerate(styles_of(sheet)):
        kept = actions.add(made, values_of(sheet, style, now), by=owner)
        hang(telling, kept, View.FRONT, picture_of(sheet, style))
        if place < sheet["details"]:
            hang(telling, kept, View.DETAIL, picture_of(sheet, style, 1))
    number = made.id
    yield office_hour(moment + days(1), (sheet["brand"], sheet["wave"], "publish"))
    actions.publish(lines.sheet_by_id(number), by=owner)
    if sheet["brand"] == SHARED_BY and sheet["when"] == "coming":
        yield office_hour(moment + days(2), (sheet["brand"], "share"))
        shared = lines.sheet_by_id(number)
        agent = lines.connected_with(shared.brand_id)[0]
        actions.share(
            shared, connection_id=agent.id, made_for="", days=30, with_prices=True, by=owner
        )


def values_of(sheet: Mapping[str, Any], style: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return a style's values, read from texts as the grid reads them."""
    wearer = "infant" if style["category"] == "K01" else sheet.get("wearer", "adult")
    least = {"infant": "A", "child": "B"}.get(wearer, "B")
    ordered = style["availability"] == "pre_order"
    texts = {
        **{name: text for name, text in style.items() if name in BY_NAME},
        "sizes": "73/48 80/48 90/52" if wearer == "infant" else sheet["sizes"],
        "wearer": wearer,
        "safety_class": least if style["contact"] == "direct" or wearer == "infant" else "C",
        "supply_discount": sheet["discount"],
        "least_pieces": sheet["least"],
        "mixing": "colours",
        "pack": "1:2:1" if wearer == "infant" else sheet["pack"],
        "delivery_from": f"{now + days(60):%Y-%m-%d}" if ordered else "",
        "delivery_until": f"{now + days(85):%Y-%m-%d}" if ordered else "",
        "exchangeable": "yes" if ordered else "no",
        "stock": "to_order" if ordered else "plenty",
    }
    return {name: BY_NAME[name].taken(text) for name, text in texts.items()}


def hang(telling: Telling, style: Any, view: View, wanted: WantedStyle) -> None:
    """Hang a drawn picture on one side of a style."""
    upload = uploads.keep(wanted, telling.drawn[wanted])
    if refused := actions.hang(style, view, upload, by=telling.owner):
        raise ValueError(f"{style.number}: {refused}")


def send_table(telling: Telling, now: datetime) -> Story:
    """Begin next summer's line sheet and send a table with pictures, which the worker reads."""
    name, text, age = SENT
    yield office_hour(now - days(age), name)
    year = year_of("summer_1", "coming", now)
    sheet = actions.begin(
        demo.brand(telling.brand_id),
        year=year,
        wave="summer_1",
        name_zh=f"{year}夏 · 换气",
        name_en=f"Breath, {year}",
        by=telling.owner,
    )
    table = (material.DATA / text).read_bytes()
    packed = zipped(int(telling.row["seed"]))
    received = actions.receive([(name, table), ("夏一波照片.zip", packed)])
    actions.begin_import(sheet, received, by=telling.owner)


def zipped(seed: int) -> bytes:
    """Return the pictures of the table that was sent, in a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for category, model, weave, colour, name in SENT_PICTURES:
            drawn = WantedStyle(seed, category, model, weave, colour).jpeg()
            archive.writestr(zipfile.ZipInfo(name), drawn)
    return out.getvalue()


def caption(telling: Telling) -> None:
    """Write the words under the first pictures of a brand's lookbook, and of which season each is.

    The cover keeps none; the first are of the coming season, the rest of the one in the shops.
    """
    told: Sequence[list[str]] = material.read("lines")["captions"].get(telling.row["key"], [])
    for place, (zh, en) in enumerate(told, 1):
        picture = draft_of(telling).pictures[place]
        wave, when = ("spring_1", "coming") if place <= NEWEST else ("winter_1", "current")
        lookbook.describe(
            picture,
            focus=(50, 50),
            year=year_of(wave, when, telling.now),
            wave=wave,
            caption_zh=zh,
            caption_en=en,
            alt_zh=zh,
            alt_en=en,
        )
