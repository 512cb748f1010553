"""The list of agents as a table to take away."""

from collections.abc import Collection, Iterable, Iterator

from portal.agents.models import Agent
from portal.core.cells import day_cell
from portal.core.contact import format_mobile, mask_mobile
from portal.core.i18n import comma, language, plain
from portal.core.i18n import lazy_gettext as _l
from portal.reference import queries as reference

HEAD = (
    _l("Name"),
    _l("Kind"),
    _l("Based in"),
    _l("Sells in"),
    _l("How they sell"),
    _l("Looking for"),
    _l("Price bands"),
    _l("Outlets"),
    _l("In business since"),
    _l("Contact person"),
    _l("Mobile number"),
    _l("Verified until"),
)


def lines(agents: Iterable[Agent], open_contacts: Collection[int]) -> Iterator[list[object]]:
    """Yield a line per agent; the numbers of those not in `open_contacts` are masked."""
    for agent in agents:
        yield [
            plain(agent, "name"),
            named("agent_kind", [agent.kind]),
            reference.full_region_name(agent.home_region, language()),
            comma().join([reference.full_region_name(one, language()) for one in agent.regions]),
            named("channel", agent.channels),
            named("category", agent.categories),
            named("price_band", agent.price_bands),
            agent.outlets,
            agent.founded_year,
            agent.contact_name,
            mobile(agent, shown=agent.id in open_contacts),
            day_cell(agent.verified_until),
        ]


def named(kind: str, codes: Iterable[str]) -> str:
    """Return codes by their names, as one text."""
    return comma().join([reference.term(kind, code).label(language()) for code in codes])


def mobile(agent: Agent, *, shown: bool) -> str:
    """Return a number for reading, whole or with its middle hidden."""
    if not agent.contact_mobile:
        return ""
    return (format_mobile if shown else mask_mobile)(agent.contact_mobile)
