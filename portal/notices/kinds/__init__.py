"""Every message there is: its headline, its sentence, its one button.

`%(name)s` takes a param; a param given as {"zh": …, "en": …} speaks the reader's language.
"""

from collections.abc import Mapping

from portal.notices.kinds import applications, connections, flags, things, ways
from portal.notices.kinds.kind import Kind

__all__ = ["KINDS", "Kind"]

KINDS: Mapping[str, Kind] = {
    **applications.KINDS,
    **connections.KINDS,
    **flags.KINDS,
    **ways.KINDS,
    **things.KINDS,
}
