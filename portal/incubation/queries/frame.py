"""What the board hangs on: stages, graduates, and what it can be narrowed by, in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
    union,
    union_all,
)

from portal.brands.models import Brand
from portal.core.db import db
from portal.core.questions import written_out
from portal.incubation import registry
from portal.incubation.models import Enrolment, EnrolmentState, Programme, Stage
from portal.markets.models import Hall

COLUMNS: dict[str, Any] = {
    "id": Integer(),
    "code": String(),
    "name_zh": String(),
    "name_en": String(),
    "place": Integer(),
    "closed": Integer(),
}


@dataclass(frozen=True)
class Frame:
    """The lines of a market's board: rows with `id`, `code`, `name_zh`, `name_en`."""

    stages: Sequence[Row[Any]]
    programmes: Sequence[Row[Any]]
    """The newest first; `closed` where it takes no more brands."""
    halls: Sequence[Row[Any]]
    mentors: Sequence[Row[Any]]
    graduates: int


def frame(market_id: int) -> Frame:
    """Return what a market's board hangs on: one query."""
    found: dict[str, list[Row[Any]]] = {}
    for row in db.session.execute(question(), {"market": market_id}):
        found.setdefault(row.kind, []).append(row)
    return Frame(
        # each code once, in the newest wording
        stages=list({one.code: one for one in found.get("stage", [])}.values()),
        programmes=found.get("programme", []),
        halls=found.get("hall", []),
        mentors=sorted(found.get("mentor", []), key=lambda one: one.name_zh),
        graduates=found["graduates"][0].place,
    )


@cache
def question() -> Select[Any]:
    """Return the question to a `market`, kept: making it costs more than answering it."""
    here: Any = bindparam("market", type_=Integer())
    parts = [one(here) for one in (stage_lines, programmes, halls, graduates)]
    mentors = registry.mentors_of(here)
    if mentors is not None:
        names = mentors.subquery()
        said = {name: names.c[name] for name in ("id", "name_zh", "name_en")}
        parts.append(line("mentor", **said))
    lines = union_all(*parts).subquery()
    return written_out(select(lines).order_by(lines.c.place, lines.c.id))


def line(kind: str, **said: Any) -> Select[Any]:
    """Return the select of one kind of lines; what is left out is empty."""
    columns = (cast(said.get(name), kept).label(name) for name, kept in COLUMNS.items())
    found: Select[Any] = select(literal(kind, String()).label("kind"), *columns)
    return found


def stages(market_id: int) -> Sequence[Stage]:
    """Return the stages of a market's programmes in order, each code once, the newest wording."""
    query = select(Stage).where(is_gone_by(market_id)).order_by(Stage.position, Stage.id)
    return list({one.code: one for one in db.session.scalars(query)}.values())


def is_gone_by(market_id: int) -> ColumnElement[bool]:
    """Return the condition for the stages of every version that a market's brands go by."""
    of_programmes = select(Programme.template_id).where(Programme.market_id == market_id)
    of_brands = (
        select(Enrolment.template_id)
        .join(Enrolment.programme)
        .where(Programme.market_id == market_id)
    )
    return Stage.template_id.in_(union(of_programmes, of_brands))


def stage_lines(market_id: int) -> Select[Any]:
    """Return the select of those stages."""
    return line(
        "stage",
        id=Stage.id,
        code=Stage.code,
        name_zh=Stage.name_zh,
        name_en=Stage.name_en,
        place=Stage.position,
    ).where(is_gone_by(market_id))


def programmes(market_id: int) -> Select[Any]:
    """Return the select of a market's programmes, the newest in the first place."""
    newest = func.row_number().over(order_by=(Programme.starts_on.desc(), Programme.id.desc()))
    return line(
        "programme",
        id=Programme.id,
        name_zh=Programme.name_zh,
        name_en=Programme.name_en,
        place=newest,
        closed=Programme.closed_at.is_not(None),
    ).where(Programme.market_id == market_id)


def halls(market_id: int) -> Select[Any]:
    """Return the select of a market's halls."""
    return line(
        "hall", id=Hall.id, name_zh=Hall.name_zh, name_en=Hall.name_en, place=Hall.position
    ).where(Hall.market_id == market_id)


def graduates(market_id: int) -> Select[Any]:
    """Return the select of one line that counts the brands which completed a programme."""
    return (
        line("graduates", place=func.count(Enrolment.id))
        .select_from(Enrolment)
        .join(Enrolment.brand)
        .where(Brand.market_id == market_id, Enrolment.state == EnrolmentState.GRADUATED)
    )
