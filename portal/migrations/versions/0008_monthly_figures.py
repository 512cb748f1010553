"""Monthly figures: what a market asks, what brands answer, every correction, every reminder.

A market that stands in the database asks nothing until its office chooses: nobody is suddenly
late, and nobody gets a message about months that were never asked for.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def own_columns() -> tuple[sa.Column[Any], ...]:
    """Return the columns that every table has."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )


def key(name: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key under the house's name for it."""
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{name}_{column}"))


def upgrade() -> None:
    op.create_table(
        "figure_choice",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_month", sa.Date(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        *own_columns(),
        key("figure_choice", "market_id", "market"),
        key("figure_choice", "by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_choice")),
        sa.UniqueConstraint("market_id", "number", name=op.f("uq_figure_choice_market_id_number")),
    )
    op.create_table(
        "figure_sheet",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("for_owner", sa.Boolean(), nullable=False),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *own_columns(),
        key("figure_sheet", "brand_id", "brand"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_sheet")),
        sa.UniqueConstraint("brand_id", "month", name=op.f("uq_figure_sheet_brand_id_month")),
    )
    op.create_index("ix_figure_sheet_month", "figure_sheet", ["month"])
    op.create_table(
        "figure_change",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(length=120), nullable=False),
        sa.Column("for_owner", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        *own_columns(),
        key("figure_change", "sheet_id", "figure_sheet"),
        key("figure_change", "by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_change")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_figure_change_sheet_id_number")),
    )
    op.create_table(
        "figure_reminder",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *("opened", "due", "late", "office"),
                name="reminderkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Integer(), nullable=True),
        *own_columns(),
        key("figure_reminder", "brand_id", "brand"),
        key("figure_reminder", "by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_reminder")),
        sa.UniqueConstraint("brand_id", "on_day", name=op.f("uq_figure_reminder_brand_id_on_day")),
    )
    op.create_index("ix_figure_reminder_month", "figure_reminder", ["month", "kind"])


def downgrade() -> None:
    for table in ("figure_reminder", "figure_change", "figure_sheet", "figure_choice"):
        op.drop_table(table)
