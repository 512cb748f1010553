"""Coming in, going out, one's account, one-time links, and the people of markets and platform."""

from flask import Blueprint, current_app, flash, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, logout_user

from portal.access.guard import public, requires
from portal.access.permissions import Permission
from portal.accounts import (
    actions,
    browsers,
    errands,
    links,
    memberships,
    offices,
    people,
    queries,
    registry,
)
from portal.accounts.forms import (
    AccountForm,
    ChangePasswordForm,
    ForgotPasswordForm,
    LetInForm,
    NewPasswordForm,
    SignInForm,
    SignUpForm,
    languages,
)
from portal.accounts.login import come_in
from portal.accounts.memberships import Place
from portal.accounts.models import (
    PRIVACY_VERSION,
    LinkPurpose,
    Membership,
    SignedInSession,
    User,
    Viewer,
)
from portal.core import contact
from portal.core.aftermath import leave_behind
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.qr import qr_code
from portal.core.web import see_other

bp = Blueprint("accounts", __name__)

people.mount(
    bp,
    "/markets/<string:market>/people",
    Permission.MARKET_PEOPLE,
    offices.market_house,
    name="market_people",
    beside=offices.beside,
)
people.mount(
    bp,
    "/platform/people",
    Permission.PLATFORM_PEOPLE,
    offices.platform_house,
    name="platform_people",
    beside=offices.beside_staff,
)


def leave() -> None:
    """End the session that this browser has now, if any."""
    ended = queries.session_by_token(current_user.token) if current_user.is_authenticated else None
    if ended:
        actions.end_session(ended, by=current_user)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if form.accepted():
        token = actions.sign_in(login=form.login.data, password=form.password.data)
        if token:
            leave()
            come_in(token, remember=form.remember.data)
            return see_other(errands.destination())
        typed = form.login.data
        leave_behind(lambda: actions.record_failed_sign_in(typed))
        form.refuse(
            InvalidError(
                "password", _("This sign-in name and this password do not belong together.")
            )
        )
    elif current_user.is_authenticated and not form.errors:
        return see_other(errands.destination())
    page = render_template(
        "accounts/sign_in.html", form=form, wanted=errands.wanted(), demo_people=demo_people()
    )
    return page, form.status


def demo_people() -> list[registry.DemoPerson]:
    """Return whom a visitor may be with one tap: nobody outside the demonstration."""
    return list(registry.demo_people()) if current_app.config["DEMO_MODE"] else []


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    leave()
    logout_user()
    session.clear()
    flash(_("You are signed out."))
    return see_other(url_for("accounts.sign_in"))


@bp.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return see_other(errands.destination())
    form = SignUpForm()
    if form.accepted():
        try:
            let_newcomer_in(newcomer(form))
            return see_other(errands.destination())
        except InvalidError as error:
            form.refuse(error)
    page = render_template(
        "accounts/sign_up.html", form=form, wanted=errands.wanted(), reason=errands.reason()
    )
    return page, form.status


def newcomer(form: SignUpForm) -> User:
    """Make the account that the form asks for."""
    return actions.sign_up(
        name=form.name.data,
        login=form.login.data,
        password=form.password.data,
        language=language(),
    )


def let_newcomer_in(user: User) -> None:
    """Sign a new account in, and say what to do about its e-mail."""
    come_in(actions.begin_session(user))
    flash(_("Your account is made."))
    if user.email and not user.email_confirmed_at:
        flash(_("An e-mail with a link is on its way: it confirms your address."), "waiting")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    return render_template("accounts/privacy.html", version=PRIVACY_VERSION)


@bp.get("/account")
@requires(Permission.ACCOUNT_KEEP, on=queries.own_account)
def show(user: User) -> ResponseReturnValue:
    return render_template(
        "accounts/show.html",
        user=user,
        awaited=queries.awaited_email(user),
        sessions=queries.sessions(user.id),
        recognise=browsers.recognise,
        mobile_text=contact.format_mobile,
        languages=dict(languages()),
    )


@bp.route("/account/edit", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_KEEP, on=queries.own_account)
def edit(user: User) -> ResponseReturnValue:
    form = AccountForm(obj=user)
    if form.accepted():
        try:
            actions.keep_account(user, **form.answers)
            flash(_("Your particulars are saved."))
            return see_other(url_for("accounts.show"))
        except InvalidError as error:
            form.refuse(error)
    return render_template("accounts/edit.html", form=form), form.status


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_KEEP, on=queries.own_account)
def change_password(user: User) -> ResponseReturnValue:
    form = ChangePasswordForm()
    if form.accepted():
        try:
            actions.change_password(user, token=current_user.token, **form.answers)
            flash(_("Your password is changed. All other devices are signed out."))
            return see_other(url_for("accounts.show"))
        except InvalidError as error:
            form.refuse(error)
    return render_template("accounts/change_password.html", form=form), form.status


@bp.post("/account/confirm-email")
@requires(Permission.ACCOUNT_KEEP, on=queries.own_account)
def resend_confirmation(user: User) -> ResponseReturnValue:
    links.send_confirmation_again(user)
    flash(_("The e-mail is on its way again. Look in the spam folder too."))
    return see_other(url_for("accounts.show"))


