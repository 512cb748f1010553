"""The blueprint that the pages of leasing hang on."""

from flask import Blueprint

bp = Blueprint("leasing", __name__)
