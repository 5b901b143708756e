"""Opening what a phone sends: each entry by itself, each exactly once."""

from __future__ import annotations

import logging
import traceback
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from shouwang.accounts import audit, words
from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import User
from shouwang.edge.actions import held
from shouwang.edge.models import HeldEnvelope
from shouwang.edge.reading import Sent
from shouwang.kit import offline
from shouwang.kit.offline import Conflict, Taken, Unfit
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

logger = logging.getLogger(__name__)

# what stands on record as tried in vain
PATH = "/m/envelopes/"


@dataclass(frozen=True)
class Answer:
    """What the phone hears of one entry.

    ``state``: taken (it stands); unfit (it cannot, ``findings`` by field); held (somebody must
    decide, ``why``); again (the fault is ours: later).
    """

    id: str
    state: str
    text: str = ""
    url: str = ""
    why: str = ""
    findings: dict[str, str] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return the answer as JSON data."""
        return asdict(self)


def receive(sent: Sent, *, by: User, scope: Scope, at: datetime) -> Answer:
    """Take one entry in a transaction of its own and answer it; never raises for what it holds.

    A second arrival of the same id waits for the first and answers alike. What contradicts the
    records, or is not fit, is kept for a person to decide; a fault of ours is told as ``again``,
    so that one entry never stands in another's way.
    """
    envelope = sent.envelope
    kind = offline.kinds().get(envelope.kind)
    try:
        if kind is None or not Unit.objects.filter(scope.q(), pk=envelope.unit_id).exists():
            raise OutOfScope(f"unit {envelope.unit_id}")
        return _received(sent, kind, by=by, scope=scope, at=at)
    except (Http404, NotPermitted) as refusal:
        word = words.NOT_PERMITTED if isinstance(refusal, NotPermitted) else words.OUT_OF_SCOPE
        audit.record(word, by=by, at=at, path=PATH, what=str(refusal)[:200])
        return _refused(sent, _("您没有登记这类记录的权限，或所记的人、物不在您的范围内"))
    except Exception as fault:
        _log(sent, fault)
        return Answer(str(envelope.id), "again", why=_("服务器暂时出错，稍后自动重试"))


def _received(
    sent: Sent, kind: offline.EntryKind, *, by: User, scope: Scope, at: datetime
) -> Answer:
    key = sent.envelope.id
    with transaction.atomic():
        records.hold([sent.envelope.id])
        standing = HeldEnvelope.objects.filter(pk=key).first()
        if standing is not None and (standing.by_id != by.pk or not _may_retry(standing)):
            return _of_held(sent, standing, by)
        try:
            with transaction.atomic():
                taken = kind.receive(sent.envelope, by=by, scope=scope, at=at)
        except Unfit as unfit:
            held.hold(sent, unfit, by=by, at=at)
            findings = {name: str(why) for name, why in unfit.findings.items()}
            why = "；".join(findings.values())
            return Answer(str(key), "unfit", why=why, findings=findings)
        except Conflict as conflict:
            held.hold(sent, conflict, by=by, at=at)
            return Answer(str(key), "held", why=str(conflict.why))
        if standing is not None:
            held.settled_by_itself(standing, taken, by=by, at=at)
        return _taken(sent, taken)


def _may_retry(standing: HeldEnvelope) -> bool:
    """What was unfit may have become fit: the person was admitted meanwhile, a measure ended."""
    return (standing.state, standing.why) == (
        HeldEnvelope.State.WAITING,
        HeldEnvelope.Why.UNFIT,
    )


def _of_held(sent: Sent, standing: HeldEnvelope, by: User) -> Answer:
    key = str(standing.pk)
    if standing.by_id != by.pk:
        raise OutOfScope(f"envelope {key}")
    if standing.state == HeldEnvelope.State.DROPPED:
        return Answer(key, "unfit", why=_("已作废：%(reason)s") % {"reason": standing.reason})
    content = held.opened(standing)
    if standing.state == HeldEnvelope.State.STANDS:
        return Answer(key, "taken", text=content.get("answer", ""), url=content.get("url", ""))
    return Answer(key, "held", why=content["why"])


def _taken(sent: Sent, taken: Taken) -> Answer:
    return Answer(str(sent.envelope.id), "taken", text=str(taken.text), url=taken.url)


def _refused(sent: Sent, why: str) -> Answer:
    return Answer(str(sent.envelope.id), "unfit", why=why)


def _log(sent: Sent, fault: Exception) -> None:
    """Log where a fault arose and never what it says: that may name a person."""
    frames = "".join(traceback.format_tb(fault.__traceback__))
    named = (sent.envelope.kind, sent.envelope.id, type(fault).__name__, frames)
    logger.error("envelope of kind %s, %s: %s\n%s", *named)
