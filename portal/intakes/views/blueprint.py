"""What the pages hang on."""

from flask import Blueprint

bp = Blueprint("intakes", __name__)
