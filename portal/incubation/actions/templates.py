"""A market's own templates: a draft, its stages and milestones, and publishing it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries, rules
from portal.incubation.actions.programmes import milestone_of, stage_of
from portal.incubation.models import Milestone, Stage, Template, TemplateState
from portal.markets.models import Market


def start(market: Market, source: Template, *, by: audit.Actor | None) -> Template:
    """Return a draft of the next version, which begins as a copy of `source`.

    Raises:
        ConflictError: somebody has a draft of it already.
    """
    whole = queries.template_by_id(source.id) if source.id else source
    return draft_of(market, rules.described(whole) | {"note": ""}, verb="template.start", by=by)


def start_from(market: Market, data: Mapping[str, Any], *, by: audit.Actor) -> Template:
    """Return a draft with what a file says.

    Raises:
        ConflictError: somebody has a draft of it already.
    """
    return draft_of(market, data, verb="template.import", by=by)


def draft_of(
    market: Market, data: Mapping[str, Any], *, verb: str, by: audit.Actor | None
) -> Template:
    """Return a draft of a market; of two begun at the same moment the second is refused."""
    taken = ConflictError(
        _l("There is a draft of this template already."),
        _l("Go on with it, publish it or throw it away first."),
    )
    versions = queries.versions(market.id, data["code"])
    if any(one.state is TemplateState.DRAFT for one in versions):
        raise taken
    template = Template(
        market_id=market.id,
        code=data["code"],
        template_version=max((one.template_version for one in versions), default=0) + 1,
        name_zh=data["name_zh"],
        name_en=data.get("name_en", ""),
        note=data.get("note", ""),
        state=TemplateState.DRAFT,
    )
    template.stages = [stage_of(one, at) for at, one in enumerate(data["stages"], start=1)]
    try:
        with db.session.begin_nested():
            db.session.add(template)
    except IntegrityError:
        raise taken from None
    audit.record(verb, template, by=by, version=template.template_version)
    return template


def touch(template: Template, what: str, *, by: audit.Actor) -> None:
    """Note that a draft has changed, so that nobody overwrites or publishes it unseen.

    Raises:
        ConflictError: it is in use, and frozen.
    """
    if template.state is not TemplateState.DRAFT:
        raise ConflictError(
            _l("This version is in use. It stays as it is."), _l("Start a new version from it.")
        )
    template.edits += 1
    audit.record("template.change", template, by=by, what=what)


def rename(template: Template, *, name_zh: str, name_en: str, note: str, by: audit.Actor) -> None:
    """Say what a draft is called, and what it changes."""
    touch(template, name_zh, by=by)
    template.name_zh, template.name_en, template.note = name_zh, name_en, note


def add_stage(template: Template, *, by: audit.Actor, **words: Any) -> Stage:
    """Return a new last stage.

    Raises:
        ConflictError: there are as many as there may be, or the template is in use.
        InvalidError: the lengths are the wrong way round.
    """
    if len(template.stages) >= rules.MOST_STAGES:
        raise too_many()
    must_be_in_order(words)
    code = rules.next_code("S", [one.code for one in template.stages])
    touch(template, code, by=by)
    stage = Stage(position=len(template.stages) + 1, code=code, milestones=[], **words)
    template.stages.append(stage)
    db.session.flush()
    return stage


def change_stage(template: Template, stage: Stage, *, by: audit.Actor, **words: Any) -> None:
    """Say something else of a stage.

    Raises:
        InvalidError: the lengths are the wrong way round.
    """
    must_be_in_order(words)
    touch(template, stage.code, by=by)
    for name, value in words.items():
        setattr(stage, name, value)


def must_be_in_order(words: Mapping[str, Any]) -> None:
    """Refuse a shortest length that is longer than the longest."""
    if words["weeks_low"] > words["weeks_high"]:
        raise InvalidError("weeks_high", _l("The longest must not be shorter than the shortest."))


def too_many() -> ConflictError:
    """Return the refusal of one more."""
    return ConflictError(_l("There are as many as there may be."), _l("Take one out first."))


def shift(template: Template, part: Stage | Milestone, by_: int, *, by: audit.Actor) -> None:
    """Move a stage or milestone one place up (-1) or down (+1); at the end it stays."""
    rows: list[Any] = list(template.stages)
    if isinstance(part, Milestone):
        rows = list(stage_with(template, part).milestones)
    place = rows.index(part)
    if not 0 <= place + by_ < len(rows):
        return
    touch(template, part.code, by=by)
    rows.insert(place + by_, rows.pop(place))
    renumber(rows)


def renumber(rows: Sequence[Any]) -> None:
    """Give rows their places anew; by way of negative ones, since no two may share a place."""
    for at, row in enumerate(rows, start=1):
        row.position = -at
    db.session.flush()
    for at, row in enumerate(rows, start=1):
        row.position = at
    db.session.flush()


def stage_with(template: Template, milestone: Milestone) -> Stage:
    """Return the stage of a draft in which a milestone stands."""
    return next(one for one in template.stages if milestone in one.milestones)


def remove_stage(template: Template, stage: Stage, *, by: audit.Actor) -> None:
    """Take a stage out with its milestones; nobody waits for them any more."""
    touch(template, stage.code, by=by)
    forget(template, {one.code for one in stage.milestones})
    template.stages.remove(stage)
    db.session.flush()
    renumber(template.stages)


def forget(template: Template, codes: set[str]) -> None:
    """Let no milestone wait for these any more."""
    for stage in template.stages:
        for one in stage.milestones:
            if codes & set(one.prerequisites):
                one.prerequisites = [code for code in one.prerequisites if code not in codes]


def add_milestone(template: Template, stage: Stage, *, by: audit.Actor, **words: Any) -> Milestone:
    """Return a new last milestone of a stage.

    Raises:
        ConflictError: there are as many as there may be, or the template is in use.
        InvalidError: it would wait for itself.
    """
    if len(stage.milestones) >= rules.MOST_MILESTONES:
        raise too_many()
    code = rules.next_code(f"{stage.code}.", codes_of(template))
    touch(template, code, by=by)
    milestone = Milestone(position=len(stage.milestones) + 1, code=code)
    stage.milestones.append(milestone)
    fill(template, milestone, words)
    return milestone


def codes_of(template: Template) -> list[str]:
    """Return the codes of a template's milestones."""
    return [one.code for stage in template.stages for one in stage.milestones]


