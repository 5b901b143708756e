"""The phone's part: what the round page carries along, and how entries are received."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.health import queries, readings, rules, timetable, words
from shouwang.health.actions import rounds, temperatures
from shouwang.health.models import Round, Temperature
from shouwang.health.readings import NotOnRoll, Reading
from shouwang.kit import clock, offline
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people import queries as people
from shouwang.response import measures

# more rows than this no phone collects in a round
MOST_ROWS = 1_000
# a round may lie so long before the envelope in which it comes
LONGEST_ROUND = timedelta(hours=24)


def receive_one(
    envelope: Envelope, *, by: User, scope: Scope, at: datetime, settled: bool = False
) -> Taken:
    """Receive ``health.temperature``: ``{person, t | absent, symptoms, context, site, number,
    replaces}``, ``t`` in tenths of a degree Celsius."""
    unit = units.unit(scope, envelope.unit_id)
    reading = _reading(envelope.body, envelope, key=envelope.id, moment=envelope.happened_at)
    number = _number(envelope.body) if envelope.body.get("number") else None
    try:
        taken = temperatures.take(
            unit=unit, reading=reading, number=number, by=by, at=at, scope=scope, settled=settled
        )
    except ValidationError as why:
        raise Unfit({why.code or "temperature": why.message})
    except NotOnRoll as gone:
        raise _conflict(gone, scope, unit)
    return Taken(_said(reading, taken), _day_url(unit, reading.happened_at), is_new=taken.is_new)


def settle_one(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Let a reading stand although the person is no longer on the register."""
    return receive_one(envelope, by=by, scope=scope, at=at, settled=True)


def receive_round(
    envelope: Envelope, *, by: User, scope: Scope, at: datetime, settled: bool = False
) -> Taken:
    """Receive ``health.round``: ``{number, started, finished, site, rows: [{id, person, t | absent,
    symptoms, at, replaces}]}``; its moments are the phone's own, set right like the envelope's."""
    unit = units.unit(scope, envelope.unit_id)
    walk = _walk(unit, envelope)
    try:
        recorded = rounds.record_round(walk=walk, by=by, at=at, scope=scope, settled=settled)
    except ValidationError as why:
        raise Unfit({why.code or "rows": why.message})
    except NotOnRoll as gone:
        raise _conflict(gone, scope, unit)
    made: Round = recorded.round
    text = _("第%(number)d轮：%(measured)d 人已测") % {
        "number": made.number,
        "measured": made.measured,
    }
    if made.abnormal:
        text += _("，发热 %(count)d 人") % {"count": made.abnormal}
    return Taken(text, _day_url(unit, made.started_at), is_new=recorded.is_new)


