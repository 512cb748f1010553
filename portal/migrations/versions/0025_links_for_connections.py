"""Links to line sheets that end with a connection."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("share_link") as table:
        table.add_column(sa.Column("connection_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_share_link_connection_id"), "connection", ["connection_id"], ["id"]
        )
        table.create_index(op.f("ix_share_link_connection_id"), ["connection_id"])


def downgrade() -> None:
    with op.batch_alter_table("share_link") as table:
        table.drop_index(op.f("ix_share_link_connection_id"))
        table.drop_constraint(op.f("fk_share_link_connection_id"), type_="foreignkey")
        table.drop_column("connection_id")
