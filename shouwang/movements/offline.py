"""The phone's part: what the pages carry along, and how entries are received."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.kit import offline
from shouwang.kit.offline import Envelope, Taken, Unfit
from shouwang.movements import isolation_queries, packs, queries, words
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
    told = Told(_text(body, "told_whom"), envelope.happened_at, _text(body, "told_how"))
    ask = Ask(
        person_id=_key(body, "person"),
        kind=_text(body, "kind"),
        reason=_text(body, "reason"),
        at=envelope.happened_at,
        id=envelope.id,
        device_at=envelope.device_at,
        destination=_text(body, "destination"),
        companion=_text(body, "companion"),
        planned_out_at=_moment(body, "out_at"),
        planned_back_at=_moment(body, "back_at"),
        told=told if told.whom else None,
        is_emergency=body.get("is_emergency") is True,
    )
    unit = units.unit(scope, envelope.unit_id)
    made = _fit(lambda: requests.request(unit=unit, ask=ask, by=by, at=at, scope=scope))
    text = _("%(kind)s已登记：%(state)s") % {
        "kind": made.get_kind_display(),
        "state": made.get_state_display(),
    }
    return Taken(text, made.get_absolute_url(), is_new=not was_there)


def receive_out(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.out``: ``{movement}``."""
    movement = queries.movement(scope, _key(envelope.body, "movement"))
    was_there = Absence.objects.filter(pk=envelope.id).exists()
    passing = Passing(movement, envelope.happened_at, envelope.id)
    made = _fit(lambda: outings.go_out(passing=passing, by=by, at=at, scope=scope))
    return Taken(_("已登记离院"), made.get_absolute_url(), is_new=not was_there)


def receive_back(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.back``: ``{movement}``, an outing, or an approved return."""
    movement = queries.movement(scope, _key(envelope.body, "movement"))
    was_there = Absence.objects.filter(end_key=envelope.id).exists()
    passing = Passing(movement, envelope.happened_at, envelope.id)
    deed = arrivals.carry_out if movement.kind == "return" else outings.come_back
    made = _fit(lambda: deed(passing=passing, by=by, at=at, scope=scope))
    return Taken(_("已登记返院，隔离观察开始"), made.get_absolute_url(), is_new=not was_there)


def receive_check(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``movements.check``: ``{isolation, tenths, symptoms}`` or ``{isolation, number,
    missed}``."""
    body = envelope.body
    isolation = isolation_queries.isolation(scope, _key(body, "isolation"))
    was_there = IsolationCheck.objects.filter(pk=envelope.id).exists()
    symptoms = body.get("symptoms") or []
    if not isinstance(symptoms, list) or not all(isinstance(code, str) for code in symptoms):
        raise unfit("symptoms", _("请重新勾选症状"))
    made = Check(
        isolation.pk,
        envelope.happened_at,
        tenths=_whole(body, "tenths"),
        symptoms=symptoms,
        missed_because=_text(body, "missed"),
        number=_whole(body, "number"),
        id=envelope.id,
        device_at=envelope.device_at,
    )
    unit = isolation.unit
    row = _fit(lambda: checks.check(unit=unit, made=made, by=by, at=at, scope=scope))
    text = _("已登记第 %(day)s 天检查") % {"day": row.number}
    return Taken(text, packs.isolation_url(isolation), is_new=not was_there)


def _fit(deed: Callable[[], Any]) -> Any:
    """Do a deed; what a form would say at a field is told as a finding."""
    try:
        return deed()
    except ValidationError as why:
        field = getattr(why, "code", None) or "entry"
        raise Unfit({field: "；".join(why.messages)}) from None


def _text(body: Mapping[str, Any], key: str) -> str:
    value = body.get(key, "")
    return value if isinstance(value, str) else ""


def _key(body: Mapping[str, Any], key: str) -> UUID:
    try:
        return UUID(str(body.get(key, "")))
    except ValueError:
        raise unfit(key, _("请重新选择")) from None


def _whole(body: Mapping[str, Any], key: str) -> int | None:
    value = body.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _moment(body: Mapping[str, Any], key: str) -> datetime | None:
    text = _text(body, key)
    try:
        found = parse_datetime(text) if text else None
    except ValueError:
        found = None
    if text and (found is None or found.tzinfo is None):
        raise unfit(key, _("时间不对，请重新填写"))
    return found


offline.kind(offline.EntryKind("movements.request", gettext_lazy("离返院申请"), receive_request))
offline.kind(offline.EntryKind("movements.out", gettext_lazy("登记离院"), receive_out))
offline.kind(offline.EntryKind("movements.back", gettext_lazy("登记返院"), receive_back))
offline.kind(offline.EntryKind("movements.check", gettext_lazy("隔离检查"), receive_check))
offline.pack(offline.Pack("movements.house", words.SEE, packs.house))
offline.pack(offline.Pack("movements.isolation", words.SEE, packs.isolation))
