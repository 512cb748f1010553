"""A brand's papers, for its people and its office."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import oneself, requires
from portal.access.permissions import Permission, Role
from portal.access.policy import permits
from portal.accounts import queries as accounts
from portal.audit import actions as audit
from portal.brands import queries as brands
from portal.brands.models import Brand
from portal.core.aftermath import leave_behind
from portal.core.errors import InvalidError
from portal.core.forms import PortalForm
from portal.core.i18n import gettext as _
from portal.core.web import see_other
from portal.documents import web as documents
from portal.documents.actions import Upload
from portal.papers import actions, cards, queries, rules
from portal.papers.forms import (
    DoubtForm,
    PaperForm,
    ReturnForm,
    SeenForm,
    SnoozeForm,
    StepForm,
    WithdrawForm,
)
from portal.papers.models import Effect, PaperFile, PaperVersion, TrademarkState
from portal.papers.queries import Slot
from portal.papers.views.blueprint import bp

SHELF = "/brands/<string:brand>/papers"
ONE = f"{SHELF}/<string:slot>"
VERSION = f"{SHELF}/versions/<int:version_id>"


def own(brand_id: int) -> bool:
    """Say whether the visitor belongs to the brand."""
    return bool(current_user.holds(Role.OWNER, brand_id=brand_id))


@bp.get(SHELF)
@requires(Permission.PAPER_READ, on=brands.brand)
def index(brand: Brand) -> ResponseReturnValue:
    found = queries.shelf(brand)
    return render_template(
        "papers/index.html",
        brand=brand,
        lines=cards.shown(found.lines),
        others=found.others,
        goods=cards.further_goods(found),
        pauses=rules.obstacles(found.consequences, Effect.PAUSED),
        explained=cards.explained,
        own=own(brand.id),
    )


@bp.get(ONE)
@requires(Permission.PAPER_READ, on=queries.slot)
def show(slot: Slot) -> ResponseReturnValue:
    return page_of(slot)


def page_of(slot: Slot, **forms: PortalForm) -> ResponseReturnValue:
    """Show one paper; a form that was refused keeps all that was typed."""
    found = queries.shelf(slot.brand).line(slot.kind.code, slot.category)
    versions = list(reversed(slot.versions))
    current, waiting = slot.current, slot.waiting
    decides = permits(current_user, Permission.PAPER_DECIDE, slot)
    page = render_template(
        "papers/show.html",
        slot=slot,
        title=cards.title(slot.kind, slot.category),
        line=cards.ShownLine(found) if found else None,
        versions=versions,
        current=current,
        waiting=waiting,
        differs=waiting is not None and cards.differs(slot.kind, waiting, slot.brand),
        names=accounts.names(cards.people(versions)),
        ends=cards.ends,
        own=own(slot.brand_id),
        decides=decides,
        next_waiting=queries.waiting_for_office([slot.market_id], limit=2) if decides else [],
        **the_forms(slot, current, waiting) | forms,
        **trademark_of(slot, forms),
    )
    refused = next(iter(forms.values()), None)
    return page, refused.status if refused else 200


def the_forms(
    slot: Slot, current: PaperVersion | None, waiting: PaperVersion | None
) -> dict[str, PortalForm]:
    """Return the forms of a page, as they open."""
    seen = waiting.version if waiting else None
    standing = current.version if current else None
    return {
        "form": PaperForm(slot.kind, holder=usual_holder(slot)),
        "verify_form": SeenForm(seen=seen),
        "return_form": ReturnForm(seen=seen),
        "withdraw_form": WithdrawForm(seen=standing),
        "doubt_form": DoubtForm(seen=standing),
        "snooze_form": SnoozeForm(),
    }


def usual_holder(slot: Slot) -> str:
    """Return whose name most likely stands on a paper."""
    if slot.versions:
        return slot.versions[-1].holder
    return slot.brand.company.legal_name if slot.kind.holder != "person" else ""


def trademark_of(slot: Slot, forms: dict[str, PortalForm]) -> dict[str, Any]:
    """Return how far a brand's trademark has come, for the page of its certificate alone."""
    if slot.kind.code != "trademark":
        return {"trademark": None, "sign": "", "tape": []}
    found = queries.trademark_of(slot.brand_id)
    state = found.state if found else TrademarkState.SEARCHED
    names = accounts.names(
        {one.told_by_id for one in found.steps if one.told_by_id} if found else ()
    )
    return {
        "trademark": found,
        "trademark_state": state,
        "tellers": names,
        "sign": queries.public_marks(slot.brand).sign,
        **({} if "step_form" in forms else {"step_form": StepForm(state)}),
    }


def to(brand: Brand, slot: str) -> ResponseReturnValue:
    """Answer a finished POST with the page of the paper."""
    return see_other(url_for("papers.show", market=brand.market.slug, brand=brand.slug, slot=slot))


def to_version(version: PaperVersion) -> ResponseReturnValue:
    """Answer a decision with the page of the paper."""
    paper = version.paper
    return to(paper.brand, queries.slot_code(paper.kind, paper.category))


