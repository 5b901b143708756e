"""That a paper left the house, and the signed and stamped scan of it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.desk.actions import inbox
from shouwang.dispatch import queries, words
from shouwang.dispatch.models import Dispatch, Recipient, Scan, Sending
from shouwang.dispatch.sending import hours, rules
from shouwang.kit.ids import uuid7
from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.scope import Scope, scope_of

FOLDER = "scans"


@transaction.atomic
def mark_sent(
    *,
    dispatch: Dispatch,
    sent_at: datetime,
    way: str,
    by: User,
    at: datetime,
    receipt: str = "",
    scope: Scope | None = None,
) -> Sending:
    """Put down that a paper was sent: when, by whom, which way, what came back (回执).

    Raises ``ValidationError`` for a time before it was made or to come, or one already sent.
    """
    _locked(dispatch, scope or scope_of(by, at=at))
    sent = Sending.objects.filter(dispatch=dispatch).select_related("by").first()
    if sent is not None:
        told = {"by": sent.by.name, "at": moment(sent.sent_at)}
        raise ValidationError(_("%(by)s已标记于 %(at)s 报出") % told)
    if not rules.may_be_sent_at(sent_at=sent_at, made_at=dispatch.made_at, now=at):
        told = {"at": moment(dispatch.made_at)}
        raise ValidationError(_("报出时间应在生成（%(at)s）之后、现在之前") % told, code="sent_at")
    made = Sending.objects.create(
        dispatch=dispatch, sent_at=sent_at, way=way, receipt=receipt.strip()[:100], by=by, at=at
    )
    inbox.done(key=hours.unsent_key(dispatch.recipient, dispatch.day), at=at)
    audit.record(
        words.DISPATCH_SENT,
        by=by,
        at=at,
        about=dispatch,
        unit_id=dispatch.unit_id,
        recipient=dispatch.recipient.name,
        sent_at=sent_at.isoformat(),
        way=way,
        receipt=made.receipt,
    )
    return made


@transaction.atomic
def attach_scan(
    *,
    dispatch: Dispatch,
    file: BinaryIO,
    file_name: str,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Scan:
    """Keep a scan of the signed and stamped paper; the same bytes twice are one scan.

    Raises ``ValidationError`` for what is no PDF, JPEG or PNG by its content, or too large.
    """
    _locked(dispatch, scope or scope_of(by, at=at))
    content, kind = _scanned(file)
    digest = hashlib.sha256(content).hexdigest()
    if (kept := dispatch.scans.filter(digest=digest).first()) is not None:
        return kept
    if dispatch.scans.count() >= rules.MOST_SCANS:
        raise ValidationError(
            _("一份报送表最多附 %(n)d 个扫描件") % {"n": rules.MOST_SCANS}, code="file"
        )
    made = Scan.objects.create(
        dispatch=dispatch,
        file=default_storage.save(f"{FOLDER}/{uuid7()}.{kind}", ContentFile(content)),
        file_name=_name(file_name, kind),
        kind=kind,
        size=len(content),
        digest=digest,
        by=by,
        at=at,
    )
    audit.record(
        words.SCAN_ATTACHED, by=by, at=at, about=dispatch, unit_id=dispatch.unit_id,
        file=made.file_name, size=made.size,
    )  # fmt: skip
    return made


def _scanned(file: BinaryIO) -> tuple[bytes, str]:
    """Return the bytes of a scan and what they are by their content."""
    content = file.read(rules.MOST_SCAN_BYTES + 1)
    if len(content) > rules.MOST_SCAN_BYTES:
        most = rules.MOST_SCAN_BYTES // 1024 // 1024
        raise ValidationError(_("扫描件不能超过 %(n)d MB") % {"n": most}, code="file")
    kind = rules.scan_kind(content[:16])
    if kind is None:
        raise ValidationError(
            _("文件内容不是 PDF、JPG 或 PNG，请重新扫描，或另存为 PDF 后再上传"), code="file"
        )
    return content, kind


@transaction.atomic
def record_taken(
    *, dispatch: Dispatch, by: User, at: datetime, form: str = "", scan: Scan | None = None
) -> None:
    """Put down that a paper or a scan of it was taken away; the caller asked for it in scope."""
    word = words.SCAN_TAKEN if scan else words.DISPATCH_TAKEN
    detail = {"file": scan.file_name} if scan else {"form": form}
    audit.record(word, by=by, at=at, about=dispatch, unit_id=dispatch.unit_id, **detail)


@transaction.atomic
def record_draft_taken(
    *, recipient: Recipient, day: str, form: str, by: User, at: datetime
) -> None:
    """Put down that a draft was taken away; the caller asked for it in scope."""
    audit.record(
        words.DRAFT_TAKEN, by=by, at=at, about=recipient, unit_id=recipient.unit_id,
        day=day, form=form,
    )  # fmt: skip


def _locked(dispatch: Dispatch, scope: Scope) -> None:
    """Hold the paper's recipient: two clerks mark or attach one after the other."""
    queries.require_own(scope, words.PREPARE_DISPATCHES, dispatch.unit)
    Recipient.objects.select_for_update().get(pk=dispatch.recipient_id)


def _name(given: str, kind: str) -> str:
    """Return the file's own name without folders, with the ending of what it is."""
    stem = PurePath(given.replace("\\", "/")).stem.strip()[:150] or "scan"
    return f"{stem}.{kind}"
