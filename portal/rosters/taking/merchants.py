"""What an import writes: brands and their companies, and what no other record keeps."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.audit.actions import Actor
from portal.brands import many
from portal.brands.many import Newcomer
from portal.brands.models import Brand, Company, Revision
from portal.core.db import Base, db
from portal.markets.models import Market
from portal.rosters import queries, registry, rules
from portal.rosters.models import RosterEntry
from portal.rosters.registry import Deed, Standing, Target

COMPANY = {
    "company": "legal_name",
    "credit_code": "credit_code",
    "person": "contact_name",
    "mobile": "contact_mobile",
}
OWN = ("roster_entry", "paper")
MADE_WITH = ("brand", "company", "profile_revision")
Found = Mapping[int, Any]


class Brands:
    """Makes brands that nobody outside sees yet, and keeps those of the office up to date."""

    name = "brands"
    takes = frozenset({*COMPANY, "brand", "brand_en", "category"})

    def standing(self, market_id: int) -> Mapping[Target, Standing]:
        """Return what brands and companies say today."""
        return queries.brand_standing(queries.stock(market_id))

    def write(self, market: Market, deeds: Sequence[Deed], by: Actor) -> None:
        """Make what is new and change what is known; afterwards every deed has its company."""
        del by
        companies = queries.companies([one.company_id for one in deeds if one.company_id])
        self._change([one for one in deeds if one.company_id], companies)
        self._make(market, deeds, companies)
        db.session.flush()
        self._note_versions(deeds)

    def _change(self, deeds: Sequence[Deed], companies: Found) -> None:
        known = [one for one in deeds if one.brand_id]
        brands = queries.brands([one.brand_id for one in known if one.brand_id])
        drafts = queries.drafts(brands)
        for deed in deeds:
            said = company_columns(deed) if deed.effect == "changed" else {}
            before = {
                "company": set_columns(companies[deed.company_id or 0], said),
                "brand": {},
                "revision": {},
            }
            brand = brands.get(deed.brand_id or 0)
            if brand is not None:
                draft = drafts.get(brand.id)
                before["brand"], before["revision"] = self._rename(brand, draft, deed)
                deed.undo["revision_id"] = draft.id if draft else None
            deed.undo[self.name] = {"before": before, "made": {}}

    def _rename(
        self, brand: Brand, draft: Revision | None, deed: Deed
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        wanted = name_columns(deed)
        before = {column: getattr(brand, column) for column in wanted}
        if wanted:
            many.rename(brand, **({"name_zh": brand.name_zh, "name_en": brand.name_en} | wanted))
        if draft is None:
            return before, {}
        category = deed.changes.get("category", ("", ""))[1]
        further = {"category": category} if rules.is_category(category) else {}
        return before, set_columns(draft, wanted | further)

    def _make(self, market: Market, deeds: Sequence[Deed], companies: Found) -> None:
        wanted = [one for one in deeds if one.brand_id is None and brand_names(one)[0]]
        firms = self._firms(market, deeds, companies)
        made = many.create_many(market, [newcomer(one, firms[one.number]) for one in wanted])
        db.session.flush()
        for deed, (brand, revision) in zip(wanted, made, strict=True):
            deed.brand_id, deed.undo["revision_id"] = brand.id, revision.id
            notes = deed.undo.setdefault(self.name, {"before": {}, "made": {}})
            notes["made"] |= {"brand": brand.id, "revision": revision.id}
        for deed in deeds:
            if deed.company_id is None:
                deed.company_id = firms[deed.number].id
                notes = deed.undo.setdefault(self.name, {"before": {}, "made": {}})
                notes["made"]["company"] = deed.company_id

    def _firms(self, market: Market, deeds: Sequence[Deed], companies: Found) -> dict[int, Company]:
        """Return the company of each row by its number; one credit code is one company."""
        firms: dict[int, Company] = {}
        by_code: dict[str, Company] = {}
        for deed in deeds:
            if deed.company_id:
                firms[deed.number] = companies[deed.company_id]
                continue
            code = deed.facts.get("credit_code", "")
            company = by_code.get(code) if code else None
            if company is None:
                company = Company(
                    market_id=market.id, **({"contact_name": ""} | company_columns(deed))
                )
                db.session.add(company)
            if code:
                by_code[code] = company
            firms[deed.number] = company
        return firms

    def _note_versions(self, deeds: Sequence[Deed]) -> None:
        """Keep which state of each thing we left, so that a later change by others is seen."""
        things = self._things(deeds)
        for deed in deeds:
            deed.undo[self.name]["left"] = {
                kind: rows[number].version
                for kind, rows, number in self._of(deed, things)
                if number in rows
            }

    def _things(self, deeds: Sequence[Deed]) -> tuple[Found, Found, Found]:
        revisions = [deed.undo.get("revision_id") for deed in deeds]
        return (
            queries.companies([one.company_id for one in deeds if one.company_id]),
            queries.brands([one.brand_id for one in deeds if one.brand_id]),
            queries.revisions([one for one in revisions if one]),
        )

    def _of(
        self, deed: Deed, things: tuple[Found, Found, Found]
    ) -> Iterable[tuple[str, Found, int]]:
        numbers = (deed.company_id, deed.brand_id, deed.undo.get("revision_id"))
        for kind, rows, number in zip(
            ("company", "brand", "revision"), things, numbers, strict=True
        ):
            if number:
                yield kind, rows, number

    def moved(self, deeds: Sequence[Deed]) -> set[int]:
        """Return the rows whose brand or company somebody changed, used or removed since."""
        things = self._things(deeds)
        found = set()
        for deed in deeds:
            now = {
                kind: rows[number].version if number in rows else None
                for kind, rows, number in self._of(deed, things)
            }
            if now != deed.undo[self.name]["left"]:
                found.add(deed.number)
        return found | self._leaned_on(deeds)

    def _leaned_on(self, deeds: Sequence[Deed]) -> set[int]:
        found: set[int] = set()
        for kind, table in (
            ("brand", "brand"),
            ("company", "company"),
            ("revision", "profile_revision"),
        ):
            made = {
                deed.undo[self.name]["made"][kind]: deed.number
                for deed in deeds
                if kind in deed.undo[self.name]["made"]
            }
            if made:
                but = {*OWN, *(MADE_WITH if kind != "brand" else MADE_WITH[1:])}
                found |= {made[one] for one in queries.leaned_on(table, list(made), but)}
        return found

    def take_back(self, deeds: Sequence[Deed]) -> None:
        """Remove what was made; put back what stood before."""
        companies, brands, revisions = self._things(deeds)
        for kind, rows in (("revision", revisions), ("brand", brands), ("company", companies)):
            made = []
            for deed in reversed(deeds):
                notes = deed.undo[self.name]
                if kind in notes["made"]:
                    made.append(notes["made"][kind])
                elif before := notes["before"].get(kind):
                    put_back(rows[number_of(deed, kind)], before)
            db.session.flush()
            queries.remove(MODELS[kind], set(made))


MODELS: Mapping[str, type[Base]] = {"company": Company, "brand": Brand, "revision": Revision}


def number_of(deed: Deed, kind: str) -> int:
    """Return the number of a row's company, brand or draft."""
    numbers = {"company": deed.company_id, "brand": deed.brand_id}
    return numbers.get(kind) or int(deed.undo["revision_id"])


