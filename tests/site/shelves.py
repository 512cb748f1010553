"""Line sheets for the world: one that is being written, one that agents see, an import, a link."""

from datetime import timedelta
from typing import Any

from portal.accounts.models import User
from portal.brands.models import Brand
from portal.core import clock, tokens
from portal.core.cells import Part
from portal.core.workbooks import workbook_bytes
from portal.linesheets import actions
from portal.linesheets.models import (
    ImportState,
    LineSheet,
    RowOutcome,
    ShareLink,
    SheetState,
    Style,
    StyleImport,
    StyleImportRow,
    StylePhoto,
    View,
)
from tests.site.furniture import Room, another


def line_sheets_of(room: Room, brand: Brand, by: User, number: int) -> dict[str, dict[str, Any]]:
    """Make a brand's line sheets and return what addresses name, by endpoint."""
    draft = sheet_of(room, brand, SheetState.DRAFT, 2)
    shown = sheet_of(room, brand, SheetState.PUBLISHED, 1)
    token = f"shelf-{number}-{room.words.speech.value}"
    link = room.make.save(
        ShareLink(
            brand_id=brand.id,
            year=shown.year,
            wave=shown.wave,
            token_hash=tokens.digest(token),
            made_for=room.words.one("长沙周记", "Zhou of Changsha"),
            with_prices=True,
            expires_on=clock.today() + timedelta(days=30),
            made_by_id=by.id,
        )
    )
    own = {
        "sheet_id": draft.id,
        "style_id": draft.styles[0].id,
        "photo_id": draft.styles[0].photos[0].id,
        "view": "back",
        "import_id": import_of(room, draft, by).id,
        "link_id": link.id,
        "part": 1,
        "token": token,
    }
    seen = {"sheet_id": shown.id, "photo_id": shown.styles[0].photos[0].id}
    opened = {"token": token, "photo_id": seen["photo_id"]}
    return {"linesheets": own} | {
        f"linesheets.{page}": values
        for values, pages in (
            (seen, ("shown", "shown_catalogue", "shown_table", "shown_photo", "links", "change")),
            (opened, ("opened", "opened_catalogue", "opened_table", "opened_photo")),
        )
        for page in pages
    }


def sheet_of(room: Room, brand: Brand, state: SheetState, number: int) -> LineSheet:
    """Make a line sheet of one style that says all there is to say."""
    words = room.words
    style = Style(
        position=0,
        number="A101",
        **words.two("name", "直筒西裤", "Straight trousers"),
        category="W03",
        colours=[{"zh": words.one("墨绿", "Bottle green"), "en": "", "hex": "#2b4a3f"}],
        sizes=["155/66A", "160/70A"],
        fibres=[{"part": "", "fibres": [{"code": "cotton", "share": 10_000}]}],
        wearer="adult",
        contact="direct",
        safety_class="B",
        standard="FZ/T 81007",
        tag_price=39_900,
        supply_discount=3_600,
        least_pieces=12,
        mixing="colours",
        pack="1:2",
        delivery_from=clock.today(),
        delivery_until=clock.today() + timedelta(days=30),
        availability="at_once",
        exchangeable="yes",
        stock="few",
        photos=[StylePhoto(file=another(room.picture), view=View.FRONT)],
    )
    return room.make.save(
        LineSheet(
            brand_id=brand.id,
            year=clock.today().year,
            wave="spring_1",
            number=number,
            state=state,
            **words.two("name", "春一波", "Spring wave"),
            published_at=clock.now() if state is SheetState.PUBLISHED else None,
            styles=[style],
        )
    )


TABLE = workbook_bytes(Part("款式", ["款号", "吊牌价"], [["A101", 459]]))


def import_of(room: Room, sheet: LineSheet, by: User) -> StyleImport:
    """Make an import that waits for ticks."""
    one = room.make.save(
        StyleImport(
            sheet_id=sheet.id,
            state=ImportState.PREVIEW,
            uploaded_by_id=by.id,
            file_name="styles.xlsx",
            stored_name=actions.receive([("styles.xlsx", TABLE)]).stored_name,
            steps_total=1,
            steps_done=1,
        )
    )
    room.make.save(
        StyleImportRow(
            import_id=one.id,
            line=2,
            number="A101",
            outcome=RowOutcome.CHANGED,
            texts={"number": "A101", "tag_price": "459"},
            changes={"tag_price": ["¥399", "¥459"]},
            style_id=sheet.styles[0].id,
        )
    )
    return one
