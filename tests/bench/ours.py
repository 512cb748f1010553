"""The portal as it is measured."""

from flask import Flask

from portal import create_app
from portal.core.memory import leave_alone_what_is_loaded


def application(folder: str, uri: str = "") -> Flask:
    """Return the portal on an installation; `uri` names its database."""
    where = {"SQLALCHEMY_DATABASE_URI": uri} if uri else {}
    app = create_app(INSTANCE_PATH=folder, LOG_LEVEL="WARNING", JOBS_WAKE=False, **where)
    leave_alone_what_is_loaded()  # as portal.serve does
    return app
