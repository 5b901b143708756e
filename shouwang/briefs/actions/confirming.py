"""Answering for what the check finds doubtful in a paper."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.briefs import doubts, rules, words
from shouwang.briefs.actions.briefs import AlreadyFinal
from shouwang.briefs.doubts import Doubt
from shouwang.briefs.models import Brief, Confirmation
from shouwang.kit.masking import mask_numbers
from shouwang.orgs.scope import scope_of


def confirm(*, brief: Brief, key: str, reason: str, by: User, at: datetime) -> Confirmation:
    """Let a doubt stand for a reason; who signs the paper answers for it.

    The check is made before the paper is held. Raises ``ValidationError`` without a reason or where
    the doubt is gone (the words or the records changed), ``AlreadyFinal``.
    """
    found = Brief.objects.select_related("unit", "about", "version__template").get(pk=brief.pk)
    scope_of(by, at=at).require(words.FINALISE_BRIEFS, found.unit)
    if found.is_final:
        raise AlreadyFinal(str(found))
    doubt = next((one for one in doubts.doubts(found) if one.key == key), None)
    return _confirmed(found, doubt, reason, by=by, at=at)


@transaction.atomic
def _confirmed(
    found: Brief, doubt: Doubt | None, reason: str, *, by: User, at: datetime
) -> Confirmation:
    locked = Brief.objects.select_for_update(of=("self",))
    held = locked.select_related("unit").get(pk=found.pk)
    if held.is_final:
        raise AlreadyFinal(str(held))
    reason = mask_numbers(rules.line(reason).strip())[:200]
    if not reason:
        raise ValidationError(_("请写明理由"), code="reason")
    if doubt is None or held.revision != found.revision:
        raise ValidationError(_("这一处已经变了，请看过最新的核对结果再办"), code="gone")
    made = Confirmation.objects.create(
        brief=held, key=doubt.key, sort=doubt.sort, quote=doubt.quote, why=doubt.why,
        reason=reason, by=by, at=at,
    )  # fmt: skip
    audit.record(
        words.BRIEF_CONFIRMED, by=by, at=at, about=held, unit_id=held.unit_id,
        doubt=doubt.sort, finding=doubt.why, **rules.trace_of(reason),
    )  # fmt: skip
    return made
