"""A talk may end well: when each side said that the two came to terms."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

CHECK = "ck_enquiry_enquirystate"
BEFORE = ("new", "answered", "closed")
AFTER = ("new", "answered", "agreed", "closed")


def one_of(words: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(word) for word in words)})"


def upgrade() -> None:
    with op.batch_alter_table("enquiry") as table:
        table.add_column(sa.Column("agent_agreed_at", sa.DateTime(), nullable=True))
        table.add_column(sa.Column("brand_agreed_at", sa.DateTime(), nullable=True))
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of(AFTER))


def downgrade() -> None:
    """Forget agreements: such a talk is one that was answered and goes on."""
    op.execute("UPDATE enquiry SET state = 'answered' WHERE state = 'agreed'")
    with op.batch_alter_table("enquiry") as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), one_of(BEFORE))
        table.drop_column("brand_agreed_at")
        table.drop_column("agent_agreed_at")
