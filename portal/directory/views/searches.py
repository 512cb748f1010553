"""Searches that a person keeps, what is new in them, and the link that ends their letters."""

from flask import abort, flash, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from portal.access.guard import by_key, oneself, public, requires
from portal.access.permissions import Permission
from portal.accounts.models import User
from portal.core.contact import clean_text
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.web import see_other
from portal.directory import cards, queries, watching
from portal.directory.criteria import read
from portal.directory.engine.text import LONGEST_QUERY
from portal.directory.facets import readable
from portal.directory.forms import SearchForm
from portal.directory.models import Rhythm, SavedSearch
from portal.directory.views.blueprint import bp

DROPPED = "dropped_searches"
MOST_REMEMBERED = 20
"""A session is a cookie."""


@bp.get("/searches")
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def searches(person: User) -> ResponseReturnValue:
    """Show the searches that a person keeps."""
    kept = queries.own_searches(person.id)
    words = {one.id: cards.in_words(queries.criteria_of(one).criteria) for one in kept}
    asker = queries.reader()
    fresh = {one.id: len(queries.new_in(one, asker)) for one in kept}
    return render_template("directory/searches.html", searches=kept, words=words, fresh=fresh)


@bp.route("/searches/new", methods=["GET", "POST"])
@requires(Permission.SHORTLIST_KEEP, on=oneself)
def save_search(person: User) -> ResponseReturnValue:
    """Keep the search that the address asks for, under a name."""
    asked = {
        name: [clean_text(value)[:LONGEST_QUERY] for value in values]
        for name, values in request.args.to_dict(flat=False).items()
    }
    facets = readable(queries.reader().sees)
    criteria, _unknown = read(asked, facets, queries.known_values(facets), page=1)
    if there := queries.same_search(person.id, criteria):
        flash(_("You have saved this search already: here it is."), "quiet")
        return see_other(url_for("directory.search_news", search_id=there.id))
    words = cards.in_words(criteria)
    form = SearchForm(name=cards.name_for(words), rhythm=Rhythm.WEEKLY.value)
    if form.accepted():
        try:
            watching.keep_search(criteria, by=person, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("The search is saved."))
            return see_other(url_for("directory.searches"))
    here = url_for("directory.save_search", **criteria.arguments())
    page = render_template(
        "directory/save_search.html",
        form=form,
        words=words,
        here=here,
        back=url_for("directory.index", **criteria.arguments()),
    )
    return page, form.status


@bp.get("/searches/<int:search_id>")
@requires(Permission.SHORTLIST_KEEP, on=queries.own_search)
def search_news(search: SavedSearch) -> ResponseReturnValue:
    """Show what is new in a search, as far as its owner may see it now."""
    asked = queries.criteria_of(search)
    numbers = queries.new_in(search, queries.reader())
    shown = queries.cards_of(numbers)
    return render_template(
        "directory/search_news.html",
        search=search,
        words=cards.in_words(asked.criteria),
        is_whole=asked.is_whole(queries.reader()),
        cards=[cards.shown(shown[one]) for one in numbers if one in shown],
        everything=url_for("directory.index", **asked.criteria.arguments()),
    )


@bp.route("/searches/<int:search_id>/change", methods=["GET", "POST"])
@requires(Permission.SHORTLIST_KEEP, on=queries.own_search)
def change_search(search: SavedSearch) -> ResponseReturnValue:
    form = SearchForm(obj=search, rhythm=search.rhythm.value)
    if form.accepted():
        watching.change(search, **form.answers)
        flash(_("The search is saved."))
        return see_other(url_for("directory.searches"))
    words = cards.in_words(queries.criteria_of(search).criteria)
    page = render_template(
        "directory/save_search.html",
        form=form,
        words=words,
        here=url_for("directory.change_search", search_id=search.id),
        back=url_for("directory.searches"),
    )
    return page, form.status


@bp.post("/searches/<int:search_id>/no-letters")
@requires(Permission.SHORTLIST_KEEP, on=queries.own_search)
def no_letters(search: SavedSearch) -> ResponseReturnValue:
    watching.stop(search)
    flash(_("No more emails come about this search."))
    return see_other(url_for("directory.searches"))


def search_to_drop(search_id: int) -> SavedSearch | User:
    """Return a search of whoever asks; himself when he deleted it before, in another window.

    Nothing is kept of what was deleted, so that the session remembers it. Anybody else's stays
    unknown.

    Raises:
        NoResultFound: it never was his.
    """
    try:
        return queries.own_search(search_id)
    except NoResultFound:
        if search_id not in session.get(DROPPED, ()):
            raise
        himself: User = oneself()
        return himself


@bp.post("/searches/<int:search_id>/drop")
@requires(Permission.SHORTLIST_KEEP, on=search_to_drop)
def drop_search(search: SavedSearch | User) -> ResponseReturnValue:
    if isinstance(search, SavedSearch):
        session[DROPPED] = [*session.get(DROPPED, ()), search.id][-MOST_REMEMBERED:]
        watching.drop(search)
    flash(_("The search is deleted."))
    return see_other(url_for("directory.searches"))


@bp.get("/searches/off/<string:token>")
@public
def letters_off(token: str) -> ResponseReturnValue:
    """Ask before the letters end: programs that look at mails open every link."""
    return render_template("directory/letters_off.html", search=_by_token(token), token=token)


@bp.post("/searches/off/<string:token>")
@by_key
@public
def end_letters(token: str) -> ResponseReturnValue:
    """End the letters: asked by the button of that page, or by a mail program (RFC 8058)."""
    search = _by_token(token)
    watching.stop(search)
    if "List-Unsubscribe" in request.form:  # which follows no redirection
        return render_template("directory/letters_off.html", search=search, token=token)
    return see_other(url_for("directory.letters_off", token=token))


def _by_token(token: str) -> SavedSearch:
    try:
        return queries.search_by_token(token)
    except NoResultFound:
        abort(404)
