"""Where a service is, an intake's season and the papers it asks for, in both languages."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

NEW = {"service": ("place_en",), "intake": ("season_en", "papers_zh", "papers_en")}
"""Columns whose default only serves the rows that are there already."""


def texts(name: str, length: int | None = None) -> sa.Column[Any]:
    kind: sa.types.TypeEngine[str] = sa.String(length=length) if length else sa.Text()
    return sa.Column(name, kind, nullable=False, server_default="")


def upgrade() -> None:
    with op.batch_alter_table("service") as table:
        table.alter_column("place", new_column_name="place_zh", existing_type=sa.String(120))
        table.add_column(texts("place_en", 120))
    with op.batch_alter_table("intake") as table:
        table.alter_column("season", new_column_name="season_zh", existing_type=sa.String(40))
        table.add_column(texts("season_en", 40))
        table.add_column(texts("papers_zh"))
        table.add_column(texts("papers_en"))
    carry_papers("papers", sa.JSON(), "papers_zh", sa.Text(), "\n".join)
    with op.batch_alter_table("intake") as table:
        table.drop_column("papers")
    for name, columns in NEW.items():
        with op.batch_alter_table(name) as table:
            for column in columns:
                table.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("intake") as table:
        table.add_column(sa.Column("papers", sa.JSON(), nullable=False, server_default="[]"))
    carry_papers("papers_zh", sa.Text(), "papers", sa.JSON(), str.splitlines)
    with op.batch_alter_table("intake") as table:
        table.alter_column("papers", server_default=None)
        for column in ("papers_en", "papers_zh", "season_en"):
            table.drop_column(column)
        table.alter_column("season_zh", new_column_name="season", existing_type=sa.String(40))
    with op.batch_alter_table("service") as table:
        table.drop_column("place_en")
        table.alter_column("place_zh", new_column_name="place", existing_type=sa.String(120))


def carry_papers(
    source: str,
    source_type: Any,
    target: str,
    target_type: Any,
    turned: Callable[[Any], Any],
) -> None:
    """Write every intake's papers into another column, a list as lines or lines as a list."""
    intake = sa.table(
        "intake", sa.column("id"), sa.column(source, source_type), sa.column(target, target_type)
    )
    bind = op.get_bind()
    for number, kept in bind.execute(sa.select(intake.c.id, intake.c[source])).all():
        change = sa.update(intake).where(intake.c.id == number)
        bind.execute(change.values({target: turned(kept or ([] if source == "papers" else ""))}))
