"""Words and small fields that the forms of templates share."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup
from sqlalchemy.orm.exc import ObjectDeletedError
from wtforms import Field, IntegerField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional

from portal.core.forms import PortalForm
from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import plain, said
from portal.incubation import queries, rules
from portal.incubation.models import Season, Template

SEASONS: Mapping[Season, object] = {
    Season.SPRING: _l("Spring"),
    Season.SUMMER: _l("Summer"),
    Season.AUTUMN: _l("Autumn"),
    Season.WINTER: _l("Winter"),
}
DUE_RULES: Mapping[str, object] = {
    "usual": _l("at the end of the stage's usual length"),
    "after-stage": _l("so many days after the stage begins"),
    "after-enrolment": _l("so many days after the brand starts the programme"),
    "before-fair": _l("so many days before the season fair"),
    "after-fair": _l("so many days after the season fair begins"),
}
QUESTION_KINDS: Mapping[str, object] = {
    "line": _l("one line"),
    "text": _l("several lines"),
    "number": _l("a number"),
    "choice": _l("a choice"),
    "date": _l("a day"),
}
BLANK_SLOTS = 2
"""Empty questions and criteria at the end of the form; saving it brings new ones."""


def at_most(letters: int) -> Length:
    """Return the check that a text is not too long."""
    return Length(max=letters, message=_l("Please keep it under %(max)d characters."))


def lines(label: object, letters: int, rows: int = 3) -> TextAreaField:
    """Return a field for several lines."""
    return TextAreaField(label, [at_most(letters)], render_kw={"rows": rows})


def number(label: object, least: int, most: int, **more: Any) -> IntegerField:
    """Return a field for a whole number that may be left empty."""
    return IntegerField(label, [Optional(), NumberRange(least, most)], **more)


def words_of(table: Mapping[Any, object]) -> list[SelectChoice]:
    """Return a table of words as choices."""
    return [SelectChoice(str(getattr(key, "value", key)), str(word)) for key, word in table.items()]


class DraftForm(PortalForm):
    """A form over one part of a draft. Whoever saved another part since comes first."""

    def __init__(self, template: Template, known: Callable[[], Mapping[str, Any]]) -> None:
        self.known = known
        super().__init__(obj=SimpleNamespace(version=template.version, **known()))
        self.obj = template

    def standing(self, field: Field) -> Any:
        """Return what the draft says now; nothing where the part is gone."""
        try:
            return self.known().get(field.name)
        except ObjectDeletedError:
            return None

    def in_words(self, field: Field, value: Any) -> Markup:
        """Return a value as a person reads it: a choice by its words, a list by its entries."""
        if isinstance(value, bool):
            return said(_("yes") if value else _("no"))
        words = dict(getattr(field, "choices", None) or [])
        rows = value if isinstance(value, list) else [value]
        return said(" · ".join(str(words.get(one, one)) for one in rows if one is not None))


def source_choices(market_id: int) -> list[tuple[str, str]]:
    """Return what a draft may begin from, the market's own first."""
    own = {
        rules.key_of(one): f"{plain(one, 'name')} · {one.template_version}"
        for one in queries.offered_templates(market_id)
    }
    from_portal = {
        key: f"{plain(dict(one), 'name')} · {one['version']}"
        for key, one in queries.shipped_templates().items()
    }
    return list((own | {key: one for key, one in from_portal.items() if key not in own}).items())
