"""Handing a numbered paper out, signing for it, keeping the stamped scan."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.desk.actions import inbox
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.papers import words
from shouwang.papers.actions import drafting, telling
from shouwang.papers.models import Paper, PaperFile, Recipient

LARGEST_SCAN = 20 * 1024 * 1024
# what a file says it is by its first bytes
_SCANS = {b"%PDF-": "application/pdf", b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@transaction.atomic
def address(*, paper: Paper, units: Iterable[Unit], by: User, at: datetime) -> int:
    """Add units to whom a numbered paper goes; returns how many are new.

    Who was added before the paper is handed out is told then, later ones at once.
    """
    held = drafting.hold(paper)
    scope = scope_of(by, at=at)
    scope.require(words.DRAFT_PAPERS, held.unit)
    if held.state not in (Paper.State.ISSUED, Paper.State.DISTRIBUTED):
        raise ValidationError(_("编号之后才能分发"))
    listed = list(units)
    for unit in listed:
        if not scope.covers(unit):
            raise OutOfScope(f"unit {unit.pk}")
    known = set(held.recipients.values_list("unit_id", flat=True))
    made = Recipient.objects.bulk_create(
        Recipient(paper=held, unit=unit, told_at=at) for unit in listed if unit.pk not in known
    )
    if made:
        audit.record(
            words.PAPER_DISTRIBUTED, by=by, at=at, about=held, unit_id=held.unit_id,
            recipients=len(made),
        )  # fmt: skip
    if held.state == Paper.State.DISTRIBUTED:
        telling.tell_recipients(held, made, at=at)
    return len(made)


@transaction.atomic
def receive(*, recipient: Recipient, by: User, at: datetime) -> Recipient:
    """Sign for a paper on behalf of the unit that it was handed to; once."""
    held = Recipient.objects.select_for_update(of=("self",)).select_related("unit", "paper").get(
        pk=recipient.pk
    )  # fmt: skip
    scope = scope_of(by, at=at).narrowed(words.RECEIVE_PAPERS)
    if not any(
        tree.unit_id == held.unit_id or tree.path == held.unit.path for tree in scope.subtrees
    ):
        raise OutOfScope(f"recipient {held.pk}")
    if held.received_at is None:
        held.received_by, held.received_at = by, max(at, held.told_at)
        held.save(update_fields=["received_by", "received_at"])
        inbox.done(key=telling.arrived_key(held), at=at)
        audit.record(words.PAPER_RECEIVED, by=by, at=at, about=held.paper, unit_id=held.unit_id)
    return held


@transaction.atomic
def keep_scan(*, paper: Paper, name: str, content: bytes, by: User, at: datetime) -> PaperFile:
    """Keep the stamped scan of a numbered paper: PDF, PNG or JPEG, at most 20 MB."""
    held = drafting.hold(paper)
    scope_of(by, at=at).require(words.DRAFT_PAPERS, held.unit)
    if not held.has_number or held.state == Paper.State.VOID:
        raise ValidationError(_("编号之后才能上传用印件"))
    if len(content) > LARGEST_SCAN:
        raise ValidationError(_("文件超过 20 MB，请降低扫描分辨率后再传"), code="scan")
    media = next((kind for head, kind in _SCANS.items() if content.startswith(head)), None)
    if media is None:
        raise ValidationError(_("只收 PDF、PNG 或 JPEG 格式的扫描件"), code="scan")
    kept = PaperFile.objects.create(
        paper=held, form=PaperFile.Form.SCAN, name=name[-120:], media_type=media, content=content,
        digest=hashlib.sha256(content).hexdigest(), by=by, at=at,
    )  # fmt: skip
    audit.record(words.PAPER_SCANNED, by=by, at=at, about=held, unit_id=held.unit_id)
    return kept
