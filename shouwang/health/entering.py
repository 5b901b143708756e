"""What the desk's forms tell, and the actions they lead to."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.health import pages, readings, rules, timetable, words
from shouwang.health.actions import rounds, tallies, temperatures
from shouwang.health.models import Temperature
from shouwang.health.readings import NotOnRoll, Reading
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.people import queries as people
from shouwang.people.queries import OnRoll

Errors = list[tuple[str, str]]
SINGLES = 4


def round_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return the round as a plain form; on POST enter what was filled in."""
    scope, now = request.scope, clock.now()
    scope.require(words.WALK, unit)
    dues = timetable.of_unit(unit, clock.local_day(now), at=now)
    number = _int(request.POST.get("number") or request.GET.get("number")) or timetable.current(
        dues, now
    )
    people_ = pages.to_measure(scope, unit, at=now)
    context: dict[str, Any] = {
        "unit": unit, "dues": dues, "number": number, "errors": [], "key": uuid7(),
        "absent": Temperature.Absent.choices, "crumbs": pages.crumbs(scope, unit, _("登记一轮")),
        "rows": [_line(request, one) for one in people_],
    }  # fmt: skip
    if request.method == "POST":
        found, errors = _filled(context["rows"], now)
        if not found and not errors:
            errors = [("rows", _("一个人都没有填"))]
        context["errors"] = errors
        if not errors:
            walk = rounds.Walk(unit, number, found, now, now, id=_key(request))
            context |= _done(request, walk, now)
    return context


def _done(request: SignedInRequest, walk: rounds.Walk, now: datetime) -> dict[str, Any]:
    try:
        made = rounds.record_round(walk=walk, by=request.user, at=now, scope=request.scope)
    except ValidationError as why:
        return {"errors": [("rows", "；".join(why.messages))]}
    except NotOnRoll:
        return {"errors": [("rows", _("名单已变，请刷新后重填"))]}
    said = _("已登记 %(count)d 人") % {"count": made.round.measured}
    if made.round.abnormal:
        said += _("，其中发热 %(count)d 人，已建个案") % {"count": made.round.abnormal}
    return {"said": said}


def _line(request: SignedInRequest, one: OnRoll) -> dict[str, Any]:
    key = str(one.person_id)
    return {
        "one": one,
        "field": f"t-{key}",
        "value": request.POST.get(f"t-{key}", ""),
        "absent": request.POST.get(f"a-{key}", ""),
        "error": "",
    }


def _filled(rows: list[dict[str, Any]], now: datetime) -> tuple[list[Reading], Errors]:
    found: list[Reading] = []
    errors: Errors = []
    for row in rows:
        person = row["one"].person_id
        if row["absent"]:
            found.append(Reading(person, now, absent=row["absent"]))
        elif row["value"].strip():
            try:
                found.append(Reading(person, now, tenths=rules.parse(row["value"])))
            except rules.NotATemperature as problem:
                row["error"] = str(readings.WHY_NOT[problem.reason])
                errors.append((row["field"], f"{row['one'].name}：{row['error']}"))
    return found, errors


