"""A superior's workbook as a recipient's table: uploaded, its cells said, confirmed once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.dispatch import queries, words
from shouwang.dispatch.books import mapping
from shouwang.dispatch.books.mapping import CHOSEN, DOUBT, LEFT, BookMapping, Fill
from shouwang.dispatch.books.naming import vocabulary_of
from shouwang.dispatch.books.proposing import propose
from shouwang.dispatch.models import Book, Layout, Recipient
from shouwang.dispatch.tables.design import PERIODS
from shouwang.kit import clock
from shouwang.kit.sheets.blank_form import read_form
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.orgs.scope import scope_of


@transaction.atomic
def upload_book(
    *, recipient: Recipient, content: bytes, file_name: str, by: User, at: datetime
) -> Layout:
    """Keep a superior's workbook as the draft of a recipient's table, its cells proposed.

    What a person confirmed in the workbook before is carried over where the heads read alike.
    Raises ``ValidationError`` for what is no sound .xlsx or has no cell to fill.
    """
    held = queries.managed_for(scope_of(by, at=at), recipient)
    try:
        sheets = read_form(content)
    except UnusableFile as refused:
        raise ValidationError(refused.why_zh, code="file") from None
    on = clock.local_day(at)
    found = propose(sheets, vocabulary_of(held.unit, sheets, on=on))
    if not found.fills:
        raise ValidationError(_("没有找到可填的空格：空格上方或左边要有表头"), code="file")
    before = held.layouts.exclude(book=None).order_by("-number").first()
    if before is not None:
        old = BookMapping.from_json(before.design)
        is_confirmed = before.state == Layout.State.PUBLISHED
        found = mapping.carried(found, old if is_confirmed else old.said)
    book = Book.objects.create(
        recipient=held, file_name=_name(file_name), content=content,
        digest=hashlib.sha256(content).hexdigest(), by=by, at=at,
    )  # fmt: skip
    draft = queries.draft_of(held) or Layout(recipient=held, number=queries.next_number(held))
    draft.book = book
    _keep(draft, found, by, at)
    audit.record(
        words.BOOK_UPLOADED, by=by, at=at, about=held, unit_id=held.unit_id,
        layout=draft.number, file=book.file_name, size=len(content),
    )  # fmt: skip
    return draft


@transaction.atomic
def set_cell(
    *, recipient: Recipient, key: str, ref: str, place: str = "", place_name: str = "",
    period: str = "today", together: bool = False, row: bool = False, by: User, at: datetime,
) -> Layout:  # fmt: skip
    """Say what a cell takes; ``together``, for every cell under the same head too; ``row``,
    whose it is for the whole row of a unit that nobody knew.

    Raises ``ValidationError`` for a cell that is not there.
    """
    draft, told = _editable(recipient, by, at)
    one = _cell(told, key)
    if ref.startswith("text:") and ref.removeprefix("text:") not in mapping.TEXTS:
        raise ValidationError(_("没有这一项"))
    if period not in dict(PERIODS):
        raise ValidationError(_("没有这个时间口径"))
    given = {"ref": ref, "place": place, "place_name": place_name, "period": period}
    if row:
        told = told.placed(one.key, place, place_name)
    made = told.changed(one.key, together=together, how=CHOSEN, why="", **given)
    return _said(draft, made, one, by, at)


@transaction.atomic
def leave_cell(
    *, recipient: Recipient, key: str, together: bool = False, by: User, at: datetime
) -> Layout:
    """Say that a cell stays as it is; ``together``, every cell under the same head."""
    draft, told = _editable(recipient, by, at)
    one = _cell(told, key)
    return _said(draft, told.changed(key, together=together, how=LEFT, why=""), one, by, at)


@transaction.atomic
def settle_doubtful(*, recipient: Recipient, take: bool, by: User, at: datetime) -> Layout:
    """Take every doubtful proposal as it stands, or leave all those cells alone."""
    draft, told = _editable(recipient, by, at)
    how = CHOSEN if take else LEFT
    fills = [replace(f, how=how, why="") if f.how == DOUBT else f for f in told.fills]
    return _said(draft, replace(told, fills=tuple(fills)), None, by, at)


def require_settled(draft: Layout) -> None:
    """Raise ``ValidationError`` unless a person may confirm a workbook's cells as they stand."""
    told = BookMapping.from_json(draft.design)
    if doubtful := told.count(DOUBT):
        raise ValidationError(_("还有 %(n)d 格拿不准，请先核定") % {"n": doubtful})
    if not any(fill.is_filled and fill.is_number for fill in told.fills):
        raise ValidationError(_("还没有一格对上指标"))


def _editable(recipient: Recipient, by: User, at: datetime) -> tuple[Layout, BookMapping]:
    """Return the draft of a workbook; the published one is copied into a new draft."""
    held = queries.managed_for(scope_of(by, at=at), recipient)
    last = held.layouts.order_by("-number").first()
    if last is None or last.book_id is None:
        raise ValidationError(_("还没有上传上级的表"))
    told = BookMapping.from_json(last.design)
    if last.state == Layout.State.DRAFT:
        return last, told
    return Layout(recipient=held, number=last.number + 1, book_id=last.book_id), told


def _said(draft: Layout, told: BookMapping, one: Fill | None, by: User, at: datetime) -> Layout:
    _keep(draft, told, by, at)
    audit.record(
        words.LAYOUT_SAVED, by=by, at=at, about=draft.recipient,
        unit_id=draft.recipient.unit_id, layout=draft.number, cell=one.key if one else "",
    )  # fmt: skip
    return draft


def _keep(draft: Layout, told: BookMapping, by: User, at: datetime) -> None:
    draft.design, draft.saved_by, draft.saved_at = told.as_json(), by, at
    draft.save()


def _cell(told: BookMapping, key: str) -> Fill:
    found = told.find(key)
    if found is None:
        raise ValidationError(_("没有这一格"))
    return found


def _name(given: str) -> str:
    """Return the file's own name without folders."""
    return PurePath(given.replace("\\", "/")).name.strip()[-150:] or "form.xlsx"
