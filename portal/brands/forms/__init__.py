"""What people fill in: sections of a profile, offers, pictures, decisions."""

from portal.brands.forms.decisions import ReasonForm, RequestForm
from portal.brands.forms.offers import (
    EstimateForm,
    OfferForm,
    ReleaseForm,
    SeasonForm,
    estimate_form,
    head_form,
    offer_form,
)
from portal.brands.forms.pictures import CaptionForm, MoveForm
from portal.brands.forms.sections import SECTION_FORMS, SectionForm

__all__ = [
    "SECTION_FORMS",
    "CaptionForm",
    "EstimateForm",
    "MoveForm",
    "OfferForm",
    "ReasonForm",
    "ReleaseForm",
    "RequestForm",
    "SeasonForm",
    "SectionForm",
    "estimate_form",
    "head_form",
    "offer_form",
]
