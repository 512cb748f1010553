"""Answers, scores and the office's own notes beside evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = (
    ("answers", sa.JSON(), "{}"),
    ("for_owner", sa.Boolean(), sa.false()),
    ("requests", sa.JSON(), "{}"),
    ("scores", sa.JSON(), "{}"),
    ("rubric", sa.JSON(), "[]"),
)


def upgrade() -> None:
    op.create_table(
        "coach_note",
        sa.Column("progress_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["progress_id"], ["milestone_progress.id"], name=op.f("fk_coach_note_progress_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_coach_note_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coach_note")),
    )
    op.create_index(op.f("ix_coach_note_progress_id"), "coach_note", ["progress_id"])
    with op.batch_alter_table("evidence") as table:
        for name, kind, empty in COLUMNS:
            table.add_column(sa.Column(name, kind, nullable=False, server_default=empty))
        table.add_column(sa.Column("score", sa.Integer(), nullable=True))
    with op.batch_alter_table("evidence") as table:
        for name, _kind, _empty in COLUMNS:
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("milestone_progress") as table:
        table.add_column(sa.Column("reviewer_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("told_days", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_milestone_progress_reviewer_id"), "account", ["reviewer_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("milestone_progress") as table:
        table.drop_constraint(op.f("fk_milestone_progress_reviewer_id"), type_="foreignkey")
        table.drop_column("told_days")
        table.drop_column("reviewer_id")
    with op.batch_alter_table("evidence") as table:
        table.drop_column("score")
        for name, _kind, _empty in reversed(COLUMNS):
            table.drop_column(name)
    op.drop_table("coach_note")
