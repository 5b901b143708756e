"""What the pages of temperatures show."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.health import queries, readings, roster, rules, timetable, words
from shouwang.health.actions.temperatures import FEVER_AT
from shouwang.health.models import Temperature
from shouwang.health.queries import DONE, DUE, MISSED, HouseDay, Progress, Standing
from shouwang.health.roster import Reach
from shouwang.kit import clock
from shouwang.orgs.kinds import INSTITUTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import queries as people
from shouwang.people.queries import OnRoll
from shouwang.response import measures

HOUSES_A_PAGE = 50
LINE_DAYS = 21
TONES = {DONE: "ok", DUE: "none", MISSED: "warn"}


def own_house(scope: Scope) -> Unit | None:
    """Return the institution at which the user works, None for a bureau's people."""
    ids = [tree.unit_id for tree in scope.subtrees if words.READ_HOUSE in tree.permissions]
    first = Unit.objects.filter(pk__in=ids[:1]).first()
    return first if first is not None and first.is_institution else None


def day_url(unit_id: int, day: date) -> str:
    """Return the address of a house's day."""
    return f"{reverse('health:house', args=[unit_id])}?day={day.isoformat()}"


def day_of(request: SignedInRequest, now: datetime) -> date:
    """Return the day that a page was asked for, today where none or one to come."""
    today = clock.local_day(now)
    told = request.POST.get("day") or request.GET.get("day", "")
    try:
        return min(date.fromisoformat(told), today)
    except ValueError:
        return today


def crumbs(scope: Scope, unit: Unit, *more: str) -> list[tuple[str, str]]:
    """Return the way to a page below a house's day."""
    own = own_house(scope)
    trail = (
        [] if own is not None and own.pk == unit.pk else [(_("体温监测"), reverse("health:board"))]
    )
    label = _("体温监测") if not trail else unit.label
    trail.append((label, reverse("health:house", args=[unit.pk])))
    return trail + [(text, "") for text in more]


def to_measure(scope: Scope, unit: Unit, *, at: datetime) -> list[OnRoll]:
    """Return whom a round has to reach, by room: residents in the house, staff who live in."""
    found = people.roll(scope, unit, at=at)
    return [one for one in found if (not one.is_out if one.side == "resident" else one.lives_in)]


def house_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return a house's day: its people by room, a cell for each round."""
    scope, now = request.scope, clock.now()
    day = day_of(request, now)
    at = min(now, clock.at(day, time.max))
    found = queries.house_day(scope, unit, day, at=at)
    return _days(day, now) | {
        "unit": unit,
        "at": at,
        "found": found,
        "mark": _mark(unit, at),
        "tiles": [_tile(one) for one in found.progress],
        "rooms": _rooms(scope, unit, found, at),
        "tallies": found.tallies,
        "may_walk": scope.allows(words.WALK, unit),
        "may_set_hours": scope.allows(words.SET_HOURS, unit),
        "crumbs": crumbs(scope, unit) if own_house(scope) != unit else [],
    }


def _mark(unit: Unit, at: datetime) -> str:
    return rules.shown(rules.tenths(measures.value(FEVER_AT, unit=unit, at=at)))


def _rooms(
    scope: Scope, unit: Unit, found: HouseDay, at: datetime
) -> list[tuple[str, list[dict[str, Any]]]]:
    rows = [_row(one, found, at) for one in people.roll(scope, unit, at=at)]
    shown = [row for row in rows if row["is_due"] or row["has_any"] or row["one"].out]
    # staff who were measured with a round without living in stand after those who do
    shown.sort(key=lambda row: row["one"].side != "resident" and 1 + (not row["one"].lives_in))
    return [(room, list(each)) for room, each in groupby(shown, key=lambda row: _room(row["one"]))]


def _room(one: OnRoll) -> str:
    if one.side == "resident":
        return str(one.room or _("未分房"))
    return str(_("封闭住院职工") if one.lives_in else _("不住院职工"))


def made_of(reach: Reach) -> str:
    """Return what the number of those to be measured is made of, in words."""
    told = _("在册 %(count)d") % {"count": reach.residents}
    if reach.out:
        told += _(" − 不在院 %(count)d") % {"count": reach.out}
    if reach.staff:
        told += _(" + 封闭住院职工 %(count)d") % {"count": reach.staff}
    return told


def _row(one: OnRoll, found: HouseDay, at: datetime) -> dict[str, Any]:
    is_due = not one.is_out if one.side == "resident" else one.lives_in
    cells: list[dict[str, Any]] = []
    for due in found.due:
        reading = found.cells.get((one.person_id, due.number))
        is_tallied = any(tally.number == due.number for tally in found.tallies)
        is_missing = reading is None and is_due and at > due.until and not is_tallied
        cells.append({"due": due, "reading": reading, "missing": is_missing, "tallied": is_tallied})
    besides = found.besides.get(one.person_id, [])
    return {
        "one": one,
        "is_due": is_due,
        "has_any": bool(besides) or any(cell["reading"] for cell in cells),
        "cells": cells,
        "besides": besides,
        "symptoms": _symptoms([c["reading"] for c in cells] + besides),
    }


def _symptoms(found: list[Temperature | None]) -> list[str]:
    ticked = 0
    for one in found:
        ticked |= one.symptoms if one is not None else 0
    return [str(readings.SYMPTOMS[code]) for code in rules.codes(ticked)]


