"""`flask --app portal doctor` looks whether this installation is well; `pictures` tends uploads."""

import click
from flask.cli import AppGroup

from portal.core.db import reading, writing
from portal.directory import actions as directory
from portal.documents import collecting
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


pictures = AppGroup("pictures", help="Pictures: the copies that older ones lack, what nobody uses.")


@pictures.command("complete")
def complete() -> None:
    """Make the sizes and formats that older pictures lack; may be stopped and begun again."""
    count = 0
    for name, went in collecting.complete():
        count += went
        click.echo(f"{name}: {'done' if went else 'its copies are not there or cannot be read'}")
    if count:
        with writing():
            directory.rebuild()
    click.echo(f"{count} pictures completed.")


@pictures.command("collect")
def collect() -> None:
    """Forget uploads that nothing has used for a day; the worker does it every night."""
    collecting.tidy_up()
