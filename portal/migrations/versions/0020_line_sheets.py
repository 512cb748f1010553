"""Line sheets, their styles with pictures, imports of styles, and shared links."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "line_sheet",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "retired",
                name="sheetstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_line_sheet_brand_id")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["account.id"], name=op.f("fk_line_sheet_published_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_sheet")),
        sa.UniqueConstraint(
            "brand_id",
            "year",
            "wave",
            "number",
            name=op.f("uq_line_sheet_brand_id_year_wave_number"),
        ),
    )
    op.create_index(
        "ix_line_sheet_draft",
        "line_sheet",
        ["brand_id", "year", "wave"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "ix_line_sheet_published",
        "line_sheet",
        ["brand_id", "year", "wave"],
        unique=True,
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.create_table(
        "share_link",
        sa.Column("brand_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("wave", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_for", sa.String(length=80), nullable=False),
        sa.Column("with_prices", sa.Boolean(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.Column("viewed_at", sa.DateTime(), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["brand_id"], ["brand.id"], name=op.f("fk_share_link_brand_id")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_share_link_made_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_share_link_token_hash")),
    )
    op.create_index(op.f("ix_share_link_brand_id"), "share_link", ["brand_id"], unique=False)
    op.create_table(
        "style",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("name_zh", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("category", sa.String(length=8), nullable=False),
        sa.Column("colours", sa.JSON(), nullable=False),
        sa.Column("sizes", sa.JSON(), nullable=False),
        sa.Column("fibres", sa.JSON(), nullable=False),
        sa.Column("wearer", sa.String(length=10), nullable=False),
        sa.Column("contact", sa.String(length=10), nullable=False),
        sa.Column("safety_class", sa.String(length=1), nullable=False),
        sa.Column("standard", sa.String(length=60), nullable=False),
        sa.Column("tag_price", sa.Integer(), nullable=True),
        sa.Column("supply_discount", sa.Integer(), nullable=True),
        sa.Column("supply_price", sa.Integer(), nullable=True),
        sa.Column("least_pieces", sa.Integer(), nullable=True),
        sa.Column("mixing", sa.String(length=10), nullable=False),
        sa.Column("pack", sa.String(length=60), nullable=False),
        sa.Column("delivery_from", sa.Date(), nullable=True),
        sa.Column("delivery_until", sa.Date(), nullable=True),
        sa.Column("availability", sa.String(length=10), nullable=False),
        sa.Column("exchangeable", sa.String(length=4), nullable=False),
        sa.Column("stock", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["sheet_id"], ["line_sheet.id"], name=op.f("fk_style_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_style")),
        sa.UniqueConstraint("sheet_id", "number", name=op.f("uq_style_sheet_id_number")),
    )
    op.create_index("ix_style_place", "style", ["sheet_id", "position"], unique=False)
    op.create_table(
        "style_import",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reading",
                "preview",
                "applied",
                "undone",
                "discarded",
                "failed",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("stored_name", sa.String(length=80), nullable=False),
        sa.Column("zips", sa.JSON(), nullable=False),
        sa.Column("steps_total", sa.Integer(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("worked_at", sa.DateTime(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("reason_en", sa.String(length=300), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("files_purged_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["line_sheet.id"], name=op.f("fk_style_import_sheet_id")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["account.id"], name=op.f("fk_style_import_uploaded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_style_import")),
    )
    op.create_index(op.f("ix_style_import_sheet_id"), "style_import", ["sheet_id"], unique=False)
    op.create_index(op.f("ix_style_import_state"), "style_import", ["state"], unique=False)
    op.create_table(
        "style_import_picture",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("known", sa.Boolean(), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("reason_en", sa.String(length=300), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_style_import_picture_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["style_import.id"], name=op.f("fk_style_import_picture_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_style_import_picture")),
        sa.UniqueConstraint(
            "import_id", "name", name=op.f("uq_style_import_picture_import_id_name")
        ),
    )
    op.create_index(
        op.f("ix_style_import_picture_file_id"), "style_import_picture", ["file_id"], unique=False
    )
    op.create_table(
        "style_import_row",
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("called", sa.String(length=120), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "new",
                "changed",
                "unchanged",
                "problem",
                name="rowoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ticked", sa.Boolean(), nullable=False),
        sa.Column("applied", sa.Boolean(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("pictures", sa.JSON(), nullable=False),
        sa.Column("says", sa.JSON(), nullable=False),
        sa.Column("style_id", sa.Integer(), nullable=True),
        sa.Column("undo", sa.JSON(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["style_import.id"], name=op.f("fk_style_import_row_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_style_import_row")),
        sa.UniqueConstraint("import_id", "line", name=op.f("uq_style_import_row_import_id_line")),
    )
    op.create_table(
        "style_photo",
        sa.Column("style_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column(
            "view",
            sa.Enum(
                "front",
                "back",
                "detail",
                "label",
                name="view",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_style_photo_file_id")
        ),
        sa.ForeignKeyConstraint(["style_id"], ["style.id"], name=op.f("fk_style_photo_style_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_style_photo")),
        sa.UniqueConstraint("style_id", "view", name=op.f("uq_style_photo_style_id_view")),
    )
    op.create_index(op.f("ix_style_photo_file_id"), "style_photo", ["file_id"], unique=False)


def downgrade() -> None:

    op.drop_index(op.f("ix_style_photo_file_id"), table_name="style_photo")
    op.drop_table("style_photo")
    op.drop_table("style_import_row")
    op.drop_index(op.f("ix_style_import_picture_file_id"), table_name="style_import_picture")
    op.drop_table("style_import_picture")
    op.drop_index(op.f("ix_style_import_state"), table_name="style_import")
    op.drop_index(op.f("ix_style_import_sheet_id"), table_name="style_import")
    op.drop_table("style_import")
    op.drop_index("ix_style_place", table_name="style")
    op.drop_table("style")
    op.drop_index(op.f("ix_share_link_brand_id"), table_name="share_link")
    op.drop_table("share_link")
    op.drop_index(
        "ix_line_sheet_published",
        table_name="line_sheet",
        sqlite_where=sa.text("state = 'published'"),
        postgresql_where=sa.text("state = 'published'"),
    )
    op.drop_index(
        "ix_line_sheet_draft",
        table_name="line_sheet",
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.drop_table("line_sheet")
