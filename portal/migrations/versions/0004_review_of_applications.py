"""Named steps, reviews, interviews and the waiting list of applications."""

import re
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHECK = "ck_application_applicationstate"
NEW_STATES = ("in_review", "shortlisted", "interview", "waitlisted")
VERBS = ("begin", "submit", "return", "admit", "decline", "withdraw")
AFTER = {
    "begin": "draft",
    "submit": "submitted",
    "return": "returned",
    "admit": "admitted",
    "decline": "declined",
    "withdraw": "withdrawn",
}
APPEND_ONLY_SQLITE = (
    "CREATE TRIGGER application_event_no_{lower} BEFORE {verb} ON application_event "
    "BEGIN SELECT RAISE(ABORT, 'application_event is append-only'); END"
)
APPEND_ONLY_POSTGRES = """
CREATE FUNCTION application_event_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'application_event is append-only'; END $$;
CREATE TRIGGER application_event_append_only BEFORE UPDATE OR DELETE ON application_event
FOR EACH ROW EXECUTE FUNCTION application_event_append_only();
CREATE TRIGGER application_event_not_emptied BEFORE TRUNCATE ON application_event
FOR EACH STATEMENT EXECUTE FUNCTION application_event_append_only();
"""


def is_postgres() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def known_states() -> list[str]:
    """Return the states that the table allows now, whoever added them."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("application")
    text = next(str(one["sqltext"]) for one in checks if one["name"] == CHECK)
    return re.findall(r"'(\w+)'", text)


def allow(states: list[str]) -> None:
    """Let an application be in these states and no others.

    SQLite keeps a CHECK in the table's text alone. To write the table anew would drop the rows
    that other tables refer to; the text is changed in place, as SQLite's manual describes it.
    """
    words = ", ".join(f"'{one}'" for one in states)
    if is_postgres():
        op.drop_constraint(op.f(CHECK), "application", type_="check")
        op.create_check_constraint(op.f(CHECK), "application", f"state IN ({words})")
        return
    bind = op.get_bind()
    before = bind.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'application'"))
    after = re.sub(
        rf"(CONSTRAINT {CHECK} CHECK \()[^)]*\)", rf"\1state IN ({words})", str(before), count=1
    )
    version = bind.scalar(sa.text("PRAGMA schema_version"))
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    bind.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": after, "name": "application"},
    )
    bind.execute(sa.text(f"PRAGMA schema_version = {int(version or 0) + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))


def keep_the_events() -> None:
    """Let nobody change or delete an event, whatever a program says."""
    if is_postgres():
        op.execute(APPEND_ONLY_POSTGRES)
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(APPEND_ONLY_SQLITE.format(verb=verb, lower=verb.lower()))


def tell_what_happened() -> None:
    """Write down the steps of the applications there are: from the trail, else from the row."""
    bind = op.get_bind()
    trail = sa.text(
        "SELECT subject_id, verb, actor_id, actor_name, reason, created_at FROM audit_event "
        "WHERE subject_type = 'application' AND verb IN :verbs ORDER BY id"
    ).bindparams(sa.bindparam("verbs", [f"application.{one}" for one in VERBS], expanding=True))
    events = [
        event(row, row.verb.removeprefix("application."))
        for row in bind.execute(trail.columns(created_at=sa.DateTime()))
    ]
    told = {(one["application_id"], one["step"]) for one in events}
    rows = sa.text(
        "SELECT id, state, author_id, submitted_at, decided_at, decided_by_id, reason, "
        "created_at FROM application ORDER BY id"
    ).columns(submitted_at=sa.DateTime(), decided_at=sa.DateTime(), created_at=sa.DateTime())
    for row in bind.execute(rows):
        events += [one for one in steps_of(row) if (one["application_id"], one["step"]) not in told]
    if events:
        table = sa.table(
            "application_event",
            *(
                sa.column(name)
                for name in ("application_id", "step", "entered", "by_id", "by_name", "reason")
            ),
            sa.column("note"),
            sa.column("created_at", sa.DateTime()),
        )
        events.sort(key=lambda one: (one["application_id"], one["created_at"]))
        op.bulk_insert(table, events)


def event(row: sa.Row[Any], step: str) -> dict[str, object]:
    """Return the event that the trail tells of."""
    return {
        "application_id": row.subject_id,
        "step": step,
        "entered": AFTER[step],
        "by_id": row.actor_id,
        "by_name": row.actor_name,
        "reason": row.reason,
        "note": "",
        "created_at": row.created_at,
    }


def steps_of(row: sa.Row[Any]) -> list[dict[str, object]]:
    """Return the events that an application's own row tells of."""
    own = {"application_id": row.id, "by_id": row.author_id, "by_name": "", "note": ""}
    found = []
    if row.submitted_at:
        found.append(own | at("submit", row.submitted_at, ""))
    step = {state: name for name, state in AFTER.items()}.get(row.state)
    if row.decided_at and step in {"admit", "decline", "withdraw"}:
        by = row.author_id if step == "withdraw" else row.decided_by_id
        found.append(own | at(step, row.decided_at, row.reason) | {"by_id": by})
    return found


