"""What people fill in about a picture."""

from wtforms import IntegerField, StringField

from portal.brands.forms.sections import at_most
from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l


class CaptionForm(PortalForm):
    """The words under a picture."""

    caption_zh = StringField(_l("Caption"), [at_most(120)])
    caption_en = StringField(_l("Caption in English"), [at_most(200)])


class MoveForm(PortalForm):
    """Where a picture goes, counted from 0."""

    to = IntegerField(_l("Place"), [Required(_l("Say where the picture goes."))])
