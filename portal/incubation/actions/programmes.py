"""Templates, and the programmes that a market opens from them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.audit import actions as audit
from portal.core import clock
from portal.core.db import db
from portal.core.errors import ConflictError, InvalidError
from portal.core.i18n import lazy_gettext as _l
from portal.incubation import queries
from portal.incubation.models import EvidenceKind, Milestone, Programme, Stage, Template
from portal.incubation.queries import shipped
from portal.markets.models import Market


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
    )
    template.stages = [stage_of(one, at) for at, one in enumerate(data["stages"], start=1)]
    db.session.add(template)
    audit.record("template.load", template, by=by, version=template.template_version)
    return template


def stage_of(data: Mapping[str, Any], position: int) -> Stage:
    """Return a stage of a template with its milestones."""
    low, high = data["weeks"]
    words = ("code", "name_zh", "name_en", "gate_zh", "gate_en")
    stage = Stage(
        position=position, weeks_low=low, weeks_high=high, **{name: data[name] for name in words}
    )
    stage.milestones = [milestone_of(one, at) for at, one in enumerate(data["milestones"], start=1)]
    return stage


def milestone_of(data: Mapping[str, Any], position: int) -> Milestone:
    """Return a milestone of a stage."""
    words = ("code", "title_zh", "title_en", "guidance_zh", "guidance_en", "wants_zh", "wants_en")
    return Milestone(
        position=position,
        evidence=EvidenceKind(data["evidence"]),
        condition=data["condition"] or "",
        target=data["target"],
        required=data["required"],
        **{name: data[name] for name in words},
    )


def template_named(key: str, *, by: audit.Actor | None) -> Template:
    """Return the template of a key as the form offers it, loading a shipped one when first used.

    Raises:
        InvalidError: there is none.
    """
    for known in queries.templates():
        if shipped.key(known.code, known.template_version) == key:
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
) -> Programme:
    """Open a programme: from now on the market's office admits brands into it."""
    programme = Programme(
        market_id=market.id,
        template=template,
        name_zh=name_zh,
        name_en=name_en,
        starts_on=starts_on,
    )
    db.session.add(programme)
    audit.record("programme.create", programme, by=by, template=template.code)
    return programme


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
