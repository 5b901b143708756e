"""What is counted at the gate: 谢绝来访 and 特批进入, 人次."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.figures.counting import Counter, Line, Span, counter
from shouwang.figures.models.figure import Nature
from shouwang.gate.kinds import Decision
from shouwang.gate.models import Visit


def refused(span: Span) -> QuerySet[Visit]:
    """Return who was refused in a span."""
    return _of(span, Decision.REFUSED)


def allowed(span: Span) -> QuerySet[Visit]:
    """Return who went in by special approval in a span."""
    return _of(span, Decision.SPECIAL)


def known(span: Span) -> QuerySet[Visit]:
    """Return what a gate registered lately: of one that registers nobody nothing is known."""
    return Visit.objects.filter(
        unit__in=span.unit_ids,
        voided_at=None,
        happened_at__gt=span.lately,
        happened_at__lte=span.until,
    )


def line(row: Any) -> Line:
    """Show one visit behind a number: why they came, what was decided by which paper or whom."""
    told = [
        str(row.get_purpose_display()),
        _("%(heads)d 人") % {"heads": row.heads} if row.heads > 1 else "",
        str(row.get_reason_display() or row.get_decision_display()),
        row.paper if row.decision == Decision.REFUSED else row.approver,
    ]
    return Line(
        row.happened_at, " · ".join(filter(None, told)), reverse("gate:visit", args=[row.pk])
    )


def _of(span: Span, decision: Decision) -> QuerySet[Visit]:
    return Visit.objects.filter(
        unit__in=span.unit_ids,
        decision=decision,
        voided_at=None,
        happened_at__gt=span.since,
        happened_at__lte=span.until,
    )


counter(
    Counter(
        code="refused",
        zh=gettext_lazy("谢绝来访"),
        measure="人次",
        nature=Nature.FLOW,
        rows=refused,
        line=line,
        amount=Sum("heads"),
        known=known,
        definition=gettext_lazy("门岗登记为谢绝的来人"),
    )
)
counter(
    Counter(
        code="allowed",
        zh=gettext_lazy("特批进入"),
        measure="人次",
        nature=Nature.FLOW,
        rows=allowed,
        line=line,
        amount=Sum("heads"),
        known=known,
        definition=gettext_lazy("门岗登记为经特批进入的来人，每条有批准人"),
    )
)
