"""Pages of line sheets: the brand's own, those of agents, and those behind a link."""

from portal.linesheets.views import imports, sharing, sheets, showing, styles
from portal.linesheets.views.blueprint import bp

__all__ = ["bp", "imports", "sharing", "sheets", "showing", "styles"]