def change_milestone(
    template: Template, milestone: Milestone, *, stage: int, by: audit.Actor, **words: Any
) -> None:
    """Say something else of a milestone; `stage` is the number of the one it stands in.

    Raises:
        ConflictError: there are as many in that stage as there may be.
        InvalidError: it would wait for itself.
    """
    touch(template, milestone.code, by=by)
    fill(template, milestone, words)
    new = next(one for one in template.stages if one.id == stage)
    if new is not stage_with(template, milestone):
        move_to_stage(template, milestone, new)


def move_to_stage(template: Template, milestone: Milestone, new: Stage) -> None:
    """Put a milestone at the end of another stage with its parts; it is no part there itself.

    It keeps its code, so that brands which move to this version keep what they handed in. What
    it now waits for in a later stage is told as a problem of the draft.
    """
    old = stage_with(template, milestone)
    moved = [milestone, *(one for one in old.milestones if one.parent_id == milestone.id)]
    if len(new.milestones) + len(moved) > rules.MOST_MILESTONES:
        raise too_many()
    milestone.parent_id = None
    for place, one in enumerate(moved, start=len(new.milestones) + 1):
        one.stage, one.position = new, place
    db.session.flush()
    renumber(old.milestones)


def fill(template: Template, milestone: Milestone, words: Mapping[str, Any]) -> None:
    """Take in what a form says of a milestone, and refuse a circle at once."""
    for name, value in words.items():
        setattr(milestone, name, value)
    db.session.flush()
    every = [one for stage in template.stages for one in stage.milestones]
    way = rules.circle(milestone.code, rules.waiting(every))
    if way:
        message = _l("It would wait for itself: %(way)s.", way=" → ".join(way))
        raise InvalidError("prerequisites", message)


def copy_milestone(template: Template, milestone: Milestone, *, by: audit.Actor) -> Milestone:
    """Return a copy of a milestone, at the end of its stage.

    Raises:
        ConflictError: there are as many as there may be, or the template is in use.
    """
    stage = stage_with(template, milestone)
    if len(stage.milestones) >= rules.MOST_MILESTONES:
        raise too_many()
    code = rules.next_code(f"{stage.code}.", codes_of(template))
    touch(template, code, by=by)
    described = rules.described_milestone(milestone) | {"code": code}
    copy = milestone_of(described, len(stage.milestones) + 1)
    copy.parent_id = milestone.parent_id
    stage.milestones.append(copy)
    db.session.flush()
    return copy


def remove_milestone(template: Template, milestone: Milestone, *, by: audit.Actor) -> None:
    """Take a milestone out; its parts stand by themselves, and nobody waits for it any more."""
    stage = stage_with(template, milestone)
    touch(template, milestone.code, by=by)
    forget(template, {milestone.code})
    for one in stage.milestones:
        if one.parent_id == milestone.id:
            one.parent_id = None
    db.session.flush()
    stage.milestones.remove(milestone)
    db.session.flush()
    renumber(stage.milestones)


def publish(template: Template, *, seen: int | None, by: audit.Actor | None) -> None:
    """Put a draft in use and freeze it; the version before it is offered no more.

    Raises:
        ConflictError: something stands against it, or somebody has changed it since.
    """
    if seen is not None and seen != template.version:
        raise ConflictError(
            _l("A colleague has changed this draft since you opened the page."),
            _l("Look at it again, then publish."),
        )
    if not rules.is_publishable(rules.problems(template)):
        raise ConflictError(
            _l("Something still stands against publishing."), _l("The draft's page lists it.")
        )
    rules.TEMPLATE_WORKFLOW.move(template, "publish")
    template.published_at = clock.now()
    template.edits += 1
    for one in queries.versions(template.market_id, template.code):
        if one.market_id and one.state is TemplateState.PUBLISHED and one.id != template.id:
            rules.TEMPLATE_WORKFLOW.move(one, "retire")
    audit.record("template.publish", template, by=by, version=template.template_version)


def discard(template: Template, *, by: audit.Actor) -> None:
    """Throw a draft away.

    Raises:
        ConflictError: it is in use.
    """
    touch(template, template.name_zh, by=by)
    audit.record("template.discard", template, by=by, version=template.template_version)
    db.session.flush()
    db.session.delete(template)
