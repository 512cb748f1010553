"""Accounts from the server's own terminal."""

from flask import Flask
from sqlalchemy import select

from portal.access.permissions import Role
from portal.accounts.models import Membership, User
from portal.audit.models import AuditEvent
from portal.core.db import db
from tests.client import Browser
from tests.make import Make

GOOD = "two looms and a green umbrella"


def test_the_first_staff_are_made_without_a_password_on_the_command_line(
    app: Flask, browser: Browser, make: Make
) -> None:
    said = app.test_cli_runner().invoke(
        args=["user", "create-staff", "--name", "陈静", "--login", "chen@example.com"],
        input=f"{GOOD}\n{GOOD}\n",
    )
    assert said.exit_code == 0, said.output
    assert GOOD not in said.output
    user = db.session.scalars(select(User)).one()
    assert db.session.scalars(select(Membership)).one().role is Role.STAFF
    page = browser.submit("/sign-in", "Sign in", login="chen@example.com", password=GOOD)
    assert page.status == 200
    assert browser.get("/platform").status == 200
    assert user.name == "陈静"


def test_a_weak_password_is_refused_at_the_terminal_too(app: Flask, make: Make) -> None:
    said = app.test_cli_runner().invoke(
        args=["user", "create-staff", "--name", "Chen", "--login", "chen@example.com"],
        input="1234567890\n1234567890\n",
    )
    assert said.exit_code != 0
    assert not db.session.scalars(select(User)).all()


def test_accounts_are_listed_by_role(app: Flask, make: Make) -> None:
    staff, user = make.staff(name="Chen"), make.user(name="Zhou")
    everybody = app.test_cli_runner().invoke(args=["user", "list"]).output
    only_staff = app.test_cli_runner().invoke(args=["user", "list", "--role", "staff"]).output
    assert str(staff.email) in everybody
    assert str(user.email) in everybody
    assert str(user.email) not in only_staff


def test_an_account_is_closed_and_its_devices_signed_out(
    app: Flask, browser: Browser, make: Make
) -> None:
    user = make.user()
    browser.sign_in(user)
    said = app.test_cli_runner().invoke(
        args=["user", "disable", user.login, "--reason", "left the company"]
    )
    assert said.exit_code == 0, said.output
    assert browser.get("/account").address.startswith("/sign-in")
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.verb == "account.disable")).one()
    assert (event.subject_id, event.reason) == (user.id, "left the company")


def test_a_link_for_a_new_password_is_printed_once(
    app: Flask, browser: Browser, make: Make
) -> None:
    user = make.user(email=None, email_confirmed_at=None, mobile="+8613807310001")
    said = app.test_cli_runner().invoke(args=["user", "reset-link", "138 0731 0001"])
    assert said.exit_code == 0, said.output
    path = "/" + said.output.strip().split("/", 3)[3]
    assert browser.submit(path, "Set my new password", password=GOOD).status == 200
    assert user.name
    missing = app.test_cli_runner().invoke(args=["user", "reset-link", "13807310099"])
    assert missing.exit_code != 0
