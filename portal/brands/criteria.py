"""What is asked of the office's queue of profiles: read from the address. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.brands.models import RevisionState
from portal.core.contact import clean_text
from portal.core.i18n import lazy_gettext as _l
from portal.core.paging import page_number

LONGEST = 60
QUEUED = (RevisionState.SUBMITTED, RevisionState.RETURNED, RevisionState.DRAFT)


class QueueOrder(StrEnum):
    """How the queue is ordered."""

    LONGEST = "longest"
    NEWEST = "newest"
    NAME = "name"


QUEUE_ORDERS: Mapping[QueueOrder, object] = {
    QueueOrder.LONGEST: _l("Waiting longest first"),
    QueueOrder.NEWEST: _l("Newest first"),
    QueueOrder.NAME: _l("By name"),
}


@dataclass(frozen=True)
class QueueCriteria:
    """A question to the queue."""

    query: str = ""
    state: RevisionState = RevisionState.SUBMITTED
    order: QueueOrder = QueueOrder.LONGEST
    page: int = 1


def read_queue(arguments: Mapping[str, str]) -> QueueCriteria:
    """Return what an address asks of the queue; what nobody knows is left out."""
    state, order = arguments.get("state", ""), arguments.get("order", "")
    return QueueCriteria(
        query=clean_text(arguments.get("q", "")).strip()[:LONGEST],
        state=next((one for one in QUEUED if one.value == state), RevisionState.SUBMITTED),
        order=QueueOrder(order) if order in set(QueueOrder) else QueueOrder.LONGEST,
        page=page_number(arguments.get("page")),
    )
