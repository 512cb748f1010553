"""Bare Flask: what every figure is a multiple of."""

from flask import Flask


def application() -> Flask:
    """Return the least that Flask can be."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "<!doctype html><title>Hello</title><h1>Hello</h1>\n")
    return app
