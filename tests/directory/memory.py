"""A directory without a database: the index's three questions answered from a list of facts."""

from collections.abc import Iterable, Mapping, Sequence

from portal.core import clock
from portal.directory import facets, rules
from portal.directory.engine import text
from portal.directory.engine.asking import Change, Row
from portal.directory.engine.index import Index
from portal.directory.engine.text import Place, Term
from portal.directory.facets import Facts


class Memory:
    """Facts by the brand's number, with what is made of them."""

    def __init__(self, facts: Iterable[Facts]) -> None:
        self.facts = {one.revision.brand_id: one for one in facts}
        told = {number: rules.texts(one) for number, one in self.facts.items()}
        self._texts = {one: (text.indexed(of), text.readable(of)) for one, of in told.items()}
        self._tokens = {number: told[0].split() for number, told in self._texts.items()}

    def ids(self, term: Term, places: Sequence[Place]) -> list[str]:
        """Return for each place the brands that hold a term there."""
        return [",".join(map(str, self._holding(place + term.token, term))) for place in places]

    def _holding(self, asked: str, term: Term) -> list[int]:
        return [
            number
            for number, tokens in self._tokens.items()
            if any(one.startswith(asked) if term.prefix else one == asked for one in tokens)
        ]

    def order(self) -> str:
        """Return number, rank and change of every brand."""
        return ",".join(f"{row.brand_id},{row.rank},{row.change}" for row in self.rows(None))

    def rows(self, ids: Sequence[int] | None) -> list[Row]:
        """Return what the index keeps of some brands."""
        return [self._row(number) for number in (self.facts if ids is None else ids)]

    def _row(self, number: int) -> Row:
        facts = self.facts[number]
        shown_since = (facts.published_at or clock.now()).toordinal()
        key = text.name_number(text.sort_key(facts.revision.name_zh))
        price = facets.lowest_price(facts)
        rank = rules.rank(60, seen=bool(facts.seen))
        return Row(number, rank, number, facets.packed(facts), key, shown_since, 60, price, 0)

    def texts(self, ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
        """Return the tokens and the readable text of some brands."""
        return {number: self._texts[number] for number in ids}

    def readable(self, ids: Sequence[int]) -> Mapping[int, str]:
        """Return the readable text alone."""
        return {number: self._texts[number][1] for number in ids}

    def changes(self, since: int) -> list[Change]:
        """Nothing ever changes."""
        return [Change(since, 1, 0)]

    def last_change(self) -> Change:
        """Nothing ever changes."""
        return Change(1, 1, 0)

    def form(self) -> str:
        """Say that nothing was ever migrated."""
        return "one"

    def index(self) -> Index:
        """Return an index over it."""
        made = Index(self, lambda: clock.today().toordinal(), 3600)
        made.refresh()
        return made
