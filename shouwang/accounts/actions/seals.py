"""Sealing the audit trail into its hash chain, and verifying it.

Chaining inside the business transaction would serialise every writer; a worker seals what has
been committed, within seconds. The hash algorithm is named in each link, so that a site may change
it (SHA-256, SM3) without losing the chain.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit, words
from shouwang.accounts.models import AuditEvent, AuditPending, AuditSeal, User

ALGORITHM = "sha256"
GENESIS = "0" * 64
_LOCK = 7_201_907
_AT_ONCE = 5_000


@dataclass(frozen=True)
class Verdict:
    """What verifying found: the newest link's number, events that wait, the last hash walked,
    the first breaks in words, and how many links were walked."""

    sealed: int
    pending: int
    head: str
    problems: tuple[str, ...]
    checked: int = 0

    @property
    def is_sound(self) -> bool:
        """Return whether nothing was found."""
        return not self.problems


def content(event: AuditEvent) -> str:
    """Return an event as the canonical text that is hashed."""
    return json.dumps(
        {
            "id": event.pk,
            "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "word": event.word,
            "by": event.by_id,
            "by_name": event.by_name,
            "about": [event.about_kind, event.about_id, event.about_text],
            "unit": event.unit_id,
            "detail": event.detail,
            "ip": event.ip,
        },
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )


def link_hash(algorithm: str, number: int, previous: str, text: str) -> str:
    """Return the hash of a link: its number, the hash before it and the event's content."""
    return hashlib.new(algorithm, f"{number}\n{previous}\n{text}".encode()).hexdigest()


def seal_pending(*, at: datetime, most: int = 5_000) -> int:
    """Seal up to ``most`` committed events; return how many. One sealer works at a time."""
    if not AuditPending.objects.exists():
        return 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        waiting = list(
            AuditPending.objects.order_by("event_id").values_list("pk", flat=True)[:most]
        )
        last = AuditSeal.objects.order_by("-number").first()
        number, previous = (last.number, last.hash) if last else (0, GENESIS)
        seals = []
        for event in AuditEvent.objects.filter(pk__in=waiting).order_by("pk"):
            number += 1
            digest = link_hash(ALGORITHM, number, previous, content(event))
            seals.append(
                AuditSeal(
                    number=number,
                    event=event,
                    algorithm=ALGORITHM,
                    previous_hash=previous,
                    hash=digest,
                    sealed_at=at,
                )
            )
            previous = digest
        AuditSeal.objects.bulk_create(seals, batch_size=2_000)
        # one that waits without an event stays: verifying finds it
        AuditPending.objects.filter(pk__in=[seal.event_id for seal in seals]).delete()
        return len(seals)


def verify(
    *, last: int | None = None, expected: tuple[int, str] | None = None, most_problems: int = 20
) -> Verdict:
    """Walk the chain and compare every link with its event; only the ``last`` links if given.

    Finds an edited, removed, inserted or reordered event. A chain cut off at its end shows only
    against a head kept elsewhere: ``expected`` is such a head, a link's number and its hash.
    """
    newest = AuditSeal.objects.order_by("-number").values_list("number", flat=True).first() or 0
    number = max(newest - last, 0) if last is not None else 0
    start = AuditSeal.objects.filter(number=number).first()
    previous = start.hash if start else GENESIS
    problems, checked = _unlike(expected), 0
    while len(problems) < most_problems:
        links = list(AuditSeal.objects.filter(number__gt=number).order_by("number")[:_AT_ONCE])
        if not links:
            break
        events = AuditEvent.objects.in_bulk([link.event_id for link in links])
        for link in links:
            problems += _faults(link, number, previous, events.get(link.event_id))
            number, previous = link.number, link.hash
        checked += len(links)
    problems += _outside_the_chain(start.event_id if start else 0)
    waiting = AuditPending.objects.count()
    return Verdict(newest, waiting, previous, tuple(problems[:most_problems]), checked)


@transaction.atomic
def record_verdict(*, verdict: Verdict, by: User, at: datetime) -> None:
    """Put on record that the chain was verified, and what was found."""
    audit.record(
        words.AUDIT_VERIFIED,
        by=by,
        at=at,
        sound=verdict.is_sound,
        checked=verdict.checked,
        sealed=verdict.sealed,
        head=verdict.head,
        problems=len(verdict.problems),
    )


def _faults(link: AuditSeal, before: int, previous: str, event: AuditEvent | None) -> list[str]:
    """Return what is wrong with one link, after link ``before`` whose hash is ``previous``."""
    faults = []
    if link.number != before + 1:
        faults.append(
            _("第 %(number)d 环缺失（下一环是第 %(next)d 环）")
            % {"number": before + 1, "next": link.number}
        )
    elif link.previous_hash != previous:
        faults.append(_("第 %(number)d 环与前一环不衔接") % {"number": link.number})
    said = {"number": link.number, "event": link.event_id}
    if event is None:
        faults.append(_("第 %(number)d 环的记录（编号 %(event)d）被删除") % said)
    elif not _fits(link, event):
        faults.append(_("第 %(number)d 环的记录（编号 %(event)d）被改动") % said)
    return faults


def _fits(link: AuditSeal, event: AuditEvent) -> bool:
    try:
        made = link_hash(link.algorithm, link.number, link.previous_hash, content(event))
    except ValueError:  # an algorithm nobody knows
        return False
    return made == link.hash


def _unlike(expected: tuple[int, str] | None) -> list[str]:
    """Return whether the chain no longer holds a head that was kept elsewhere."""
    if expected is None:
        return []
    number, digest = expected
    link = AuditSeal.objects.filter(number=number).first()
    if link is None:
        return [_("第 %(number)d 环不在链上：链尾被截去") % {"number": number}]
    if not digest or not link.hash.startswith(digest.lower()):
        return [_("第 %(number)d 环与另存的链头不符") % {"number": number}]
    return []


def _outside_the_chain(after: int) -> list[str]:
    """Return events after number ``after`` that are neither sealed nor waiting, and waiting ones
    that are gone: someone was at the queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM accounts_auditevent e WHERE e.id > %s"
            " AND NOT EXISTS (SELECT 1 FROM accounts_auditseal s WHERE s.event_id = e.id)"
            " AND NOT EXISTS (SELECT 1 FROM accounts_auditpending p WHERE p.event_id = e.id)"
            " ORDER BY e.id LIMIT 20",
            [after],
        )
        stray = [_("记录 %(event)d 不在链上，也不在待封存队列") % {"event": r[0]} for r in cursor]
        cursor.execute(
            "SELECT p.event_id FROM accounts_auditpending p WHERE NOT EXISTS"
            " (SELECT 1 FROM accounts_auditevent e WHERE e.id = p.event_id) LIMIT 20"
        )
        gone = [_("待封存的记录 %(event)d 被删除") % {"event": r[0]} for r in cursor]
    return stray + gone
