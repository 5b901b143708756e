"""What is counted of cases for the daily report. A status stands by a medical finding only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.epidemic import case_queries, rules
from shouwang.epidemic.models import Case, CaseStep
from shouwang.figures.counting import Counter, Line, Span, counter, keeps
from shouwang.figures.models.figure import Nature
from shouwang.people.models import Side

# kept by who has entered a case, and by who takes temperatures here (``health``): a fever opens one
CASES = "cases"


def known(span: Span) -> QuerySet[Case]:
    """Return all cases of the houses that were ever entered."""
    return Case.objects.filter(unit__in=span.unit_ids, voided_at=None, happened_at__lte=span.until)


def sent(span: Span) -> QuerySet[CaseStep]:
    """Return the times that somebody of the house was sent to hospital within a span."""
    return CaseStep.objects.filter(
        step=rules.SENT,
        unit__in=span.unit_ids,
        voided_at=None,
        case__voided_at=None,
        happened_at__gt=span.since,
        happened_at__lte=span.until,
    ).select_related("case__person")


def by_status(status: str) -> Callable[[Span], QuerySet[Case]]:
    """Return the query for open cases that have a status at the end of a span."""

    def rows(span: Span) -> QuerySet[Case]:
        found = case_queries.standing(span.unit_ids, span.until, status=status)
        return found.select_related("person")

    return rows


def flagged(span: Span) -> QuerySet[Case]:
    """Return the staff whose case was opened for where or with whom they had been."""
    found = case_queries.standing(span.unit_ids, span.until)
    found = found.filter(cause=Case.Cause.CONTACT, person__side=Side.STAFF)
    return found.filter(Q(status=None) | ~Q(status=rules.CLEARED)).select_related("person")


def _sent_line(row: CaseStep) -> Line:
    text = _("%(name)s 送诊") % {"name": row.case.person.masked}
    return Line(row.happened_at, text, reverse("epidemic:emergency", args=[row.case_id]))


def _case_line(row: Case) -> Line:
    text = f"{row.person.masked} {row.get_cause_display()}"
    return Line(row.happened_at, text, reverse("epidemic:emergency", args=[row.pk]))


def _count(code: str, zh: Any, nature: Nature, rows: Any, line: Any, **more: Any) -> None:
    more.setdefault("book", CASES)
    measure = "人次" if nature == Nature.FLOW else "人"
    counter(Counter(code, zh, measure, nature, rows, line, **more))


keeps(known, book=CASES)
_count(
    "sent", gettext_lazy("今日送诊"), Nature.FLOW, sent, _sent_line,
    definition=gettext_lazy("当日病例处置卡上登记的送诊次数"),
)  # fmt: skip
_BY_FINDING = gettext_lazy("未结案病例中，最近一次医学结论为该项的人数；护理员不能作出结论")
for _code, _status, _zh in (
    ("suspected", rules.SUSPECTED, gettext_lazy("现有疑似")),
    ("confirmed", rules.CONFIRMED, gettext_lazy("现有确诊")),
    ("contacts", rules.CONTACT, gettext_lazy("现有密切接触者")),
):
    _count(_code, _zh, Nature.STOCK, by_status(_status), _case_line, definition=_BY_FINDING)
# nobody known is no survey made: a house without any such case is not said to have none
_count(
    "staff_flagged", gettext_lazy("有重点地区或接触史（含家属）"), Nature.STOCK,
    flagged, _case_line,
    known=flagged, definition=gettext_lazy("职工中因接触史建立病例处置卡、尚未排除的人数"),
)  # fmt: skip
