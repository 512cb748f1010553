"""Who sees a field, and the sections that a profile is filled in and read by."""

from enum import IntEnum, StrEnum
from typing import Self

from portal.core.i18n import lazy_gettext as _l


class Visibility(IntEnum):
    """Who sees a field, and how much a reader sees: each class sees its own and all above it.

    P public · L a verified agent · C an approved connection · M the market's office.
    """

    PUBLIC = 0
    AGENT = 1
    CONNECTED = 2
    OFFICE = 3


class Group(StrEnum):
    """A section of the profile: filled in on one page, read under one heading."""

    label: object
    lead: object

    def __new__(cls, value: str, label: object, lead: object) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.lead = lead
        return member

    IDENTITY = (
        "identity",
        _l("Identity"),
        _l("Who you are. Everybody can read this."),
    )
    COMPANY = (
        "company",
        _l("Company"),
        _l("Who stands behind the brand. Verified agents read this; the office alone the bank."),
    )
    RIGHT = (
        "right",
        _l("Right to the brand"),
        _l("By what right you use the name. The trademark itself stands among your papers."),
    )
    POSITIONING = (
        "positioning",
        _l("Positioning"),
        _l("What you make, for whom, at which price. Everybody can read this."),
    )
    LOOKBOOK = (
        "pictures",
        _l("Lookbook"),
        _l("What your clothes look like. The first picture is the cover."),
    )
    SUPPLY = (
        "supply",
        _l("Supply"),
        _l("How much you can deliver and how fast. Verified agents read this."),
    )
    QUALITY = (
        "quality",
        _l("Quality"),
        _l("What checks of your goods have shown. Agents answer for it to their customers."),
    )
    COOPERATION = (
        "cooperation",
        _l("Cooperation"),
        _l("Whom you look for and what you offer. Verified agents read this."),
    )
    CHANNEL = (
        "channel",
        _l("Channels"),
        _l("Your shops, your agents, your live-streams."),
    )
    ESTIMATE = (
        "estimate",
        _l("What a shop costs"),
        _l("Your estimate for each size of city. Verified agents calculate with it."),
    )
    TERMS = (
        "terms",
        _l("Terms of cooperation"),
        _l("Discount, deposit, exchange, target. Only agents whom you are connected with read it."),
    )
    CONTACT = (
        "contact",
        _l("Contact"),
        _l("Whom an agent calls. Only agents whom you are connected with read it."),
    )
