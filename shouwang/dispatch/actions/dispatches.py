"""Making a day's paper for a recipient, and amending it: numbered, frozen, in three forms."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.desk.actions import inbox
from shouwang.dispatch import queries, words
from shouwang.dispatch.layouts import composing, papers
from shouwang.dispatch.models import Dispatch, DispatchFile, Layout, Recipient
from shouwang.dispatch.sending import freezing, signing, telling
from shouwang.dispatch.sending.signing import Signature
from shouwang.dispatch.tables.composing import Composed
from shouwang.dispatch.tables.table import Table, changes, reads_otherwise
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.kit.registry import Word
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.papers.actions import issues


@dataclass(frozen=True)
class _Day:
    """A recipient's day as it reads now, signed."""

    recipient: Recipient
    layout: Layout
    day: date
    composed: Composed
    signature: Signature


@transaction.atomic
def make(
    *, recipient: Recipient, day: date, by: User, at: datetime, scope: Scope | None = None
) -> Dispatch:
    """Freeze a day's table for a recipient, give it its number and keep its files.

    Two clerks at once get one paper: who comes second is handed the first's. Raises
    ``ValidationError`` while the leader has not signed or the figures moved since, ``OutOfScope``
    or ``NotPermitted``.
    """
    held = _held(recipient, scope or scope_of(by, at=at))
    made = Dispatch.objects.filter(recipient=held, day=day, amendment=0).first()
    if made is not None:
        return made
    if held.closed_on and held.closed_on <= day:
        raise ValidationError(_("这个报送对象已停用"))
    layout = queries.layout_in_force(held)
    if layout is None:
        raise ValidationError(_("还没有发布的表样，请先设计并发布"))
    read = _read(held, layout, day, at=at)
    number = issues.next_issue(unit=held.unit, kind=f"dispatch:{held.pk}", year=day.year)
    made = _keep(read, Dispatch(number=number), by=by, at=at)
    _record(words.DISPATCH_MADE, made, read, by=by, at=at)
    inbox.done(key=telling.ready_key(held, day), at=at)
    return made


@transaction.atomic
def amend(
    *, dispatch: Dispatch, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> Dispatch:
    """Make 更正 n of a paper whose figures read otherwise now; the earlier ones stay.

    It lists each number old → new against the paper before it. Raises ``ValidationError`` where
    nothing changed, no reason is given, or the changed figures are not signed anew.
    """
    held = _held(dispatch.recipient, scope or scope_of(by, at=at))
    why = reason.strip()[:200]
    if not why:
        raise ValidationError(_("请写明更正事由"), code="reason")
    chain = queries.chain(held, dispatch.day)
    last = chain[-1]
    read = _read(held, chain[0].layout, dispatch.day, at=at)
    said = Table.from_json(last.content)
    if not reads_otherwise(said, read.composed.table):
        raise ValidationError(_("与最近一次的报送表一致，不需要更正"))
    found = changes(said, read.composed.table)
    bare = Dispatch(
        number=last.number,
        amendment=last.amendment + 1,
        reason=why,
        changes=[asdict(change) for change in found],
    )
    made = _keep(read, bare, by=by, at=at)
    _record(words.DISPATCH_AMENDED, made, read, by=by, at=at, cells=len(found), reason=why)
    inbox.done(key=telling.amend_key(last), at=at)
    return made


def _held(recipient: Recipient, scope: Scope) -> Recipient:
    """Return the recipient, locked: whoever makes a paper for it waits for who makes one now."""
    queries.require_own(scope, words.PREPARE_DISPATCHES, recipient.unit)
    found = Recipient.objects.select_for_update(of=("self",)).select_related("unit")
    return found.get(pk=recipient.pk)


def _read(recipient: Recipient, layout: Layout, day: date, *, at: datetime) -> _Day:
    if day > clock.local_day(at):
        raise ValidationError(_("日期未到，不能报送"))
    rollups.settle()
    unit: Unit = recipient.unit
    composed = composing.compose(queries.whole_of(unit), unit, day, layout, at=at)
    signature = signing.signature(unit, day)
    if signature is None:
        raise ValidationError(_("当日数据未经领导签发，只能下载草稿"))
    if signature.is_changed:
        told = {"by": signature.name}
        raise ValidationError(_("%(by)s签发之后数字有变动，请重新签发后再报送") % told)
    return _Day(recipient, layout, day, composed, signature)


def _keep(read: _Day, made: Dispatch, *, by: User, at: datetime) -> Dispatch:
    """Keep the paper, the figures behind it and its files; ``made`` brings number and reason."""
    recipient, signature = read.recipient, read.signature
    made.unit, made.recipient, made.layout = recipient.unit, recipient, read.layout
    made.day, made.year = read.day, read.day.year
    made.content, made.as_of_at = read.composed.table.as_json(), at
    made.preparer, made.reviewer, made.leader = by.name, recipient.reviewer, signature.name
    made.phone, made.signed_at = papers.phone_of(recipient), signature.at
    made.made_by, made.made_at = by, at
    counted = freezing.counted(read.composed)
    made.save(force_insert=True)
    freezing.keep(made, counted, at=at)
    files = papers.files_of(papers.paper_of(made), read.layout)
    DispatchFile.objects.bulk_create(
        DispatchFile(
            dispatch=made, form=form, content=content, digest=hashlib.sha256(content).hexdigest()
        )
        for form, content in files.items()
    )
    return made


def _record(
    word: Word,
    made: Dispatch,
    read: _Day,
    *,
    by: User,
    at: datetime,
    **more: object,
) -> None:
    states = read.composed.table.states
    audit.record(
        word,
        by=by,
        at=at,
        about=made,
        unit_id=made.unit_id,
        recipient=made.recipient.name,
        label=made.label,
        day=made.day.isoformat(),
        due=states["due"],
        filed=states["filed"],
        **more,
    )
