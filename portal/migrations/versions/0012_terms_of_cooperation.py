"""The whole profile, the terms of cooperation, and what the office asks and has seen."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXTS = {
    "aliases_zh": 120,
    "aliases_en": 160,
    "honours_zh": 300,
    "honours_en": 500,
    "taxpayer": 40,
    "scope_zh": 600,
    "scope_en": 900,
    "representative": 40,
    "company_address": 200,
    "bank": 120,
    "brand_right": 40,
    "licence_chain_zh": 300,
    "licence_chain_en": 500,
    "size_range": 60,
    "logistics_zh": 200,
    "logistics_en": 300,
    "spot_check": 40,
    "contact_name": 40,
    "contact_mobile": 20,
    "contact_wechat": 60,
    "contact_hours_zh": 80,
    "contact_hours_en": 120,
}
LISTS = ("genders", "occasions", "store_dates", "estimates", "offers", "released")
NUMBERS = (
    "patents",
    "copyrights",
    "price_low",
    "price_high",
    "price_typical",
    "quick_days",
    "warehouse_area",
    "dispatch_hour",
    "report_percent",
    "return_rate",
    "recalls",
    "protection_days",
    "agent_count",
    "outlets",
    "online_shops",
    "streams_monthly",
)
ANSWERS = ("plus_sizes", "renewal_first", "direct_reserved")
TYPED_BY = "fk_profile_revision_typed_by_id"


def new_columns() -> Iterator[sa.Column[Any]]:
    """Yield what a revision keeps from now on; texts and lists begin empty."""
    for name, length in TEXTS.items():
        yield sa.Column(name, sa.String(length=length), nullable=False, server_default="")
    for name in LISTS:
        yield sa.Column(name, sa.JSON(), nullable=False, server_default="[]")
    for name in NUMBERS:
        yield sa.Column(name, sa.Integer(), nullable=True)
    for name in ANSWERS:
        yield sa.Column(name, sa.Boolean(), nullable=True)
    yield sa.Column("capital", sa.BigInteger(), nullable=True)
    yield sa.Column("label_checked_on", sa.Date(), nullable=True)
    yield sa.Column("typed_by_id", sa.Integer(), nullable=True)


def upgrade() -> None:
    with op.batch_alter_table("profile_revision") as table:
        for column in new_columns():
            table.add_column(column)
        table.create_foreign_key(op.f(TYPED_BY), "account", ["typed_by_id"], ["id"])
    with op.batch_alter_table("profile_revision") as table:
        for name in (*TEXTS, *LISTS):
            table.alter_column(name, server_default=None)
    with op.batch_alter_table("market") as table:
        table.add_column(
            sa.Column("profile_percent", sa.Integer(), nullable=False, server_default="0")
        )
    with op.batch_alter_table("market") as table:
        table.alter_column("profile_percent", server_default=None)
    create_comments()
    create_claims()


def create_comments() -> None:
    """Make the table of what the office asks about a field."""
    op.create_table(
        "field_comment",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_field_comment_answered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["account.id"], name=op.f("fk_field_comment_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["profile_revision.id"], name=op.f("fk_field_comment_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_comment")),
    )
    op.create_index(op.f("ix_field_comment_revision_id"), "field_comment", ["revision_id"])


def create_claims() -> None:
    """Make the table of documents seen for a field."""
    op.create_table(
        "seen_claim",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("document", sa.String(length=120), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("seen_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_seen_claim_brand_id")),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["account.id"], name=op.f("fk_seen_claim_seen_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seen_claim")),
    )
    op.create_index("ix_seen_claim_field", "seen_claim", ["brand_id", "field"])


def downgrade() -> None:
    op.drop_table("seen_claim")
    op.drop_table("field_comment")
    with op.batch_alter_table("market") as table:
        table.drop_column("profile_percent")
    with op.batch_alter_table("profile_revision") as table:
        table.drop_constraint(op.f(TYPED_BY), type_="foreignkey")
        for column in reversed(list(new_columns())):
            table.drop_column(column.name)
