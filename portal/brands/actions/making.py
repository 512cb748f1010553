"""Making a brand."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.brands import queries, rules
from portal.brands.models import Brand, Company, ProfilePicture, Revision
from portal.core.db import db
from portal.core.errors import ConflictError
from portal.core.i18n import lazy_gettext as _l
from portal.markets.models import Market

TRIES = 5


def create(
    market: Market,
    *,
    name_zh: str,
    name_en: str = "",
    by: audit.Actor | None,
    company: Mapping[str, Any],
    draft: Mapping[str, Any] | None = None,
    pictures: Sequence[int] = (),
) -> Brand:
    """Make a brand with its company and a first draft of its profile; nobody outside sees it yet.

    Args:
        market: the market that admitted it.
        name_zh: what it is called; its address is made from the English or the Chinese name.
        name_en: its English name, where it has one.
        by: who did it.
        company: columns of `Company`: legal_name, credit_code, contact_name, contact_mobile …
        draft: columns of `Revision` that are known already: category, styles, story_zh …
        pictures: numbers of stored files for the lookbook, the cover first.
    """
    owner = Company(market_id=market.id, **company)
    brand = Brand(
        market=market,
        company=owner,
        name_zh=name_zh,
        name_en=name_en,
        pinyin=rules.pinyin_of(name_zh),
    )
    _keep_under_free_slug(brand)
    first = Revision(brand=brand, number=1, name_zh=name_zh, name_en=name_en, **(draft or {}))
    first.pictures = [
        ProfilePicture(file_id=file_id, position=place) for place, file_id in enumerate(pictures)
    ]
    db.session.add(first)
    audit.record("brand.create", brand, by=by)
    return brand


def _keep_under_free_slug(brand: Brand) -> None:
    """Give a new brand its permanent address and keep it; two at once get two addresses."""
    wanted = rules.slug_of(brand.name_zh, brand.name_en)
    for _try in range(TRIES):
        brand.slug = rules.free_slug(wanted, queries.slugs_like(wanted))
        try:
            with db.session.begin_nested():
                db.session.add(brand)
        except IntegrityError:
            continue
        return
    raise ConflictError(_l("Many brands of this name are being made. Please try again."))
