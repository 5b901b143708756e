"""What medical staff and disease control say about a case; nobody else gives it a status."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.epidemic import rules, words
from shouwang.epidemic.actions import writing
from shouwang.epidemic.models import Case, CaseStep
from shouwang.orgs.scope import Scope, scope_of


@transaction.atomic
def record_finding(
    *,
    case: Case,
    status: str,
    who: str,
    by: User,
    at: datetime,
    paper: str = "",
    details: str = "",
    recorded_at: datetime | None = None,
    id: UUID | None = None,
    scope: Scope | None = None,
) -> CaseStep:
    """Write down a medical finding (疑似, 确诊, 密切接触者, 排除): who said so, by which paper.

    Raises ``ValidationError`` for an unknown status, without whose finding it is, or for 确诊
    without its paper; ``NotPermitted`` for a carer.
    """
    (scope or scope_of(by, at=recorded_at or at)).require(words.RECORD_FINDING, case.unit)
    held = writing.lock(case)
    if found := writing.again(held, id):
        return found
    if status not in CaseStep.Status.values:
        raise ValidationError(_("请选择医学结论"), code="status")
    if not who.strip():
        raise ValidationError(_("请写明由哪家医疗或疾控机构、谁作出"), code="who")
    if status == rules.CONFIRMED and not paper.strip():
        raise ValidationError(_("确诊要写明依据的报告"), code="paper")
    return writing.write(
        held, rules.FINDING, by=by, at=at, recorded_at=recorded_at or at, id=id,
        status=status, who=who.strip()[: writing.LONGEST_WHO], paper=paper.strip()[:120],
        details=details.strip()[: writing.LONGEST_DETAILS],
    )  # fmt: skip
