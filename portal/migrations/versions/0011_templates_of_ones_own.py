"""Templates of a market's own, fairs, and milestones that say more."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SEASONS = ("spring", "summer", "autumn", "winter")
STATES = ("draft", "published", "retired")
KINDS = ("reviewed", "declared", "automatic", "survey")
PASSED = ("locked", "open", "submitted", "returned", "passed", "waived")
STATE_CHECK = "ck_milestone_progress_milestonestate"
KIND_CHECK = "ck_milestone_evidencekind"
SHIPPED = sa.text("market_id IS NULL")
DRAFT = sa.text("state = 'draft'")
DEFAULTS = {
    "programme_template": ("state", "note", "edits", "version"),
    "milestone": (
        *("unit_zh", "unit_en", "weight", "prerequisites", "due_from", "files_least"),
        *("questions", "rubric", "checklist_zh", "checklist_en"),
    ),
}
"""Columns whose default only serves the rows that are there already."""


def one_of(column: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def column(name: str, kind: Any, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=default is None, server_default=default)


def upgrade() -> None:
    create_fairs()
    widen_templates()
    widen_milestones()
    for table, names in DEFAULTS.items():
        with op.batch_alter_table(table) as batch:
            for name in names:
                batch.alter_column(name, server_default=None)
    widen_programmes()
    widen_ways()


def create_fairs() -> None:
    season = sa.Enum(*SEASONS, name="season", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "fair",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("season", season, nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_fair_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fair")),
    )
    op.create_index("ix_fair_market", "fair", ["market_id", "starts_on"])


def widen_templates() -> None:
    with op.batch_alter_table("programme_template") as table:
        table.drop_constraint(op.f("uq_programme_template_code_template_version"), type_="unique")
        table.add_column(column("market_id", sa.Integer()))
        table.add_column(column("state", sa.String(length=32), "published"))
        table.add_column(column("note", sa.Text(), ""))
        table.add_column(column("edits", sa.Integer(), "0"))
        table.add_column(column("published_at", sa.DateTime()))
        table.add_column(column("version", sa.Integer(), "1"))
        table.create_foreign_key(
            op.f("fk_programme_template_market_id"), "market", ["market_id"], ["id"]
        )
        table.create_check_constraint(
            op.f("ck_programme_template_templatestate"), one_of("state", STATES)
        )
        table.create_unique_constraint(
            op.f("uq_programme_template_market_id_code_template_version"),
            ["market_id", "code", "template_version"],
        )
    for name, columns, where in (
        ("uq_programme_template_shipped", ["code", "template_version"], SHIPPED),
        ("uq_programme_template_draft", ["market_id", "code"], DRAFT),
    ):
        op.create_index(
            name,
            "programme_template",
            columns,
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def widen_milestones() -> None:
    with op.batch_alter_table("milestone") as table:
        table.add_column(column("unit_zh", sa.String(length=20), ""))
        table.add_column(column("unit_en", sa.String(length=30), ""))
        table.add_column(column("parent_id", sa.Integer()))
        table.add_column(column("weight", sa.Integer(), "1"))
        table.add_column(column("prerequisites", sa.JSON(), "[]"))
        table.add_column(column("due_from", sa.String(length=32), "stage"))
        table.add_column(column("due_days", sa.Integer()))
        table.add_column(column("files_least", sa.Integer(), "0"))
        table.add_column(column("questions", sa.JSON(), "[]"))
        table.add_column(column("rubric", sa.JSON(), "[]"))
        table.add_column(column("checklist_zh", sa.Text(), ""))
        table.add_column(column("checklist_en", sa.Text(), ""))
        table.create_foreign_key(op.f("fk_milestone_parent_id"), "milestone", ["parent_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_milestone_duefrom"), one_of("due_from", ("stage", "enrolment", "fair"))
        )
        table.drop_constraint(op.f(KIND_CHECK), type_="check")
        table.create_check_constraint(op.f(KIND_CHECK), one_of("evidence", (*KINDS, "parts")))
    op.create_index(op.f("ix_milestone_parent_id"), "milestone", ["parent_id"])


def widen_programmes() -> None:
    with op.batch_alter_table("programme") as table:
        table.add_column(column("ends_on", sa.Date()))
        table.add_column(column("season", sa.String(length=32)))
        table.add_column(column("fair_id", sa.Integer()))
        table.create_foreign_key(op.f("fk_programme_fair_id"), "fair", ["fair_id"], ["id"])
        table.create_check_constraint(op.f("ck_programme_season"), one_of("season", SEASONS))
    op.create_index(op.f("ix_programme_fair_id"), "programme", ["fair_id"])


def widen_ways() -> None:
    with op.batch_alter_table("enrolment") as table:
        table.add_column(column("template_id", sa.Integer()))
    op.execute(
        "UPDATE enrolment SET template_id = "
        "(SELECT template_id FROM stage WHERE stage.id = enrolment.stage_id)"
    )
    with op.batch_alter_table("enrolment") as table:
        table.alter_column("template_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(
            op.f("fk_enrolment_template_id"), "programme_template", ["template_id"], ["id"]
        )
    op.create_index(op.f("ix_enrolment_template_id"), "enrolment", ["template_id"])
    with op.batch_alter_table("evidence") as table:
        table.add_column(column("milestone_id", sa.Integer()))
        table.create_foreign_key(
            op.f("fk_evidence_milestone_id"), "milestone", ["milestone_id"], ["id"]
        )
    with op.batch_alter_table("milestone_progress") as table:
        table.drop_constraint(op.f(STATE_CHECK), type_="check")
        table.create_check_constraint(op.f(STATE_CHECK), one_of("state", (*PASSED, "dropped")))
    with op.batch_alter_table("date_move") as table:
        table.add_column(column("fair_id", sa.Integer()))
        table.add_column(column("template_id", sa.Integer()))
        table.create_foreign_key(op.f("fk_date_move_fair_id"), "fair", ["fair_id"], ["id"])
        table.create_foreign_key(
            op.f("fk_date_move_template_id"), "programme_template", ["template_id"], ["id"]
        )


def downgrade() -> None:
    # What the former tables cannot say goes: a milestone no longer asked counts as waived, one
    # with parts as reviewed. A market's own templates stay, and look as if they were shipped.
    with op.batch_alter_table("date_move") as table:
        for name in ("fair_id", "template_id"):
            table.drop_constraint(op.f(f"fk_date_move_{name}"), type_="foreignkey")
            table.drop_column(name)
    op.execute("UPDATE milestone_progress SET state = 'waived' WHERE state = 'dropped'")
    with op.batch_alter_table("milestone_progress") as table:
        table.drop_constraint(op.f(STATE_CHECK), type_="check")
        table.create_check_constraint(op.f(STATE_CHECK), one_of("state", PASSED))
    with op.batch_alter_table("evidence") as table:
        table.drop_constraint(op.f("fk_evidence_milestone_id"), type_="foreignkey")
        table.drop_column("milestone_id")
    op.drop_index(op.f("ix_enrolment_template_id"), "enrolment")
    with op.batch_alter_table("enrolment") as table:
        table.drop_constraint(op.f("fk_enrolment_template_id"), type_="foreignkey")
        table.drop_column("template_id")
    op.drop_index(op.f("ix_programme_fair_id"), "programme")
    with op.batch_alter_table("programme") as table:
        table.drop_constraint(op.f("ck_programme_season"), type_="check")
        table.drop_constraint(op.f("fk_programme_fair_id"), type_="foreignkey")
        for name in ("ends_on", "season", "fair_id"):
            table.drop_column(name)
    narrow_milestones()
    narrow_templates()
    op.drop_table("fair")


def narrow_milestones() -> None:
    op.execute("UPDATE milestone SET evidence = 'reviewed' WHERE evidence = 'parts'")
    op.drop_index(op.f("ix_milestone_parent_id"), "milestone")
    with op.batch_alter_table("milestone") as table:
        table.drop_constraint(op.f(KIND_CHECK), type_="check")
        table.create_check_constraint(op.f(KIND_CHECK), one_of("evidence", KINDS))
        table.drop_constraint(op.f("ck_milestone_duefrom"), type_="check")
        table.drop_constraint(op.f("fk_milestone_parent_id"), type_="foreignkey")
        for name in (*DEFAULTS["milestone"], "parent_id", "due_days"):
            table.drop_column(name)


def narrow_templates() -> None:
    # Codes of different markets may be alike; the number keeps them apart.
    op.execute(
        "UPDATE programme_template SET code = substr(code, 1, 30) || '-' || CAST(id AS VARCHAR) "
        "WHERE market_id IS NOT NULL"
    )
    for name in ("uq_programme_template_draft", "uq_programme_template_shipped"):
        op.drop_index(name, "programme_template")
    with op.batch_alter_table("programme_template") as table:
        table.drop_constraint(
            op.f("uq_programme_template_market_id_code_template_version"), type_="unique"
        )
        table.drop_constraint(op.f("ck_programme_template_templatestate"), type_="check")
        table.drop_constraint(op.f("fk_programme_template_market_id"), type_="foreignkey")
        for name in (*DEFAULTS["programme_template"], "market_id", "published_at"):
            table.drop_column(name)
        table.create_unique_constraint(
            op.f("uq_programme_template_code_template_version"), ["code", "template_version"]
        )
