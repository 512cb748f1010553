"""Imports of an office's own tables."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "reading",
                "preview",
                "applied",
                "undone",
                "discarded",
                name="rosterstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_ending", sa.String(length=4), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("file_purged_at", sa.DateTime(), nullable=True),
        sa.Column("sheet", sa.String(length=255), nullable=False),
        sa.Column("sheets", sa.JSON(), nullable=False),
        sa.Column("hidden_sheets", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("heading_row", sa.Integer(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("applied_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["applied_by_id"], ["account.id"], name=op.f("fk_roster_applied_by_id")
        ),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_roster_market_id")),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["account.id"], name=op.f("fk_roster_undone_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["account.id"], name=op.f("fk_roster_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
    )
    op.create_index("ix_roster_market", "roster", ["market_id", "state"], unique=False)
    op.create_index(op.f("ix_roster_sha256"), "roster", ["sha256"], unique=False)
    op.create_table(
        "roster_heading",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=80), nullable=False),
        sa.Column("holds", sa.String(length=20), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["market_id"], ["market.id"], name=op.f("fk_roster_heading_market_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_heading")),
        sa.UniqueConstraint(
            "market_id", "heading", name=op.f("uq_roster_heading_market_id_heading")
        ),
    )
    op.create_table(
        "roster_row",
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "new",
                "changed",
                "doubtful",
                "problem",
                "unchanged",
                "left_out",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("effect", sa.String(length=12), nullable=False),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("called", sa.String(length=300), nullable=False),
        sa.Column("kinds", sa.String(length=400), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("target", sa.JSON(), nullable=False),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["roster_id"], ["roster.id"], name=op.f("fk_roster_row_roster_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_row")),
        sa.UniqueConstraint("roster_id", "number", name=op.f("uq_roster_row_roster_id_number")),
    )
    op.create_index("ix_roster_row_outcome", "roster_row", ["roster_id", "outcome"], unique=False)
    op.create_table(
        "roster_entry",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_roster_entry_brand_id")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["company.id"], name=op.f("fk_roster_entry_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["market_id"], ["market.id"], name=op.f("fk_roster_entry_market_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_entry")),
        sa.UniqueConstraint("brand_id", name=op.f("uq_roster_entry_brand_id")),
    )
    op.create_index(
        op.f("ix_roster_entry_company_id"), "roster_entry", ["company_id"], unique=False
    )
    op.create_index(op.f("ix_roster_entry_market_id"), "roster_entry", ["market_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_roster_entry_market_id"), table_name="roster_entry")
    op.drop_index(op.f("ix_roster_entry_company_id"), table_name="roster_entry")
    op.drop_table("roster_entry")
    op.drop_index("ix_roster_row_outcome", table_name="roster_row")
    op.drop_table("roster_row")
    op.drop_table("roster_heading")
    op.drop_index(op.f("ix_roster_sha256"), table_name="roster")
    op.drop_index("ix_roster_market", table_name="roster")
    op.drop_table("roster")
