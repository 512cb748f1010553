"""Brands that change their market; since when a let stall is open for trade."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

STATES = ("asked", "done", "declined", "called_off")
SIDES = ("old", "new", "owner")


def upgrade() -> None:
    op.create_table(
        "transfer",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("old_market_id", sa.Integer(), nullable=False),
        sa.Column("new_market_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES,
                name="transferstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "asked_by",
            sa.Enum(*SIDES, name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("old_agreed_at", sa.DateTime(), nullable=True),
        sa.Column("new_agreed_at", sa.DateTime(), nullable=True),
        sa.Column("owner_agreed_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("old_market_id <> new_market_id", name=op.f("ck_transfer_two_markets")),
        *(
            sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_transfer_{column}"))
            for column, target in (
                ("asked_by_id", "account"),
                ("brand_id", "brand"),
                ("ended_by_id", "account"),
                ("new_market_id", "market"),
                ("old_market_id", "market"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
    )
    op.create_index(op.f("ix_transfer_brand_id"), "transfer", ["brand_id"])
    op.create_index("ix_transfer_old_market", "transfer", ["old_market_id", "state"])
    op.create_index("ix_transfer_new_market", "transfer", ["new_market_id", "state"])
    op.create_index(
        "uq_transfer_running",
        "transfer",
        ["brand_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )

    op.add_column("stall_let", sa.Column("opened_on", sa.Date(), nullable=True))
    op.execute(  # who has a running let was trading all the while
        "UPDATE stall_let SET opened_on = starts_on "
        "WHERE called_off_at IS NULL AND starts_on <= CURRENT_DATE"
    )


def downgrade() -> None:
    op.drop_column("stall_let", "opened_on")
    op.drop_table("transfer")
