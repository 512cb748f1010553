"""`flask --app portal directory rebuild`: make the directory say what is published."""

import click
from flask.cli import AppGroup

from portal.core.db import reading, writing
from portal.directory import actions, queries

cli = AppGroup("directory", help="Keep the directory's index.")


@cli.command("rebuild")
@click.option("--after", default=0, metavar="NUMBER", help="Go on after this brand's number.")
def rebuild(after: int) -> None:
    """Compare every brand with its listing and mend what differs.

    Pages are served meanwhile: what is right stays as it is. Stopped halfway, nothing is lost;
    the last line says where to go on.
    """
    with reading():
        total = queries.brand_count()
    seen = mended = 0
    with click.progressbar(length=total, label="Brands") as bar:
        while True:
            with writing():
                step = actions.rebuild_from(after)
            if step is None:
                break
            after, number, changed = step
            seen, mended = seen + number, mended + changed
            bar.update(number)
            bar.label = f"Brands (go on with --after {after})"
    with reading():
        shown = queries.count()
    click.echo(f"{seen} brands looked at, {mended} mended; the directory shows {shown}.")
