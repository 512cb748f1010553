"""Mentors and shared services, booked in slots that nobody gets twice."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BEFORE = ("staff", "manager", "owner", "agent")
AFTER = (*BEFORE, "mentor")
KINDS = (
    "mentor",
    "pattern_room",
    "photo_studio",
    "live_room",
    "inspection",
    "trademark",
    "designer",
)
STATES = ("booked", "held", "missed", "cancelled")
WHOSE = {"lane": ("service_id", "lane"), "brand": ("brand_id",)}
"""What two bookings that stand may not share at one moment."""
NEVER_TWICE_POSTGRES = (
    "ALTER TABLE booking ADD CONSTRAINT ex_booking_{name} EXCLUDE USING gist "
    "({same}, tsrange(starts_at, ends_at) WITH &&) WHERE (state <> 'cancelled')"
)
NEVER_TWICE_SQLITE = (
    "CREATE TRIGGER booking_{name}_{lower} BEFORE {verb} ON booking "
    "WHEN NEW.state <> 'cancelled' AND EXISTS (SELECT 1 FROM booking AS other "
    "WHERE {same} AND other.state <> 'cancelled' {but} "
    "AND other.starts_at < NEW.ends_at AND other.ends_at > NEW.starts_at) "
    "BEGIN SELECT RAISE(ABORT, 'ex_booking_{name}'); END"
)


def never_book_twice() -> None:
    """Let no two bookings share a moment of a lane, nor of a brand, whatever a program says."""
    for name, columns in WHOSE.items():
        if op.get_bind().dialect.name == "postgresql":
            same = ", ".join(f"{one} WITH =" for one in columns)
            op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
            op.execute(NEVER_TWICE_POSTGRES.format(name=name, same=same))
            continue
        same = " AND ".join(f"other.{one} = NEW.{one}" for one in columns)
        for verb, but in (("INSERT", ""), ("UPDATE", "AND other.id <> OLD.id")):
            op.execute(
                NEVER_TWICE_SQLITE.format(
                    name=name, lower=verb.lower(), verb=verb, same=same, but=but
                )
            )


def let_roles_be(words: tuple[str, ...]) -> None:
    """Say what a person can be."""
    allowed = ", ".join(f"'{word}'" for word in words)
    for table in ("invitation", "membership"):
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_role"), type_="check")
            changed.create_check_constraint(op.f(f"ck_{table}_role"), f"role IN ({allowed})")


def one_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    """Return the type of a column that holds one of these words."""
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def made() -> tuple[sa.Column[object], ...]:
    """Return the columns that every table has."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
    )


def points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    """Return a foreign key by the house's name for it."""
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def create_services() -> None:
    """Make the tables of what is offered."""
    op.create_table(
        "service",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("servicekind", KINDS), nullable=False),
        sa.Column("name_zh", sa.String(length=80), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("about_zh", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("notice_hours", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *made(),
        sa.CheckConstraint("capacity between 1 and 20", name=op.f("ck_service_capacity")),
        sa.CheckConstraint("slot_minutes between 15 and 480", name=op.f("ck_service_slot")),
        points("service", "market_id", "market"),
        points("service", "invitation_id", "invitation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    )
    op.create_index("ix_service_market", "service", ["market_id", "kind"])
    op.create_table(
        "service_hours",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        *made(),
        sa.CheckConstraint("weekday between 0 and 6", name=op.f("ck_service_hours_weekday")),
        sa.CheckConstraint(
            "0 <= opens and opens < closes and closes <= 1440",
            name=op.f("ck_service_hours_minutes"),
        ),
        points("service_hours", "service_id", "service"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_hours")),
    )
    op.create_index(op.f("ix_service_hours_service_id"), "service_hours", ["service_id"])
    op.create_table(
        "service_closure",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=120), nullable=False),
        *made(),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_service_closure_days")),
        points("service_closure", "service_id", "service"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_closure")),
    )
    op.create_index(op.f("ix_service_closure_service_id"), "service_closure", ["service_id"])
    op.create_table(
        "service_quota",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("kind", one_of("servicekind", KINDS), nullable=False),
        sa.Column("stage_code", sa.String(length=8), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        *made(),
        sa.CheckConstraint("most >= 0", name=op.f("ck_service_quota_most")),
        points("service_quota", "market_id", "market"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_quota")),
        sa.UniqueConstraint(
            "market_id",
            "kind",
            "stage_code",
            name=op.f("uq_service_quota_market_id_kind_stage_code"),
        ),
    )


def create_bookings() -> None:
    """Make the tables of what is booked, and of who waits."""
    op.create_table(
        "booking",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("state", one_of("bookingstate", STATES), nullable=False),
        sa.Column("stage_code", sa.String(length=8), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("shared_note", sa.Text(), nullable=False),
        sa.Column("private_note", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("reminded_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *made(),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_booking_times")),
        points("booking", "market_id", "market"),
        points("booking", "service_id", "service"),
        points("booking", "brand_id", "brand"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index("ix_booking_market", "booking", ["market_id", "starts_at"])
    op.create_index("ix_booking_service", "booking", ["service_id", "starts_at"])
    op.create_index("ix_booking_brand", "booking", ["brand_id", "starts_at"])
    op.create_table(
        "service_waiting",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        *made(),
        points("service_waiting", "service_id", "service"),
        points("service_waiting", "brand_id", "brand"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_waiting")),
        sa.UniqueConstraint(
            "service_id", "brand_id", name=op.f("uq_service_waiting_service_id_brand_id")
        ),
    )
    op.create_index(op.f("ix_service_waiting_brand_id"), "service_waiting", ["brand_id"])


def upgrade() -> None:
    let_roles_be(AFTER)
    create_services()
    create_bookings()
    never_book_twice()


def downgrade() -> None:
    for name in (
        "service_waiting",
        "booking",
        "service_quota",
        "service_closure",
        "service_hours",
        "service",
    ):
        op.drop_table(name)
    for table in ("membership", "invitation"):
        op.execute(f"DELETE FROM {table} WHERE role = 'mentor'")  # noqa: S608 -- names of ours
    let_roles_be(BEFORE)
