"""Leads, intakes with questions of their own, and applications that belong to them.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
STATES = ("draft", "submitted", "returned", "admitted", "declined", "withdrawn")


def listed(name: str, *values: str) -> sa.Enum:
    """Return the type of a column that holds one of these words."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    """Make the tables; applications that are there belong to no intake."""
    op.create_table(
        "intake",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("state", listed("intakestate", "planned", "open", "closed"), nullable=False),
        sa.Column("season", sa.String(length=40), nullable=False),
        sa.Column("title_zh", sa.String(length=80), nullable=False),
        sa.Column("title_en", sa.String(length=120), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=True),
        sa.Column("hall_id", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_intake_market_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_intake_programme_id")
        ),
        sa.ForeignKeyConstraint(
            ["hall_id"], ["hall.id"], name=op.f("fk_intake_hall_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake")),
    )
    op.create_index("ix_intake_market", "intake", ["market_id", "state", "closes_on"])
    op.create_table(
        "intake_edition",
        sa.Column("intake_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intake_id"], ["intake.id"], name=op.f("fk_intake_edition_intake_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_edition")),
        sa.UniqueConstraint("intake_id", "number", name=op.f("uq_intake_edition_intake_id_number")),
    )
    op.create_table(
        "intake_question",
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            listed("questionkind", "short", "long", "number", "choice", "file"),
            nullable=False,
        ),
        sa.Column("title_zh", sa.String(length=120), nullable=False),
        sa.Column("title_en", sa.String(length=160), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["intake_edition.id"], name=op.f("fk_intake_question_edition_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intake_question")),
    )
    op.create_index(op.f("ix_intake_question_edition_id"), "intake_question", ["edition_id"])
    grow_application()
    op.create_table(
        "application_file",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_file_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["intake_question.id"], name=op.f("fk_application_file_question_id")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_application_file_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_file")),
    )
    for column in ("application_id", "question_id"):
        op.create_index(op.f(f"ix_application_file_{column}"), "application_file", [column])
    make_leads()


def grow_application() -> None:
    """Let an application belong to an intake, be typed by an office, be merged into another."""
    with op.batch_alter_table("application") as table:
        table.add_column(sa.Column("intake_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("edition_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("replies", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("typed_by_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("confirmed_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("confirm_hash", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("confirm_until", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
    with op.batch_alter_table("application") as table:
        table.alter_column("replies", server_default=None)
        table.alter_column(
            "state",
            existing_type=listed("applicationstate", *STATES),
            type_=listed("applicationstate", *STATES, "merged"),
            existing_nullable=False,
        )
        for column, target in (
            ("intake_id", "intake"),
            ("edition_id", "intake_edition"),
            ("typed_by_id", "account"),
            ("merged_into_id", "application"),
        ):
            name = op.f(f"fk_application_{column}")
            table.create_foreign_key(name, target, [column], ["id"])
        table.create_unique_constraint(op.f("uq_application_confirm_hash"), ["confirm_hash"])
    for column in ("intake_id", "edition_id", "merged_into_id"):
        op.create_index(op.f(f"ix_application_{column}"), "application", [column])


def make_leads() -> None:
    """Make the tables of leads."""
    op.create_table(
        "lead",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", listed("leadstate", "open", "invited", "applied", "lost"), nullable=False
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("mobile", sa.String(length=20), nullable=False),
        sa.Column("brand_name", sa.String(length=60), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("next_action", sa.String(length=200), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("responsible_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("token_expires_at", sa.DateTime(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_lead_market_id")),
        sa.ForeignKeyConstraint(
            ["responsible_id"], ["account.id"], name=op.f("fk_lead_responsible_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_lead_application_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_lead_token_hash")),
    )
    op.create_index("ix_lead_market", "lead", ["market_id", "state", "next_on"])
    op.create_index(op.f("ix_lead_responsible_id"), "lead", ["responsible_id"])
    op.create_index(op.f("ix_lead_application_id"), "lead", ["application_id"])
    op.create_table(
        "lead_contact",
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_lead_contact_lead_id")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_lead_contact_author_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead_contact")),
    )
    op.create_index(op.f("ix_lead_contact_lead_id"), "lead_contact", ["lead_id"])


def downgrade() -> None:
    """Take it all back; merged applications count as withdrawn."""
    op.drop_table("lead_contact")
    op.drop_table("lead")
    op.drop_table("application_file")
    op.execute("UPDATE application SET state = 'withdrawn' WHERE state = 'merged'")
    for column in ("intake_id", "edition_id", "merged_into_id"):
        op.drop_index(op.f(f"ix_application_{column}"), table_name="application")
    with op.batch_alter_table("application") as table:
        table.alter_column(
            "state",
            existing_type=listed("applicationstate", *STATES, "merged"),
            type_=listed("applicationstate", *STATES),
            existing_nullable=False,
        )
        for column in ("intake_id", "edition_id", "typed_by_id", "merged_into_id"):
            table.drop_constraint(op.f(f"fk_application_{column}"), type_="foreignkey")
        table.drop_constraint(op.f("uq_application_confirm_hash"), type_="unique")
        for column in (
            "intake_id",
            "edition_id",
            "replies",
            "typed_by_id",
            "confirmed_at",
            "confirm_hash",
            "confirm_until",
            "merged_into_id",
        ):
            table.drop_column(column)
    op.drop_table("intake_question")
    op.drop_table("intake_edition")
    op.drop_table("intake")
