"""One's own messages: reading them, and going where they lead."""

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.routing import BuildError

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission
from portal.core.i18n import gettext as _
from portal.core.paging import page_number
from portal.core.web import see_other
from portal.notices import actions, queries, rules
from portal.notices.kinds import KINDS
from portal.notices.models import Notice

bp = Blueprint("notices", __name__)


@bp.get("/notices")
@requires(Permission.ACCOUNT_KEEP, on=oneself)
def index(_person: object) -> ResponseReturnValue:
    return render_template(
        "notices/index.html",
        page=queries.of(current_user.id, page_number(request.args.get("page"))),
        unread=queries.unread(current_user.id),
        kinds=KINDS,
        headline=rules.headline_markup,
        sentence=rules.sentence_markup,
    )


@bp.post("/notices/<int:notice_id>/open")
@requires(Permission.ACCOUNT_KEEP, on=queries.own_notice)
def open_notice(notice: Notice) -> ResponseReturnValue:
    actions.read(notice)
    return see_other(target(notice))


def target(notice: Notice) -> str:
    """Return where a message leads; one's own home when its page is no more."""
    kind = KINDS.get(notice.kind)
    try:
        return url_for(kind.endpoint, **notice.arguments) if kind else url_for("reports.home")
    except BuildError:
        return url_for("reports.home")


@bp.post("/notices/read-all")
@requires(Permission.ACCOUNT_KEEP, on=oneself)
def read_all(_person: object) -> ResponseReturnValue:
    actions.read_all(current_user.id)
    flash(_("All messages are marked as read."))
    return see_other(url_for("notices.index"))