def settle_round(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Let a round stand although somebody of it is no longer on the register."""
    return receive_round(envelope, by=by, scope=scope, at=at, settled=True)


def shown_one(envelope: Envelope) -> dict[Any, Any]:
    """Return what a reading says, for whoever decides: the person is named by the conflict."""
    reading = _reading(envelope.body, envelope, key=envelope.id, moment=envelope.happened_at)
    return {
        _("体温"): _value(reading),
        _("时间"): f"{clock.local(reading.happened_at):%m-%d %H:%M}",
    }


def shown_round(envelope: Envelope) -> dict[Any, Any]:
    """Return what a round says: how many rows, how many of them measured."""
    rows = [row for row in envelope.body.get("rows") or [] if isinstance(row, dict)]
    return {
        _("轮次"): str(envelope.body.get("number", "")),
        _("实测"): str(sum(row.get("t") is not None for row in rows)),
        _("时间"): _short(envelope.happened_at),
    }


def pack(*, scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return who is to be measured, by room, which rounds the day has and who has been reached.

    A name and a room, never an ID number; of readings only that there is one.
    """
    scope.require(words.WALK, unit)
    day = clock.local_day(at)
    due = timetable.of_unit(unit, day, at=at)
    reached: dict[int, list[str]] = {}
    for one in queries.on_day(unit.pk, day).exclude(number=None).only("number", "person"):
        reached.setdefault(one.number or 0, []).append(str(one.person_id))
    finished = set(
        Round.objects.filter(
            unit=unit, day=day, voided_at=None, finished_at__isnull=False
        ).values_list("number", flat=True)
    )
    return {
        "day": day.isoformat(),
        "now": timetable.current(due, at),
        "fever": rules.tenths(measures.value(temperatures.FEVER_AT, unit=unit, at=at)),
        "rounds": [
            {
                "number": one.number,
                "until": one.until.isoformat(),
                "done": one.number in finished,
                "reached": reached.get(one.number, []),
            }
            for one in due
        ],
        "people": [
            {"id": str(one.person_id), "name": one.name, "room": one.room, "bed": one.bed,
             "side": one.side, "out": one.out}
            for one in people.roll(scope, unit, at=at)
            if one.side == "resident" or one.lives_in
        ],
        "symptoms": [{"code": code, "zh": str(zh)} for code, zh in readings.SYMPTOMS.items()],
        "absent": [{"code": c, "zh": str(zh)} for c, zh in Temperature.Absent.choices],
        "sites": [{"code": c, "zh": str(zh)} for c, zh in Temperature.Site.choices],
    }  # fmt: skip


def _walk(unit: Unit, envelope: Envelope) -> rounds.Walk:
    body = envelope.body
    rows = body.get("rows")
    if not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise Unfit({"rows": _("没有可以登记的测温")})
    started = _moment(body.get("started"), envelope)
    return rounds.Walk(
        unit=unit,
        number=_number(body),
        readings=[_row(row, body, envelope) for row in rows],
        started_at=started,
        finished_at=max(envelope.happened_at, started) if body.get("finished") else None,
        device_at=envelope.device_at,
        id=envelope.id,
    )


def _row(row: Any, body: Mapping[str, Any], envelope: Envelope) -> Reading:
    if not isinstance(row, dict):
        raise Unfit({"rows": _("测温记录不完整")})
    told = {"site": body.get("site", ""), **row}
    key = _uuid(row.get("id")) if row.get("id") else uuid7()
    return _reading(told, envelope, key=key, moment=_moment(row.get("at"), envelope))


def _reading(
    body: Mapping[str, Any], envelope: Envelope, *, key: UUID, moment: datetime
) -> Reading:
    tenths, absent = body.get("t"), str(body.get("absent") or "")
    if tenths is not None and (not isinstance(tenths, int) or isinstance(tenths, bool)):
        raise Unfit({"temperature": readings.WHY_NOT["unclear"]})
    site, context = str(body.get("site") or ""), str(body.get("context") or "round")
    if context not in Temperature.Context.values or context == Temperature.Context.TALLY:
        raise Unfit({"context": _("没有这种测温场合")})
    try:
        symptoms = rules.bits(str(code) for code in body.get("symptoms") or [])
    except ValueError:
        raise Unfit({"symptoms": _("症状请从列表中勾选")})
    return Reading(
        person_id=_uuid(body.get("person")),
        happened_at=moment,
        device_at=moment + (envelope.device_at - envelope.happened_at),
        tenths=tenths,
        absent=absent,
        symptoms=symptoms,
        context=context,
        site=site if site in Temperature.Site.values else "",
        replaces=_uuid(body["replaces"]) if body.get("replaces") else None,
        id=key,
    )


def _uuid(told: Any) -> UUID:
    try:
        return UUID(str(told))
    except ValueError:
        raise Unfit({"person": _("没有这个人")})


def _number(body: Mapping[str, Any]) -> int:
    number = body.get("number")
    if not isinstance(number, int) or not 1 <= number <= rounds.MOST_ROUNDS:
        raise Unfit({"number": _("没有这一轮")})
    return number


def _moment(told: Any, envelope: Envelope) -> datetime:
    """Return a moment of the phone's clock set right by as much as the envelope's."""
    try:
        device = datetime.fromisoformat(str(told).replace("Z", "+00:00"))
        moment = device - (envelope.device_at - envelope.happened_at)
    except (ValueError, TypeError, OverflowError):
        return envelope.happened_at
    earliest = envelope.happened_at - LONGEST_ROUND
    return min(max(moment, earliest), envelope.happened_at)


def _conflict(gone: NotOnRoll, scope: Scope, unit: Unit) -> Conflict:
    found = people.persons(scope, gone.person_ids)
    named = "、".join(one.masked for one in found.values())
    return Conflict(
        _("测温时有 %(count)d 人已不在册，请核对") % {"count": len(gone.person_ids)},
        {_("已不在册"): named or _("已转出或退住"), _("机构"): unit.name},
    )


def _value(reading: Reading) -> str:
    if reading.tenths is None:
        return str(Temperature.Absent(reading.absent).label) if reading.absent else "—"
    return f"{rules.shown(reading.tenths)} ℃"


def _short(moment: datetime) -> str:
    return f"{clock.local(moment):%m-%d %H:%M}"


def _said(reading: Reading, taken: temperatures.Taken) -> str:
    if taken.is_fever:
        return _("%(value)s，发热，已建个案") % {"value": _value(reading)}
    return _("已登记 %(value)s") % {"value": _value(reading)}


def _day_url(unit: Unit, moment: datetime) -> str:
    return f"{reverse('health:house', args=[unit.pk])}?day={clock.local_day(moment).isoformat()}"


offline.kind(
    offline.EntryKind(
        "health.temperature", gettext_lazy("测温"), receive_one, settle_one, shown_one
    )
)
offline.kind(
    offline.EntryKind(
        "health.round", gettext_lazy("一轮测温"), receive_round, settle_round, shown_round
    )
)
offline.pack(offline.Pack("health.round", words.WALK, pack))
