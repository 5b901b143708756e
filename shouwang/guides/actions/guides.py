"""Guides: issued, issued anew, signed for, reminded of, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.guides import kept_files, queries, telling, words
from shouwang.guides.models import Guide, GuideReceipt, GuideReminder, GuideVersion
from shouwang.orgs.kinds import INSTITUTIONS, JURISDICTIONS
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of


@dataclass(frozen=True)
class NewVersion:
    """What a version says: text, a file, or both; the paper it follows; what is new in it."""

    text: str = ""
    source: str = ""
    changes: str = ""
    file: BinaryIO | None = None
    file_name: str = ""


@transaction.atomic
def issue(
    *,
    issuer: Unit,
    title: str,
    kinds: Sequence[str],
    new: NewVersion,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Guide:
    """Issue a guide to kinds of institution below ``issuer``; everybody concerned is asked to sign.

    Raises ``ValidationError`` without a title, a kind, or anything said.
    """
    (scope or scope_of(by, at=at)).require(words.ISSUE_GUIDES, issuer)
    title, known = title.strip()[:120], set(INSTITUTIONS)
    if issuer.kind not in JURISDICTIONS:
        raise ValidationError(_("由民政部门印发"), code="issuer")
    if not title:
        raise ValidationError(_("请填写标题"), code="title")
    if not kinds or set(kinds) - known:
        raise ValidationError(_("请选择适用的机构类别"), code="kinds")
    guide = Guide.objects.create(issuer=issuer, title=title, kinds=sorted(set(kinds)), made_at=at)
    _issued(guide, 1, new, by=by, at=at)
    return guide


@transaction.atomic
def reissue(
    *, guide: Guide, new: NewVersion, by: User, at: datetime, scope: Scope | None = None
) -> GuideVersion:
    """Issue a new version: everybody signs again, whoever signed for the one before."""
    held = _held(guide, by, at, scope)
    last = queries.current(held)
    telling.signed(last, queries.target_ids(held, at=at), reminders=_reminders(last), at=at)
    return _issued(held, last.number + 1, new, by=by, at=at)


def _issued(guide: Guide, number: int, new: NewVersion, *, by: User, at: datetime) -> GuideVersion:
    text = new.text.strip()
    if not text and new.file is None:
        raise ValidationError(_("请填写正文或上传文件"), code="text")
    kept = kept_files.keep_document(new.file, new.file_name) if new.file else None
    version = GuideVersion.objects.create(
        guide=guide, number=number, text=text, source=new.source.strip()[:200],
        changes=new.changes.strip()[:300], issued_by=by, issued_at=at,
        file=kept.place if kept else "", file_name=kept.name if kept else "",
        file_size=kept.size if kept else 0,
    )  # fmt: skip
    units = queries.target_ids(guide, at=at)
    telling.ask_to_sign(version, units, reminder=0, at=at)
    audit.record(
        words.GUIDE_ISSUED, by=by, at=at, about=version, unit_id=guide.issuer_id,
        number=number, units=len(units),
    )  # fmt: skip
    return version


@transaction.atomic
def sign(
    *, guide: Guide, unit: Unit, by: User, at: datetime, scope: Scope | None = None
) -> GuideReceipt:
    """Sign for the version in force, for one's institution; twice is once.

    Raises ``OutOfScope`` for a guide that is not meant for the unit, ``ValidationError`` for one
    that was withdrawn.
    """
    (scope or scope_of(by, at=at)).require(words.SIGN_GUIDES, unit)
    # a new version or a withdrawal waits until this is signed, or this sees it
    held = Guide.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=guide.pk)
    if not queries.is_for(held, unit):
        raise OutOfScope(f"guide {guide.pk}")
    if held.withdrawn_at is not None:
        raise ValidationError(_("这份指南已废止，不用签收"))
    version = queries.current(held)
    made, is_new = GuideReceipt.objects.get_or_create(
        version=version, unit=unit, defaults={"by": by, "by_name": by.name, "at": at}
    )
    if is_new:
        telling.signed(version, [unit.pk], reminders=_reminders(version), at=at)
        audit.record(
            words.GUIDE_SIGNED, by=by, at=at, about=version, unit_id=unit.pk,
            number=version.number,
        )  # fmt: skip
    return made


@transaction.atomic
def remind(
    *, guide: Guide, by: User, at: datetime, scope: Scope | None = None
) -> GuideReminder | None:
    """Remind the institutions that have not signed; None where all have."""
    held = _held(guide, by, at, scope)
    version = queries.current(held)
    unsigned = queries.unsigned_ids(version, at=at)
    if not unsigned:
        return None
    made = GuideReminder.objects.create(
        version=version, number=_reminders(version) + 1, units=len(unsigned), by=by, at=at
    )
    telling.ask_to_sign(version, unsigned, reminder=made.number, at=at)
    audit.record(
        words.GUIDE_REMINDED, by=by, at=at, about=version, unit_id=held.issuer_id,
        number=made.number, units=made.units,
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw(
    *, guide: Guide, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> None:
    """Withdraw a guide: nobody is asked to sign. Raises ``ValidationError`` without a reason."""
    held = _held(guide, by, at, scope)
    if not reason.strip():
        raise ValidationError(_("请说明为什么废止"), code="reason")
    version = queries.current(held)
    telling.signed(version, queries.target_ids(held, at=at), reminders=_reminders(version), at=at)
    held.withdrawn_at, held.withdraw_reason = at, reason.strip()[:200]
    held.save(update_fields=["withdrawn_at", "withdraw_reason"])
    audit.record(
        words.GUIDE_WITHDRAWN, by=by, at=at, about=version, unit_id=held.issuer_id,
        reason=held.withdraw_reason,
    )  # fmt: skip


def _held(guide: Guide, by: User, at: datetime, scope: Scope | None) -> Guide:
    held = Guide.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=guide.pk)
    (scope or scope_of(by, at=at)).require(words.ISSUE_GUIDES, held.issuer)
    if held.withdrawn_at is not None:
        raise ValidationError(_("这份指南已废止"))
    return held


def _reminders(version: GuideVersion) -> int:
    return GuideReminder.objects.filter(version=version).count()
