"""What a phone enters of stays: somebody to admit, an approved request carried out, a death."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.kit import offline
from shouwang.kit.offline import Envelope, Taken
from shouwang.movements import queries, reading
from shouwang.movements.actions import arrivals, deaths, newcomers
from shouwang.movements.actions.deaths import Passed
from shouwang.movements.actions.outings import Passing
from shouwang.movements.actions.requests import Told
from shouwang.movements.kinds import Kind
from shouwang.movements.models import Death, Movement
from shouwang.orgs import queries as units
from shouwang.orgs.scope import Scope
from shouwang.people.checks import NewContact, NewPerson
from shouwang.people.models import Care, Sex, Stay


def receive_admission(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.admission``: ``{reason, room, bed, in_at}`` with ``{person}``, who has
    been here before, or ``{name, id_number, sex, birth_year, born_on, care, is_destitute,
    contact_name, contact_phone, contact_relation}``."""
    body = envelope.body
    was_there = Movement.objects.filter(pk=envelope.id).exists()
    unit = units.unit(scope, envelope.unit_id)
    told: dict[str, Any] = {
        "unit": unit,
        "reason": reading.text(body, "reason"),
        "happened_at": envelope.happened_at,
        "device_at": envelope.device_at,
        "planned_at": reading.moment(body, "in_at"),
        "id": envelope.id,
        "by": by,
        "at": at,
        "scope": scope,
    }
    if reading.text(body, "person"):
        told |= {"person_id": reading.key(body, "person")}
        told |= {name: reading.text(body, name) for name in ("room", "bed")}
        made = reading.fit(lambda: newcomers.request_readmission(**told))
    else:
        told["new"] = _newcomer(envelope)
        made = reading.fit(lambda: newcomers.request_admission(**told))
    text = _("%(kind)s已登记：%(state)s") % {
        "kind": made.get_kind_display(),
        "state": made.get_state_display(),
    }
    return Taken(text, made.get_absolute_url(), is_new=not was_there)


def receive_done(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.done``: ``{movement}``, an approved admission, transfer or discharge."""
    movement = queries.movement(scope, reading.key(envelope.body, "movement"))
    key = envelope.id
    was_there = Stay.objects.filter(pk=key).exists() or Stay.objects.filter(end_key=key).exists()
    passing = Passing(movement, envelope.happened_at, key)
    made = reading.fit(lambda: arrivals.carry_out(passing=passing, by=by, at=at, scope=scope))
    if made.kind == Kind.ADMISSION:
        text = _("已登记入住，隔离观察开始")
    else:
        text = _("%(kind)s已办结") % {"kind": made.get_kind_display()}
    return Taken(text, made.get_absolute_url(), is_new=not was_there)


def receive_death(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.death``: ``{person, at, where, where_note, cause, cause_told_by,
    documents, told_whom, told_how}``; without ``at`` it was when the entry was made."""
    body = envelope.body
    was_there = Death.objects.filter(pk=envelope.id).exists()
    told = Told(
        reading.text(body, "told_whom", 40),
        envelope.happened_at,
        reading.text(body, "told_how"),
    )
    passed = Passed(
        person_id=reading.key(body, "person"),
        at=reading.moment(body, "at") or envelope.happened_at,
        where=reading.text(body, "where"),
        id=envelope.id,
        device_at=envelope.device_at,
        where_note=reading.text(body, "where_note", 60),
        cause=reading.text(body, "cause", 100),
        cause_told_by=reading.text(body, "cause_told_by", 60),
        documents=reading.text(body, "documents", 100),
        told=told if told.whom else None,
    )
    unit = units.unit(scope, envelope.unit_id)
    made = reading.fit(
        lambda: deaths.record_death(unit=unit, passed=passed, by=by, at=at, scope=scope)
    )
    return Taken(_("已登记死亡"), made.movement.get_absolute_url(), is_new=not was_there)


def shown_admission(envelope: Envelope) -> dict[Any, Any]:
    """Return what an admission says, for whoever decides; never the number."""
    body = envelope.body
    place = "-".join(filter(None, (reading.text(body, n) for n in ("room", "bed"))))
    return {
        _("姓名"): reading.text(body, "name", 40),
        _("房间"): place,
        _("入住事由"): reading.text(body, "reason"),
    }


def shown_death(envelope: Envelope) -> dict[Any, Any]:
    """Return what a death says, for whoever decides."""
    where = reading.text(envelope.body, "where")
    said = dict(Death.Where.choices).get(where, "")
    return {_("死亡地点"): f"{said} {reading.text(envelope.body, 'where_note', 60)}".strip()}


def _newcomer(envelope: Envelope) -> NewPerson:
    body = envelope.body
    name, phone, relation = (
        reading.text(body, f"contact_{part}", 40) for part in ("name", "phone", "relation")
    )
    sex, care = reading.text(body, "sex"), reading.text(body, "care")
    return NewPerson(
        reading.text(body, "name"),
        id_number=reading.text(body, "id_number", 30),
        sex=sex if sex in Sex.values else "",
        birth_year=reading.whole(body, "birth_year"),
        born_on=reading.day(body, "born_on"),
        room=reading.text(body, "room"),
        bed=reading.text(body, "bed"),
        care=care if care in Care.values else "",
        is_destitute=body.get("is_destitute") is True,
        contacts=[NewContact(name, phone, relation)] if name or phone else [],
    )


_KINDS = (
    ("movements.admission", gettext_lazy("新入住申请"), receive_admission, shown_admission),
    ("movements.done", gettext_lazy("办结离返院"), receive_done, None),
    ("movements.death", gettext_lazy("登记死亡"), receive_death, shown_death),
)
for _code, _zh, _receive, _shown in _KINDS:
    offline.kind(offline.EntryKind(_code, _zh, _receive, shown=_shown))
