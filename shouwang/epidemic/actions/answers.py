"""What the superior says to an emergency report: received, and tell us more by then."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.epidemic import reach, rules, telling, words
from shouwang.epidemic.actions import writing
from shouwang.epidemic.models import Case, CaseStep
from shouwang.orgs.scope import Scope, scope_of


@transaction.atomic
def receive(*, step: CaseStep, by: User, at: datetime, scope: Scope | None = None) -> CaseStep:
    """Confirm that a report reached the superior; the first who does stands on it.

    Raises ``NotPermitted`` for somebody of the house itself, ``ValidationError`` for a step that
    is no report to the superior.
    """
    require_superior(scope or scope_of(by, at=at), step.case)
    if step.step not in (rules.PHONE_SUPERIOR, *rules.TEXTS) or step.voided_at:
        raise ValidationError(_("这一条不是向上级的报告"))
    held = writing.lock(step.case)
    if found := CaseStep.objects.filter(answers=step).first():
        return found
    return writing.write(
        held, rules.RECEIPT, by=by, at=at, recorded_at=at, word=words.REPORT_RECEIVED,
        answers=step, who=by.name,
    )  # fmt: skip


@transaction.atomic
def ask_follow_up(
    *,
    case: Case,
    due_at: datetime,
    details: str,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> CaseStep:
    """Ask for a follow-up (续报) until a moment; the house is told.

    Raises ``ValidationError`` for a moment that has passed or a closed case, ``NotPermitted`` for
    somebody of the house itself.
    """
    require_superior(scope or scope_of(by, at=at), case)
    held = writing.lock(case)
    if not held.is_open:
        raise ValidationError(_("病例已经结案"))
    if due_at <= at:
        raise ValidationError(_("续报时限要在现在之后"), code="due_at")
    made = writing.write(
        held, rules.ASKED, by=by, at=at, recorded_at=at, word=words.FOLLOW_UP_ASKED,
        details=details.strip()[: writing.LONGEST_DETAILS], who=by.name,
    )  # fmt: skip
    made.due_at = due_at
    made.save(update_fields=["due_at"])
    telling.tell_asked(held, made, at=at)
    return made


def require_superior(scope: Scope, case: Case) -> None:
    """Raise ``OutOfScope`` or ``NotPermitted`` unless one answers from above the house."""
    scope.require(words.ANSWER_REPORT, case.unit)
    if not reach.is_superior(scope, case):
        raise NotPermitted(words.ANSWER_REPORT)
