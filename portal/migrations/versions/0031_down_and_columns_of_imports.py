"""What the label of a down garment states; columns of an import that somebody named."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("style") as table:
        table.add_column(sa.Column("down_content", sa.Integer()))
        table.add_column(sa.Column("down_grams", sa.Integer()))
    with op.batch_alter_table("style_import") as table:
        table.add_column(sa.Column("columns", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("style_import") as table:
        table.alter_column("columns", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("style_import") as table:
        table.drop_column("columns")
    with op.batch_alter_table("style") as table:
        table.drop_column("down_grams")
        table.drop_column("down_content")
