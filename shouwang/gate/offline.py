"""Entries of the gate as phones send them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.gate import words
from shouwang.gate.actions import after, approvals, parcels, visits
from shouwang.gate.kinds import Decision, Purpose
from shouwang.gate.models import Parcel, Visit
from shouwang.gate.reading import Body
from shouwang.gate.refusals import Forbidden
from shouwang.gate.told import NewVisit, Step, Who
from shouwang.kit import offline
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.orgs import queries as units
from shouwang.orgs.scope import Scope


def visit(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.visit``: somebody was let in, or waits for a special approval."""
    return _enter(envelope, _visit_of(envelope, scope), by, scope, at)


def settle_visit(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Let a visit stand that a measure forbade: they did go in, and the paper stands beside it."""
    told = replace(_visit_of(envelope, scope), decision=Decision.ADMITTED, is_settled=True)
    return _enter(envelope, told, by, scope, at)


def refusal(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.refusal``: somebody was politely refused, ``reason`` says why."""
    told = replace(_visit_of(envelope, scope), decision=Decision.REFUSED)
    return _enter(envelope, told, by, scope, at)


def leave(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.leave``: ``{visit}``."""
    row = _standing(envelope, scope)
    was_in = row.left_at is None
    _tried(
        lambda: after.leave(visit=row, happened_at=envelope.happened_at, by=by, at=at, scope=scope)
    )
    return Taken(_("已登记离院"), _url(row), is_new=was_in)


def details(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.details``: what an ambulance was not asked when it came."""
    row, body = _standing(envelope, scope), Body(envelope)
    was_open = row.needs_details
    told = after.Details(
        who=_who(body),
        plate=body.text("plate"),
        heads=body.number("heads") or 1,
        person_id=body.key("person"),
        whom=body.text("whom"),
        note=body.text("note"),
    )
    _tried(lambda: after.supplement(visit=row, details=told, by=by, at=at, scope=scope))
    return Taken(_("已补录"), _url(row), is_new=was_open)


def step(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.step``: ``{visit, step, note}``, one step with a feverish visitor."""
    row, body = _standing(envelope, scope), Body(envelope)
    new = Step(body.text("step"), body.text("note"), envelope.happened_at, envelope.id)
    is_new = not row.steps.filter(pk=envelope.id).exists()
    made = _tried(lambda: after.step(visit=row, new=new, by=by, at=at, scope=scope))
    return Taken(_("已登记：%(step)s") % {"step": str(made)}, _url(row), is_new=is_new)


def video(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.video``: ``{visit}``, the wish for a video visit instead."""
    row = _standing(envelope, scope)
    was = row.wants_video
    after.ask_video(visit=row, by=by, at=at, scope=scope)
    return Taken(_("已记下愿改视频探视"), _url(row), is_new=not was)


def undo(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.undo``: ``{visit}``, a slip of the thumb taken back; of what never came there
    is nothing to take back."""
    asked = Body(envelope).key("visit")
    row = Visit.objects.filter(pk=asked, unit=envelope.unit_id).first() if asked else None
    if row is None or row.voided_at is not None:
        scope.require(words.REGISTER, units.unit(scope, envelope.unit_id))
        return Taken(_("已撤销"), is_new=False)
    after.void(visit=row, reason=_("手机上撤销"), by=by, at=at, scope=scope)
    return Taken(_("已撤销"), _url(row))


def decide(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.decide``: ``{visit, let_in}``, after the special approval came or did not."""
    row = _standing(envelope, scope)
    was_waiting = row.decision == Decision.WAITING
    if envelope.body.get("let_in"):
        _tried(
            lambda: approvals.let_in(
                visit=row, happened_at=envelope.happened_at, by=by, at=at, scope=scope
            )
        )
        return Taken(_("已凭特批放行"), _url(row), is_new=was_waiting)
    _tried(lambda: approvals.turn_away(visit=row, by=by, at=at, scope=scope))
    return Taken(_("已谢绝"), _url(row), is_new=was_waiting)


def parcel(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.parcel``: ``{what, person, for, sender, phone, disinfected}``."""
    body = Body(envelope)
    is_new = not Parcel.objects.filter(pk=envelope.id).exists()
    new = parcels.NewParcel(
        unit=units.unit(scope, envelope.unit_id),
        what=body.text("what"),
        happened_at=envelope.happened_at,
        person_id=body.key("person"),
        for_whom=body.text("for"),
        sender=body.text("sender"),
        sender_phone=body.text("phone"),
        disinfected_at=envelope.happened_at if envelope.body.get("disinfected") else None,
        device_at=envelope.device_at,
        id=envelope.id,
    )
    made = _tried(lambda: parcels.take_in(new=new, by=by, at=at, scope=scope))
    return Taken(_("已登记代收"), reverse("gate:parcels", args=[made.unit_id]), is_new=is_new)


def parcel_step(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``gate.parcel_step``: ``{parcel, step: disinfected|passed}``."""
    body = Body(envelope)
    asked = body.key("parcel")
    row = Parcel.objects.filter(pk=asked, unit=envelope.unit_id).first() if asked else None
    if row is None:
        raise Unfit({"parcel": _("找不到这件代收物品")})
    is_first = body.text("step") == "disinfected"
    was = (row.disinfected_at if is_first else row.passed_at) is None
    deed = parcels.disinfect if is_first else parcels.pass_on
    _tried(lambda: deed(parcel=row, happened_at=envelope.happened_at, by=by, at=at, scope=scope))
    text = _("已登记消毒") if is_first else _("已登记转交")
    return Taken(text, reverse("gate:parcels", args=[row.unit_id]), is_new=was)


def shown(envelope: Envelope) -> Mapping[Any, Any]:
    """Say what a held visit told, for whoever decides: nobody's name."""
    body = envelope.body
    purpose = str(body.get("purpose", ""))
    return {
        _("事由"): Purpose(purpose).label if purpose in Purpose.values else purpose,
        _("人数"): body.get("heads") or 1,
        _("处理"): Decision.ADMITTED.label,
    }


def _visit_of(envelope: Envelope, scope: Scope) -> NewVisit:
    body = Body(envelope)
    return NewVisit(
        unit=units.unit(scope, envelope.unit_id),
        purpose=body.text("purpose"),
        happened_at=envelope.happened_at,
        decision=body.text("decision") or Decision.ADMITTED,
        reason=body.text("reason"),
        who=_who(body),
        person_id=body.key("person"),
        whom=body.text("whom"),
        heads=body.number("heads") or 1,
        plate=body.text("plate"),
        temperature=body.temperature("temperature"),
        recheck=body.temperature("recheck"),
        wears_mask=body.flag("mask"),
        is_history_clear=body.flag("history"),
        wants_video=bool(body.flag("video")),
        note=body.text("note"),
        steps=body.steps(),
        device_at=envelope.device_at,
        id=envelope.id,
    )


def _who(body: Body) -> Who:
    return Who(
        id=body.key("visitor"),
        name=body.text("name"),
        phone=body.text("phone"),
        come_from=body.text("from"),
    )


def _enter(envelope: Envelope, told: NewVisit, by: User, scope: Scope, at: datetime) -> Taken:
    is_new = not Visit.objects.filter(pk=envelope.id).exists()
    try:
        made = visits.enter(new=told, by=by, at=at, scope=scope)
    except Forbidden as why:
        held = {_("措施"): why.order.refusal, _("文件"): why.order.source}
        raise Conflict(_("登记为放行，但当时措施不允许。请核对后决定是否保留这条记录。"), held)
    except ValidationError as why:
        raise Unfit({why.code or "visit": "；".join(why.messages)})
    return Taken(str(made), _url(made), is_new=is_new)


def _standing(envelope: Envelope, scope: Scope) -> Visit:
    """Return the visit that an entry is about; it may still be on its way from another phone."""
    asked = Body(envelope).key("visit")
    found = Visit.objects.filter(pk=asked, unit=envelope.unit_id).first() if asked else None
    if found is None:
        units.unit(scope, envelope.unit_id)
        raise Unfit({"visit": _("找不到这条来访登记，请先上传那一条")})
    return found


def _tried(deed: Any) -> Any:
    try:
        return deed()
    except ValidationError as why:
        raise Unfit({why.code or "visit": "；".join(why.messages)})


def _url(row: Visit) -> str:
    return reverse("gate:visit", args=[row.pk])


for _kind in (
    offline.EntryKind("gate.visit", gettext_lazy("来访登记"), visit, settle_visit, shown),
    offline.EntryKind("gate.refusal", gettext_lazy("谢绝来访"), refusal),
    offline.EntryKind("gate.leave", gettext_lazy("来访人离院"), leave),
    offline.EntryKind("gate.details", gettext_lazy("补录急救进入"), details),
    offline.EntryKind("gate.step", gettext_lazy("发热来访处置"), step),
    offline.EntryKind("gate.video", gettext_lazy("改约视频探视"), video),
    offline.EntryKind("gate.undo", gettext_lazy("撤销来访登记"), undo),
    offline.EntryKind("gate.decide", gettext_lazy("待特批处理"), decide),
    offline.EntryKind("gate.parcel", gettext_lazy("代收物品"), parcel),
    offline.EntryKind("gate.parcel_step", gettext_lazy("代收物品消毒转交"), parcel_step),
):
    offline.kind(_kind)
