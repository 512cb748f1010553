"""`flask --app portal backup`: make one, prove it whole, come back to it."""

from pathlib import Path

import click
from flask.cli import AppGroup

from portal.core.backups import keeping
from portal.core.backups.manifest import BackupError
from portal.core.errors import StorageError

cli = AppGroup("backup", help="Copies of the database and all uploads, to come back to.")
folder_argument = click.argument("folder", type=click.Path(path_type=Path, file_okay=False))


@cli.command("make")
@folder_argument
@click.option(
    "--keep", type=click.IntRange(1), metavar="NUMBER", help="Remove all but the newest so many."
)
def make(folder: Path, keep: int | None) -> None:
    """Write a backup into a new folder inside FOLDER, while the portal goes on.

    Uploads that the last backup there holds take no further room. Neither the secret key nor
    the settings are in it: keep those apart.
    """
    try:
        made = keeping.make(folder)
    except (BackupError, StorageError, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"{made}: whole")
    for gone in keeping.forget(folder, keep) if keep else ():
        click.echo(f"{gone}: removed")


@cli.command("check")
@folder_argument
def check(folder: Path) -> None:
    """Prove the backup in FOLDER whole: every digest, the database, the number of rows."""
    try:
        found = keeping.problems(folder)
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    for one in found:
        click.echo(one)
    click.echo(f"{folder}: {f'{len(found)} problems' if found else 'whole'}")
    if found:
        click.get_current_context().exit(1)


@cli.command("restore")
@folder_argument
def restore(folder: Path) -> None:
    """Put the backup in FOLDER into this installation, whose database must be empty.

    Stop the portal first. Older backups are brought up to date. Run `doctor` afterwards.
    """
    try:
        told = keeping.come_back(folder)
    except (BackupError, StorageError, OSError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(f"The portal is as it was at {told.made_at}.")