def slot_of(version: PaperVersion) -> Slot:
    """Return the place of a version, for showing its page again."""
    paper = version.paper
    code = queries.slot_code(paper.kind, paper.category)
    return queries.slot(paper.brand.market.slug, paper.brand.slug, code)


# Handing in


@bp.post(ONE)
@requires(Permission.PAPER_HAND_IN, on=queries.slot, receive=documents.receive_evidence)
def upload(slot: Slot, uploads: Sequence[Upload]) -> ResponseReturnValue:
    form = PaperForm(slot.kind)
    if not form.accepted():
        return page_of(slot, form=form)
    behalf = not own(slot.brand_id)
    try:
        written = rules.Written(**form.answers)
        actions.upload(slot, uploads, written, by=current_user, on_behalf=behalf)
    except InvalidError as error:
        form.refuse(error)
        if not uploads and error.field != "files":
            form.form_errors.append(actions.NO_SCAN)
        return page_of(slot, form=form)
    flash(_("Handed in. The office looks at it and you get a message."))
    return to(slot.brand, slot.code)


@bp.post(f"{ONE}/renewal")
@requires(Permission.PAPER_HAND_IN, on=queries.slot, receive=documents.receive_evidence)
def show_renewal(slot: Slot, uploads: Sequence[Upload]) -> ResponseReturnValue:
    try:
        actions.show_renewal(slot, uploads, by=current_user)
    except InvalidError as error:
        flash(str(error), "waiting")
    else:
        flash(_("Kept. There are no more reminders while the renewal is under way."))
    return to(slot.brand, slot.code)


@bp.post(f"{ONE}/snooze")
@requires(Permission.PAPER_HAND_IN, on=queries.slot)
def snooze(slot: Slot) -> ResponseReturnValue:
    form = SnoozeForm()
    if not form.accepted():
        return page_of(slot, snooze_form=form)
    try:
        actions.snooze(slot, by=current_user, **form.answers)
    except InvalidError as error:
        form.refuse(error)
        return page_of(slot, snooze_form=form)
    flash(_("No reminders before that day."), "quiet")
    return to(slot.brand, slot.code)


@bp.post(f"{SHELF}/trademark/steps")
@requires(Permission.PAPER_HAND_IN, on=queries.trademark_slot)
def tell_step(slot: Slot) -> ResponseReturnValue:
    found = queries.trademark_of(slot.brand_id)
    form = StepForm(found.state if found else TrademarkState.SEARCHED)
    if not form.accepted():
        return page_of(slot, step_form=form)
    try:
        actions.tell_step(slot, by=current_user, **form.answers)
    except InvalidError as error:
        form.refuse(error)
        return page_of(slot, step_form=form)
    flash(_("Noted. The mark on the page follows by itself."))
    return to(slot.brand, slot.code)


# Deciding


@bp.post(f"{VERSION}/verify")
@requires(Permission.PAPER_DECIDE, on=queries.version)
def verify(version: PaperVersion) -> ResponseReturnValue:
    told = _("Verified. The brand has been told.")
    return decided(version, actions.verify, told, verify_form=SeenForm())


@bp.post(f"{VERSION}/return")
@requires(Permission.PAPER_DECIDE, on=queries.version)
def return_version(version: PaperVersion) -> ResponseReturnValue:
    told = _("Returned. The brand has been told what is wrong.")
    return decided(version, actions.return_with_request, told, return_form=ReturnForm())


@bp.post(f"{VERSION}/withdraw")
@requires(Permission.PAPER_DECIDE, on=queries.version)
def withdraw(version: PaperVersion) -> ResponseReturnValue:
    told = _("The verification is withdrawn. The brand has been told why.")
    return decided(version, actions.withdraw, told, withdraw_form=WithdrawForm())


@bp.post(f"{VERSION}/doubt-renewal")
@requires(Permission.PAPER_DECIDE, on=queries.version)
def doubt_renewal(version: PaperVersion) -> ResponseReturnValue:
    told = _("The reminders go on. The brand has been told why.")
    return decided(version, actions.doubt_renewal, told, doubt_form=DoubtForm())


def decided(
    version: PaperVersion, act: Callable[..., None], told: str, **asked: PortalForm
) -> ResponseReturnValue:
    """Do one of the four deeds on a version by its form; a refused form is shown again."""
    (form,) = asked.values()
    if not form.accepted():
        return page_of(slot_of(version), **asked)
    act(version, by=current_user, **form.answers)
    flash(told)
    return to_version(version)


# Scans


@bp.get(f"{SHELF}/scans/<int:file_id>")
@requires(Permission.PAPER_READ, on=queries.scan)
def scan(found: PaperFile) -> Response:
    """Hand out a scan as an attachment, and note in the trail who looked at it."""
    names, viewer = dict(request.view_args or {}), oneself()
    leave_behind(lambda: audit.record("paper.view", queries.scan(**names), by=viewer))
    return documents.send_scan(found.file)
