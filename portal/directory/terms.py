"""What an agent does with a brand's terms: calculate, see what changed, look at a former day."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.brands import fields, offers, seasons
from portal.brands import queries as brands
from portal.brands.fields import Sheet, Visibility
from portal.brands.models import Brand, Revision, RevisionState
from portal.core import clock
from portal.core.contact import clean_text
from portal.directory import cards, queries
from portal.reference import queries as reference
from portal.reference.labels import term_label

bp = Blueprint("terms", __name__)
HERE = "/brands/<string:brand>"


def terms_of(brand: str) -> Revision:
    """Return what is published of a shown brand; NoResultFound for any other."""
    return queries.shown_brand(brand)


def listed(brand: str, **_arguments: str) -> Brand:
    """Return a brand that is shown; NoResultFound for any other."""
    return queries.listed_brand(brand)


def sheet_of(revision: Revision, brand: Brand) -> Sheet:
    """Return a revision as far as whoever asks may read it today."""
    return fields.readable(revision, fields.viewer_class(current_user, brand))


def named(table: str, codes: Iterable[str]) -> list[tuple[str, object]]:
    """Return terms of a table with their words."""
    return [(code, term_label(table, code)) for code in codes]


@bp.get(f"{HERE}/calculator")
@requires(Permission.PROFILE_TERMS, on=terms_of)
def calculator(revision: Revision) -> ResponseReturnValue:
    sheet = sheet_of(revision, revision.brand)
    asked = offers.asked({name: clean_text(one) for name, one in request.args.items()})
    chosen = None
    if sheet.shows_exact and revision.offers:
        key = request.args.get("offer", type=int)
        chosen = next((one for one in revision.offers if one["key"] == key), revision.offers[0])
    plan = asked.plan
    return render_template(
        "terms/calculator.html",
        revision=revision,
        brand=revision.brand,
        asked=asked,
        plan=plan,
        chosen=chosen,
        offers=[(one.key, one.title) for one in sheet.offers],
        levels=named("agent_level", chosen["levels"] if chosen else ()),
        tiers=named("city_tier", [code for code, _label in reference.choices("city_tier")]),
        estimated_tiers=[one["tier"] for one in revision.estimates],
        result=(
            offers.calculate(revision, chosen, plan) if chosen else offers.estimated(revision, plan)
        ),
    )


@bp.get(f"{HERE}/terms/<int:number>")
@requires(Permission.PROFILE_TERMS, on=listed)
def changed(brand: Brand) -> ResponseReturnValue:
    """Show how the exact terms of a published profile differ from those before it."""
    if fields.viewer_class(current_user, brand) < Visibility.CONNECTED:
        abort(404)
    number = int((request.view_args or {})["number"])
    revision = brands.published_numbered(brand.id, number)
    if revision is None:
        abort(404)
    before = brands.published_before(revision)
    return render_template(
        "terms/changed.html",
        brand=brand,
        revision=revision,
        before=before,
        changes=brands.terms_changes(before, revision),
    )


@bp.get(f"{HERE}/on/<string:day>")
@requires(Permission.PROFILE_TERMS, on=listed)
def on_day(brand: Brand) -> ResponseReturnValue:
    """Show what agents saw of a brand at the end of a day, as far as the reader may today."""
    day = read_day((request.view_args or {})["day"])
    revision = brands.published_on(brand.id, datetime.combine(day, time.max, clock.SHANGHAI))
    if revision is None:
        abort(404)
    sheet = sheet_of(revision, brand)
    if revision.state is not RevisionState.PUBLISHED:
        sheet = replace(sheet, pictures=[])  # outsiders are served what is published, no more
    return render_template(
        "terms/on_day.html",
        brand=brand,
        revision=revision,
        sheet=sheet,
        looks=seasons.lookbook(sheet.pictures[1:], request.args.get("season", "")),
        on=day,
        address=cards.addresses(brand.slug),
    )


def read_day(text: str) -> date:
    """Return the day that an address names; one that is none, or still to come, is not there."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    if day > clock.today():
        abort(404)
    return day
