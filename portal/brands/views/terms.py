"""Pages on which a brand's terms are written: offers side by side, bands, estimates."""

from functools import partial
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.brands import actions, offers, queries, rules
from portal.brands.forms import (
    EarlierForm,
    ReleaseForm,
    estimate_form,
    head_form,
    offer_form,
)
from portal.brands.offers import Part
from portal.brands.queries import Profile, ProfileOffer, ProfileTier
from portal.brands.views.blueprint import PROFILE, bp, render, to
from portal.brands.views.saving import is_as_you_go, save_as_you_go
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.tabs import tabs
from portal.reference import queries as reference

TERMS = f"{PROFILE}/terms"
OFFER = f"{TERMS}/<int:key>"


@bp.get(TERMS)
@requires(Permission.PROFILE_EDIT, on=queries.profile)
def terms(profile: Profile) -> ResponseReturnValue:
    return terms_page(profile, ReleaseForm(obj=profile.newest))


def terms_page(profile: Profile, form: ReleaseForm) -> ResponseReturnValue:
    """Return the page of all offers, the bands that agents see, and the estimates."""
    newest = rules.check_editable(profile.draft)
    earlier = queries.earlier_terms(profile.brand.id)
    page = render(
        "terms",
        profile.brand,
        revision=newest,
        offers=offers.shown(newest.offers),
        parts=Part,
        form=form,
        seasons=EarlierForm(earlier) if earlier else None,
        bands={name: offers.band_of(newest, name) for name in offers.BANDS},
        vocabulary={name: band.vocabulary for name, band in offers.BANDS.items()},
        names={name: band.label for name, band in offers.BANDS.items()},
        tiers=reference.choices("city_tier"),
        totals={one["tier"]: offers.total(one) for one in newest.estimates},
    )
    return page, form.status


@bp.post(f"{TERMS}/bands")
@requires(Permission.PROFILE_EDIT, on=queries.profile)
def release(profile: Profile) -> ResponseReturnValue:
    form = ReleaseForm()
    if not form.accepted():
        return terms_page(profile, form)
    actions.release(profile.draft, by=current_user, **form.answers)
    flash(_("Saved."))
    return to("terms", profile.brand, _anchor="bands")


@bp.post(f"{TERMS}/season")
@requires(Permission.PROFILE_EDIT, on=queries.profile)
def copy_season(profile: Profile) -> ResponseReturnValue:
    earlier = {one.number: one for one in queries.earlier_terms(profile.brand.id)}
    form = EarlierForm(list(earlier.values()))
    if form.accepted():
        actions.copy_terms(profile.draft, earlier[form.number.data], by=current_user)
        flash(_("The terms are copied. Change what is new."))
    return to("terms", profile.brand)


@bp.route(f"{TERMS}/new", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT, on=queries.profile)
def new_offer(profile: Profile) -> ResponseReturnValue:
    form = head_form(rules.check_editable(profile.draft))
    if form.accepted():
        try:
            key = actions.add_offer(profile.draft, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            return to("edit_offer", profile.brand, key=key, part=Part.PRICE)
    rules.check_editable(profile.draft)
    page = render("offer_head", profile.brand, form=form, offer=None, own=own("new_offer", profile))
    return page, form.status


@bp.route(OFFER, methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT, on=queries.offer)
def offer_head(offer: ProfileOffer) -> ResponseReturnValue:
    form = head_form(rules.check_editable(offer.draft), offer.offer["key"])
    if form.accepted():
        try:
            actions.save_offer(offer.draft, offer.offer["key"], by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Saved."))
            return to("terms", offer.brand, _anchor=f"offer-{offer.offer['key']}")
    page = render(
        "offer_head",
        offer.brand,
        form=form,
        offer=offer.offer,
        own=own("offer_head", offer, key=offer.offer["key"]),
    )
    return page, form.status


@bp.route(f"{OFFER}/<any({','.join(Part)}):part>", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT, on=queries.offer)
def edit_offer(offer: ProfileOffer) -> ResponseReturnValue:
    key = offer.offer["key"]
    form = offer_form(rules.check_editable(offer.draft), key, offer.part)
    save = partial(actions.save_offer, offer.draft, key, by=current_user)

    def there(part: Part) -> str:
        return own("edit_offer", offer, key=key, part=part)

    if is_as_you_go():
        return save_as_you_go(offer.brand, form, save)
    if form.accepted():
        try:
            save(**form.said)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Saved."))
            return onward(offer)
    page = render(
        "offer",
        offer.brand,
        form=form,
        title=offers.title(offer.offer),
        part=offer.part,
        parts=Part,
        steps=tabs(Part, offer.part, there),
        key=key,
        own=there(offer.part),
    )
    return page, form.status


def onward(offer: ProfileOffer) -> ResponseReturnValue:
    """Go to the part that comes next; after the last one to the offer as a whole."""
    key, rest = offer.offer["key"], list(Part)[list(Part).index(offer.part) + 1 :]
    if rest:
        return to("edit_offer", offer.brand, key=key, part=rest[0])
    return to("terms", offer.brand, _anchor=f"offer-{key}")


@bp.post(f"{OFFER}/copy")
@requires(Permission.PROFILE_EDIT, on=queries.offer)
def copy_offer(offer: ProfileOffer) -> ResponseReturnValue:
    key = actions.copy_offer(offer.draft, offer.offer["key"], by=current_user)
    flash(_("Copied. Change what differs."))
    return to("offer_head", offer.brand, key=key)


@bp.post(f"{OFFER}/remove")
@requires(Permission.PROFILE_EDIT, on=queries.offer)
def remove_offer(offer: ProfileOffer) -> ResponseReturnValue:
    actions.remove_offer(offer.draft, offer.offer["key"], by=current_user)
    flash(_("The offer is taken out of this draft."))
    return to("terms", offer.brand)


@bp.route(f"{PROFILE}/estimates/<string:tier>", methods=["GET", "POST"])
@requires(Permission.PROFILE_EDIT, on=queries.tier)
def estimate(tier: ProfileTier) -> ResponseReturnValue:
    draft = rules.check_editable(tier.draft)
    form = estimate_form(draft, tier.tier)
    save = partial(actions.save_estimate, draft, tier.tier, by=current_user)
    if is_as_you_go():
        return save_as_you_go(tier.brand, form, save)
    if form.accepted():
        save(**form.answers)
        flash(_("Saved."))
        return to("terms", tier.brand, _anchor="estimates")
    page = render(
        "estimate",
        tier.brand,
        form=form,
        tier=tier.tier,
        own=own("estimate", tier, tier=tier.tier),
    )
    return page, form.status


def own(endpoint: str, profile: Profile, **arguments: Any) -> str:
    """Return the address of a page of the terms, for its own form."""
    return url_for(f"brands.{endpoint}", **actions.address(profile.brand), **arguments)
