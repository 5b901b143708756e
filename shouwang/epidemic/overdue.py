"""The alarm rule of this app: a step of an emergency report that is past its limit."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.alarms import rules as alarms
from shouwang.alarms.rules import Finding
from shouwang.epidemic import clocks, words
from shouwang.epidemic.models import Case
from shouwang.kit.templatetags.shouwang import moment

OVERDUE = "epidemic.step_overdue"


def check(at: datetime, unit_ids: Collection[int] | None) -> Iterable[Finding]:
    """Find every running clock of an open case that is past its moment."""
    open_ones = Case.objects.filter(closed_at=None, voided_at=None, happened_at__lte=at)
    if unit_ids is not None:
        open_ones = open_ones.filter(unit__in=unit_ids)
    cases = {case.pk: case for case in open_ones}
    for case_id, running in clocks.of_many(cases.values()).items():
        for one in running:
            if one.is_running() and one.due_at < at:
                due = moment(one.due_at)
                told = {"step": words.STEP_ZH[one.step], "due": due}
                yield Finding(
                    cases[case_id].unit_id,
                    f"{case_id}:{one.step}:{one.due_at:%m%d%H%M}",
                    _("%(step)s应在 %(due)s 前完成，仍未登记") % told,
                    reverse("epidemic:emergency", args=[case_id]),
                )


alarms.watch(OVERDUE, gettext_lazy("紧急报告超时"), check)
