"""Recipients and the versions of their tables."""

from __future__ import annotations

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.dispatch import queries, words
from shouwang.dispatch.actions import books
from shouwang.dispatch.models import Layout, Recipient
from shouwang.dispatch.tables.design import MOST_LINES, Design
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of


@transaction.atomic
def create_recipient(
    *,
    unit: Unit,
    name: str,
    due: time,
    by: User,
    at: datetime,
    reviewer: str = "",
    phone: str = "",
    order: int = 0,
) -> Recipient:
    """Add a recipient of a unit's figures; raises ``ValidationError`` for a name taken."""
    queries.require_own(scope_of(by, at=at), words.MANAGE_LAYOUTS, unit)
    made = Recipient(
        unit=unit, name=name, due=due, reviewer=reviewer, phone=phone, order=order
    )  # fmt: skip
    _save(made)
    audit.record(
        words.RECIPIENT_CREATED, by=by, at=at, about=made, unit_id=unit.pk,
        name=name, hour=f"{due:%H:%M}",
    )  # fmt: skip
    return made


@transaction.atomic
def change_recipient(
    *,
    recipient: Recipient,
    name: str,
    due: time,
    by: User,
    at: datetime,
    reviewer: str = "",
    phone: str = "",
    order: int = 0,
) -> Recipient:
    """Change a recipient's name, hour or people; papers that left keep what they say.

    The trail says that the telephone number is another, never the number.
    """
    held = _managed(recipient, by, at)
    changed = ["phone"] if phone != held.phone else []
    held.name, held.due, held.order = name, due, order
    held.reviewer, held.phone = reviewer, phone
    _save(held)
    audit.record(
        words.RECIPIENT_CHANGED, by=by, at=at, about=held, unit_id=held.unit_id,
        name=name, hour=f"{due:%H:%M}", reviewer=reviewer, changed=changed,
    )  # fmt: skip
    return held


@transaction.atomic
def close_recipient(*, recipient: Recipient, by: User, at: datetime) -> Recipient:
    """Stop reporting to a recipient from this day on; its papers stay readable."""
    held = _managed(recipient, by, at)
    if held.closed_on is None:
        held.closed_on = clock.local_day(at)
        held.save(update_fields=["closed_on"])
        audit.record(words.RECIPIENT_CLOSED, by=by, at=at, about=held, unit_id=held.unit_id)
    return held


@transaction.atomic
def save_layout(*, recipient: Recipient, design: Design, by: User, at: datetime) -> Layout:
    """Keep the draft of a recipient's table, a new version after a published one.

    Raises ``ValidationError`` for a table without title or lines.
    """
    held = _managed(recipient, by, at)
    if not design.title.strip():
        raise ValidationError(_("请填写标题"), code="title")
    if not design.lines:
        raise ValidationError(_("请至少添一栏"))
    if len(design.lines) > MOST_LINES:
        raise ValidationError(_("一张表最多 %(n)d 栏") % {"n": MOST_LINES})
    draft = queries.draft_of(held) or Layout(recipient=held, number=queries.next_number(held))
    draft.design, draft.saved_by, draft.saved_at = design.as_json(), by, at
    draft.book = None
    draft.save()
    audit.record(
        words.LAYOUT_SAVED, by=by, at=at, about=held, unit_id=held.unit_id,
        layout=draft.number, lines=len(design.lines),
    )  # fmt: skip
    return draft


@transaction.atomic
def publish_layout(*, recipient: Recipient, by: User, at: datetime) -> Layout:
    """Put the draft in force for papers made from now on; it is never edited again.

    Raises ``ValidationError`` where there is no draft, or cells of a workbook are doubtful.
    """
    held = _managed(recipient, by, at)
    draft = queries.draft_of(held)
    if draft is None:
        raise ValidationError(_("没有可发布的草稿"))
    if draft.book_id:
        books.require_settled(draft)
    draft.state, draft.published_by, draft.published_at = Layout.State.PUBLISHED, by, at
    draft.save(update_fields=["state", "published_by", "published_at"])
    audit.record(
        words.LAYOUT_PUBLISHED, by=by, at=at, about=held, unit_id=held.unit_id,
        layout=draft.number,
    )  # fmt: skip
    return draft


def _managed(recipient: Recipient, by: User, at: datetime) -> Recipient:
    return queries.managed_for(scope_of(by, at=at), recipient)


def _save(recipient: Recipient) -> None:
    try:
        with transaction.atomic():
            recipient.save()
    except IntegrityError:
        raise ValidationError(_("已有叫这个名称的报送对象"), code="name") from None
