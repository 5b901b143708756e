"""Staff at the gate: measured when they come on duty, noted when they go (phones' entries)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.gate import words
from shouwang.gate.reading import Body
from shouwang.health import rules as thermometer
from shouwang.health.actions import temperatures
from shouwang.health.models import Temperature
from shouwang.health.readings import NotOnRoll, Reading
from shouwang.kit import offline
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.people.actions import staff as people_staff
from shouwang.people.models import Person, Side


def come(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.staff_in``: ``{person, temperature}``. Measured at the gate; without a fever
    they are on post from that moment, with one the case is opened and they are not."""
    return _come(envelope, by, scope, at, settled=False)


def settle_come(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Let the measurement of somebody stand who was off the staff by then; nobody is put on
    post."""
    return _come(envelope, by, scope, at, settled=True)


@transaction.atomic
def go(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.staff_out``: ``{person}``; without effect on who is out already."""
    unit, person = _member(envelope, scope)
    try:
        people_staff.go_out(
            person_id=person, at=envelope.happened_at, by=by, now=at, id=envelope.id
        )
    except ValidationError as why:
        raise Unfit({"person": "；".join(why.messages)})
    return Taken(_("已登记离岗"), reverse("gate:house", args=[unit.pk]))


@transaction.atomic
def _come(envelope: Envelope, by: User, scope: Scope, at: datetime, *, settled: bool) -> Taken:
    unit, person = _member(envelope, scope)
    tenths = Body(envelope).temperature("temperature")
    if tenths is None:
        raise Unfit({"temperature": _("请先测温")})
    reading = Reading(
        person_id=person,
        happened_at=envelope.happened_at,
        device_at=envelope.device_at,
        tenths=tenths,
        context=Temperature.Context.GATE,
        id=envelope.id,
    )
    try:
        taken = temperatures.take(
            unit=unit, reading=reading, by=by, at=at, scope=scope, settled=settled
        )
        if taken.is_new and not taken.is_fever and not settled:
            # its own key: a phone's entry makes two records here
            key = uuid5(envelope.id, "presence")
            people_staff.post(person_id=person, at=envelope.happened_at, by=by, now=at, id=key)
    except NotOnRoll:
        raise Conflict(_("测温时此人已不是在册职工。请核对后决定是否保留这次测温。"))
    except ValidationError as why:
        raise Unfit({why.code or "person": "；".join(why.messages)})
    told = {"value": thermometer.shown(tenths)}
    words_ = _("体温 %(value)s ℃，不得上岗，已报告") if taken.is_fever else _(
        "已上岗 %(value)s ℃"
    )  # fmt: skip
    return Taken(words_ % told, reverse("gate:house", args=[unit.pk]), is_new=taken.is_new)


def _member(envelope: Envelope, scope: Scope) -> tuple[Unit, UUID]:
    unit = units.unit(scope, envelope.unit_id)
    scope.require(words.REGISTER, unit)
    asked = Body(envelope).key("person")
    found = Person.objects.filter(pk=asked, unit=unit, side=Side.STAFF).first() if asked else None
    if found is None:
        raise Unfit({"person": _("请选本院职工")})
    return unit, found.pk


offline.kind(offline.EntryKind("gate.staff_in", gettext_lazy("职工上岗测温"), come, settle_come))
offline.kind(offline.EntryKind("gate.staff_out", gettext_lazy("职工离岗"), go))
