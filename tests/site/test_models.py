"""Tables and migrations agree, the trail cannot be changed, and nothing loads by itself."""

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import DateTime, String, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import configure_mappers

from portal.audit import actions as audit
from portal.audit import queries
from portal.audit.models import AuditEvent
from portal.core.db import Base, UTCDateTime, Versioned, db
from portal.core.workflow import LabelledState
from tests.make import Make
from tests.site.world import World

MAPPERS = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)


def schema() -> dict[str, object]:
    """Return every table with its columns, keys and indexes as the database sees them."""
    db.session.remove()
    found = inspect(db.engine)
    return {
        table: (
            [(one["name"], str(one["type"]), one["nullable"]) for one in found.get_columns(table)],
            found.get_pk_constraint(table),
            sorted(str(one) for one in found.get_foreign_keys(table)),
            sorted(
                str((one["name"], one["column_names"], one["unique"]))
                for one in found.get_indexes(table)
            ),
            sorted(str(one) for one in found.get_unique_constraints(table)),
            sorted(str(one) for one in found.get_check_constraints(table)),
        )
        for table in found.get_table_names()
    }


def test_the_migrations_make_what_the_models_say(app: Flask) -> None:
    check()


def test_every_migration_goes_down_and_up_again_with_data_in_it(app: Flask, world: World) -> None:
    before = schema()
    assert db.session.scalar(text("select count(*) from brand"))
    db.session.remove()
    downgrade(revision="base")
    assert set(schema()) <= {"alembic_version"}
    upgrade()
    assert schema() == before
    check()


@pytest.mark.parametrize(
    "statement",
    ["update audit_event set reason = 'x'", "delete from audit_event", "truncate audit_event"],
)
def test_nobody_changes_the_trail(make: Make, statement: str) -> None:
    if statement.startswith("truncate") and db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    audit.record("brand.hide", make.brand(), by=make.staff(), reason="Rebuilding")
    db.session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()
    assert db.session.scalar(text("select reason from audit_event where verb = 'brand.hide'"))


def past_the_trigger(statement: str) -> None:
    """Run a statement as somebody would who has the database's own password."""
    if db.engine.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            db.session.execute(text(f"drop trigger audit_event_no_{verb}"))
    else:
        db.session.execute(text("set local session_replication_role = replica"))
    db.session.execute(text(statement))
    db.session.commit()


@pytest.mark.parametrize(
    "tampering",
    [
        "update audit_event set reason = 'I never said so' where id = :number",
        "update audit_event set actor_id = null where id = :number",
        "update audit_event set created_at = '2020-01-01 00:00:00' where id = :number",
        "delete from audit_event where id = :number",
    ],
)
def test_whoever_gets_past_the_trigger_is_found_out(make: Make, tampering: str) -> None:
    brand, person = make.brand(), make.staff()
    deeds = [audit.record("brand.hide", brand, by=person, reason=str(one)) for one in range(5)]
    numbers = [deed.id for deed in deeds]
    db.session.commit()
    assert not list(queries.broken_links())
    past_the_trigger(tampering.replace(":number", str(numbers[2])))
    broken = list(queries.broken_links())
    assert broken
    assert broken[0] in numbers[2:4]


@pytest.mark.parametrize("mapper", MAPPERS, ids=lambda mapper: mapper.class_.__name__)
class TestModel:
    """What every table owes the rest."""

    def test_nothing_loads_by_itself(self, mapper: object) -> None:
        configure_mappers()
        for relationship in inspect(mapper).relationships:
            assert relationship.lazy == "raise_on_sql", str(relationship)

    def test_texts_have_a_length_and_times_a_zone(self, mapper: object) -> None:
        for column in inspect(mapper).columns:
            if type(column.type) is String:
                assert column.type.length, f"{column}: how long?"
            assert not isinstance(column.type, DateTime), f"{column}: of which zone?"
            if isinstance(column.type, UTCDateTime):
                assert column.name.endswith(("_at", "_until", "_since")), str(column)

    def test_two_cannot_decide_the_same_thing_unseen(self, mapper: object) -> None:
        kind = inspect(mapper).class_
        state = getattr(kind, "state", None)
        if state is not None and kind.__tablename__ != AuditEvent.__tablename__:
            enums = getattr(state.type, "enum_class", None)
            assert enums, f"{kind.__name__}.state is no list of states"
            assert issubclass(enums, LabelledState)
            assert issubclass(kind, Versioned), f"{kind.__name__} has a state but no version"
