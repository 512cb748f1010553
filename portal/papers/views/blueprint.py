"""The room that all pages of papers share."""

from flask import Blueprint

bp = Blueprint("papers", __name__, url_prefix="/markets/<string:market>")
