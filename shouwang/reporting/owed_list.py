"""What units owe, for the desk and the phone."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import owing, sheets, signers, words
from shouwang.reporting.converters import day_of
from shouwang.reporting.opened import opened
from shouwang.reporting.owing import Owed

# from how many units on a clerk searches instead of reading all of them
FEW = 12
DAYS_BACK = 7
PER_PAGE = 40


def owed_page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the list: all with their last days for few units, a search for many."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    today = clock.today()
    known = owing.calendar(scope)
    found = owing.units(scope, known.forms, today)
    of = list(found[: FEW + 1])
    if len(of) > FEW:
        return _many(request, scope, known, today)
    lines = owing.owed(of, known, today, count=DAYS_BACK, now=clock.now())
    by_unit = [
        (unit, [(v, list(o)) for v, o in groupby(mine, key=lambda o: o.version.zh)])
        for unit, mine in ((u, list(m)) for u, m in groupby(lines, key=lambda o: o.unit))
    ]
    return {
        "day": today,
        "is_few": True,
        "closed": None if of else _closed(scope, today),
        "by_unit": by_unit,
        "lines": lines,
        "latest": [forms[0] for _unit, fs in by_unit for _zh, forms in fs],
        "opened": opened(scope, at=clock.now()),
    }


def _closed(scope: Scope, today: date) -> Unit | None:
    """Return the user's unit where it is closed, and so owes nothing."""
    mine = [s.unit_id for s in scope.subtrees]
    return Unit.objects.filter(pk__in=mine, closed_on__lte=today).first()


def phone_page(request: HttpRequest) -> dict[str, Any]:
    """Return the context of the phone's first page: what is owed, with what waits for one's
    signature; ``left`` is what a person of few units has still to file."""
    context = owed_page(request)
    scope: Scope = request.scope  # type: ignore[attr-defined]
    lines = context["latest"] if context["is_few"] else context["lines"]
    # what a superior opened after the lock has a card of its own, and no second one
    shown = {(o.unit_id, o.form_id, o.day) for o in context.get("opened", ())}
    lines = [owed for owed in lines if owed.args not in shown]
    open_ = [owed for owed in lines if owed.is_open]
    return context | {
        "phone_lines": lines,
        "left": open_ if context["is_few"] else [],
        "first_open": open_[0] if open_ else None,
        "before_word": sheets.before_word(open_[0].version.period) if open_ else "",
        "may_be_same": bool(open_) and context["is_few"] and _follows(open_[0], context["lines"]),
        "to_sign": signers.waiting_for(scope),
        "may_file": words.FILE_REPORT in scope.permissions,
        "is_resting": any(s.rests for s in scope.subtrees),
    }


def _follows(one: Owed, lines: list[Owed]) -> bool:
    """Return whether a report not begun may be said to be the same as the one before it: that one
    was filed, and the form has items that carry from day to day."""
    before = next((o for o in lines if o.args[:2] == one.args[:2] and o.day < one.day), None)
    carries = any(item.carries for item in one.version.items)
    return carries and one.draft is None and before is not None and before.report is not None


def _many(request: HttpRequest, scope: Scope, known: owing.Calendar, today: date) -> dict[str, Any]:
    day = _day(request.GET.get("day", ""), today)
    typed, only = request.GET.get("q", "").strip(), request.GET.get("only", "")
    found = owing.units(scope, known.forms, day)
    if typed:
        found = found.filter(pk__in=units.search(scope, typed).values("pk"))
    if only == "open":
        found = owing.without_report(found, known.forms, day)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    lines = owing.owed(list(page.object_list), known, day, count=1, now=clock.now())
    return {
        "day": day,
        "today": today,
        "is_few": False,
        "page": page,
        "lines": lines,
        "words": typed,
        "only": only,
    }


def _day(text: str, today: date) -> date:
    try:
        return min(day_of(text), today)
    except ValueError:
        return today
