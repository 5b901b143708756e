"""The phone's part: what the pages carry along, and how entries are received."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.kit import offline
from shouwang.kit.offline import Envelope, Taken
from shouwang.movements import confinement, isolation_queries, packs, queries, reading, words
from shouwang.movements.actions import arrivals, checks, outings, requests
from shouwang.movements.actions.checks import Check
from shouwang.movements.actions.outings import Passing
from shouwang.movements.actions.requests import Ask, Told
from shouwang.movements.models import IsolationCheck, Movement
from shouwang.movements.refusals import unfit
from shouwang.orgs import queries as units
from shouwang.orgs.scope import Scope
from shouwang.people.models import Absence


def receive_request(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.request``: ``{person, kind, reason, destination, companion, out_at,
    back_at, told_whom, told_how, is_emergency}``."""
    body = envelope.body
    was_there = Movement.objects.filter(pk=envelope.id).exists()
    told = Told(
        reading.text(body, "told_whom"), envelope.happened_at, reading.text(body, "told_how")
    )
    ask = Ask(
        person_id=reading.key(body, "person"),
        kind=reading.text(body, "kind"),
        reason=reading.text(body, "reason"),
        at=envelope.happened_at,
        id=envelope.id,
        device_at=envelope.device_at,
        destination=reading.text(body, "destination"),
        companion=reading.text(body, "companion"),
        planned_out_at=reading.moment(body, "out_at"),
        planned_back_at=reading.moment(body, "back_at"),
        told=told if told.whom else None,
        is_emergency=body.get("is_emergency") is True,
    )
    unit = units.unit(scope, envelope.unit_id)
    made = reading.fit(lambda: requests.request(unit=unit, ask=ask, by=by, at=at, scope=scope))
    text = _("%(kind)s已登记：%(state)s") % {
        "kind": made.get_kind_display(),
        "state": made.get_state_display(),
    }
    if confinement.standing(made, at=envelope.happened_at) and not made.despite_isolation:
        text = _("%(text)s。正在隔离观察，须机构负责人写明理由确认") % {"text": text}
    return Taken(text, made.get_absolute_url(), is_new=not was_there)


def receive_out(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.out``: ``{movement}``."""
    movement = queries.movement(scope, reading.key(envelope.body, "movement"))
    was_there = Absence.objects.filter(pk=envelope.id).exists()
    passing = Passing(movement, envelope.happened_at, envelope.id)
    made = reading.fit(lambda: outings.go_out(passing=passing, by=by, at=at, scope=scope))
    return Taken(_("已登记离院"), made.get_absolute_url(), is_new=not was_there)


def receive_back(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.back``: ``{movement}``, an outing, or an approved return."""
    movement = queries.movement(scope, reading.key(envelope.body, "movement"))
    was_there = Absence.objects.filter(end_key=envelope.id).exists()
    passing = Passing(movement, envelope.happened_at, envelope.id)
    deed = arrivals.carry_out if movement.kind == "return" else outings.come_back
    made = reading.fit(lambda: deed(passing=passing, by=by, at=at, scope=scope))
    return Taken(_("已登记返院，隔离观察开始"), made.get_absolute_url(), is_new=not was_there)


def receive_check(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.check``: ``{isolation, tenths, symptoms}`` or ``{isolation, number,
    missed}``."""
    body = envelope.body
    isolation = isolation_queries.isolation(scope, reading.key(body, "isolation"))
    was_there = IsolationCheck.objects.filter(pk=envelope.id).exists()
    symptoms = body.get("symptoms") or []
    if not isinstance(symptoms, list) or not all(isinstance(code, str) for code in symptoms):
        raise unfit("symptoms", _("请重新勾选症状"))
    made = Check(
        isolation.pk,
        envelope.happened_at,
        tenths=reading.whole(body, "tenths"),
        symptoms=symptoms,
        missed_because=reading.text(body, "missed"),
        number=reading.whole(body, "number"),
        id=envelope.id,
        device_at=envelope.device_at,
    )
    unit = isolation.unit
    row = reading.fit(lambda: checks.check(unit=unit, made=made, by=by, at=at, scope=scope))
    text = _("已登记第 %(day)s 天检查") % {"day": row.number}
    return Taken(text, packs.isolation_url(isolation), is_new=not was_there)


offline.kind(offline.EntryKind("movements.request", gettext_lazy("离返院申请"), receive_request))
offline.kind(offline.EntryKind("movements.out", gettext_lazy("登记离院"), receive_out))
offline.kind(offline.EntryKind("movements.back", gettext_lazy("登记返院"), receive_back))
offline.kind(offline.EntryKind("movements.check", gettext_lazy("隔离检查"), receive_check))
offline.pack(offline.Pack("movements.house", words.SEE, packs.house))
offline.pack(offline.Pack("movements.isolation", words.SEE, packs.isolation))
