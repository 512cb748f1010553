"""What pages say of papers, in the reader's language: why, what follows, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.brands.models import Brand
from portal.core import clock, credit_code
from portal.core.filters import Option
from portal.core.i18n import CHINESE, in_text, language, ngettext, plain, said
from portal.core.i18n import gettext as _
from portal.papers import queries
from portal.papers.models import Effect, PaperVersion, Standing
from portal.papers.queries import Criteria, Held, Line, Shelf
from portal.papers.rules import Consequence
from portal.reference import papers as kinds
from portal.reference import queries as reference
from portal.reference.labels import term
from portal.reference.papers import Kind

S = Standing
LICENCE = "licence"
"""The kind whose number is the credit code. Source: the unified code replaced the licence's own
number in 2015."""


WITHIN = (7, 30, 60)
"""Days in which what ends soon may be looked for."""


def choices(criteria: Criteria, counts: Mapping[Standing, int]) -> dict[str, list[Option]]:
    """Return what the list can be narrowed to: states that there are, kinds, how soon they end."""
    return {
        "standing": [
            Option(one.value, one.label, criteria.standing == one.value, counts[one])
            for one in Standing
            if counts[one]
        ],
        "kind": [
            Option(one.code, said(one, "name"), criteria.kind == one.code)
            for one in kinds.every().values()
        ],
        "within": [
            Option(days, _("within %(days)s days", days=days), criteria.within == days)
            for days in WITHIN
        ],
    }


def title(kind: Kind, category: str = "") -> Markup:
    """Return what a paper is called, with the goods that a report is about."""
    return named(said(kind, "name"), category)


def within(kind: Kind, category: str) -> Markup:
    """Return what a paper is called inside a sentence: in English its name begins small."""
    name = plain(kind, "name")
    return named(said(name if language() == CHINESE else name[:1].lower() + name[1:]), category)


def named(name: Markup, category: str) -> Markup:
    """Return a name with the goods that a report is about."""
    return name + Markup(" · ") + term("category", category) if category else name


def days(number: int) -> str:
    """Return a number of days in words."""
    return ngettext("%(num)d day", "%(num)d days", number)


def cause(one: Consequence) -> Markup:
    """Return why something follows, to the brand's people."""
    paper, today = within(one.kind, one.category), clock.today()
    if one.ended_on and one.ended_on < today:
        age = days((today - one.ended_on).days)
        return in_text(_("Your %(paper)s expired %(age)s ago"), paper=paper, age=age)
    if one.ended_on:
        day = one.ended_on.isoformat()
        return in_text(_("Your %(paper)s ends on %(day)s"), paper=paper, day=day)
    if one.standing is S.UPLOADED:
        return in_text(_("Your %(paper)s is not verified yet"), paper=paper)
    if one.standing is S.RETURNED:
        return in_text(_("Your %(paper)s was returned"), paper=paper)
    return in_text(_("Your %(paper)s is missing"), paper=paper)


def outcome(one: Consequence) -> str:
    """Return what follows, now or from a day on, and what ends it."""
    if one.holds:
        return outcome_now(one)
    day = one.starts_on.isoformat()
    if one.ended_on is None:
        return {
            Effect.PAUSED: _("without it your page is not shown from %(day)s on", day=day),
            Effect.CANNOT_PUBLISH: _("without it no profile is published from %(day)s on", day=day),
            Effect.CANNOT_OPEN: _("without it the stall stays closed from %(day)s on", day=day),
            Effect.BADGE: _("without it its mark leaves your page on %(day)s", day=day),
            Effect.REMIND: _("please hand it in in time"),
        }[one.effect]
    return {
        Effect.PAUSED: _("without a new one your page is not shown from %(day)s on", day=day),
        Effect.CANNOT_PUBLISH: _(
            "without a new one no profile is published from %(day)s on", day=day
        ),
        Effect.CANNOT_OPEN: _("without a new one the stall stays closed from %(day)s on", day=day),
        Effect.BADGE: _("without a new one its mark leaves your page on %(day)s", day=day),
        Effect.REMIND: _("please hand in the new one in time"),
    }[one.effect]


def outcome_now(one: Consequence) -> str:
    """Return what follows today. Who never had a paper is not told of a page that comes back."""
    paused = (
        _("your page is not shown; it comes back once a new one is handed in and verified")
        if one.ended_on
        else _("your page is shown once it is verified")
    )
    return {
        Effect.PAUSED: paused,
        Effect.CANNOT_PUBLISH: _("no new profile is published until one is verified"),
        Effect.CANNOT_OPEN: _("the stall stays closed until one is verified"),
        Effect.BADGE: _("its mark is off your page until one is verified"),
        Effect.REMIND: _("please hand it in"),
    }[one.effect]