def _tile(one: Progress) -> dict[str, Any]:
    words_ = {DONE: _("已完成"), DUE: _("待测"), MISSED: _("逾时未完成")}
    is_short = one.state == DONE and not one.is_whole
    reach = one.reach
    return {
        "one": one,
        "tone": "bad" if one.fevers else "warn" if is_short else TONES[one.state],
        "state": _("已结束，未测齐") if is_short else words_[one.state],
        "made_of": made_of(reach) if reach else "",
        "label": _("第%(number)d轮（%(hour)s 前）")
        % {"number": one.due.number, "hour": f"{clock.local(one.due.until):%H:%M}"},
    }


def counts_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return a house's day for those above it: counts and states, no names."""
    scope, now = request.scope, clock.now()
    day = day_of(request, now)
    at = min(now, clock.at(day, time.max))
    found = queries.board(scope, [unit], day, at=at)
    dues = timetable.of_unit(unit, day, at=at)
    return _days(day, now) | {
        "unit": unit,
        "at": at,
        "standing": found[0] if found else None,
        "may_set_hours": scope.allows(words.SET_HOURS, unit),
        "dues": [(due, state, TONES[state]) for due, state in _paired(dues, found)],
        "crumbs": crumbs(scope, unit),
    }


def _paired(dues: list[timetable.Due], found: list[Standing]) -> list[tuple[timetable.Due, str]]:
    return list(zip(dues, found[0].states, strict=False)) if found else []


def board_page(request: SignedInRequest) -> dict[str, Any]:
    """Return how the institutions in scope stand with their rounds on a day, a page of them."""
    scope, now = request.scope, clock.now()
    day = day_of(request, now)
    at = min(now, clock.at(day, time.max))
    page = Paginator(_houses(scope), HOUSES_A_PAGE).get_page(request.GET.get("page"))
    standings = queries.board(scope, list(page), day, at=at)
    return _days(day, now) | {
        "at": at,
        "page": page,
        "rows": [
            {"one": one, "url": day_url(one.unit.pk, day),
             "states": [(state, TONES[state]) for state in one.states]}
            for one in standings
        ],
        "most": range(1, 1 + max((len(one.states) for one in standings), default=0)),
        "sums": {
            "missed": sum(one.count(MISSED) for one in standings),
            "fevers": sum(one.fevers for one in standings),
            "measured": sum(one.measured for one in standings),
            "tallied": sum(one.tallied for one in standings),
        },
    }  # fmt: skip


def _houses(scope: Scope) -> QuerySet[Unit]:
    return people.houses(scope.narrowed(words.READ_COUNTS)).filter(kind__in=INSTITUTIONS)


def person_page(request: SignedInRequest, unit: Unit, person_id: UUID) -> dict[str, Any]:
    """Return one person's temperatures over ``LINE_DAYS`` days, as a line and as a table."""
    scope, now = request.scope, clock.now()
    day = day_of(request, now)
    person = people.get(scope, person_id)
    found = queries.person_line(scope, unit, person_id, until=day, days=LINE_DAYS)
    on_roll = next((o for o in people.roll(scope, unit, at=now) if o.person_id == person_id), None)
    return _days(day, now) | {
        "unit": unit,
        "name": on_roll.name if on_roll else person.masked,
        "place": person.place,
        "person": person,
        "rows": [{"reading": one, "symptoms": _symptoms([one])} for one in reversed(found)],
        "chart": _chart(found),
        "may_correct": scope.allows(words.MEASURE, unit),
        "crumbs": crumbs(scope, unit, on_roll.name if on_roll else person.masked),
    }


def _chart(found: list[Temperature]) -> dict[str, Any] | None:
    measured = [one for one in found if one.tenths is not None]
    if not measured:
        return None
    return {
        "type": "line",
        "unit": "℃",
        "zero": False,
        "label": _("时间"),
        "labels": [f"{clock.local(one.happened_at):%m-%d %H:%M}" for one in measured],
        "series": [
            {"name": _("体温"), "data": [(one.tenths or 0) / 10 for one in measured]},
            {"name": _("发热标准"), "data": [one.fever_from / 10 for one in measured]},
        ],
    }


def sheet_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return the sheet of a day, by room, with as many columns as the day has rounds."""
    scope, now = request.scope, clock.now()
    scope.require(words.WALK, unit)
    told = request.GET.get("day", "")
    day = date.fromisoformat(told) if _is_day(told) else clock.local_day(now)
    people_ = to_measure(scope, unit, at=now)
    dues = timetable.of_unit(unit, day, at=now)
    return {
        "unit": unit,
        "day": day,
        "at": now,
        "mark": _mark(unit, now),
        "dues": dues,
        "rooms": [(room, list(each)) for room, each in groupby(people_, key=_room)],
        "count": len(people_),
        "made_of": made_of(roster.reach(unit.pk, now)),
        "blank": range(3),
        # room, bed, name, symptoms, signature beside one for each round
        "columns": 5 + len(dues),
        "symptoms": [str(zh) for zh in readings.SYMPTOMS.values()],
        "crumbs": crumbs(scope, unit, _("体温登记表")),
    }


def _is_day(told: str) -> bool:
    try:
        date.fromisoformat(told)
    except ValueError:
        return False
    return True


def _days(day: date, now: datetime) -> dict[str, Any]:
    today = clock.local_day(now)
    return {
        "day": day,
        "today": today,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1) if day < today else None,
    }
