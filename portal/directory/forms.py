"""What a person writes to a brand on his list."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from portal.core.forms import PortalForm
from portal.core.i18n import lazy_gettext as _l
from portal.directory.rules import FOLDER_LENGTH, NOTE_LENGTH


class ShortlistForm(PortalForm):
    """The folder and the note of one entry."""

    folder = StringField(
        _l("Folder"),
        [Length(max=FOLDER_LENGTH, message=_l("At most %(max)d characters, please."))],
        description=_l("Like: spring order, to visit. Leave it empty for none."),
    )
    note = TextAreaField(
        _l("Note"),
        [Length(max=NOTE_LENGTH, message=_l("At most %(max)d characters, please."))],
        description=_l("Only you read it."),
    )
