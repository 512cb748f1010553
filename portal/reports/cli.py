"""`flask --app portal doctor`: look whether this installation is well."""

import click
from flask.cli import AppGroup

from portal.core.db import reading
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
