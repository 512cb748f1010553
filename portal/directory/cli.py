"""`flask --app portal directory`: verify what the index says, and mend it."""

from collections.abc import Iterator

import click
from flask.cli import AppGroup

from portal.core.db import db, reading, writing
from portal.directory import actions, queries
from portal.directory.queries import Compared

MOST_TOLD = 20

cli = AppGroup("directory", help="Verify and keep the directory's index.")
after_option = click.option(
    "--after", default=0, metavar="NUMBER", help="Go on after this brand's number."
)


@cli.command("verify")
@after_option
def verify(after: int) -> None:
    """Compare what the index says of every brand, word for word, with what is published.

    Nothing is changed and nobody waits. Ends with 1 when anything differs.
    """
    wrong = 0
    for step in looked_at(after):
        for one in step.wrong[: max(0, MOST_TOLD - wrong)]:
            click.echo(f"brand {one.brand_id}: {', '.join(one.what)}")
        wrong += len(step.wrong)
    with reading():
        rest = len(queries.strays()) + len(queries.misfiled())
    click.echo(f"{wrong} brands differ; {rest} have words that are filed otherwise.")
    if wrong or rest:
        click.get_current_context().exit(1)


@cli.command("rebuild")
@after_option
def rebuild(after: int) -> None:
    """Compare every brand with the index, word for word, and mend what differs.

    Pages are served meanwhile: what is right stays as it is, and writers wait only while
    something is mended. Stopped halfway, nothing is lost; the last line says where to go on.
    """
    seen = mended = 0
    for step in looked_at(after):
        seen += step.number
        if step.wrong:
            with writing():
                mended += actions.mend([one.brand_id for one in step.wrong])
    with writing():
        mended += actions.mend_the_rest()
    with reading():
        shown = queries.count()
    click.echo(f"{seen} brands looked at, {mended} mended; the directory shows {shown}.")


def looked_at(after: int) -> Iterator[Compared]:
    """Yield every lot of brands with what is wrong, and say how far it is."""
    with reading():
        total = queries.brand_count()
        db.session.rollback()
    with click.progressbar(length=total, label="Brands") as bar:
        while True:
            with reading():
                step = queries.compared_after(after, actions.AT_ONCE)
                db.session.rollback()
            if step is None:
                return
            yield step
            after = step.last
            bar.update(step.number)
            bar.label = f"Brands (go on with --after {after})"
