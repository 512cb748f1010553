"""Rows of an import corrected by hand; what a table says of a licence."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("roster") as table:
        table.add_column(sa.Column("corrections", sa.JSON(), nullable=False, server_default="{}"))
    with op.batch_alter_table("paper") as table:
        table.add_column(sa.Column("noted_on", sa.Date(), nullable=True))
        table.add_column(
            sa.Column("noted_number", sa.String(length=60), nullable=False, server_default="")
        )
        table.add_column(sa.Column("noted_until", sa.Date(), nullable=True))
    for name, column in (("roster", "corrections"), ("paper", "noted_number")):
        with op.batch_alter_table(name) as table:
            table.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("paper") as table:
        for column in ("noted_until", "noted_number", "noted_on"):
            table.drop_column(column)
    with op.batch_alter_table("roster") as table:
        table.drop_column("corrections")