def put_back(row: Base, before: Mapping[str, Any]) -> None:
    """Let a row say again what it said; a brand's pinyin goes with its name."""
    if isinstance(row, Brand):
        many.rename(row, **({"name_zh": row.name_zh, "name_en": row.name_en} | dict(before)))
        return
    set_columns(row, before)


def set_columns(row: Base, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Write columns, and return what stood there."""
    before = {column: getattr(row, column) for column in wanted}
    for column, value in wanted.items():
        setattr(row, column, value)
    return before


def company_columns(deed: Deed) -> dict[str, str]:
    """Return what a row says of the company, by column."""
    said = {name: new for name, (_old, new) in deed.changes.items()}
    return {column: said[name] for name, column in COMPANY.items() if name in said}


def name_columns(deed: Deed) -> dict[str, str]:
    """Return what a row says of a known brand's names, by column."""
    columns = {"brand": "name_zh", "brand_en": "name_en"}
    return {
        column: deed.changes[name][1] for name, column in columns.items() if name in deed.changes
    }


def brand_names(deed: Deed) -> tuple[str, str]:
    """Return the names of a row's brand; an English name alone is its name."""
    english = deed.facts.get("brand_en", "")
    return deed.facts.get("brand") or english, english


def newcomer(deed: Deed, company: Company) -> Newcomer:
    """Return the brand that a row names."""
    name_zh, name_en = brand_names(deed)
    category = deed.facts.get("category", "")
    draft = {"category": category} if rules.is_category(category) else {}
    return Newcomer(name_zh, name_en, company, draft)


class Remembered:
    """Keeps with each merchant what a roster said and no other taker takes."""

    name = "remembered"
    takes: frozenset[str] = frozenset()

    def standing(self, market_id: int) -> Mapping[Target, Standing]:
        """Return what rosters said last."""
        entries = queries.stock(market_id).entries
        return {target: Standing(facts) for target, facts in entries.items()}

    def write(self, market: Market, deeds: Sequence[Deed], by: Actor) -> None:
        """Keep what is left over of each row."""
        del by
        known = queries.entries([one.company_id for one in deeds if one.company_id])
        for deed in deeds:
            entry = known.get((deed.company_id or 0, deed.brand_id))
            entry = entry or known.get((deed.company_id or 0, None))
            undo: dict[str, Any] = {"before": None, "brand_id": deed.brand_id}
            if entry is None:
                entry = RosterEntry(market_id=market.id, company_id=deed.company_id or 0, facts={})
                known[entry.company_id, deed.brand_id] = entry
                db.session.add(entry)
            elif entry.id:
                undo |= {"before": dict(entry.facts), "brand_id": entry.brand_id}
            entry.brand_id = deed.brand_id
            entry.facts = {**entry.facts, **left_over(deed)}
            deed.undo[self.name] = undo
            deed.undo["entry"] = entry
        db.session.flush()
        for deed in deeds:
            entry = deed.undo.pop("entry")
            deed.undo[self.name] |= {"entry": entry.id, "left": entry.version}

    def moved(self, deeds: Sequence[Deed]) -> set[int]:
        """Return the rows of which another import has said something since."""
        known = self._by_number(deeds)
        return {
            deed.number
            for deed in deeds
            if (entry := known.get(deed.undo[self.name]["entry"])) is None
            or entry.version != deed.undo[self.name]["left"]
        }

    def take_back(self, deeds: Sequence[Deed]) -> None:
        """Forget what was new, and say again what was said before."""
        known = self._by_number(deeds)
        made = set()
        for deed in deeds:
            undo = deed.undo[self.name]
            entry = known[undo["entry"]]
            if undo["before"] is None:
                made.add(entry.id)
            else:
                entry.facts, entry.brand_id = undo["before"], undo["brand_id"]
        db.session.flush()
        queries.remove(RosterEntry, made)

    def _by_number(self, deeds: Sequence[Deed]) -> dict[int, RosterEntry]:
        found = queries.entries([one.company_id for one in deeds if one.company_id])
        return {one.id: one for one in found.values()}


def left_over(deed: Deed) -> dict[str, str]:
    """Return the facts of a row that nobody takes, and goods that no profile has a place for."""
    taken = registry.claimed()
    return {
        name: new
        for name, (_old, new) in deed.changes.items()
        if name not in taken
        or (name == "category" and (deed.brand_id is None or not rules.is_category(new)))
    }
