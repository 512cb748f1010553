"""Pictures: their copies and colours, what is said of them, and the cover as a card shows it."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

Columns = dict[str, tuple[sa.Column[Any], ...]]


def columns() -> Columns:
    """Return the new columns, made anew for every way up and down."""
    return {
        "stored_file": (
            sa.Column("edition", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("ground", sa.String(length=24), nullable=False, server_default=""),
        ),
        "profile_picture": (
            sa.Column("alt_zh", sa.String(length=120), nullable=False, server_default=""),
            sa.Column("alt_en", sa.String(length=200), nullable=False, server_default=""),
            sa.Column("focus_x", sa.Integer(), nullable=False, server_default="50"),
            sa.Column("focus_y", sa.Integer(), nullable=False, server_default="50"),
            sa.Column("year", sa.Integer(), nullable=True),
            sa.Column("wave", sa.String(length=20), nullable=False, server_default=""),
        ),
        "listing": (sa.Column("cover", sa.JSON(), nullable=False, server_default="{}"),),
    }


COVERS = """
SELECT listing.id, stored_file.sha256, stored_file.width, stored_file.height
FROM listing
JOIN profile_picture ON profile_picture.id = listing.cover_id
JOIN stored_file ON stored_file.id = profile_picture.file_id
"""


def upgrade() -> None:
    for table, new in columns().items():
        for column in new:
            op.add_column(table, column)
        with op.batch_alter_table(table) as changed:
            for column in new:
                changed.alter_column(column.name, server_default=None)
    fill_in_the_covers()


def fill_in_the_covers() -> None:
    """Let cards show the covers there are at once, with the copies they have."""
    listing = sa.table("listing", sa.column("id"), sa.column("cover", sa.JSON()))
    connection = op.get_bind()
    for row in connection.execute(sa.text(COVERS)).all():
        cover = {
            "sha256": row.sha256[:16],
            "width": row.width,
            "height": row.height,
            "edition": 0,
            "ground": "",
            "focus": [50, 50],
        }
        connection.execute(sa.update(listing).where(listing.c.id == row.id).values(cover=cover))


def downgrade() -> None:
    for table, gone in reversed(columns().items()):
        with op.batch_alter_table(table) as changed:
            for column in gone:
                changed.drop_column(column.name)
