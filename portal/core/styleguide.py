"""The style guide: every component on one page, with invented things to show. Debug only."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from wtforms import (
    BooleanField,
    DecimalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from portal.core import clock
from portal.core.forms import PortalForm, Required
from portal.core.i18n import CHINESE, language, plain

Guard = Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]

# Chinese, English: what a component shows is data, not a message of the portal.
WORDS = {
    "name": ("青禾女装", "Qinghe Womenswear"),
    "long": (
        "株洲芦淞区荷塘月色高端定制女裤与连衣裙设计工作室",
        "Donaudampfschifffahrtsgesellschaft",
    ),
    "sentence": (
        "从一条裤子的版型做起,两年里把九分直筒裤卖进了三个省。",
        "Began with the pattern of one pair of trousers; two years later three provinces sell it.",
    ),
    "hint": ("按营业执照上的写法。", "As it stands on the business licence."),
    "wrong": (
        "最后一位应为 9,请对照营业执照。",
        "The last character should be 9; compare the licence.",
    ),
    "act": ("发布品牌资料", "Publish the profile"),
    "quiet": ("先预览", "Preview first"),
    "danger": ("撤下品牌", "Withdraw the brand"),
    "reason": ("撤下的理由", "Why it is withdrawn"),
    "next": ("补充商标受理通知书", "Hand in the trademark receipt"),
    "due": ("3 天后到期", "due in 3 days"),
    "upload": ("选择样衣照片", "Choose pictures of samples"),
    "limits": ("JPEG、PNG 或 WebP,每张不超过 10 MB。", "JPEG, PNG or WebP, up to 10 MB each."),
    "empty": ("还没有品牌", "No brands yet"),
    "empty_text": (
        "收下第一份入驻申请后,品牌会挂在这里。",
        "The first brand admitted hangs here.",
    ),
    "market": ("芦淞服饰城", "Lusong Fashion City"),
    "price": ("吊牌价 ¥299–499", "Tag price ¥299–499"),
    "category": ("女裤", "Women's trousers"),
    "styles": ("年款数", "Styles a year"),
    "discount": ("供货折扣", "Supply discount"),
    "off": ("4.0 折", "60 % off tag price"),
}
STATES = {
    "quiet": ("草稿", "Draft"),
    "waiting": ("等您补充", "Waiting for you"),
    "done": ("已发布", "Published"),
    "danger": ("已退回", "Returned"),
}
STAGES = (
    ("入孵登记", "Entry"),
    ("主体合规", "Legal identity"),
    ("品牌定位", "Positioning"),
    ("产品线", "Product line"),
    ("档口开业", "Stall opening"),
    ("首场订货", "First fair"),
    ("首批代理", "First agents"),
    ("直营体系", "Own stores"),
    ("毕业", "Graduation"),
)
PRESENT_STAGE = 4
MONTHS = (12, 18, 15, 26, 31, 38)
PROVINCES = (
    "11京 12津 13冀 14晋 15蒙 21辽 22吉 23黑 31沪 32苏 33浙 34皖 35闽 36赣 37鲁 41豫 42鄂 43湘 "
    "44粤 45桂 46琼 50渝 51川 52贵 53云 54藏 61陕 62甘 63青 64宁 65新 71台 81港 82澳"
)


def say(pair: tuple[str, str]) -> str:
    """Return the reader's side of a pair."""
    return pair[0] if language() == CHINESE else pair[1]


def example_form() -> PortalForm:
    """Return a form with every kind of field, one of them refused."""
    words = {key: say(pair) for key, pair in WORDS.items()}
    choices = [(tone, say(pair)) for tone, pair in STATES.items()]

    class ExampleForm(PortalForm):
        name = StringField(words["name"], [Required(""), Length(max=40)])
        code = StringField(words["market"], [Required("")], default="91430203MA4L0AXC3B")
        pieces = IntegerField(words["styles"])
        price = DecimalField(words["price"])
        category = SelectField(words["category"], [Required("")], choices=choices)
        state = RadioField(words["due"], [Required("")], choices=choices, default="waiting")
        styles = SelectMultipleField(words["styles"], choices=choices, default=["done", "quiet"])
        story = TextAreaField(words["sentence"], [Length(max=500)])
        agreed = BooleanField(words["sentence"])

    form = ExampleForm()
    form.code.errors = [words["wrong"]]
    return form


def example_card(number: int) -> SimpleNamespace:
    """Return what a brand's card needs."""
    name = {"name_zh": WORDS["name" if number % 3 else "long"][0], "name_en": WORDS["name"][1]}
    return SimpleNamespace(
        href="#",
        name=plain(name, "name"),
        monogram=plain(name, "name")[:1],
        picture=None,
        seed=number,
        category=say(WORDS["category"]),
        market=say(WORDS["market"]),
        place="",
        stage="S4" if number % 2 else "",
        prices=[say(WORDS["price"])],
        facts=[(say(WORDS["styles"]), 120), (say(WORDS["discount"]), say(WORDS["off"]))],
        is_new=number == 1,
        why="",
    )


def examples() -> dict[str, Any]:
    """Return everything the page shows."""
    states = [SimpleNamespace(label=say(pair), tone=tone) for tone, pair in STATES.items()]
    stages = [
        SimpleNamespace(
            code=f"S{number}",
            name=say(pair),
            state="done"
            if number < PRESENT_STAGE
            else "current"
            if number == PRESENT_STAGE
            else "ahead",
        )
        for number, pair in enumerate(STAGES, 1)
    ]
    events = [
        SimpleNamespace(
            at=clock.now() - timedelta(days=2 * number),
            title=state.label,
            tone=state.tone,
            by=say(WORDS["name"]),
            text=say(WORDS["sentence"]),
        )
        for number, state in enumerate(states)
    ]
    return {
        "words": {key: say(pair) for key, pair in WORDS.items()},
        "states": states,
        "stages": stages,
        "events": events,
        "cards": [example_card(number) for number in range(1, 9)],
        "months": [(f"{number + 6}", value) for number, value in enumerate(MONTHS)],
        "provinces": [
            (text[:2], text[2:], (position * 7) % 13, "#" if position % 3 else None)
            for position, text in enumerate(PROVINCES.split())
        ],
        "example_form": example_form(),
        "person": SimpleNamespace(name=say(WORDS["name"])),
    }


def blueprint(public: Guard) -> Blueprint:
    """Return the style guide's blueprint; the guard comes from above, as core knows no domain."""
    pages = Blueprint("styleguide", __name__)

    @pages.get("/styleguide")
    @public
    def index() -> ResponseReturnValue:
        """Show every component."""
        return render_template("core/styleguide.html", **examples())

    return pages
