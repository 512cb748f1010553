"""Pages on which the office reads what changed and decides."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.access.policy import permits
from portal.brands import actions, differences, fields, queries, registry, rules
from portal.brands.fields import Group, Visibility
from portal.brands.forms import AnswerForm, AskForm, RequestForm, SeenForm
from portal.brands.models import Brand, FieldComment, Revision
from portal.brands.views.blueprint import HOUSE, REVISION, bp, render, seen, to, warned
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _


@bp.get(f"{HOUSE}/revisions")
@requires(Permission.PROFILE_READ, on=queries.brand)
def revisions(brand: Brand) -> ResponseReturnValue:
    return render("revisions", brand, revisions=queries.history(brand.id))


@bp.get(REVISION)
@requires(Permission.PROFILE_READ, on=queries.revision)
def revision(revision: Revision) -> ResponseReturnValue:
    return review_page(revision, RequestForm())


def review_page(
    revision: Revision,
    form: RequestForm,
    asking: AskForm | None = None,
    seeing: SeenForm | None = None,
) -> ResponseReturnValue:
    """Return the page that shows what a revision changes, with the decision where there is one."""
    before = queries.published_before(revision)
    reader = fields.workroom_class(current_user, revision.brand)
    may_decide = permits(current_user, Permission.PROFILE_PUBLISH, revision)
    waits = rules.REVISION_WORKFLOW.allows("publish", revision.state)
    page = render(
        "revision",
        revision.brand,
        revision=revision,
        before=before,
        difference=differences.difference(before, revision, reader),
        completeness=rules.completeness(revision),
        warnings=warned(revision, revision.brand) if reader is Visibility.OFFICE else [],
        form=form,
        questions=queries.comments(revision.id) if reader is Visibility.OFFICE else [],
        ask_form=asking or AskForm(),
        seen_form=seeing or SeenForm(),
        claims=queries.claims(revision) if reader is Visibility.OFFICE else {},
        names={name: one.label for name, one in fields.BY_NAME.items()},
        may_answer=permits(current_user, Permission.PROFILE_EDIT, revision),
        may_decide=may_decide,
        waits=waits,
        obstacles=registry.publish_obstacles(revision.brand) if waits and may_decide else [],
        Group=Group,
    )
    return page, max(one.status for one in (form, asking, seeing) if one)


@bp.post(f"{REVISION}/publish")
@requires(Permission.PROFILE_PUBLISH, on=queries.revision)
def publish(revision: Revision) -> ResponseReturnValue:
    actions.publish(revision, by=current_user, seen=seen())
    flash(_("Published. Agents see this profile from now on."))
    return to("revision", revision.brand, number=revision.number)


@bp.post(f"{REVISION}/return")
@requires(Permission.PROFILE_PUBLISH, on=queries.revision)
def return_with_request(revision: Revision) -> ResponseReturnValue:
    form = RequestForm()
    if form.accepted():
        actions.return_with_request(revision, by=current_user, seen=seen(), **form.answers)
        flash(_("Returned. The owner reads your request now."))
        return to("revision", revision.brand, number=revision.number)
    return review_page(revision, form)


@bp.post(f"{REVISION}/questions")
@requires(Permission.PROFILE_PUBLISH, on=queries.revision)
def ask(revision: Revision) -> ResponseReturnValue:
    form = AskForm()
    if form.accepted():
        actions.ask(revision, by=current_user, **form.answers)
        flash(_("Asked. The owner reads your question now."))
        return to("revision", revision.brand, number=revision.number, _anchor="questions")
    return review_page(revision, RequestForm(), form)


@bp.post(f"{HOUSE}/questions/<int:comment_id>")
@requires(Permission.PROFILE_EDIT, on=queries.comment)
def answer(comment: FieldComment) -> ResponseReturnValue:
    revision = comment.revision
    form = AnswerForm()
    if form.accepted():
        actions.answer(comment, by=current_user, **form.answers)
        flash(_("Answered. The office reads it now."))
    else:
        flash(_("Write your answer."), "waiting")
    return to("revision", revision.brand, number=revision.number, _anchor="questions")


@bp.post(f"{REVISION}/seen")
@requires(Permission.PROFILE_PUBLISH, on=queries.revision)
def note_seen(revision: Revision) -> ResponseReturnValue:
    form = SeenForm()
    if form.accepted():
        try:
            actions.note_seen(revision, by=current_user, **form.answers)
        except InvalidError as error:
            form.refuse(error)
        else:
            flash(_("Noted. The field shows that its paper was seen."))
            return to("revision", revision.brand, number=revision.number, _anchor="claims")
    return review_page(revision, RequestForm(), seeing=form)
