"""Making many brands at once: as many statements for five thousand as for five."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.brands import queries, rules
from portal.brands.models import Brand, Company, Revision
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.markets.models import Market


@dataclass(frozen=True)
class Newcomer:
    """A brand to be made, and its company: one that is there, or columns of `Company`."""

    name_zh: str
    name_en: str
    company: Company | Mapping[str, Any]
    draft: Mapping[str, Any] = field(default_factory=dict)
    """Columns of `Revision` that are known already."""


def create_many(market: Market, newcomers: Sequence[Newcomer]) -> list[tuple[Brand, Revision]]:
    """Make brands that nobody outside sees yet, each with a first draft; the caller records it.

    Raises:
        ConflictError: somebody makes a brand of the same address at this moment.
    """
    taken = queries.every_slug()
    made = []
    for one in newcomers:
        slug = rules.free_slug(rules.slug_of(one.name_zh, one.name_en), taken)
        taken.add(slug)
        made.append(rows_of(market, one, slug))
    with one_at_a_time():
        db.session.add_all(revision for _brand, revision in made)
    return made


def rows_of(market: Market, one: Newcomer, slug: str) -> tuple[Brand, Revision]:
    """Return the rows of one brand, not yet kept."""
    company = one.company
    if not isinstance(company, Company):
        company = Company(market_id=market.id, **company)
    brand = Brand(
        market_id=market.id,
        company=company,
        slug=slug,
        name_zh=one.name_zh,
        name_en=one.name_en,
        pinyin=rules.pinyin_of(one.name_zh),
    )
    return brand, Revision(
        brand=brand, number=1, name_zh=one.name_zh, name_en=one.name_en, **one.draft
    )


def rename(brand: Brand, *, name_zh: str, name_en: str) -> None:
    """Call a brand that nobody outside has seen otherwise; its address stays."""
    brand.name_zh, brand.name_en = name_zh, name_en
    brand.pinyin = rules.pinyin_of(name_zh)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep new rows; two offices that take the same address at once do not both get it."""
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError:
        raise ConflictError(
            _l("Brands of the same name are being made at this moment."),
            _l("Please try again."),
        ) from None
