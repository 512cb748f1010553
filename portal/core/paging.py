"""One page of a long list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select

from portal.core.db import db

Item = TypeVar("Item")

PAGE_SIZE = 24
LAST_PAGE = 10_000


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows, and where they stand among all. `number` counts from 1."""

    items: Sequence[Item]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    def address(self, number: int) -> str:
        """Return the address of another page of the list being shown."""
        arguments = request.args.to_dict(flat=False) | {"page": [str(number)]}
        values: dict[str, Any] = {**(request.view_args or {}), **arguments}
        return url_for(request.endpoint or "", **values)


def page_number(text: str | None) -> int:
    """Read `?page=`: anything that is not a page counts as the first."""
    if text and text.isascii() and text.isdigit():
        return min(max(int(text[:9]), 1), LAST_PAGE)
    return 1


def paginate(query: Select[Any], number: int, size: int = PAGE_SIZE) -> Page[Any]:
    """Return one page of a query of entities, with the total: two queries."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery()))
    last = max(1, -(-(total or 0) // size))
    number = min(number, last)
    rows = db.session.scalars(query.limit(size).offset((number - 1) * size)).unique().all()
    return Page(items=rows, number=number, size=size, total=total or 0)
