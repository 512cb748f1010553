"""What a person writes to a brand on his list, and how he keeps a search."""

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.directory.models import Rhythm
from portal.directory.rules import FOLDER_LENGTH, NAME_LENGTH, NOTE_LENGTH


class ShortlistForm(PortalForm):
    """The folder and the note of one entry."""

    folder = StringField(
        _l("Folder"),
        [Length(max=FOLDER_LENGTH, message=_l("At most %(max)d characters, please."))],
        description=_l("Like: spring order, to visit. Leave it empty for none."),
        render_kw={"list": "folders"},
    )
    note = TextAreaField(
        _l("Note"),
        [Length(max=NOTE_LENGTH, message=_l("At most %(max)d characters, please."))],
        description=_l("Only you read it."),
    )


class FolderForm(PortalForm):
    """What a folder of one's own list is called."""

    name = StringField(
        _l("What it is called"),
        [Length(max=FOLDER_LENGTH, message=_l("At most %(max)d characters, please."))],
        description=_l("With the name of another folder both become one; without a name, none."),
    )


RHYTHMS = {
    Rhythm.DAILY: _l("Every morning when there is something new"),
    Rhythm.WEEKLY: _l("On Mondays when there is something new"),
    Rhythm.NEVER: _l("Not at all; I look myself"),
}


class SearchForm(PortalForm):
    """What a kept search is called, and how often its owner hears of it."""

    name = StringField(
        _l("What you call it"),
        [
            Required(_l("Give it a name, so that you know it again.")),
            Length(max=NAME_LENGTH, message=_l("At most %(max)d characters, please.")),
        ],
    )
    rhythm = RadioField(
        _l("Tell me of new brands"),
        [Required(_l("Choose how often."))],
        choices=lambda: [SelectChoice(one.value, str(words)) for one, words in RHYTHMS.items()],
        coerce=str,
    )
