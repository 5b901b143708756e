"""Who signs a report on its way, and who has signed one: reads, scope first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import words
from shouwang.reporting.models import Handover, Report, Signature, Step
from shouwang.reporting.versions import PlainVersion

ROLE_OF = {Step.CHECKER: Role.CHECKER, Step.DIRECTOR: Role.DIRECTOR}


@dataclass(frozen=True)
class Signer:
    """One line under a report: 填报人, 审核人 or 负责人, the name, and how it was signed."""

    post: Any
    name: str
    how: str
    tone: str


def holders(unit: Unit, step: str, *, at: datetime) -> list[User]:
    """Return who may sign a step for a unit at a moment: the holders of its post there."""
    held = Q(holdings__until_at=None) | Q(holdings__until_at__gt=at)
    found = User.objects.filter(
        held,
        is_active=True,
        holdings__from_at__lte=at,
        holdings__post__unit=unit,
        holdings__post__role=ROLE_OF[Step(step)],
        holdings__post__closed_on=None,
    )
    return list(found.distinct().order_by("pk"))


def steps(unit: Unit, version: PlainVersion, *, at: datetime) -> list[str]:
    """Return the steps of a form that somebody at the unit can sign, in their order.

    A small home without a 审核人 is signed by its 负责人 alone.
    """
    return [s for s in version.signing if holders(unit, s, at=at)]


def may_sign(scope: Scope, unit: Unit, step: str) -> bool:
    """Return whether the scope holds the post of a step at the unit itself."""
    role = ROLE_OF[Step(step)]
    return any(s.unit_id == unit.pk and s.role == role for s in scope.subtrees)


def handover(scope: Scope, handover_id: int) -> Handover:
    """Return a handover within the scope."""
    found = (
        Handover.objects.select_related("unit", "form__series__owner", "report", "by")
        .filter(pk=handover_id)
        .first()
    )
    if found is None or not scope.narrowed(words.READ_REPORTS).covers(found.unit):
        raise OutOfScope(f"handover {handover_id}")
    return found


def waiting_for(scope: Scope) -> list[Handover]:
    """Return what waits for a signature of the scope's user, the oldest first: what is to be
    filed, and what was agreed to by telephone and is still owed (补签)."""
    mine = Q(pk__in=[])
    for step, role in ROLE_OF.items():
        at_units = [s.unit_id for s in scope.subtrees if s.role == role]
        if at_units:
            mine |= Q(handover__unit__in=at_units, step=step)
    unsigned = Signature.objects.filter(mine, at=None).order_by("handover_id", "order")
    live = unsigned.exclude(
        handover__state__in=[Handover.State.RETURNED, Handover.State.WITHDRAWN]
    ).select_related("handover__unit", "handover__form__series")
    found: dict[int, Handover] = {}
    for signature in live:
        before = signature.handover.signatures.filter(order__lt=signature.order)
        if signature.is_owed or not any(s.is_waiting for s in before):
            found.setdefault(signature.handover_id, signature.handover)
    return list(found.values())


def last_of(unit: Unit, form_id: int, day: Any) -> Handover | None:
    """Return the latest handover of a unit's report of a period."""
    return Handover.objects.filter(unit=unit, form=form_id, day=day).order_by("-pk").first()


def of_handover(of: Handover) -> list[Signer]:
    """Return the lines under a report: who filled it and what each step says."""
    lines = [Signer(_("填报人"), of.by_name, moment(of.at), "ok")]
    return lines + [_line(s) for s in of.signatures.order_by("order")]


def of_report(report: Report) -> list[Signer]:
    """Return the lines under a report as it stands; empty where it was filed without signing."""
    found: QuerySet[Handover] = Handover.objects.filter(
        report=report, number=report.current_number, state=Handover.State.FILED
    )
    of = found.first()
    return of_handover(of) if of else []


def _line(of: Signature) -> Signer:
    post = Step(of.step).label
    told = {"by": of.consent_by_name, "at": moment(of.consent_at) if of.consent_at else ""}
    if of.is_belated:
        how = _("%(at)s 补签（先由%(by)s记电话同意）")
        return Signer(post, of.by_name, how % {**told, "at": moment(of.at)}, "ok")
    if of.is_owed:
        how = _("%(at)s 电话同意（%(by)s记），待补签")
        return Signer(post, of.consent_of, how % told, "warn")
    if of.at:
        return Signer(post, of.by_name, moment(of.at), "ok")
    return Signer(post, "", _("待签"), "none")
