"""What people fill in: sections of a profile, pictures, decisions."""

from portal.brands.forms.decisions import ReasonForm, RequestForm
from portal.brands.forms.pictures import MoveForm, PictureForm, SeasonForm
from portal.brands.forms.sections import SECTION_FORMS, SectionForm

__all__ = [
    "SECTION_FORMS",
    "MoveForm",
    "PictureForm",
    "ReasonForm",
    "RequestForm",
    "SeasonForm",
    "SectionForm",
]
