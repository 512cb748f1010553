"""Steering a track: pauses, moved days, waivers, certificates, graduates asked again."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

EXIT = ("voluntary", "failed", "expelled")
BEFORE = ("locked", "open", "submitted", "returned", "passed")
AFTER = (*BEFORE, "waived")
CHECK = "ck_milestone_progress_milestonestate"
ON_ITS_WAY = sa.text("state IN ('running', 'paused')")


def one_of(column: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def once_only() -> str:
    return str(op.f("uq_enrolment_brand_id_programme_id"))


def known_uniques() -> set[str | None]:
    """Whoever went down and comes up again has it no more."""
    found = sa.inspect(op.get_bind()).get_unique_constraints("enrolment")
    return {one["name"] for one in found}


def word(name: str, words: tuple[str, ...], kind: str, *, nullable: bool = False) -> sa.Column[Any]:
    known = sa.Enum(*words, name=kind, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, known, nullable=nullable)


def account(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=True)


def key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def row_of(table: str) -> tuple[sa.Column[Any], sa.Column[Any], sa.PrimaryKeyConstraint]:
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def upgrade() -> None:
    with op.batch_alter_table("enrolment") as table:
        if once_only() in known_uniques():
            table.drop_constraint(once_only(), type_="unique")
        table.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("held_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("held_reason", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("exit_kind", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("exit_reason", sa.Text(), nullable=False, server_default=""))
        table.create_check_constraint(op.f("ck_enrolment_exitkind"), one_of("exit_kind", EXIT))
    with op.batch_alter_table("enrolment") as table:
        for name in ("held_reason", "exit_reason"):
            table.alter_column(name, server_default=None)
    op.create_index(op.f("ix_enrolment_brand_id"), "enrolment", ["brand_id"])
    op.create_index(
        "uq_enrolment_on_its_way",
        "enrolment",
        ["brand_id"],
        unique=True,
        sqlite_where=ON_ITS_WAY,
        postgresql_where=ON_ITS_WAY,
    )
    with op.batch_alter_table("milestone_progress") as table:
        table.add_column(sa.Column("lapsed_at", sa.DateTime(), nullable=True))
        table.add_column(account("waived_by_id"))
        table.add_column(sa.Column("waived_reason", sa.Text(), nullable=False, server_default=""))
        table.create_foreign_key(
            op.f("fk_milestone_progress_waived_by_id"), "account", ["waived_by_id"], ["id"]
        )
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of("state", AFTER))
    with op.batch_alter_table("milestone_progress") as table:
        table.alter_column("waived_reason", server_default=None)
    create_pauses()
    create_certificates()
    certify_former_graduates()


def certify_former_graduates() -> None:
    """Whoever graduated before there were certificates gets one of that day."""
    bind = op.get_bind()
    graduates = bind.execute(
        sa.text(
            "SELECT e.id, e.finished_at, b.name_zh, b.name_en, c.legal_name FROM enrolment e "
            "JOIN brand b ON b.id = e.brand_id LEFT JOIN company c ON c.id = b.company_id "
            "WHERE e.state = 'graduated' AND e.finished_at IS NOT NULL ORDER BY e.id"
        ).columns(sa.Column("finished_at", sa.DateTime()))
    ).all()
    certificate = sa.table(
        "certificate",
        *(sa.column(name) for name in ("enrolment_id", "number", "token", "brand_zh", "brand_en")),
        *(sa.column(name) for name in ("company", "state", "revoke_reason", "version")),
        sa.column("issued_on", sa.Date()),
        sa.column("created_at", sa.DateTime()),
    )
    for number, finished_at, name_zh, name_en, company in graduates:
        here = finished_at + timedelta(hours=8)  # stored in UTC, dated where the markets are
        bind.execute(
            certificate.insert().values(
                enrolment_id=number,
                number=f"{here.year}-{number:05d}",
                token=token_urlsafe(24),
                issued_on=here.date(),
                brand_zh=name_zh,
                brand_en=name_en,
                company=company or "",
                state="valid",
                revoke_reason="",
                version=1,
                created_at=finished_at,
            )
        )


def create_pauses() -> None:
    op.create_table(
        "pause",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(), nullable=False),
        sa.Column("resumed_at", sa.DateTime(), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        account("paused_by_id"),
        *row_of("pause"),
        key("pause", "enrolment_id", "enrolment"),
        key("pause", "paused_by_id", "account"),
    )
    op.create_index(op.f("ix_pause_enrolment_id"), "pause", ["enrolment_id"])
    op.create_table(
        "date_move",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("progress_id", sa.Integer(), nullable=True),
        sa.Column("old_on", sa.Date(), nullable=False),
        sa.Column("new_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        account("moved_by_id"),
        sa.Column("pause_id", sa.Integer(), nullable=True),
        *row_of("date_move"),
        key("date_move", "enrolment_id", "enrolment"),
        key("date_move", "progress_id", "milestone_progress"),
        key("date_move", "moved_by_id", "account"),
        key("date_move", "pause_id", "pause"),
    )
    op.create_index(op.f("ix_date_move_enrolment_id"), "date_move", ["enrolment_id"])
    op.create_index(op.f("ix_date_move_progress_id"), "date_move", ["progress_id"])


def create_certificates() -> None:
    op.create_table(
        "certificate",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("token", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        account("issued_by_id"),
        sa.Column("brand_zh", sa.String(length=80), nullable=False),
        sa.Column("brand_en", sa.String(length=120), nullable=False),
        sa.Column("company", sa.String(length=120), nullable=False),
        word("state", ("valid", "revoked"), "certificatestate"),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        account("revoked_by_id"),
        sa.Column("revoke_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *row_of("certificate"),
        key("certificate", "enrolment_id", "enrolment"),
        key("certificate", "issued_by_id", "account"),
        key("certificate", "revoked_by_id", "account"),
        sa.UniqueConstraint("enrolment_id", name=op.f("uq_certificate_enrolment_id")),
        sa.UniqueConstraint("number", name=op.f("uq_certificate_number")),
        sa.UniqueConstraint("token", name=op.f("uq_certificate_token")),
    )
    op.create_table(
        "follow_up",
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        word("trading", ("growing", "steady", "smaller", "stopped"), "trading"),
        sa.Column("stalls", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Integer(), nullable=True),
        word("sales", ("under-1m", "1m-5m", "5m-20m", "over-20m", "unsaid"), "salesband"),
        sa.Column("note", sa.Text(), nullable=False),
        account("asked_by_id"),
        *row_of("follow_up"),
        key("follow_up", "enrolment_id", "enrolment"),
        key("follow_up", "asked_by_id", "account"),
        sa.UniqueConstraint(
            "enrolment_id", "months", name=op.f("uq_follow_up_enrolment_id_months")
        ),
    )


def downgrade() -> None:
    # What the former tables cannot say goes with the tables: a waiver counts as passed, and of
    # several enrolments of a brand in one programme the last one is kept by hand beforehand.
    op.execute("UPDATE milestone_progress SET state = 'passed' WHERE state = 'waived'")
    for name in ("follow_up", "certificate", "date_move", "pause"):
        op.drop_table(name)
    with op.batch_alter_table("milestone_progress") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of("state", BEFORE))
        table.drop_constraint(op.f("fk_milestone_progress_waived_by_id"), type_="foreignkey")
        for name in ("lapsed_at", "waived_by_id", "waived_reason"):
            table.drop_column(name)
    op.drop_index("uq_enrolment_on_its_way", "enrolment")
    op.drop_index(op.f("ix_enrolment_brand_id"), "enrolment")
    with op.batch_alter_table("enrolment") as table:
        table.drop_constraint(op.f("ck_enrolment_exitkind"), type_="check")
        for name in ("ends_on", "held_at", "held_reason", "exit_kind", "exit_reason"):
            table.drop_column(name)
        # Not the former uniqueness: two enrolments of a brand may be there by now.
