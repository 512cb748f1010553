"""One flag: its reader, the office and the brand see it, each as much as is theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.brands import actions as brands
from portal.core.errors import InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.flags import actions, queries, rules
from portal.flags.forms import AnswerForm
from portal.flags.models import Flag
from portal.flags.tables import field_name
from portal.flags.views.blueprint import bp, to


@dataclass(frozen=True)
class Deed:
    """One thing that the office may do with a flag, and what it will mean."""

    button: object
    means: object
    act: Callable[..., None]
    done: object
    kind: str = "quiet"
    symbol: str = "check"


DEEDS: Mapping[str, Deed] = {
    "mend": Deed(
        _l("It is mended"),
        _l("The reader who reported it gets your words, and the report is closed."),
        actions.mend,
        _l("Closed. The reader has been told."),
        "primary",
    ),
    "ask": Deed(
        _l("Ask the brand to mend it"),
        _l("The brand's people get your words and have 7 days. The reader hears that you asked."),
        actions.ask,
        _l("The brand has been asked, and the reader knows."),
        symbol="message-square",
    ),
    "refuse": Deed(
        _l("The page is right"),
        _l("The reader gets your reason, and the report is closed."),
        actions.refuse,
        _l("Closed. The reader has been told why."),
        symbol="x",
    ),
    "suspend": Deed(
        _l("Suspend the brand at once"),
        _l(
            "Nobody outside finds the brand from now on, and only the office can let it in "
            "again. Its owners and the reader get your words."
        ),
        actions.suspend,
        _l("The brand is suspended. Its owners know why, and the reader has been told."),
        "danger",
        "eye-off",
    ),
}
ONE = "/reports/<int:flag_id>"


@bp.get(ONE)
@requires(Permission.FLAG_READ, on=queries.flag)
def show(flag: Flag) -> ResponseReturnValue:
    return page_of(flag)


def page_of(flag: Flag, sent: str = "", failed: AnswerForm | None = None) -> ResponseReturnValue:
    """Show a flag, with the form that needs another look, if any."""
    may = permits(current_user, Permission.FLAG_ANSWER, flag)
    offered = [name for name in DEEDS if may and is_offered(flag, name)]
    page = render_template(
        "flags/show.html",
        flag=flag,
        where=field_name(flag),
        deeds=[
            (name, DEEDS[name], failed if failed and name == sent else AnswerForm(prefix=name))
            for name in offered
        ],
        side=side_of(flag),
    )
    return page, failed.status if failed else 200


def side_of(flag: Flag) -> str:
    """Return as whom somebody reads a flag: `reader` (who raised it), `office` or `brand`."""
    if flag.author_id == current_user.id:
        return "reader"
    return "brand" if current_user.holds(Role.OWNER, brand_id=flag.brand_id) else "office"


def is_offered(flag: Flag, name: str) -> bool:
    """Say whether a deed is possible now."""
    if name == "suspend" and (
        flag.kind not in rules.SUSPENDING or not brands.may_suspend(flag.brand)
    ):
        return False
    return rules.WORKFLOW.allows(name, flag.state)


@bp.post(f"{ONE}/<any({','.join(DEEDS)}):deed>")
@requires(Permission.FLAG_ANSWER, on=queries.held)
def do(flag: Flag) -> ResponseReturnValue:
    name = str((request.view_args or {})["deed"])
    deed, form = DEEDS[name], AnswerForm(prefix=name)
    if not form.accepted():
        return page_of(flag, name, form)
    rules.check_seen(flag, request.form.get("version", type=int))
    try:
        deed.act(flag, by=current_user, text=form.text.data)
    except InvalidError as error:
        form.refuse(error)
        return page_of(flag, name, form)
    flash(str(deed.done))
    return to(flag)
