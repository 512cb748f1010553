"""What people fill in: sections of a profile, offers, pictures, decisions."""

from portal.brands.forms.decisions import (
    AnswerForm,
    AskForm,
    AwayForm,
    ReasonForm,
    RequestForm,
    SeenForm,
)
from portal.brands.forms.merging import MergingForm
from portal.brands.forms.offers import (
    EarlierForm,
    EstimateForm,
    OfferForm,
    ReleaseForm,
    estimate_form,
    head_form,
    offer_form,
)
from portal.brands.forms.pictures import MoveForm, PictureForm, PlaceForm, SeasonForm
from portal.brands.forms.sections import SECTION_FORMS, SectionForm

__all__ = [
    "SECTION_FORMS",
    "AnswerForm",
    "AskForm",
    "AwayForm",
    "EarlierForm",
    "EstimateForm",
    "MergingForm",
    "MoveForm",
    "OfferForm",
    "PictureForm",
    "PlaceForm",
    "ReasonForm",
    "ReleaseForm",
    "RequestForm",
    "SeasonForm",
    "SectionForm",
    "SeenForm",
    "estimate_form",
    "head_form",
    "offer_form",
]
