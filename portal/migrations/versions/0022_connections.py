"""Agents who may read a brand's exact terms for a time, and how that came about."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

STATES = (
    "asked", "asked-back", "invited", "active", "declined", "withdrawn", "unanswered", "ended",
    "revoked",
)  # fmt: skip
SIDES = ("agent", "brand", "office")
WAITING = sa.text("state in ('asked', 'asked-back', 'invited')")
ACTIVE = sa.text("state = 'active'")


def upgrade() -> None:
    op.create_table(
        "connection",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("begun_by", one_of("side", SIDES), nullable=False),
        sa.Column("state", one_of("connectionstate", STATES), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("channels", sa.JSON(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("granted_at", sa.DateTime(), nullable=True),
        sa.Column("granted_by_id", sa.Integer(), nullable=True),
        sa.Column("granted_by_name", sa.String(length=80), nullable=False),
        sa.Column("granted_by_office", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_name", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reveals", sa.Integer(), nullable=False),
        *kept("connection", versioned=True),
        *keys(
            "connection",
            market_id="market",
            brand_id="brand",
            agent_id="agent",
            author_id="account",
            granted_by_id="account",
        ),
    )
    for name, columns, where in (
        ("waiting", ["brand_id", "agent_id"], WAITING),
        ("active", ["agent_id", "brand_id"], ACTIVE),
    ):
        op.create_index(
            f"ix_connection_{name}",
            "connection",
            columns,
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )
    op.create_index("ix_connection_market", "connection", ["market_id", "state", "answer_by"])
    op.create_index("ix_connection_brand", "connection", ["brand_id", "state"])
    op.create_index("ix_connection_agent", "connection", ["agent_id", "state"])
    op.create_table(
        "connection_message",
        sa.Column("connection_id", sa.Integer(), nullable=False),
        sa.Column("side", one_of("side", SIDES), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("author_name", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        *kept("connection_message"),
        *keys("connection_message", connection_id="connection", author_id="account"),
    )
    op.create_index("ix_connection_message_connection_id", "connection_message", ["connection_id"])
    op.create_table(
        "connection_desk",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("office_answers", sa.Boolean(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        *kept("connection_desk", versioned=True),
        *keys("connection_desk", brand_id="brand"),
        sa.UniqueConstraint("brand_id", name=op.f("uq_connection_desk_brand_id")),
    )


def one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def kept(table: str, *, versioned: bool = False) -> list[SchemaItem]:
    version = [sa.Column("version", sa.Integer(), nullable=False)] if versioned else []
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        *version,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def keys(table: str, **targets: str) -> list[SchemaItem]:
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, target in targets.items()
    ]


def downgrade() -> None:
    for table in ("connection_desk", "connection_message", "connection"):
        op.drop_table(table)
