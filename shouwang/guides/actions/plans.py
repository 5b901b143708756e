"""An institution's own plan: drafted, sent for approval, approved or returned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.guides import plan_fields, plan_queries, rules, telling, words
from shouwang.guides.models import PlanVersion
from shouwang.orgs.kinds import INSTITUTIONS, Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of

State = PlanVersion.State
# who approves sits in a civil affairs bureau, not in a township's office
_BUREAUS = (
    Kind.COUNTY, Kind.DEVELOPMENT_ZONE, Kind.PREFECTURE, Kind.PROVINCE, Kind.NATION, Kind.SECTION,
)  # fmt: skip


@transaction.atomic
def save(
    *,
    unit: Unit,
    content: Mapping[str, str],
    by: User,
    at: datetime,
    revision: int | None = None,
    scope: Scope | None = None,
) -> PlanVersion:
    """Save the draft of a house's plan, a new version where none is under way.

    ``revision`` is that of the draft on the page (0 for none, None for who has seen none): another
    one standing raises ``ValidationError``, as does a plan that waits for approval.
    """
    (scope or scope_of(by, at=at)).require(words.DRAFT_PLAN, unit)
    if unit.kind not in INSTITUTIONS:
        raise ValidationError(_("一院一策由机构起草"))
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    told = {c: str(content.get(c, "")).strip()[: plan_fields.LONGEST] for c in plan_fields.CODES}
    draft = plan_queries.under_way(unit)
    if draft is not None and draft.state == State.SUBMITTED:
        raise ValidationError(_("第%(n)d版正在审批，不能修改") % {"n": draft.number})
    if revision is not None and revision != (draft.revision if draft else 0):
        who = draft.saved_by.name if draft else ""
        raise ValidationError(_("%(by)s刚刚保存过，请核对后再存") % {"by": who}, code="revision")
    if draft is not None and draft.content == told:
        return draft
    if draft is None:
        draft = _new(unit, by, at)
    draft.content, draft.saved_by, draft.saved_at = told, by, at
    draft.revision += 1
    draft.save()
    audit.record(words.PLAN_SAVED, by=by, at=at, about=draft, unit_id=unit.pk, number=draft.number)
    return draft


def _new(unit: Unit, by: User, at: datetime) -> PlanVersion:
    earlier = PlanVersion.objects.filter(unit=unit)
    last = earlier.aggregate(last=Max("number"))["last"] or 0
    telling.plan_taken_up(unit, earlier.values_list("pk", flat=True), at=at)
    return PlanVersion(unit=unit, number=last + 1, revision=0, saved_by=by, saved_at=at)


@transaction.atomic
def submit(*, unit: Unit, by: User, at: datetime, scope: Scope | None = None) -> PlanVersion:
    """Send the draft for approval. Raises ``ValidationError`` naming the fields still empty."""
    (scope or scope_of(by, at=at)).require(words.SUBMIT_PLAN, unit)
    draft = PlanVersion.objects.select_for_update().filter(unit=unit, state=State.DRAFT).first()
    if draft is None:
        raise ValidationError(_("没有可报审的草稿"))
    lacking = rules.lacking(draft.content, plan_fields.REQUIRED)
    if lacking:
        zh = {f.code: str(f.zh) for f in plan_fields.FIELDS}
        names = "、".join(zh[code] for code in lacking)
        raise ValidationError(_("还没有填写：%(fields)s") % {"fields": names})
    draft.state, draft.submitted_by, draft.submitted_at = State.SUBMITTED, by, at
    draft.save(update_fields=["state", "submitted_by", "submitted_at"])
    audit.record(
        words.PLAN_SUBMITTED, by=by, at=at, about=draft, unit_id=unit.pk, number=draft.number
    )
    telling.plan_submitted(draft, at=at)
    return draft


@transaction.atomic
def approve(
    *,
    version: PlanVersion,
    by: User,
    at: datetime,
    filing_number: str = "",
    scope: Scope | None = None,
) -> PlanVersion:
    """Approve and file a plan: it is in force from now on."""
    held = _to_decide(version, by, at, scope)
    held.filing_number = filing_number.strip()[:40]
    return _decided(held, State.APPROVED, by, at)


@transaction.atomic
def send_back(
    *, version: PlanVersion, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> PlanVersion:
    """Return a plan with the reason; raises ``ValidationError`` without one."""
    held = _to_decide(version, by, at, scope)
    if not reason.strip():
        raise ValidationError(_("请写明退回的理由"), code="reason")
    held.reason = reason.strip()[:300]
    return _decided(held, State.RETURNED, by, at)


def _decided(held: PlanVersion, state: str, by: User, at: datetime) -> PlanVersion:
    held.state, held.decided_by, held.decided_at = state, by, at
    held.save(update_fields=["state", "decided_by", "decided_at", "reason", "filing_number"])
    is_approved = state == State.APPROVED
    told = {"filing_number": held.filing_number} if is_approved else {"reason": held.reason}
    audit.record(
        words.PLAN_APPROVED if is_approved else words.PLAN_RETURNED,
        by=by, at=at, about=held, unit_id=held.unit_id, number=held.number, **told,
    )  # fmt: skip
    telling.plan_decided(held, at=at)
    return held


def _to_decide(version: PlanVersion, by: User, at: datetime, scope: Scope | None) -> PlanVersion:
    found = PlanVersion.objects.select_for_update(of=("self",)).select_related("unit")
    held = found.get(pk=version.pk)
    scope = scope or scope_of(by, at=at)
    scope.require(words.DECIDE_PLAN, held.unit)
    if not may_decide(scope, held.unit):
        raise NotPermitted(words.DECIDE_PLAN)
    if held.state != State.SUBMITTED:
        raise ValidationError(_("这一版不在审批中"))
    return held


def may_decide(scope: Scope, unit: Unit) -> bool:
    """Return whether a scope approves a house's plan: from a bureau, not from a township."""
    held = scope.narrowed(words.DECIDE_PLAN)
    if held.everything:
        return True
    over = [tree.unit_id for tree in held.subtrees if tree.covers(unit.path, unit.kind)]
    return Unit.objects.filter(pk__in=over, kind__in=_BUREAUS).exists()
