"""What an application must hold before it can be sent, and how answers are kept. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from portal.core import contact, credit_code
from portal.core.errors import InvalidError
from portal.core.i18n import gettext as _
from portal.core.i18n import in_text, said
from portal.core.i18n import lazy_gettext as _l
from portal.intakes import fields
from portal.intakes.models import Question
from portal.onboarding.models import (
    Application,
)

MAX_STYLES = 3
"""Source: the profile's own limit (styles of a brand)."""
MOBILE_LENGTH = 20


@dataclass(frozen=True)
class Part:
    """One short part of the form, and the fields it asks."""

    name: str
    short: object
    title: object
    fields: tuple[str, ...]


PARTS = (
    Part("brand", _l("Brand"), _l("The brand"), ("name_zh", "name_en", "category", "styles")),
    Part("company", _l("Company"), _l("The company"), ("has_company", "legal_name", "credit_code")),
    Part(
        "contact",
        _l("Contact"),
        _l("Origin and contact"),
        ("province", "city", "cluster", "contact_name", "contact_mobile", "contact_wechat"),
    ),
    Part("story", _l("Story"), _l("The story"), ("story_zh", "story_en")),
    Part("pictures", _l("Pictures"), _l("Pictures"), ()),
)
QUESTIONS = Part("questions", _l("Questions"), _l("Questions of this intake"), ())
"""The part that only the applications of an intake with questions of its own have."""


def questions(application: Application) -> Sequence[Question]:
    """Return what the intake itself asks, as it stood when the application began."""
    return application.edition.questions if application.edition else ()


def parts_of(application: Application) -> tuple[Part, ...]:
    """Return the parts of the form; the intake's own questions come before the pictures."""
    return (*PARTS[:-1], QUESTIONS, PARTS[-1]) if questions(application) else PARTS


@dataclass(frozen=True)
class Gap:
    """One answer that is not there yet, or cannot be right. `field` is where to mend it."""

    field: str
    message: object
    wrong: bool = False

    @property
    def part(self) -> Part:
        """Return the part of the form that has the field."""
        return next((part for part in PARTS if self.field in part.fields), QUESTIONS)


MISSING: Sequence[tuple[str, Callable[[Application], object], object]] = (
    ("name_zh", lambda one: one.name_zh, _l("Write the brand's Chinese name.")),
    ("category", lambda one: one.category, _l("Choose what you mainly make.")),
    (
        "has_company",
        lambda one: one.has_company is not None,
        _l("Say whether there is a company or household business yet."),
    ),
    (
        "legal_name",
        lambda one: one.legal_name or not one.has_company,
        _l("Write the name as it stands on the business licence."),
    ),
    (
        "credit_code",
        lambda one: one.credit_code or not one.has_company,
        _l("Copy the 18-character credit code from the business licence."),
    ),
    ("province", lambda one: one.origin_region, _l("Choose the province the goods come from.")),
    ("contact_name", lambda one: one.contact_name, _l("Write whom the office should ask for.")),
    (
        "contact_mobile",
        lambda one: one.contact_mobile,
        _l("Give a mobile number on which the office can reach you."),
    ),
    (
        "story_zh",
        lambda one: one.story_zh,
        _l("Tell in two or three sentences what you make and since when."),
    ),
)


def gaps(application: Application) -> list[Gap]:
    """Return what must be mended before it can be sent, in the order of the form."""
    found = [Gap(field, words) for field, holds, words in MISSING if not holds(application)]
    found += wrong(application) + unanswered(application)
    order = [field for part in PARTS for field in part.fields]
    order += [one.key for one in questions(application)]
    return sorted(found, key=lambda gap: order.index(gap.field))


def done(application: Application) -> set[str]:
    """Return the names of the parts that need no further look."""
    open_parts = {gap.part.name for gap in gaps(application)}
    if not application.pictures:
        open_parts.add("pictures")
    return {part.name for part in parts_of(application)} - open_parts


def wrong(application: Application) -> list[Gap]:
    """Return the answers that are filled in but cannot be right."""
    found = []
    if application.credit_code and application.has_company is not False:
        found.append(("credit_code", credit_code.problem(application.credit_code)))
    if application.contact_mobile:
        found.append(("contact_mobile", mobile_problem(application.contact_mobile)))
    if application.needs_city:
        found.append(("city", _l("Choose the city as well.")))
    found += [
        (one.key, fields.problem(one, reply_to(application, one))) for one in questions(application)
    ]
    return [Gap(field, words, wrong=True) for field, words in found if words]


def reply_to(application: Application, question: Question) -> str:
    """Return the answer to one of the intake's own questions; empty for none."""
    return str((application.replies or {}).get(str(question.id), ""))


def unanswered(application: Application) -> list[Gap]:
    """Return the intake's own questions that must be answered and are not."""
    with_file = {one.question_id for one in application.files}
    return [
        Gap(one.key, in_text(_("“%(question)s” is not answered yet."), question=said(one, "title")))
        for one in questions(application)
        if one.required and not (reply_to(application, one) or one.id in with_file)
    ]


def mobile_problem(text: str) -> object:
    """Return what is wrong with a mobile number, or None."""
    try:
        contact.normalise_mobile(text)
    except InvalidError as error:
        return error.message
    return None


def kept_mobile(text: str) -> str:
    """Return a number as it is kept: in E.164 when it is one, else as it was typed.

    Raises:
        InvalidError: on `contact_mobile`: too long for any number.
    """
    try:
        return contact.normalise_mobile(text) if text else ""
    except InvalidError as error:
        if len(text) > MOBILE_LENGTH:
            raise InvalidError("contact_mobile", error.message) from None
        return text


def kept_code(text: str) -> str:
    """Return a credit code as it is kept, right or not yet right.

    Raises:
        InvalidError: on `credit_code`: too long for any code.
    """
    code = credit_code.normalise(text)
    if len(code) > credit_code.LENGTH:
        raise InvalidError("credit_code", credit_code.problem(code))
    return code


def check_styles(styles: Sequence[str]) -> None:
    """Refuse more than `MAX_STYLES`.

    Raises:
        InvalidError: on `styles`.
    """
    if len(styles) > MAX_STYLES:
        raise InvalidError(
            "styles",
            _l(
                "Choose at most %(most)d styles; you have chosen %(count)d.",
                most=MAX_STYLES,
                count=len(styles),
            ),
        )


MERGED_FIELDS = (
    "name_zh",
    "name_en",
    "legal_name",
    "credit_code",
    "category",
    "origin_region",
    "cluster",
    "contact_name",
    "contact_mobile",
    "contact_wechat",
    "story_zh",
    "story_en",
)
"""What a kept application takes over where it has nothing itself."""


def local_mobile(text: str) -> str:
    """Return a kept number as people write it; one that is none as it was typed."""
    return contact.format_mobile(text) if text.startswith("+") else text
