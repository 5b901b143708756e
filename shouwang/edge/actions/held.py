"""Entries that wait for a person: kept, told of, decided."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.accounts.roles import INSTITUTION, Role
from shouwang.desk.actions import inbox
from shouwang.edge import concerning, queries, words
from shouwang.edge.models import HeldEnvelope
from shouwang.edge.reading import Sent
from shouwang.kit import exact, offline
from shouwang.kit.language import for_others
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.orgs.models import Holding
from shouwang.orgs.scope import SYSTEM, Scope


@transaction.atomic
def hold(sent: Sent, because: Conflict | Unfit, *, by: User, at: datetime) -> HeldEnvelope:
    """Keep an entry that could not be taken, and tell who decides.

    Asked from ``envelopes.receive`` after the receiver asked for the permission; a second arrival
    changes what is kept to the latest reasons.
    """
    envelope, is_conflict = sent.envelope, isinstance(because, Conflict)
    why = HeldEnvelope.Why.CONFLICT if is_conflict else HeldEnvelope.Why.UNFIT
    content = exact.dumps(_content(sent, because))
    kept = {"why": why, "content": content, "names": concerning.named(content)}
    made, is_new = HeldEnvelope.objects.update_or_create(
        pk=envelope.id,
        defaults=kept,
        create_defaults={
            "kind": envelope.kind,
            "unit_id": envelope.unit_id,
            "by": by,
            "device_at": envelope.device_at,
            "happened_at": envelope.happened_at,
            "came_at": at,
            **kept,
        },
    )
    if is_new:
        audit.record(
            words.ENVELOPE_HELD,
            by=by,
            at=at,
            about=made,
            unit_id=made.unit_id,
            why=str(why),
        )
        _tell(made, at=at)
    return made


@transaction.atomic
def let_stand(*, held_id: Any, by: User, scope: Scope, at: datetime) -> Taken:
    """Let an entry stand in spite of what contradicts it: its kind settles it.

    The record is made in the name of who entered it; who decided is in the trail. Raises
    ``ValidationError`` where the kind has no way to settle, or it cannot stand even so.
    """
    found = _waiting(scope, held_id)
    kind = offline.kinds().get(found.kind)
    settle = kind.settle if kind else None
    if settle is None or found.why != HeldEnvelope.Why.CONFLICT:
        raise ValidationError(_("这条记录只能作废；要更正，请重新登记一条。"))
    try:
        with transaction.atomic():
            taken = settle(envelope_of(found), by=found.by, scope=SYSTEM, at=at)
    except Unfit as unfit:
        raise ValidationError([str(why) for why in unfit.findings.values()]) from unfit
    except Conflict as conflict:
        raise ValidationError(str(conflict.why)) from conflict
    settled_by_itself(found, taken, by=by, at=at)
    return taken


@transaction.atomic
def drop(*, held_id: Any, reason: str, by: User, scope: Scope, at: datetime) -> None:
    """Drop an entry with a reason; the phone that sent it hears of it."""
    found = _waiting(scope, held_id)
    if not reason.strip():
        raise ValidationError({"reason": _("请写明作废原因")})
    _decide(found, HeldEnvelope.State.DROPPED, reason.strip()[:200], by=by, at=at)
    audit.record(words.HELD_DROPPED, by=by, at=at, about=found, unit_id=found.unit_id)


@transaction.atomic
def settled_by_itself(found: HeldEnvelope, taken: Taken, *, by: User, at: datetime) -> None:
    """Put down that an entry stands after all, and what its phone is to hear."""
    content = opened(found) | {"answer": str(taken.text), "url": taken.url}
    found.content = exact.dumps(content)
    found.names = concerning.named(found.content)
    _decide(found, HeldEnvelope.State.STANDS, "", by=by, at=at)
    audit.record(words.HELD_STANDS, by=by, at=at, about=found, unit_id=found.unit_id)


def opened(found: HeldEnvelope) -> dict[str, Any]:
    """Return an entry's content."""
    content: dict[str, Any] = exact.loads(found.content)
    return content


def envelope_of(found: HeldEnvelope) -> Envelope:
    """Return the envelope as it came, its files with it."""
    content = opened(found)
    files = {
        name: ContentFile(base64.b64decode(file["base64"]), name=name)
        for name, file in content["files"].items()
    }
    return Envelope(
        id=found.pk,
        kind=found.kind,
        unit_id=found.unit_id,
        body=content["body"],
        device_at=found.device_at,
        happened_at=found.happened_at,
        files=files,
    )


def _waiting(scope: Scope, held_id: Any) -> HeldEnvelope:
    found = queries.held_one(scope, held_id, lock=True)
    scope.require(words.DECIDE_HELD, found.unit)
    if found.state != HeldEnvelope.State.WAITING:
        raise ValidationError(_("这条记录已经处理过了。"))
    return found


def _decide(found: HeldEnvelope, state: str, reason: str, *, by: User, at: datetime) -> None:
    found.state, found.reason, found.decided_by, found.decided_at = state, reason, by, at
    found.save()
    inbox.done(key=_key(found), at=at)


def _content(sent: Sent, because: Conflict | Unfit) -> dict[str, Any]:
    told: dict[str, Any] = {"why": "", "held": {}, "findings": {}}
    if isinstance(because, Conflict):
        told["why"] = str(because.why)
        told["held"] = {str(label): str(text) for label, text in because.held.items()}
    else:
        told["findings"] = {name: str(why) for name, why in because.findings.items()}
        told["why"] = "；".join(told["findings"].values())
    files = {}
    for name, file in sent.envelope.files.items():
        file.seek(0)
        packed = base64.b64encode(file.read()).decode()
        files[name] = {"type": str(getattr(file, "content_type", "")), "base64": packed}
    return told | {"body": dict(sent.envelope.body), "text": sent.text, "files": files}


@for_others
def _tell(made: HeldEnvelope, *, at: datetime) -> None:
    kind = offline.kinds()[made.kind]
    told = {"kind": kind.zh, "why": made.get_why_display()}
    text = _("手机上传的一条%(kind)s要您核对：%(why)s") % told
    url = reverse("edge:held_one", args=[made.pk])
    entries = [inbox.NewEntry(pk, _key(made), text, url, words.HELD) for pk in _deciders(made, at)]
    inbox.leave_many(entries, at=at)


def _key(made: HeldEnvelope) -> str:
    return f"held:{made.pk}"


def _deciders(made: HeldEnvelope, at: datetime) -> Iterable[int]:
    """The institution's director; where it has none, everybody who may decide."""
    in_post = Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        post__unit_id=made.unit_id,
        post__closed_on=None,
        post__role__in=INSTITUTION,
        from_at__lte=at,
        user__is_active=True,
    ).values_list("user_id", "post__role")
    held = list(in_post)
    directors = {pk for pk, role in held if role == Role.DIRECTOR}
    return sorted(directors or {pk for pk, _role in held})
