"""Setting how an organ's papers travel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.papers import rules, words
from shouwang.papers.models import Route, RouteVersion
from shouwang.papers.rules import Stop


@transaction.atomic
def set_route(
    *, unit: Unit, kind: str = "", organ: str, word: str, stops: Sequence[Stop],
    by: User, at: datetime,
) -> Route:  # fmt: skip
    """Set a unit's route for a kind of paper, all kinds if empty; papers under way keep theirs.

    Raises ``ValidationError`` for a route that cannot lead to a numbered paper.
    """
    scope = scope_of(by, at=at)
    scope.require(words.MANAGE_ROUTES, unit)
    for stop in stops:
        scope.require(words.READ_PAPERS, Unit.objects.get(pk=stop.unit))
    if found := rules.faults(stops):
        raise ValidationError([_fault(code) for code in found], code="steps")
    steps = [{"deed": s.deed, "unit": s.unit, "role": s.role} for s in stops]
    told: dict[str, Any] = {"organ": organ, "word": word, "steps": steps}
    standing = _held(unit, kind)
    if standing is not None and (standing.organ, standing.word, standing.steps) == tuple(
        told.values()
    ):
        return standing
    route, _made = Route.objects.update_or_create(unit=unit, kind=kind, defaults=told)
    kept = _keep(unit, kind, told, by=by, at=at)
    audit.record(
        words.ROUTE_CHANGED, by=by, at=at, about=route, unit_id=unit.pk,
        kind=kind, organ=organ, revision=kept.number,
    )  # fmt: skip
    return route


@transaction.atomic
def drop_route(*, unit: Unit, kind: str, by: User, at: datetime) -> None:
    """Let papers of a kind go by the unit's route for all kinds again; those under way keep theirs.

    Raises ``ValidationError`` for the route for all kinds itself.
    """
    scope_of(by, at=at).require(words.MANAGE_ROUTES, unit)
    if not kind:
        raise ValidationError(_("通用流程不能取消，只能修改"))
    route = _held(unit, kind)
    if route is None:
        return
    gone: dict[str, Any] = {"organ": route.organ, "word": route.word, "steps": []}
    kept = _keep(unit, kind, gone, by=by, at=at)
    audit.record(
        words.ROUTE_CHANGED, by=by, at=at, about=route, unit_id=unit.pk,
        kind=kind, organ=route.organ, revision=kept.number,
    )  # fmt: skip
    route.delete()


def _held(unit: Unit, kind: str) -> Route | None:
    return Route.objects.select_for_update().filter(unit=unit, kind=kind).first()


def _keep(unit: Unit, kind: str, told: dict[str, Any], *, by: User, at: datetime) -> RouteVersion:
    latest = RouteVersion.objects.filter(unit=unit, kind=kind).order_by("-number").first()
    number = latest.number + 1 if latest else 1
    return RouteVersion.objects.create(unit=unit, kind=kind, number=number, by=by, at=at, **told)


def _fault(code: str) -> str:
    told = {
        "disorder": _("环节顺序不对：应为核稿、会签、审签、签发、编号、用印、分发"),
        "twice": _("同一环节重复了"),
        "sign": _("要有一个、也只能有一个签发环节"),
        "number": _("要有一个、也只能有一个编号环节"),
    }
    return told.get(code, _("没有这个环节：%(code)s") % {"code": code})
