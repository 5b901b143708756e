"""Reads of cases, scope first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from shouwang.accounts import access
from shouwang.epidemic import rules, words
from shouwang.epidemic.models import Case, CaseStep
from shouwang.orgs.scope import Scope

OPEN, CLOSED = "open", "closed"


def cases(scope: Scope, which: str = OPEN) -> QuerySet[Case]:
    """Return the cases in scope that are open, the oldest first, or closed, the latest first."""
    found = _within(scope)
    if which == CLOSED:
        return found.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    return found.filter(closed_at=None).order_by("happened_at", "pk")


def case(scope: Scope, case_id: UUID) -> Case:
    """Return one case; raises ``OutOfScope`` outside the scope."""
    return access.one(_within(scope), pk=case_id)


def step(case: Case, step_id: UUID) -> CaseStep:
    """Return one step of a case; raises ``OutOfScope`` for another's."""
    return access.one(CaseStep.objects.select_related("case__unit"), case=case, pk=step_id)


def steps(case: Case) -> list[CaseStep]:
    """Return all steps of a case in the order in which they were done, voided ones too."""
    return list(case.steps.select_related("voided_by").order_by("happened_at", "recorded_at"))


def waiting(scope: Scope) -> int:
    """Return how many cases in scope are open: the badge in the menu."""
    return cases(scope).count()


def standing(unit_ids: Collection[int], at: datetime, *, status: str = "") -> QuerySet[Case]:
    """Return the cases of houses that were open at a moment, with the ``status`` that medical
    staff had given them by then (None: nobody); only those of one ``status`` where it is named."""
    finding = CaseStep.objects.filter(
        case=OuterRef("pk"), step=rules.FINDING, voided_at=None, happened_at__lte=at
    ).order_by("-happened_at", "-recorded_at")
    then = Q(closed_at=None) | Q(closed_at__gt=at)
    found = Case.objects.filter(then, unit__in=unit_ids, voided_at=None, happened_at__lte=at)
    known = found.annotate(status=Subquery(finding.values("status")[:1]))
    return known.filter(status=status) if status else known


def _within(scope: Scope) -> QuerySet[Case]:
    reach = scope.narrowed(words.READ_EMERGENCIES).q("unit__")
    rows = Case.objects.filter(reach, voided_at=None)
    return rows.select_related("unit", "person", "closed_by")
