"""`flask --app portal demo`: fill an empty installation with invented people, or remove them."""

import click
from flask.cli import AppGroup

from portal.core.db import writing
from portal.core.errors import ConflictError
from portal.demo import actions

cli = AppGroup("demo", help="Invented markets, brands and agents for looking around.")


@cli.command("load")
def load() -> None:
    """Load the demo data into an empty database."""
    try:
        with writing():
            actions.load()
    except ConflictError as error:
        raise click.ClickException(f"{error.message} {error.next_step}") from None
    click.echo("The demo is loaded.")


@cli.command("clear")
def clear() -> None:
    """Remove the demo data; refuses when the database holds anything else."""
    try:
        actions.clear()
    except ConflictError as error:
        raise click.ClickException(f"{error.message} {error.next_step}") from None
    click.echo("The demo is removed; the database is empty.")
