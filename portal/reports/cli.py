"""`flask --app portal doctor`: look whether this installation is well."""

import click
from flask.cli import AppGroup

from portal.core.db import reading, writing
from portal.directory import actions as directory
from portal.reports import health

cli = AppGroup(
    "doctor",
    invoke_without_command=True,
    help="Look over settings, database, migrations, trail, uploads, directory and mail.",
)


@cli.result_callback()
def examine(result: object) -> None:
    """Print every finding; end with 1 when something is not well."""
    context = click.get_current_context()
    if result is not None or context.invoked_subcommand:
        return
    with reading():
        findings = list(health.examine())
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'LOOK'}  {finding.words}")
    if not all(finding.well for finding in findings):
        context.exit(1)


@cli.command("rebuild-directory")
def rebuild_directory() -> None:
    """Build the directory anew from what is published."""
    with writing():
        number = directory.rebuild()
    click.echo(f"The directory shows {number} brands.")
