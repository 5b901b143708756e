"""What the pages of the routines show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.routines import queries, rules, words
from shouwang.routines.actions import places as place_deeds
from shouwang.routines.actions.routines import NewRoutine
from shouwang.routines.kinds import RoutineKind
from shouwang.routines.models import Place, Routine

HOUSES_A_PAGE = 50
TONES = {rules.DONE: "ok", rules.DUE: "none", rules.MISSED: "warn", rules.NONE: "info"}


def own_house(scope: Scope) -> Unit | None:
    """Return the institution at which the user works, None for a bureau's people."""
    ids = [tree.unit_id for tree in scope.subtrees if words.READ in tree.permissions]
    first = Unit.objects.filter(pk__in=ids[:1]).first()
    return first if first is not None and first.is_institution else None


def day_url(unit_id: int, day: date) -> str:
    """Return the address of a house's day."""
    return f"{reverse('routines:house', args=[unit_id])}?day={day.isoformat()}"


def taken(made: Routine) -> str:
    """Say what was entered."""
    return _("已登记%(kind)s %(count)d 处") % {
        "kind": made.get_kind_display(),
        "count": made.place_count,
    }


def state_words(standing: rules.Standing) -> str:
    """Say how a place stands: 已做 1/2, 待做 20:00 前, 漏做 1 次."""
    if standing.state == rules.MISSED:
        return _("漏做 %(count)d 次") % {"count": standing.missed}
    if standing.state == rules.DONE:
        return _("已做")
    if standing.state == rules.DUE and standing.next_by:
        return _("%(time)s 前") % {"time": f"{clock.local(standing.next_by):%H:%M}"}
    return _("不要求")


def house_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return a house's day: floors of places with their states, tiles, records."""
    scope, now = request.scope, clock.now()
    day = _day(request, now)
    at = min(now, clock.at(day, time.max))
    lines = queries.lines(scope, unit, day, at=at)
    last = queries.last_disinfection(unit)
    counted = queries.missed_of([unit], day, at=at)[unit.pk]
    return {
        "unit": unit,
        "day": day,
        "at": at,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1) if day < clock.local_day(now) else None,
        "today": clock.local_day(now),
        "floors": _by_floor(_row(line) for line in lines),
        "tiles": [_tile(kind, counted) for kind in RoutineKind],
        "kinds": RoutineKind,
        "records": [_record(row, scope) for row in queries.of_day(scope, unit, day)],
        "may_do": scope.allows(words.DO, unit) and day == clock.local_day(now),
        "may_manage": scope.allows(words.MANAGE_PLACES, unit),
        "agent": last.agent if last else "",
        "concentration": last.concentration if last else "",
        "crumbs": _crumbs(scope, unit),
    }


def posted(request: SignedInRequest, unit: Unit) -> NewRoutine:
    """Return the walk that the desk's form tells of."""
    told = request.POST
    chosen = [int(pk) for pk in told.getlist("place") if pk.isdecimal()]
    return NewRoutine(
        unit=unit,
        kind=told.get("kind", ""),
        place_ids=chosen,
        happened_at=clock.now(),
        agent=told.get("agent", ""),
        concentration=told.get("concentration", ""),
    )


def board_page(request: SignedInRequest) -> dict[str, Any]:
    """Return how every institution in scope stands today, a page of them."""
    now = clock.now()
    day = _day(request, now)
    at = min(now, clock.at(day, time.max))
    page = Paginator(queries.with_places(request.scope), HOUSES_A_PAGE).get_page(
        request.GET.get("page")
    )
    counted = queries.missed_of(list(page), day, at=at)
    return {
        "day": day,
        "at": at,
        "today": clock.local_day(now),
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1) if day < clock.local_day(now) else None,
        "page": page,
        "kinds": RoutineKind,
        "rows": [
            {
                "unit": unit,
                "url": day_url(unit.pk, day),
                "places": counted[unit.pk]["places"],
                "cells": [_tile(kind, counted[unit.pk]) for kind in RoutineKind],
            }
            for unit in page
        ],
    }


def places_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return the places of a house as they are kept."""
    scope = request.scope
    standing = list(queries.places(scope, unit))
    return {
        "unit": unit,
        "places": standing,
        "closed": list(queries.closed_places(scope, unit)),
        "text": request.POST.get("text", ""),
        "crumbs": [
            (_("消毒通风"), reverse("routines:house", args=[unit.pk])),
            (_("管理场所"), ""),
        ],
    }


def place_crumbs(place: Place) -> list[tuple[str, str]]:
    """Return the way to one place."""
    return [
        (_("消毒通风"), reverse("routines:house", args=[place.unit_id])),
        (_("管理场所"), reverse("routines:places", args=[place.unit_id])),
        (str(place), ""),
    ]


def added(request: SignedInRequest, unit: Unit) -> str:
    """Add what was typed; return why it cannot be, or nothing."""
    try:
        made = place_deeds.add_typed(
            unit=unit,
            text=request.POST.get("text", ""),
            by=request.user,
            at=clock.now(),
            scope=request.scope,
        )
    except ValidationError as why:
        return "；".join(why.messages)
    messages.success(request, _("已添加 %(count)d 个场所") % {"count": len(made)})
    return ""


def _crumbs(scope: Scope, unit: Unit) -> list[tuple[str, str]]:
    own = own_house(scope)
    if own is not None and own.pk == unit.pk:
        return []
    return [(_("消毒通风"), reverse("routines:board")), (unit.label, "")]


def _day(request: SignedInRequest, now: datetime) -> date:
    today = clock.local_day(now)
    try:
        return min(date.fromisoformat(request.GET.get("day", "")), today)
    except ValueError:
        return today


def _by_floor(rows: Iterable[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return rows by floor, floors in the order in which one walks."""
    floors: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        floors.setdefault(str(row["place"].floor), []).append(row)
    return list(floors.items())


def _row(line: queries.Line) -> dict[str, Any]:
    place: Place = line.place
    return {
        "place": place,
        "cells": [
            {
                "kind": kind,
                "tone": TONES[standing.state],
                "words": state_words(standing),
                "done": standing.done,
                "due": standing.due,
                "times": line.done_at[kind.value],
            }
            for kind in RoutineKind
            for standing in [line.standings[kind.value]]
        ],
    }


def _counts(kind: RoutineKind, counted: dict[str, int]) -> dict[str, int]:
    return {
        state: counted[f"{kind.value}_{state}"] for state in (rules.DONE, rules.DUE, rules.MISSED)
    }


def _tile(kind: RoutineKind, counted: dict[str, int]) -> dict[str, Any]:
    own = _counts(kind, counted)
    return {"label": kind.label, "of": sum(own.values())} | own


def _record(row: Routine, scope: Scope) -> dict[str, Any]:
    return {
        "row": row,
        "with_what": " ".join(filter(None, (row.agent, row.concentration))),
        "may_void": row.voided_at is None and scope.allows(words.DO, row.unit),
    }
