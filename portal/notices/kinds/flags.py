"""Messages about what readers report of brands' pages. None says who reported it."""

from collections.abc import Mapping

from portal.core.i18n import lazy_gettext as _l
from portal.notices.kinds.kind import Kind

SHOW = "flags.show"

KINDS: Mapping[str, Kind] = {
    "flag.raised": Kind(
        _l("A reader reports the page of %(brand)s"),
        _l("“%(excerpt)s”"),
        _l("Read and answer"),
        SHOW,
    ),
    "flag.asked-brand": Kind(
        _l("Something on the page of %(brand)s is said not to be right"),
        _l("The office asks you: %(excerpt)s"),
        _l("Read it"),
        SHOW,
    ),
    "flag.asked": Kind(
        _l("The office has asked %(brand)s about what you reported"),
        _l("You will get a message as soon as it is settled."),
        _l("See your report"),
        SHOW,
    ),
    "flag.mended": Kind(
        _l("What you reported of %(brand)s is settled"),
        _l("The office says: %(excerpt)s"),
        _l("See your report"),
        SHOW,
    ),
    "flag.refused": Kind(
        _l("The office has looked at what you reported of %(brand)s"),
        _l("It finds the page right: %(excerpt)s"),
        _l("See your report"),
        SHOW,
    ),
}
