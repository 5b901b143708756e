"""Setting how an organ's papers travel."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.papers import rules, words
from shouwang.papers.models import Route
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
    route, _made = Route.objects.update_or_create(
        unit=unit, kind=kind, defaults={"organ": organ, "word": word, "steps": steps}
    )
    audit.record(
        words.ROUTE_CHANGED, by=by, at=at, about=route, unit_id=unit.pk, kind=kind, organ=organ
    )
    return route


def _fault(code: str) -> str:
    told = {
        "disorder": _("环节顺序不对：应为核稿、会签、审签、签发、编号、用印、分发"),
        "twice": _("同一环节重复了"),
        "sign": _("要有一个、也只能有一个签发环节"),
        "number": _("要有一个、也只能有一个编号环节"),
    }
    return told.get(code, _("没有这个环节：%(code)s") % {"code": code})
