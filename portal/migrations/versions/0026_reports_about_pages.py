"""What readers report about brands' pages."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

KINDS = ("wrong", "outdated", "unreachable", "borrowed", "offensive")
STATES = ("open", "asked", "mended", "refused")
PENDING = sa.text("state in ('open', 'asked')")


def upgrade() -> None:
    op.create_table(
        "flag",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("flagkind", KINDS), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("state", one_of("flagstate", STATES), nullable=False),
        sa.Column("waiting_since", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by_name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_flag_brand_id")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_flag_author_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index("ix_flag_brand", "flag", ["brand_id", "state"])
    op.create_index(
        "ix_flag_pending",
        "flag",
        ["author_id", "brand_id", "kind"],
        unique=True,
        sqlite_where=PENDING,
        postgresql_where=PENDING,
    )


def one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def downgrade() -> None:
    op.drop_table("flag")
