"""A certificate's words: both languages stand on the paper whoever reads it. Pure."""

from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from markupsafe import Markup

from portal.core.i18n import LOCALES, force_locale, in_text, said
from portal.core.i18n import lazy_gettext as _l
from portal.incubation.models import Certificate

TITLE = _l("Certificate of graduation")
SENTENCE = _l(
    "has completed every stage of the programme “%(programme)s” at %(market)s and graduates "
    "with this certificate."
)
NUMBER = _l("No.")
GIVEN_ON = _l("Given on")
CHECK = _l("Scan to check this certificate")


@dataclass(frozen=True)
class Side:
    """All that the paper says in one language."""

    spoken: str
    title: str
    brand: str
    sentence: Markup
    market: Markup
    given_on: str
    day: str
    number: str
    check: str


@dataclass(frozen=True)
class Paper:
    """A certificate, to be shown and printed."""

    certificate: Certificate
    address: str
    """Of its public page, absolute."""

    @property
    def zh(self) -> Side:
        """Return its Chinese words."""
        return self.side("zh-Hans", "zh")

    @property
    def en(self) -> Side:
        """Return its English words."""
        return self.side("en", "en")

    def side(self, spoken: str, ending: str) -> Side:
        """Return the words of one language; a name that has only Chinese stays Chinese."""

        def named(thing: object, name: str) -> str:
            return str(getattr(thing, f"{name}_{ending}") or getattr(thing, f"{name}_zh"))

        way = self.certificate.enrolment
        market = named(way.brand.market, "name")
        with force_locale(LOCALES[spoken]):
            return Side(
                spoken=spoken,
                title=str(TITLE),
                brand=named(self.certificate, "brand"),
                sentence=in_text(
                    str(SENTENCE),
                    programme=said(named(way.programme, "name")),
                    market=said(market),
                ),
                market=said(market),
                given_on=str(GIVEN_ON),
                day=in_full(self.certificate.issued_on, ending),
                number=str(NUMBER),
                check=str(CHECK),
            )


def in_full(on: date, ending: str) -> str:
    """Return a date as it is written on paper."""
    return str(format_date(on, "y年M月d日" if ending == "zh" else "d MMMM y"))
