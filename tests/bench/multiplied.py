"""A hundred thousand brands made a million by the database itself: minutes instead of an hour.

The copies have numbers, addresses, English names and places in the order of their own, and share
all else with the brand that they are copied from: words stand in as many of them, of a hundred,
as before.
"""

from sqlalchemy import inspect, text
from sqlalchemy.orm import DeclarativeBase

from portal.brands.models import Brand, Revision
from portal.core.db import db
from portal.directory.models import Listing, SearchText

SEPARATE = {
    "brand": {
        "id": "id + :shift",
        "slug": "'stock-' || (id + :shift)",
    },
    "profile_revision": {
        "id": "id + :shift",
        "brand_id": "brand_id + :shift",
        "name_en": "case name_en when '' then '' else name_en || ' ' || :copy end",
    },
    "search_text": {
        "id": "id + :shift",
        # Tokens are sorted: of those of names, a digit comes before all letters.
        "tokens": "substr(tokens, 1, {at}(tokens, ' n')) || 'n' || :copy"
        " || substr(tokens, {at}(tokens, ' n'))",
        "text": "text || ' ' || :copy",
    },
    "listing": {
        "id": "id + :shift",
        "brand_id": "brand_id + :shift",
        "revision_id": "revision_id + :shift",
        "change": "change + :shift",
        "completeness": "60 + (completeness - 60 + 7 * :number) % 41",
        "rank": "4 * (rank / 4) + 1 + {whole70} + {whole90}",
    },
}
"""What differs in each copy, by table; all other columns are as they were."""
AT = {"sqlite": "instr", "postgresql": "strpos"}
WHOLE = "case when 60 + (completeness - 60 + 7 * :number) % 41 >= {least} then 1 else 0 end"
FILED_BY_TRIGGER = "search_text_in"
FILE_ANEW = "insert into search_fts(search_fts) values ('rebuild')"


def multiply(first: int, there: int, wanted: int) -> None:
    """Make `wanted` brands of those that are `there`, the first of which has the number `first`."""
    sqlite = db.engine.dialect.name == "sqlite"
    trigger = taken_off() if sqlite else ""
    for number, begun in enumerate(range(there, wanted, there), 1):
        many = min(there, wanted - begun)
        for table in (Brand, Revision, SearchText, Listing):
            copy(table, first, many, shift=begun, number=number)
        db.session.commit()
    if sqlite:
        db.session.execute(text(FILE_ANEW))
        db.session.execute(text(trigger))
        db.session.commit()


def copy(table: type[DeclarativeBase], first: int, many: int, *, shift: int, number: int) -> None:
    """Copy the first rows of a table, under numbers of their own."""
    names = [column.name for column in inspect(table).local_table.columns]
    own = SEPARATE[table.__tablename__]
    told = ", ".join(own.get(name, f'"{name}"') for name in names)
    told = told.format(
        at=AT[db.engine.dialect.name],
        whole70=WHOLE.format(least=70),
        whole90=WHOLE.format(least=90),
    )
    into = ", ".join(f'"{name}"' for name in names)
    asked = (
        f"insert into {table.__tablename__} ({into}) select {told} from {table.__tablename__}"  # noqa: S608 -- our own names
        " where id >= :first and id < :first + :many"
    )
    whole = {"first": first, "many": many, "shift": shift, "number": number}
    values = {**whole, "copy": str(number + 1)}
    db.session.execute(text(asked), {one: v for one, v in values.items() if f":{one}" in asked})


def taken_off() -> str:
    """Take off the trigger that files each text by itself, and return how to put it back."""
    asked = text("select sql from sqlite_master where name = :name")
    trigger = str(db.session.scalar(asked, {"name": FILED_BY_TRIGGER}))
    db.session.execute(text(f"drop trigger {FILED_BY_TRIGGER}"))
    return trigger
