"""`flask --app portal user …`: accounts from the server's own terminal."""

import click
from flask.cli import AppGroup

from portal.access.permissions import Role
from portal.accounts import actions, queries
from portal.accounts.models import User
from portal.core import contact
from portal.core.db import reading, writing
from portal.core.errors import InvalidError, PortalError

cli = AppGroup("user", help="Accounts: staff, lists, closing, links for a new password.")
LANGUAGES = click.Choice(["zh-Hans", "en"])


@cli.command("create-staff")
@click.option("--name", prompt="Name", help="What colleagues call the person.")
@click.option("--login", prompt="E-mail or mobile number", help="What the person signs in with.")
@click.option("--language", type=LANGUAGES, default="zh-Hans", show_default=True)
def create_staff(name: str, login: str, language: str) -> None:
    """Make an account for one of the platform's own staff.

    The password is asked for, so that it stands in no history and no list of processes.
    """
    password = click.prompt(
        "Password (at least 10 characters, not shown)", hide_input=True, confirmation_prompt=True
    )
    try:
        with writing():
            user = actions.sign_up(name=name, login=login, password=password, language=language)
            actions.make_staff(user, by=None)
            number, kept = user.id, user.login
    except InvalidError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Account {number}: {kept} is staff now.")


@cli.command("list")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="Only with it.")
def list_users(role: str | None) -> None:
    """List accounts: number, name, what they sign in with, what they are."""
    with reading():
        for user in queries.everybody():
            roles = sorted({held.role.value for held in user.memberships})
            if role is None or role in roles:
                click.echo(line_about(user, roles))


def line_about(user: User, roles: list[str]) -> str:
    """Return one line of the list."""
    closed = "closed" if user.disabled_at else ""
    return "\t".join((str(user.id), user.name, user.login, ",".join(roles) or "-", closed)).rstrip()


@cli.command("disable")
@click.argument("login")
@click.option("--reason", prompt="Reason", help="Kept in the trail.")
def disable(login: str, reason: str) -> None:
    """Close the account that signs in with LOGIN; all its devices are signed out at once."""
    with writing():
        actions.disable(found(login), by=None, reason=reason)
    click.echo("Closed.")


@cli.command("reset-link")
@click.argument("login")
def reset_link(login: str) -> None:
    """Print a link, once, by which LOGIN sets a new password within 24 hours."""
    with writing():
        link = actions.issue_reset_link(found(login), by=None)
    click.echo(link)


def found(login: str) -> User:
    """Return the account that signs in so.

    Raises:
        ClickException: there is none, or it is closed.
    """
    try:
        user = queries.by_login(contact.normalise_login(login))
    except PortalError as error:
        raise click.ClickException(str(error)) from error
    if user is None or user.disabled_at:
        raise click.ClickException("There is no open account with this e-mail or mobile number.")
    return user
