"""Papers with clocks, and the day from which a brand is paused."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper_digest",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("week_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["market_id"], ["market.id"], name=op.f("fk_paper_digest_market_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_digest")),
        sa.UniqueConstraint("market_id", "week_on", name=op.f("uq_paper_digest_market_id_week_on")),
    )
    op.create_table(
        "paper_requirement",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column(
            "scope",
            sa.Enum(
                "every",
                "children",
                "holders",
                name="scope",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "effect",
            sa.Enum(
                "paused",
                "cannot_publish",
                "cannot_open",
                "badge",
                "remind",
                name="effect",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["market_id"], ["market.id"], name=op.f("fk_paper_requirement_market_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["account.id"], name=op.f("fk_paper_requirement_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_requirement")),
    )
    op.create_index(
        "ix_paper_requirement_open",
        "paper_requirement",
        ["market_id", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_on is null"),
        postgresql_where=sa.text("ended_on is null"),
    )
    op.create_table(
        "paper",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snooze_reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_paper_brand_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_paper_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint(
            "brand_id", "kind", "category", name=op.f("uq_paper_brand_id_kind_category")
        ),
    )
    op.create_index(op.f("ix_paper_market_id"), "paper", ["market_id"], unique=False)
    op.create_table(
        "trademark",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "searched",
                "filed",
                "accepted",
                "published",
                "opposed",
                "registered",
                "refused",
                name="trademarkstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_trademark_brand_id")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_trademark_market_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trademark")),
        sa.UniqueConstraint("brand_id", name=op.f("uq_trademark_brand_id")),
    )
    op.create_table(
        "paper_version",
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "verified",
                "returned",
                "renewing",
                "replaced",
                name="versionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("holder", sa.String(length=120), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("request", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("renewing_since", sa.Date(), nullable=True),
        sa.Column("reminded_step", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["account.id"], name=op.f("fk_paper_version_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_version_paper_id")),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["account.id"], name=op.f("fk_paper_version_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_version")),
        sa.UniqueConstraint("paper_id", "place", name=op.f("uq_paper_version_paper_id_place")),
    )
    op.create_index("ix_paper_version_end", "paper_version", ["state", "expires_on"], unique=False)
    op.create_index(
        "ix_paper_version_in_force",
        "paper_version",
        ["paper_id"],
        unique=True,
        sqlite_where=sa.text("state in ('verified', 'renewing')"),
        postgresql_where=sa.text("state in ('verified', 'renewing')"),
    )
    op.create_index(
        "ix_paper_version_waiting",
        "paper_version",
        ["paper_id"],
        unique=True,
        sqlite_where=sa.text("state = 'uploaded'"),
        postgresql_where=sa.text("state = 'uploaded'"),
    )
    op.create_table(
        "trademark_step",
        sa.Column("trademark_id", sa.Integer(), nullable=False),
        sa.Column(
            "reached",
            sa.Enum(
                "searched",
                "filed",
                "accepted",
                "published",
                "opposed",
                "registered",
                "refused",
                name="trademarkstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["told_by_id"], ["account.id"], name=op.f("fk_trademark_step_told_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["trademark_id"], ["trademark.id"], name=op.f("fk_trademark_step_trademark_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trademark_step")),
    )
    op.create_index(
        op.f("ix_trademark_step_trademark_id"), "trademark_step", ["trademark_id"], unique=False
    )
    op.create_table(
        "paper_file",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("of_renewal", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_paper_file_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["paper_version.id"], name=op.f("fk_paper_file_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_file")),
    )
    op.create_index(op.f("ix_paper_file_version_id"), "paper_file", ["version_id"], unique=False)
    op.add_column("brand", sa.Column("paused_from", sa.Date(), nullable=True))
    op.add_column("listing", sa.Column("paused_from", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("listing", "paused_from")
    op.drop_column("brand", "paused_from")
    op.drop_index(op.f("ix_paper_file_version_id"), table_name="paper_file")
    op.drop_table("paper_file")
    op.drop_index(op.f("ix_trademark_step_trademark_id"), table_name="trademark_step")
    op.drop_table("trademark_step")
    op.drop_index(
        "ix_paper_version_waiting",
        table_name="paper_version",
        sqlite_where=sa.text("state = 'uploaded'"),
        postgresql_where=sa.text("state = 'uploaded'"),
    )
    op.drop_index(
        "ix_paper_version_in_force",
        table_name="paper_version",
        sqlite_where=sa.text("state in ('verified', 'renewing')"),
        postgresql_where=sa.text("state in ('verified', 'renewing')"),
    )
    op.drop_index("ix_paper_version_end", table_name="paper_version")
    op.drop_table("paper_version")
    op.drop_table("trademark")
    op.drop_index(op.f("ix_paper_market_id"), table_name="paper")
    op.drop_table("paper")
    op.drop_index(
        "ix_paper_requirement_open",
        table_name="paper_requirement",
        sqlite_where=sa.text("ended_on is null"),
        postgresql_where=sa.text("ended_on is null"),
    )
    op.drop_table("paper_requirement")
    op.drop_table("paper_digest")
