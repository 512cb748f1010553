"""What a brand wants to talk about, or do, in the time that it books: in its own words."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TRIGGERS = "select sql from sqlite_master where type = 'trigger' and tbl_name = 'booking'"


@contextmanager
def guarded() -> Iterator[None]:
    """Keep what refuses double bookings: SQLite makes the table anew, and forgets its triggers."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    triggers = op.get_bind().scalars(sa.text(TRIGGERS)).all() if on_sqlite else []
    yield
    for one in triggers:
        op.execute(one)


def upgrade() -> None:
    with guarded():
        with op.batch_alter_table("booking") as table:
            table.add_column(sa.Column("agenda", sa.Text(), nullable=False, server_default=""))
        with op.batch_alter_table("booking") as table:
            table.alter_column("agenda", server_default=None)


def downgrade() -> None:
    with guarded(), op.batch_alter_table("booking") as table:
        table.drop_column("agenda")
