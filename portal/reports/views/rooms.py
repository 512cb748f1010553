"""The room that all views of reports hang in."""

from flask import Blueprint

bp = Blueprint("reports", __name__)
