"""The portal. `create_app` is the only place where the parts meet."""

import os
from pathlib import Path
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from portal import config, jobs, wiring
from portal.access import guard
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.accounts import login
from portal.accounts.cli import cli as user_cli
from portal.accounts.views import bp as accounts_bp
from portal.agency.views import bp as agency_bp
from portal.agents.views import bp as agents_bp
from portal.brands.views import bp as brands_bp
from portal.connections.views import bp as connections_bp
from portal.core import (
    aftermath,
    assets,
    commits,
    contact,
    db,
    early,
    files,
    i18n,
    logs,
    pages,
    styleguide,
    throttle,
)
from portal.core.application import Application
from portal.core.backups.cli import cli as backup_cli
from portal.core.web import RowNumber, Word
from portal.demo.cli import cli as demo_cli
from portal.directory.cli import cli as directory_cli
from portal.directory.feeds import bp as feeds_bp
from portal.directory.terms import bp as terms_bp
from portal.directory.views import bp as directory_bp
from portal.figures.views import bp as figures_bp
from portal.flags.views import bp as flags_bp
from portal.incubation.views import bp as incubation_bp
from portal.intakes.views import bp as intakes_bp
from portal.leasing.views import bp as leasing_bp
from portal.linesheets.views import bp as linesheets_bp
from portal.markets.cli import cli as market_cli
from portal.markets.views import bp as markets_bp
from portal.mentoring.views import bp as mentoring_bp
from portal.notices.views import bp as notices_bp
from portal.onboarding.counter import bp as counter_bp
from portal.onboarding.panel import bp as panel_bp
from portal.onboarding.transfers import bp as transfers_bp
from portal.onboarding.views import bp as onboarding_bp
from portal.papers.views import bp as papers_bp
from portal.reference import labels
from portal.reports import navigation
from portal.reports.cli import cli as doctor_cli
from portal.reports.cli import pictures as pictures_cli
from portal.reports.views import bp as reports_bp
from portal.rosters.views import bp as rosters_bp

ROOT = Path(__file__).resolve().parent.parent
BLUEPRINTS = (
    reports_bp,
    accounts_bp,
    markets_bp,
    notices_bp,
    onboarding_bp,
    counter_bp,
    intakes_bp,
    panel_bp,
    transfers_bp,
    brands_bp,
    incubation_bp,
    leasing_bp,
    linesheets_bp,
    figures_bp,
    mentoring_bp,
    agents_bp,
    agency_bp,
    connections_bp,
    directory_bp,
    terms_bp,
    feeds_bp,
    flags_bp,
    rosters_bp,
    papers_bp,
)
COMMANDS = (user_cli, market_cli, directory_cli, demo_cli, doctor_cli, pictures_cli, backup_cli)


def create_app(**overrides: Any) -> Flask:
    """Build the application. `overrides` win over every other setting (tests use them)."""
    app = Application(
        "portal",
        instance_path=instance_folder(overrides.pop("INSTANCE_PATH", None)),
        instance_relative_config=True,
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    app.url_map.converters |= {"int": RowNumber, "string": Word}
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(permits=permits, Permission=Permission)
    app.jinja_env.filters["mobile"] = contact.format_mobile
    config.init_app(app, overrides)
    logs.init_app(app)
    pages.init_app(app)
    aftermath.init_app(app)
    db.init_app(app)
    commits.init_app(app)
    login.init_app(app)
    i18n.init_app(app)
    guard.init_app(app)
    csrf = CSRFProtect(app)
    files.init_app(app)
    throttle.init_app(app)
    jobs.init_app(app)
    labels.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for command in COMMANDS:
        app.cli.add_command(command)
    if app.debug or app.config.get("STYLEGUIDE"):
        app.register_blueprint(styleguide.blueprint(guard.public))
    wiring.connect_the_domains()
    navigation.init_app(app)
    with app.app_context():
        jobs.after_letters(app)
    guard.check_every_view_declares(app)
    guard.open_by_key(app, csrf)
    assets.init_app(app)
    serve_static_files(app)
    early.init_app(app)
    return app


def instance_folder(chosen: str | Path | None) -> str:
    """Return where this installation keeps its own: as chosen, PORTAL_INSTANCE_PATH, instance/."""
    folder = chosen or os.environ.get("PORTAL_INSTANCE_PATH") or ROOT / "instance"
    return str(Path(folder).resolve())


def serve_static_files(app: Flask) -> None:
    """Serve static files compressed, and believe as many proxies as we were told of."""
    if not app.config.get("TESTING"):
        quiet = WhiteNoise(app.wsgi_app, max_age=assets.A_MONTH if not app.debug else 0)
        quiet.add_files(str(ROOT / "static"), prefix="static/")
        app.wsgi_app = quiet  # type: ignore[method-assign]
    if proxies := int(app.config["TRUSTED_PROXIES"]):
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