def explained(one: Consequence) -> Markup:
    """Return cause and outcome as one sentence to the brand's people."""
    return in_text(_("%(cause)s: %(outcome)s."), cause=cause(one), outcome=outcome(one))


def publish_obstacles(brand: Brand) -> list[object]:
    """Return what keeps a profile from being published, in words."""
    found = queries.obstacles(brand, Effect.PAUSED, Effect.CANNOT_PUBLISH)
    return [explained(one) for one in found]


def opening_obstacles(brand: Brand) -> list[str]:
    """Return the papers that keep a brand's stall closed today, by their names."""
    found = queries.obstacles(brand, Effect.CANNOT_OPEN)
    return [title(one.kind, one.category).striptags() for one in found]


def opening_explained(brand: Brand) -> list[Markup]:
    """Return to the brand's people why its stall stays closed, and what ends it."""
    return [explained(one) for one in queries.obstacles(brand, Effect.CANNOT_OPEN)]


def differs(kind: Kind, version: PaperVersion, brand: Brand) -> bool:
    """Say whether a licence bears another number than the credit code of the brand's company."""
    registered = brand.company.credit_code or ""
    return bool(
        kind.code == LICENCE
        and registered
        and version.number
        and credit_code.normalise(version.number) != registered
    )


@dataclass(frozen=True)
class ShownLine:
    """One paper on the shelf as its people see it."""

    line: Line

    @property
    def title(self) -> Markup:
        """Return what it is called."""
        return title(self.line.kind, self.line.category)

    @property
    def until(self) -> str:
        """Return how long it is good, or since when it is not; nothing where there is none."""
        line = self.line
        if line.current is None:
            return noted(line.paper)
        left = line.days_left
        if left is None or line.expires_on is None:
            return _("no end")
        day = line.expires_on.isoformat()
        if left < 0:
            return _("ended %(age)s ago, on %(day)s", age=days(-left), day=day)
        if left == 0:
            return _("ends today")
        if left <= line.kind.notice_days:
            return _("%(age)s left, until %(day)s", age=days(left), day=day)
        return _("good until %(day)s", day=day)

    @property
    def button(self) -> str:
        """Return the one thing that its people can do next."""
        if self.line.standing in {S.MISSING, S.NOT_ASKED}:
            return _("Photograph and submit")
        if self.line.standing in {S.EXPIRED, S.EXPIRING, S.RETURNED}:
            return _("Hand in the new one")
        return _("Look at it")

    @property
    def is_urgent(self) -> bool:
        """Say whether its people have something to do now."""
        return self.line.standing in {S.MISSING, S.EXPIRED, S.EXPIRING, S.RETURNED} and not (
            self.line.standing is S.EXPIRING and self.line.is_snoozed
        )

    @property
    def follows(self) -> Markup:
        """Return what follows from it where that is more than a reminder; else nothing."""
        one = self.line.consequence
        if one is None or one.effect is Effect.REMIND or self.line.standing is S.VERIFIED:
            return Markup()
        if self.line.waiting and one.ended_on:
            return in_text(_("%(why)s The new one is with the office."), why=explained(one))
        return explained(one)


def noted(paper: Held | None) -> str:
    """Return what a table of the office says of a paper that nobody has verified."""
    if paper is None or paper.noted_on is None or paper.versions:
        return ""
    if paper.noted_until is None:
        return _("by the office's table without an end, not verified")
    day = paper.noted_until.isoformat()
    return _("by the office's table until %(day)s, not verified", day=day)


def shown(lines: Sequence[Line]) -> list[ShownLine]:
    """Return lines as pages show them."""
    return [ShownLine(line) for line in lines]


def people(versions: Sequence[PaperVersion]) -> set[int]:
    """Return whose names a page of these versions needs."""
    found = {one.uploaded_by_id for one in versions} | {one.decided_by_id for one in versions}
    return {number for number in found if number is not None}


def ends(version: PaperVersion, kind: Kind) -> str:
    """Return the last good day of a version in words."""
    if version.expires_on:
        return version.expires_on.isoformat()
    return _("no end") if kind.clock != "none" else ""


def further_goods(shelf: Shelf) -> list[str]:
    """Return the categories near a brand's own of which it may hand a report in."""
    there = [line.category for line in shelf.lines if line.category]
    heads = {reference.term("category", code).parent or code for code in there}
    near = [one.code for head in sorted(heads) for one in reference.children("category", head)]
    return [code for code in near if code not in there]
