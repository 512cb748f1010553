"""Searches that people keep, and the brands they looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column(
            "rhythm",
            sa.Enum(
                "daily",
                "weekly",
                "never",
                name="rhythm",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("known", sa.LargeBinary(), nullable=False),
        sa.Column("news", sa.JSON(), nullable=False),
        sa.Column("told_at", sa.DateTime(), nullable=True),
        sa.Column("off_token", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_saved_search_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("off_token", name=op.f("uq_saved_search_off_token")),
    )
    op.create_index("ix_saved_search_user_id", "saved_search", ["user_id"])
    op.create_index("ix_saved_search_due_at", "saved_search", ["due_at"])
    op.create_table(
        "seen_brand",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_seen_brand_user_id")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_seen_brand_brand_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen_brand")),
        sa.UniqueConstraint("user_id", "brand_id", name=op.f("uq_seen_brand_user_id_brand_id")),
    )
    op.create_index("ix_seen_brand_brand_id", "seen_brand", ["brand_id"])


def downgrade() -> None:
    op.drop_table("seen_brand")
    op.drop_table("saved_search")
