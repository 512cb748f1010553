"""The pages of a house's people, mounted by whoever has a house: markets, brands, agents, staff.

A blueprint gets them with one call:

    people.mount(bp, "/agents/<int:agent_id>/people", Permission.AGENT_PEOPLE, queries.house)

where the last argument is a loader that takes the address's arguments by name and returns a
`memberships.Place` (of a brand with its `market_id` beside `brand_id`); NoResultFound is 404.
The endpoints are `<bp>.people`, `<bp>.people_remove` and `<bp>.people_revoke`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.accounts import memberships, queries
from portal.accounts.forms import InvitationForm
from portal.accounts.memberships import Place
from portal.accounts.models import Invitation, Membership, User
from portal.core import contact
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.qr import qr_code
from portal.core.web import see_other

Row = TypeVar("Row", Membership, Invitation)
Loader = Callable[..., Place]
Beside = Callable[[Place], dict[str, Any]]


@dataclass(frozen=True)
class Found(Generic[Row]):
    """A member or an invitation, in the house whose permission counts."""

    place: Place
    row: Row

    @property
    def market_id(self) -> int | None:
        """Return the market of the house."""
        return self.place.market_id

    @property
    def brand_id(self) -> int | None:
        """Return the brand of the house."""
        return self.place.brand_id

    @property
    def agent_id(self) -> int | None:
        """Return the agent's company of the house."""
        return self.place.agent_id


def mount(
    bp: Blueprint,
    path: str,
    permission: Permission,
    load: Loader,
    *,
    name: str = "people",
    beside: Beside | None = None,
) -> None:
    """Give `bp` the pages of the people of the house that `load` finds.

    Args:
        bp: gets the endpoints `name`, `name`_remove and `name`_revoke.
        path: the address of the list; the other two lie below it.
        permission: asked of the house for all three.
        load: takes the arguments in `path` by name.
        name: another endpoint name, where a blueprint has two houses.
        beside: what else the page's template is told about the house.
    """

    def member(membership_id: int, **address: Any) -> Found[Membership]:
        place = load(**address)
        return Found(place, queries.member_of(place.role, membership_id, **place.where))

    def invitation(invitation_id: int, **address: Any) -> Found[Invitation]:
        place = load(**address)
        return Found(place, queries.invitation_of(place.role, invitation_id, **place.where))

    here = f"{bp.name}.{name}"

    def remove(found: Found[Membership]) -> ResponseReturnValue:
        return _remove(found, here)

    def revoke(found: Found[Invitation]) -> ResponseReturnValue:
        return _revoke(found, here)

    def people(place: Place) -> ResponseReturnValue:
        return show(place, here, beside(place) if beside else {})

    bp.add_url_rule(path, name, requires(permission, on=load)(people), methods=["GET", "POST"])
    for below, verb, of, view in (
        ("<int:membership_id>/remove", "remove", member, remove),
        ("invitations/<int:invitation_id>/revoke", "revoke", invitation, revoke),
    ):
        guarded = requires(permission, on=of)(view)
        bp.add_url_rule(f"{path}/{below}", f"{name}_{verb}", guarded, methods=["POST"])


def show(place: Place, here: str, beside: dict[str, Any]) -> ResponseReturnValue:
    """List the people and open invitations of a house; on a POST invite somebody."""
    form = InvitationForm()
    if form.accepted():
        try:
            invitation, address = memberships.invite(
                place, **form.answers, language=language(), by=current_user
            )
            return invited(place, invitation, address, _listing(here), _("Back to the people"))
        except InvalidError as error:
            form.refuse(error)
    page = render_template(
        "accounts/people.html",
        place=place,
        members=queries.members(place.role, **place.where),
        invitations=queries.open_invitations(place.role, **place.where),
        form=form,
        here=here,
        address=_address(),
        hint=hint,
        **beside,
    )
    return page, form.status


def invited(place: Place, invitation: Invitation, link: str, back: str, words: str) -> str:
    """Show the one-time link of an invitation: here and never again."""
    return render_template(
        "accounts/invited.html",
        place=place,
        invitation=invitation,
        link=link,
        code=qr_code(link),
        back=back,
        words=words,
    )


def _remove(found: Found[Membership], here: str) -> ResponseReturnValue:
    oneself = found.row.user_id == current_user.id
    memberships.remove(found.row, by=current_user)
    if oneself:
        flash(_("You have left. Nothing there is open to you any more."))
        return see_other(url_for("reports.home"))
    flash(_("Removed. What this person could do here ends with the next click."))
    return see_other(_listing(here))


def _revoke(found: Found[Invitation], here: str) -> ResponseReturnValue:
    memberships.revoke(found.row, by=current_user)
    flash(_("Taken back. The link opens nothing any more."))
    return see_other(_listing(here))


def _address() -> dict[str, Any]:
    """Return the arguments of the house's own address."""
    own = request.view_args or {}
    return {k: v for k, v in own.items() if k not in {"membership_id", "invitation_id"}}


def _listing(here: str) -> str:
    return url_for(here, **_address())


def hint(user: User) -> str:
    """Return enough of a person's number or address to tell two of the same name apart."""
    if user.mobile:
        return contact.mask_mobile(user.mobile)
    name, _at, domain = (user.email or "").partition("@")
    return f"{name[:2]}***@{domain}" if domain else ""
