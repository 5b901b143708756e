"""The list of cases: running clocks for the house and for everybody above it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.access import SignedInRequest
from shouwang.epidemic import case_queries, clocks, frames, words
from shouwang.epidemic.case_pages import Shown
from shouwang.epidemic.models import Case
from shouwang.kit import clock
from shouwang.orgs.scope import Scope
from shouwang.people import names

PER_PAGE = 40
_EMPTY = {
    case_queries.OPEN: (
        _("没有处置中的紧急情况"),
        _("测温发现发热，或登记有症状、接触史的人员，病例处置卡会列在这里并开始计时。"),
    ),
    case_queries.CLOSED: (_("还没有结案的病例"), _("登记结果之后，病例移到这里。")),
}


@dataclass(frozen=True)
class Line:
    """A case as it stands in the list: who (masked above the house), its next and late clocks."""

    case: Case
    name: str
    shown: list[Shown]

    @property
    def next(self) -> Shown | None:
        """Return the clock that runs out first."""
        return min((s for s in self.shown if s.clock.is_running()), key=_due, default=None)

    @property
    def late(self) -> list[Shown]:
        """Return the clocks that are, or were, not kept."""
        return [one for one in self.shown if one.late]


def _due(one: Shown) -> datetime:
    return one.clock.due_at


def page(request: SignedInRequest) -> dict[str, Any]:
    """Return the context of the list; ``?show=closed`` chooses the history."""
    scope, now = request.scope, clock.now()
    asked = request.GET.get("show", "")
    which = case_queries.CLOSED if asked == case_queries.CLOSED else case_queries.OPEN
    found = Paginator(case_queries.cases(scope, which), PER_PAGE)
    at_page = found.get_page(request.GET.get("page"))
    lines = _lines(scope, list(at_page), now)
    mark = frames.mark(request)
    here = reverse("epidemic:emergencies") + (f"{mark}&" if mark else "?")
    if which == case_queries.OPEN:
        lines.sort(key=lambda line: (not line.late, line.next.clock.due_at if line.next else now))
    return {
        "page": at_page,
        "lines": lines,
        "which": which,
        "now": now,
        "tabs": [
            (_("处置中"), f"{here}show=open", which == case_queries.OPEN, 0),
            (_("已结案"), f"{here}show=closed", which == case_queries.CLOSED, 0),
        ],
        "empty": _EMPTY[which],
        "counts": _counts(lines, found.count),
        "may_open": words.NOTE_CASE in scope.permissions,
        "stamp": _stamp(lines),
    }


def _lines(scope: Scope, cases: list[Case], now: datetime) -> list[Line]:
    running = clocks.of_many(cases)
    full = {unit.pk: names.shown_in_full(scope, unit) for unit in {case.unit for case in cases}}
    return [
        Line(
            case,
            names.name_of(case.person, full=full[case.unit_id]),
            [Shown(one, now) for one in running[case.pk]],
        )
        for case in cases
    ]


def _counts(lines: list[Line], total: int) -> dict[str, int]:
    return {
        "cases": total,
        "units": len({line.case.unit_id for line in lines}),
        "late": sum(any(s.late and s.clock.is_running() for s in line.shown) for line in lines),
    }


def _stamp(lines: list[Line]) -> str:
    told = [
        (str(line.case.pk)[-6:], len(line.late), sum(not s.clock.is_running() for s in line.shown))
        for line in lines
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:12]
