"""Stalls, plans of floors, and lets that never share a day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEVER_TWICE_POSTGRES = """
ALTER TABLE stall_let ADD CONSTRAINT ex_stall_let_days EXCLUDE USING gist
(stall_id WITH =, daterange(starts_on, ends_on, '[]') WITH &&) WHERE (called_off_at IS NULL)
"""
NEVER_TWICE_SQLITE = (
    "CREATE TRIGGER stall_let_days_{lower} BEFORE {verb} ON stall_let "
    "WHEN NEW.called_off_at IS NULL AND EXISTS (SELECT 1 FROM stall_let AS other "
    "WHERE other.stall_id = NEW.stall_id AND other.called_off_at IS NULL {but} "
    "AND other.starts_on <= NEW.ends_on AND other.ends_on >= NEW.starts_on) "
    "BEGIN SELECT RAISE(ABORT, 'ex_stall_let_days'); END"
)


def never_let_twice() -> None:
    """Let no two lets of a stall share a day, whatever a program says."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        op.execute(NEVER_TWICE_POSTGRES)
        return
    op.execute(NEVER_TWICE_SQLITE.format(verb="INSERT", lower="insert", but=""))
    op.execute(
        NEVER_TWICE_SQLITE.format(verb="UPDATE", lower="update", but="AND other.id <> OLD.id")
    )


def upgrade() -> None:
    op.create_table(
        "stall",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("floor_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=2), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("frontage_cm", sa.Integer(), nullable=True),
        sa.Column("use", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "available",
                "own_use",
                "fitting_out",
                "withdrawn",
                name="stallstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["floor_id"], ["floor.id"], name=op.f("fk_stall_floor_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_stall_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stall")),
    )
    op.create_index("ix_stall_market", "stall", ["market_id", "state"])
    op.create_index(
        "ix_stall_number",
        "stall",
        ["floor_id", "number"],
        unique=True,
        sqlite_where=sa.text("state <> 'withdrawn'"),
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_table(
        "stall_succession",
        sa.Column("old_id", sa.Integer(), nullable=False),
        sa.Column("new_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["old_id"], ["stall.id"], name=op.f("fk_stall_succession_old_id")),
        sa.ForeignKeyConstraint(["new_id"], ["stall.id"], name=op.f("fk_stall_succession_new_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stall_succession")),
        sa.UniqueConstraint("old_id", "new_id", name=op.f("uq_stall_succession_old_id_new_id")),
    )
    op.create_index(op.f("ix_stall_succession_new_id"), "stall_succession", ["new_id"])
    op.create_table(
        "floor_plan",
        sa.Column("floor_id", sa.Integer(), nullable=False),
        sa.Column("grid", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["floor_id"], ["floor.id"], name=op.f("fk_floor_plan_floor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_floor_plan")),
        sa.UniqueConstraint("floor_id", name=op.f("uq_floor_plan_floor_id")),
    )
    op.create_table(
        "stall_let",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("stall_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "probation",
                "standard",
                name="letkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("agreed_until", sa.Date(), nullable=False),
        sa.Column("rent_fen", sa.Integer(), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("deposit_fen", sa.Integer(), nullable=False),
        sa.Column("end_code", sa.String(length=40), nullable=False),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("called_off_at", sa.DateTime(), nullable=True),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_stall_let_days")),
        sa.CheckConstraint("rent_fen >= 0 and deposit_fen >= 0", name=op.f("ck_stall_let_amounts")),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_stall_let_brand_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_stall_let_market_id")),
        sa.ForeignKeyConstraint(["stall_id"], ["stall.id"], name=op.f("fk_stall_let_stall_id")),
        sa.ForeignKeyConstraint(
            ["previous_id"], ["stall_let.id"], name=op.f("fk_stall_let_previous_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stall_let")),
    )
    op.create_index("ix_stall_let_market", "stall_let", ["market_id", "ends_on"])
    op.create_index("ix_stall_let_stall", "stall_let", ["stall_id", "starts_on"])
    op.create_index("ix_stall_let_brand", "stall_let", ["brand_id", "starts_on"])
    op.create_table(
        "concession_step",
        sa.Column("let_id", sa.Integer(), nullable=False),
        sa.Column("stage_code", sa.String(length=8), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("fen", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(percent is null) <> (fen is null)", name=op.f("ck_concession_step_one_of_two")
        ),
        sa.ForeignKeyConstraint(
            ["let_id"], ["stall_let.id"], name=op.f("fk_concession_step_let_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concession_step")),
        sa.UniqueConstraint(
            "let_id", "stage_code", name=op.f("uq_concession_step_let_id_stage_code")
        ),
    )
    op.create_table(
        "let_stage",
        sa.Column("let_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("stage_code", sa.String(length=8), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["let_id"], ["stall_let.id"], name=op.f("fk_let_stage_let_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_let_stage")),
        sa.UniqueConstraint("let_id", "from_on", name=op.f("uq_let_stage_let_id_from_on")),
    )
    never_let_twice()


def downgrade() -> None:
    for table in ("let_stage", "concession_step", "stall_let", "floor_plan", "stall_succession"):
        op.drop_table(table)
    op.drop_table("stall")