@bp.post("/account/sessions/<int:session_id>/end")
@requires(Permission.ACCOUNT_KEEP, on=queries.own_session)
def end_session(ended: SignedInSession) -> ResponseReturnValue:
    actions.end_session(ended, by=current_user)
    flash(_("That device is signed out."))
    return see_other(url_for("accounts.show"))


@bp.post("/account/sessions/end-others")
@requires(Permission.ACCOUNT_KEEP, on=queries.own_account)
def end_other_sessions(user: User) -> ResponseReturnValue:
    actions.end_other_sessions(user, token=current_user.token)
    flash(_("All other devices are signed out."))
    return see_other(url_for("accounts.show"))


@bp.get("/confirm-email/<string:token>")
@public
def confirm_email(token: str) -> ResponseReturnValue:
    link = links.open_link(token, LinkPurpose.CONFIRM_EMAIL)
    return render_template("accounts/confirm_email.html", email=link.email, token=token)


@bp.post("/confirm-email/<string:token>")
@public
def confirm_email_now(token: str) -> ResponseReturnValue:
    links.confirm_email(token)
    flash(_("Your e-mail address is confirmed. Messages reach you there from now on."))
    own = current_user.is_authenticated
    return see_other(errands.destination() if own else url_for("accounts.sign_in"))


@bp.route("/password/forgot", methods=["GET", "POST"])
@public
def forgot_password() -> ResponseReturnValue:
    form = ForgotPasswordForm()
    if form.accepted():
        actions.request_reset(form.login.data)
        return see_other(url_for("accounts.reset_requested"))
    return render_template("accounts/forgot_password.html", form=form), form.status


@bp.get("/password/requested")
@public
def reset_requested() -> ResponseReturnValue:
    return render_template("accounts/reset_requested.html")


@bp.route("/password/reset/<string:token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> ResponseReturnValue:
    link = links.open_link(token, LinkPurpose.RESET_PASSWORD)
    form = NewPasswordForm()
    if form.accepted():
        try:
            actions.reset_password(token, password=form.password.data)
            flash(_("Your new password is set. Sign in with it; all devices were signed out."))
            return see_other(url_for("accounts.sign_in"))
        except InvalidError as error:
            form.refuse(error)
    page = render_template(
        "accounts/reset_password.html", form=form, token=token, name=link.user.name
    )
    return page, form.status


@bp.get("/invitations/<string:token>")
@public
def invitation(token: str) -> ResponseReturnValue:
    return show_invitation(token, SignUpForm())


@bp.post("/invitations/<string:token>")
@public
def accept_invitation(token: str) -> ResponseReturnValue:
    if current_user.is_authenticated:
        return accepted(token, current_user)
    form = SignUpForm()
    if form.accepted():
        try:
            memberships.open_invitation(token)
            return accepted(token, newcomer(form))
        except InvalidError as error:
            form.refuse(error)
    return show_invitation(token, form)


def show_invitation(token: str, form: SignUpForm) -> ResponseReturnValue:
    """Say who invites where; a newcomer finds the form for an account right there."""
    found = memberships.open_invitation(token)
    if not form.is_submitted:
        form.name.data, form.login.data = found.name, found.email or ""
    page = render_template(
        "accounts/invitation.html",
        invitation=found,
        inviter=queries.names([found.invited_by_id or 0]).get(found.invited_by_id or 0),
        token=token,
        form=form,
    )
    return page, form.status


def accepted(token: str, person: User | Viewer) -> ResponseReturnValue:
    """Use an invitation up for this person, and let a newcomer in."""
    found = memberships.open_invitation(token, held=True)
    memberships.accept(found, user_id=person.id, name=person.name)
    if isinstance(person, User):
        let_newcomer_in(person)
    flash(_("Welcome. You can begin."))
    return see_other(url_for("reports.home"))


@bp.post("/markets/<string:market>/people/<int:membership_id>/new-password")
@requires(Permission.MARKET_PEOPLE, on=offices.owner_in_market)
def let_in(found: people.Found[Membership]) -> ResponseReturnValue:
    brands = offices.brand_numbers(found.place.market_id or 0)
    link = actions.let_in_by_office(found.row, brands=brands, by=current_user)
    market = (request.view_args or {})["market"]
    back = url_for("accounts.market_people", market=market)
    return shown_link(found.place, found.row.user, link, back)


def shown_link(place: Place, user: User, link: str, back: str) -> str:
    """Show a person's link for a new password: here and never again."""
    return render_template(
        "accounts/let_in.html", place=place, user=user, link=link, code=qr_code(link), back=back
    )


@bp.route("/platform/people/new-password", methods=["GET", "POST"])
@requires(Permission.PLATFORM_PEOPLE, on=offices.platform_house)
def let_anybody_in(place: Place) -> ResponseReturnValue:
    form = LetInForm()
    back = url_for("accounts.platform_people")
    if form.accepted():
        try:
            user, link = actions.let_in_by_staff(form.login.data, by=current_user)
            return shown_link(place, user, link, back)
        except InvalidError as error:
            form.refuse(error)
        except ConflictError as error:
            form.refuse(InvalidError("login", f"{error} {error.next_step}"))
    return render_template("accounts/let_anybody_in.html", form=form, back=back), form.status
