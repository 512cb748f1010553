"""Messages about connections: who may read which brand's terms. Read as a list."""

from collections.abc import Mapping

from portal.core.i18n import lazy_gettext as _l
from portal.notices.kinds.kind import Kind

SHOW = "connections.show"
READ = _l("Read it")

KINDS: Mapping[str, Kind] = {
    "connection.asked": Kind(
        _l("%(agent)s asks for the terms of %(brand)s"),
        _l("Please answer by %(by)s: %(excerpt)s"),
        _l("Look at the agent and decide"),
        SHOW,
    ),
    "connection.asked-back": Kind(
        _l("%(brand)s has a question before it opens its terms"),
        _l("Please answer by %(by)s: %(excerpt)s"),
        _l("Answer"),
        SHOW,
    ),
    "connection.replied": Kind(
        _l("%(agent)s has answered your question"),
        _l("On the terms of %(brand)s: %(excerpt)s"),
        _l("Read and decide"),
        SHOW,
    ),
    "connection.accepted": Kind(
        _l("The terms of %(brand)s are open to you"),
        _l("%(agent)s may read the exact terms and the line sheets until %(until)s."),
        _l("See what is open"),
        SHOW,
    ),
    "connection.declined": Kind(
        _l("%(brand)s does not open its terms for now"),
        _l("The reason that was given: %(reason)s"),
        READ,
        SHOW,
    ),
    "connection.stood-in": Kind(
        _l("The office has answered for %(brand)s"),
        _l("%(agent)s had asked for the terms. You can read what was decided, and change it."),
        READ,
        SHOW,
    ),
    "connection.withdrawn": Kind(
        _l("Taken back: %(agent)s and %(brand)s"),
        _l("Nothing has to be answered any more about the terms of %(brand)s."),
        READ,
        SHOW,
    ),
    "connection.invited": Kind(
        _l("%(brand)s invites you to read its terms"),
        _l("Accept by %(by)s, and they are open to %(agent)s until %(until)s."),
        _l("Read and accept"),
        SHOW,
    ),
    "connection.taken": Kind(
        _l("%(agent)s has accepted your invitation"),
        _l("The terms of %(brand)s are open to this agent until %(until)s."),
        READ,
        SHOW,
    ),
    "connection.refused": Kind(
        _l("%(agent)s has refused your invitation"),
        _l("The reason that was given: %(reason)s"),
        READ,
        SHOW,
    ),
    "connection.revoked": Kind(
        _l("The terms of %(brand)s are closed to %(agent)s"),
        _l("They were open until %(until)s and are closed now: %(reason)s"),
        READ,
        SHOW,
    ),
    "connection.reminder": Kind(
        _l("%(days)s days left to answer: %(agent)s and %(brand)s"),
        _l("It is about the terms of %(brand)s. After %(by)s it closes by itself."),
        _l("Answer"),
        SHOW,
    ),
    "connection.unanswered": Kind(
        _l("Ran out unanswered: %(agent)s and %(brand)s"),
        _l("Nobody answered by %(by)s. The agent can ask for the terms of %(brand)s again."),
        READ,
        SHOW,
    ),
    "connection.expiring": Kind(
        _l("The terms of %(brand)s close for %(agent)s on %(until)s"),
        _l("The agent can ask anew now, with everything filled in as before."),
        _l("Open it"),
        SHOW,
    ),
    "connection.ended": Kind(
        _l("The terms of %(brand)s are closed to %(agent)s"),
        _l("They were open until %(until)s. The agent can ask for them anew."),
        _l("Open it"),
        SHOW,
    ),
}
