"""Templates, and the programmes that a market opens from them."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, rules
from portal.incubation.actions.fairs import work_towards
from portal.incubation.models import (
    DueFrom,
    EvidenceKind,
    Milestone,
    Programme,
    Season,
    Stage,
    Template,
)
from portal.incubation.queries import shipped
from portal.incubation.rules import USUAL
from portal.markets.models import Market


@dataclass(frozen=True)
class Cohort:
    """When a programme is to end, and the season and the fair it works towards."""

    ends_on: date | None = None
    season: Season | None = None
    fair_id: int | None = None


def load_template(data: Mapping[str, Any], *, by: audit.Actor | None = None) -> Template:
    """Return the template that `data` describes, writing it down the first time.

    What is the same template is said by code and version; a changed one needs a new version.
    """
    known = queries.template(data["code"], data["version"])
    if known:
        return known
    template = Template(
        code=data["code"],
        template_version=data["version"],
        name_zh=data["name_zh"],
        name_en=data["name_en"],
        published_at=clock.now(),
    )
    template.stages = [stage_of(one, at) for at, one in enumerate(data["stages"], start=1)]
    db.session.add(template)
    audit.record("template.load", template, by=by, version=template.template_version)
    return template


def stage_of(data: Mapping[str, Any], position: int) -> Stage:
    """Return a stage of a template with its milestones."""
    low, high = data["weeks"]
    stage = Stage(
        position=position,
        weeks_low=low,
        weeks_high=high,
        **{name: data.get(name, "") for name in rules.STAGE_WORDS},
    )
    entries = data.get("milestones", [])
    stage.milestones = [milestone_of(one, at) for at, one in enumerate(entries, start=1)]
    by_code = {one.code: one for one in stage.milestones}
    for one, entry in zip(stage.milestones, entries, strict=True):
        one.parent = by_code.get(entry.get("parent", ""))
    return stage


def milestone_of(data: Mapping[str, Any], position: int) -> Milestone:
    """Return a milestone of a stage; what its template does not say is as usual."""
    given = {name: usual if data.get(name) is None else data[name] for name, usual in USUAL.items()}
    given["due_from"] = DueFrom(given["due_from"])
    return Milestone(
        position=position,
        evidence=EvidenceKind(data["evidence"]),
        **{name: data.get(name, "") for name in rules.MILESTONE_WORDS},
        **deepcopy(given),
    )


def template_named(key: str, *, by: audit.Actor | None, market_id: int | None = None) -> Template:
    """Return the template of a key as the form offers it, loading a shipped one when first used.

    Raises:
        InvalidError: there is none that this market may open programmes from.
    """
    for known in queries.offered_templates(market_id):
        if rules.key_of(known) == key:
            return known
    if key not in shipped.templates():
        raise InvalidError("template", _l("Choose one of the templates."))
    return load_template(shipped.templates()[key], by=by)


def open_programme(
    market: Market,
    template: Template,
    *,
    name_zh: str,
    name_en: str,
    starts_on: date,
    by: audit.Actor | None,
    cohort: Cohort | None = None,
) -> Programme:
    """Open a programme: from now on the market's office admits brands into it.

    Opening the same twice, as a double tap does, is opening it once.

    Raises:
        InvalidError: its name is taken, it ends before it starts, or the fair is another market's.
    """
    cohort = cohort or Cohort()
    must_be_sensible(market.id, starts_on, cohort)
    known = queries.programme_called(market.id, name_zh)
    if known and is_the_same(known, template, starts_on, cohort):
        return known
    must_be_free(known)
    programme = Programme(
        market_id=market.id,
        template=template,
        name_zh=name_zh,
        name_en=name_en,
        starts_on=starts_on,
        ends_on=cohort.ends_on,
        season=cohort.season,
        fair_id=cohort.fair_id,
    )
    db.session.add(programme)
    audit.record("programme.create", programme, by=by, template=template.code)
    return programme


def change_programme(
    programme: Programme, *, name_zh: str, name_en: str, cohort: Cohort, by: audit.Actor
) -> int:
    """Say something else of a programme; return how many open days move to another fair.

    Raises:
        InvalidError: its name is taken, it ends before it starts, or the fair is another market's.
    """
    must_be_sensible(programme.market_id, programme.starts_on, cohort)
    if name_zh != programme.name_zh:
        must_be_free(queries.programme_called(programme.market_id, name_zh))
    programme.name_zh, programme.name_en = name_zh, name_en
    programme.ends_on, programme.season = cohort.ends_on, cohort.season
    count = work_towards(programme, cohort.fair_id, by=by)
    audit.record("programme.change", programme, by=by, count=count)
    return count


def is_the_same(known: Programme, template: Template, starts_on: date, cohort: Cohort) -> bool:
    """Say whether a programme that takes brands is just what is to be opened."""
    asked = (template.id, starts_on, cohort)
    cohort = Cohort(known.ends_on, known.season, known.fair_id)
    return known.closed_at is None and (known.template_id, known.starts_on, cohort) == asked


def must_be_free(known: Programme | None) -> None:
    """Refuse a name by which another programme of the market is called: lists tell them by it."""
    if known:
        raise InvalidError("name_zh", _l("Another programme is called so. Add a year or a season."))


def must_be_sensible(market_id: int, starts_on: date, cohort: Cohort) -> None:
    """Refuse days in the wrong order and fairs of others."""
    if cohort.ends_on and cohort.ends_on <= starts_on:
        raise InvalidError("ends_on", _l("The last day must come after the first."))
    if cohort.fair_id and cohort.fair_id not in {one.id for one in queries.fairs(market_id)}:
        raise InvalidError("fair_id", _l("Choose one of the fairs."))


def close_programme(programme: Programme, *, by: audit.Actor) -> None:
    """Take no more brands in; those inside go on to the end.

    Raises:
        ConflictError: it is closed already.
    """
    if programme.closed_at:
        raise ConflictError(
            _l("This programme takes no more brands already."),
            _l("The brands inside go on. Open another programme for new ones."),
        )
    programme.closed_at = clock.now()
    audit.record("programme.close", programme, by=by)


def reopen_programme(programme: Programme, *, by: audit.Actor) -> None:
    """Take brands in again.

    Raises:
        ConflictError: it takes brands already.
    """
    if programme.closed_at is None:
        raise ConflictError(
            _l("This programme takes brands already."), _l("Look at the page again.")
        )
    programme.closed_at = None
    audit.record("programme.reopen", programme, by=by)
