"""The part that every form has with which an agent asks a brand for something."""

from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.agents.models import Agent
from portal.core.forms import PortalForm, Required
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import said
from portal.core.picking import Found, PlacesField
from portal.reference.choosing import PLACES


class AskingForm(PortalForm):
    """On whose behalf is asked, and for which regions. `askers`: the companies that may ask."""

    agent_id = RadioField(
        _l("On behalf of"),
        [Required(_l("Choose the company on whose behalf you ask."))],
        coerce=int,
    )
    regions = PlacesField(
        _l("For which regions"),
        [Found(_l("Choose at least one region."))],
        description=_l("Tick your own, or add cities and counties by name."),
        source=PLACES,
    )

    def __init__(self, askers: Sequence[Agent], **defaults: Any) -> None:
        super().__init__(**defaults)
        self.agent_id.choices = [SelectChoice(one.id, said(one, "name")) for one in askers]
        codes = dict.fromkeys(code for one in askers for code in one.regions)
        self.regions.choices = [SelectChoice(code, PLACES.label(code)) for code in codes]

    def accepted(self) -> bool:
        """Say whether the form is sent and valid; looking a place up is not sending."""
        if request.method == "POST" and self.regions.adding:
            self.regions.errors = list(self.regions.process_errors)
            return False
        return super().accepted()
