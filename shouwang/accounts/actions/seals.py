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

from shouwang.accounts.models import AuditEvent, AuditPending, AuditSeal

ALGORITHM = "sha256"
GENESIS = "0" * 64
_LOCK = 7_201_907


@dataclass(frozen=True)
class Verdict:
    """What verifying found: links and pending events counted, and the first breaks in words."""

    sealed: int
    pending: int
    head: str
    problems: tuple[str, ...]

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
        AuditPending.objects.filter(pk__in=waiting).delete()
        return len(seals)


def verify(*, most_problems: int = 20) -> Verdict:
    """Walk the whole chain and compare every link with its event.

    Finds an edited, removed, inserted or reordered event. A chain cut off at its end shows only
    against a head kept elsewhere: export the head regularly (docs/operations).
    """
    problems: list[str] = []
    number, previous = 0, GENESIS
    links = AuditSeal.objects.select_related("event").order_by("number").iterator(chunk_size=5_000)
    for seal in links:
        number += 1
        if seal.number != number:
            problems.append(f"第 {number} 环缺失（下一环是第 {seal.number} 环）")
            number = seal.number
        elif seal.previous_hash != previous:
            problems.append(f"第 {number} 环与前一环不衔接")
        if (
            link_hash(seal.algorithm, seal.number, seal.previous_hash, content(seal.event))
            != seal.hash
        ):
            problems.append(f"第 {seal.number} 环的记录（编号 {seal.event_id}）被改动")
        previous = seal.hash
        if len(problems) >= most_problems:
            break
    problems.extend(_outside_the_chain())
    return Verdict(number, AuditPending.objects.count(), previous, tuple(problems[:most_problems]))


def _outside_the_chain() -> list[str]:
    """Return events that are neither sealed nor waiting: someone took them out of the queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM accounts_auditevent e"
            " WHERE NOT EXISTS (SELECT 1 FROM accounts_auditseal s WHERE s.event_id = e.id)"
            " AND NOT EXISTS (SELECT 1 FROM accounts_auditpending p WHERE p.event_id = e.id)"
            " ORDER BY e.id LIMIT 20"
        )
        return [f"记录 {row[0]} 不在链上，也不在待封存队列" for row in cursor.fetchall()]
