"""What forms offer to choose from: places by their names, the terms of a code table."""

from wtforms.fields.choices import SelectChoice

from portal.core.i18n import language
from portal.core.picking import Source
from portal.reference import queries as reference

PLACES = Source(
    called=lambda text: [place.code for place in reference.regions_called(text)],
    label=lambda code: reference.full_region_name(code, language()),
    knows=reference.is_region,
)


def terms(kind: str) -> list[SelectChoice]:
    """Return the terms of a flat code table."""
    return [SelectChoice(code, term.label(language())) for code, term in reference.choices(kind)]
