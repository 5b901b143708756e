"""Telling an institution that a late record changed what its report was filled from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.roles import Role
from shouwang.desk import kinds
from shouwang.desk.actions import inbox
from shouwang.kit import clock
from shouwang.kit.language import for_others
from shouwang.kit.templatetags.shouwang import short_day
from shouwang.ledger.actions.counts import Changed
from shouwang.orgs.models import Holding
from shouwang.reporting import ledgered, queries, typed
from shouwang.reporting.models import Report
from shouwang.reporting.queries import Sheet

CHANGED = kinds.kind("ledger", gettext_lazy("台账变动"), tone="warn")
_MOST = 3


@for_others
def tell_changed(changed: Sequence[Changed], at: datetime) -> None:
    """Leave word with who files, once for a submission that the ledger no longer bears out."""
    days = {(unit_id, clock.local_day(until)) for unit_id, _since, until in changed}
    if not days:
        return
    # one condition for each of thousands of pairs would be no statement any more
    units, dates = {unit_id for unit_id, _day in days}, {day for _unit_id, day in days}
    filed = Report.objects.filter(unit_id__in=units, day__in=dates, returned_at=None)
    for report in filed.select_related("unit", "form"):
        if (report.unit_id, report.day) not in days:
            continue
        sheet = queries.standing(report)
        if new := _not_answered(sheet):
            _leave(sheet, report, new, at=at)


def _not_answered(sheet: Sheet) -> list[str]:
    """Return the differences in words that nobody was asked about when the report was filed."""
    told = sheet.current.counted if sheet.current else {}
    other = ledgered.differing(sheet.values, sheet.counted)
    names = {item.code: item.zh for item in sheet.version.items}
    return [
        _("%(item)s填 %(stated)s，台账 %(counted)s")
        % {
            "item": names[code],
            "stated": typed.write(sheet.values[code]),
            "counted": typed.write(number),
        }
        for code, number in other.items()
        if told.get(code) != number
    ]


def _leave(sheet: Sheet, report: Report, new: list[str], *, at: datetime) -> None:
    told = {
        "unit": report.unit.name,
        "day": short_day(report.day),
        "what": "；".join(new[:_MOST]),
        "more": _("等 %(n)d 项") % {"n": len(new)} if len(new) > _MOST else "",
    }
    text = _("%(unit)s %(day)s 报送后补录了台账：%(what)s%(more)s。如需更正请办理。") % told
    url = reverse("reporting:receipt", args=[report.pk])
    held = Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        post__unit_id=report.unit_id,
        post__role__in=(Role.REPORTER, Role.DIRECTOR),
        post__closed_on=None,
        from_at__lte=at,
        user__is_active=True,
    )
    phone = reverse("reporting:phone_receipt", args=[report.pk])
    key = f"ledger:{report.pk}:{report.current_number}"
    people = held.values_list("user_id", flat=True).distinct()
    inbox.leave_many(
        [inbox.NewEntry(user, key, text, url, CHANGED, phone_url=phone) for user in people], at=at
    )