def at(step: str, moment: datetime, reason: str) -> dict[str, object]:
    """Return what an event says of its step."""
    return {"step": step, "entered": AFTER[step], "created_at": moment, "reason": reason}


def upgrade() -> None:
    allow([*known_states(), *NEW_STATES])
    op.create_table(
        "decision_round",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_decision_round_places")),
        sa.ForeignKeyConstraint(
            ["market_id"], ["market.id"], name=op.f("fk_decision_round_market_id")
        ),
        sa.ForeignKeyConstraint(
            ["stated_by_id"], ["account.id"], name=op.f("fk_decision_round_stated_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_round")),
        sa.UniqueConstraint("market_id", name=op.f("uq_decision_round_market_id")),
    )
    op.create_table(
        "rubric",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"], name=op.f("fk_rubric_made_by_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_rubric_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubric")),
        sa.UniqueConstraint("market_id", "edition", name=op.f("uq_rubric_market_id_edition")),
    )
    op.create_table(
        "criterion",
        sa.Column("rubric_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name_zh", sa.String(length=40), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("meaning_zh", sa.String(length=120), nullable=False),
        sa.Column("meaning_en", sa.String(length=200), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name=op.f("fk_criterion_rubric_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("rubric_id", "position", name=op.f("uq_criterion_rubric_id_position")),
    )
    op.create_table(
        "application_event",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("entered", sa.String(length=32), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_event_application_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_application_event_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_event")),
    )
    op.create_index(
        op.f("ix_application_event_application_id"),
        "application_event",
        ["application_id"],
        unique=False,
    )
    op.create_table(
        "interview",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "set",
                "held",
                "cancelled",
                name="interviewstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "mode",
            sa.Enum(
                "market",
                "phone",
                "video",
                name="interviewmode",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("interviewer_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("score between 0 and 5", name=op.f("ck_interview_score")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_interview_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["interviewer_id"], ["account.id"], name=op.f("fk_interview_interviewer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview")),
        sa.UniqueConstraint("uid", name=op.f("uq_interview_uid")),
    )
    op.create_index(
        op.f("ix_interview_application_id"), "interview", ["application_id"], unique=False
    )
    op.create_index(
        "ix_interview_starts_at", "interview", ["interviewer_id", "starts_at"], unique=False
    )
    op.create_table(
        "review",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("rubric_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "assigned",
                "handed_in",
                "recused",
                "replaced",
                name="reviewstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("saved_at", sa.DateTime(), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("conflict", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_review_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["account.id"], name=op.f("fk_review_reviewer_id")
        ),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name=op.f("fk_review_rubric_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "application_id", "reviewer_id", name=op.f("uq_review_application_id_reviewer_id")
        ),
    )
    op.create_index(op.f("ix_review_reviewer_id"), "review", ["reviewer_id"], unique=False)
    op.create_table(
        "waiting_place",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_waiting_place_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["market_id"], ["market.id"], name=op.f("fk_waiting_place_market_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_place")),
        sa.UniqueConstraint("application_id", name=op.f("uq_waiting_place_application_id")),
        sa.UniqueConstraint(
            "market_id", "position", name=op.f("uq_waiting_place_market_id_position")
        ),
    )
    op.create_table(
        "score",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("points between 0 and 5", name=op.f("ck_score_points")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criterion.id"], name=op.f("fk_score_criterion_id")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_score_review_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint(
            "review_id", "criterion_id", name=op.f("uq_score_review_id_criterion_id")
        ),
    )
    op.create_index(op.f("ix_score_criterion_id"), "score", ["criterion_id"], unique=False)
    keep_the_events()
    tell_what_happened()


def downgrade() -> None:
    op.drop_index(op.f("ix_score_criterion_id"), table_name="score")
    op.drop_table("score")
    op.drop_table("waiting_place")
    op.drop_index(op.f("ix_review_reviewer_id"), table_name="review")
    op.drop_table("review")
    op.drop_index("ix_interview_starts_at", table_name="interview")
    op.drop_index(op.f("ix_interview_application_id"), table_name="interview")
    op.drop_table("interview")
    op.drop_index(op.f("ix_application_event_application_id"), table_name="application_event")
    op.drop_table("application_event")
    op.drop_table("criterion")
    op.drop_table("rubric")
    op.drop_table("decision_round")
    if is_postgres():
        op.execute("DROP FUNCTION application_event_append_only() CASCADE")
    table = sa.table("application", sa.column("state", sa.String()))
    op.execute(table.update().where(table.c.state.in_(NEW_STATES)).values(state="submitted"))
    allow([one for one in known_states() if one not in NEW_STATES])