def tally_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return the tally as a form; on POST enter it."""
    scope, now = request.scope, clock.now()
    scope.require(words.WALK, unit)
    day = pages.day_of(request, now)
    dues = timetable.of_unit(unit, day, at=now)
    people_ = pages.to_measure(scope, unit, at=min(now, clock.at(day, time(23, 59))))
    told = request.POST
    context: dict[str, Any] = {
        "unit": unit, "day": day, "dues": dues, "errors": [], "key": uuid7(), "people": people_,
        "number": _int(told.get("number")) or timetable.current(dues, now),
        "should": told.get("should", str(len(people_))), "measured": told.get("measured", ""),
        "abnormal": told.get("abnormal", "0"), "signer": told.get("signer", ""),
        "time": told.get("time", _usual(dues, now)), "today": clock.local_day(now),
        "singles": [
            (n, told.get(f"person-{n}", ""), told.get(f"t-{n}", "")) for n in range(1, SINGLES + 1)
        ],
        "crumbs": pages.crumbs(scope, unit, _("汇总登记")),
    }  # fmt: skip
    if request.method == "POST":
        context |= _tallied(request, unit, context, now)
    return context


def _usual(dues: list[timetable.Due], now: datetime) -> str:
    """Return the hour that is filled in beforehand: by when the round is due, or now."""
    current = timetable.current(dues, now)
    until = next((due.until for due in dues if due.number == current), now)
    return f"{clock.local(min(until, now)):%H:%M}"


def _tallied(
    request: SignedInRequest, unit: Unit, told: dict[str, Any], now: datetime
) -> dict[str, Any]:
    moment = _moment(told["day"], told["time"])
    numbers = [_int(told[name]) for name in ("should", "measured", "abnormal")]
    if moment is None:
        return {"errors": [("time", _("请填写这一轮测完的时间，如 09:00"))]}
    if None in numbers:
        return {"errors": [("measured", _("应测、实测、异常都要填数字"))]}
    try:
        made = tallies.enter(
            unit=unit, day=told["day"], number=told["number"], should=numbers[0] or 0,
            measured=numbers[1] or 0, abnormal=numbers[2] or 0, signer=told["signer"],
            singles=_singles(told["singles"], moment), happened_at=moment, by=request.user,
            at=now, id=_key(request), scope=request.scope,
        )  # fmt: skip
    except rules.NotATemperature as problem:
        return {"errors": [("t-1", str(readings.WHY_NOT[problem.reason]))]}
    except (NotOnRoll, OutOfScope):
        return {"errors": [("person-1", _("异常人员当时不在册，请核对"))]}
    except ValidationError as why:
        return {"errors": [(why.code or "measured", "；".join(why.messages))]}
    return {"said": _("已汇总登记：实测 %(count)d 人") % {"count": made.round.measured}}


def _singles(told: list[tuple[int, str, str]], moment: datetime) -> list[Reading]:
    return [
        Reading(
            UUID(person),
            moment,
            tenths=rules.parse(value),
            context=Temperature.Context.TALLY,
        )
        for _n, person, value in told
        if person
    ]


def correct_page(request: SignedInRequest, unit: Unit, reading_id: UUID) -> dict[str, Any]:
    """Return a reading with its form of correction; on POST correct it. Raises ``OutOfScope``."""
    scope, now = request.scope, clock.now()
    scope.require(words.READ_HOUSE, unit)
    reading = Temperature.objects.filter(pk=reading_id, unit=unit, voided_at=None).first()
    if reading is None:
        raise OutOfScope(f"temperature {reading_id}")
    person = people.get(scope, reading.person_id)
    context: dict[str, Any] = {
        "unit": unit, "reading": reading, "person": person, "errors": [],
        "value": request.POST.get("value", ""), "reason": request.POST.get("reason", ""),
        "crumbs": pages.crumbs(scope, unit, _("更正体温")),
    }  # fmt: skip
    if request.method == "POST":
        try:
            temperatures.correct(
                unit=unit, temperature_id=reading.pk, tenths=rules.parse(context["value"]),
                reason=context["reason"], by=request.user, at=now, scope=scope,
            )  # fmt: skip
        except rules.NotATemperature as problem:
            context["errors"] = [("value", str(readings.WHY_NOT[problem.reason]))]
        except ValidationError as why:
            context["errors"] = [(why.code or "value", "；".join(why.messages))]
    return context


def _key(request: SignedInRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid7()


def _int(told: Any) -> int | None:
    text = str(told or "").strip()
    return int(text) if text.isdecimal() and len(text) < 7 else None


def _moment(day: date, told: str) -> datetime | None:
    try:
        return clock.at(day, time.fromisoformat(told))
    except ValueError:
        return None
