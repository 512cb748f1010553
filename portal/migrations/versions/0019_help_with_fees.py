"""Help with fees."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fee_help",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("fen", sa.Integer(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=False),
        sa.Column("stage_code", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True),
        sa.Column("taken_back_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("fen > 0", name=op.f("ck_fee_help_amount")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_fee_help_market_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_fee_help_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fee_help")),
    )
    op.create_index("ix_fee_help_market", "fee_help", ["market_id", "granted_on"])
    op.create_index("ix_fee_help_brand", "fee_help", ["brand_id", "granted_on"])


def downgrade() -> None:
    op.drop_table("fee_help")
