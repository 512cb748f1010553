"""A part of a draft is kept while it is written: what can be kept, and one line that says so."""

from collections.abc import Callable
from http import HTTPStatus

from flask import request
from flask.typing import ResponseReturnValue

from portal.brands.forms import MergingForm
from portal.brands.models import Brand
from portal.brands.views.blueprint import render
from portal.core import clock
from portal.core.errors import ConflictError, InvalidError


def is_as_you_go() -> bool:
    """Say whether a script sends what was typed so far, without anybody pressing a button."""
    return "as_you_go" in request.form and "HX-Request" in request.headers


def save_as_you_go(
    brand: Brand, form: MergingForm, save: Callable[..., None]
) -> ResponseReturnValue:
    """Keep what can be kept of a part while it is written, and say so in one line.

    Nothing that was typed is touched: what cannot be kept yet stays where it is, and is named.
    """
    form.validate()
    if form.version.data != form.version_now:
        return saved_line(brand, form, kept=False), HTTPStatus.CONFLICT
    answers, late = form.sound, None
    while answers:
        try:
            save(**answers)
        except InvalidError as error:
            form.refuse(error)
            if answers.pop(str(error.field), None) is None:
                break
        except ConflictError as error:
            late = error
            break
        else:
            form.opened_anew()
            break
    status = HTTPStatus.CONFLICT if late else HTTPStatus.OK  # or else nothing is kept of it
    return saved_line(brand, form, kept=not late, late=late), status


def saved_line(
    brand: Brand, form: MergingForm, *, kept: bool, late: ConflictError | None = None
) -> str:
    """Return the line that says what became of what was typed."""
    at = clock.now().astimezone(clock.SHANGHAI).strftime("%H:%M")
    return render("saved", brand, form=form, kept=kept, late=late, at=at)
