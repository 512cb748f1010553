"""One index of tokens, and a log of what changes in the directory."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

FTS = (
    (
        "create virtual table search_fts using fts5("
        "tokens, content='search_text', content_rowid='id', detail=none, tokenize='ascii', "
        "prefix='2 3')"
    ),
    (
        "create trigger search_text_in after insert on search_text begin "
        "insert into search_fts(rowid, tokens) values (new.id, new.tokens); end"
    ),
    (
        "create trigger search_text_out after delete on search_text begin "
        "insert into search_fts(search_fts, rowid, tokens) values ('delete', old.id, old.tokens); end"
    ),
    (
        "create trigger search_text_new after update on search_text begin "
        "insert into search_fts(search_fts, rowid, tokens) values ('delete', old.id, old.tokens); "
        "insert into search_fts(rowid, tokens) values (new.id, new.tokens); end"
    ),
)
GIN = (
    "create index ix_search_text_tokens on search_text using gin "
    "(array_to_tsvector(string_to_array(tokens, ' ')))"
)


def columns() -> tuple[sa.Column[Any], ...]:
    """Return the new columns of a listing."""
    return (
        sa.Column("rank", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("change", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("name_number", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("price", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("facets", sa.Text(), nullable=False, server_default=""),
        sa.Column("digest", sa.String(length=32), nullable=False, server_default=""),
    )


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_text")),
    )
    op.create_table(
        "directory_change",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_change")),
    )
    statements = FTS if op.get_bind().dialect.name == "sqlite" else (GIN,)
    for statement in statements:
        op.execute(statement)
    op.drop_table("listing_token")
    op.drop_table("listing_facet")
    with op.batch_alter_table("listing") as table:
        for column in columns():
            table.add_column(column)
        table.add_column(sa.Column("market_id", sa.Integer()))
        table.add_column(sa.Column("checked_at", sa.DateTime()))
    op.execute(
        "update listing set checked_at = updated_at, "
        "market_id = (select market_id from brand where brand.id = listing.brand_id)"
    )
    with op.batch_alter_table("listing") as table:
        table.alter_column("market_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("checked_at", existing_type=sa.DateTime(), nullable=False)
        for column in columns():
            table.alter_column(
                column.name, existing_type=column.type, existing_nullable=False, server_default=None
            )
        table.create_foreign_key(op.f("fk_listing_market_id"), "market", ["market_id"], ["id"])
        table.create_index(op.f("ix_listing_market_id"), ["market_id"])
        table.create_index("ix_listing_checked", ["checked_at"])


def downgrade() -> None:
    with op.batch_alter_table("listing") as table:
        table.drop_index("ix_listing_checked")
        table.drop_index(op.f("ix_listing_market_id"))
        table.drop_constraint(op.f("fk_listing_market_id"), type_="foreignkey")
        for name in ("checked_at", "market_id", *(column.name for column in columns())):
            table.drop_column(name)
    old_tables()
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop table search_fts")
    op.drop_table("directory_change")
    op.drop_table("search_text")


def old_tables() -> None:
    """Make the tables that stood here before, empty: building the directory anew fills them."""
    for name, columns, unique in (
        (
            "listing_facet",
            (
                sa.Column("facet", sa.String(length=20), nullable=False),
                sa.Column("value", sa.String(length=60), nullable=False),
            ),
            ("ix_listing_facet_value", ["facet", "value", "listing_id"]),
        ),
        (
            "listing_token",
            (
                sa.Column("token", sa.String(length=40), nullable=False),
                sa.Column("weight", sa.Integer(), nullable=False),
            ),
            ("ix_listing_token", ["token", "listing_id"]),
        ),
    ):
        op.create_table(
            name,
            sa.Column("listing_id", sa.Integer(), nullable=False),
            *columns,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("created_at", sa.DateTime(), nullable=False),
            sa.ForeignKeyConstraint(
                ["listing_id"],
                ["listing.id"],
                name=op.f(f"fk_{name}_listing_id"),
                ondelete="CASCADE",
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        )
        op.create_index(op.f(f"ix_{name}_listing_id"), name, ["listing_id"])
        op.create_index(unique[0], name, unique[1], unique=True)
