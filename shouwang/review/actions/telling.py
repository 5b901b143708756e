"""Telling an institution what its superior did: returned a report, or opened one after the lock.

In the site's own language, whichever the superior reads.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.roles import INSTITUTION
from shouwang.desk.actions import inbox
from shouwang.kit.language import for_others
from shouwang.kit.templatetags.shouwang import moment, short_day
from shouwang.orgs.models import Holding
from shouwang.reporting.actions.openings import opening_key
from shouwang.reporting.models import Opening, Report, Review
from shouwang.review import words


@for_others
def tell_returned(report: Report, review: Review, *, series_id: int, at: datetime) -> None:
    """Leave the return with everybody who files for the institution, until it is filed again."""
    told = {
        "unit": report.unit.name,
        "day": short_day(report.day),
        "why": review.reason,
        "by": review.by_name,
    }
    text = _("%(unit)s %(day)s 的报表被退回修改：%(why)s（%(by)s）") % told
    _leave(report.unit_id, report, series_id, f"returned:{review.pk}", words.RETURNED, text, at)


@for_others
def tell_opened(opening: Opening, *, series_id: int, at: datetime) -> None:
    """Leave word that a locked report may be filed or corrected once."""
    told = {
        "unit": opening.unit.name,
        "day": short_day(opening.day),
        "purpose": opening.get_purpose_display(),
        "until": moment(opening.until_at),
        "why": opening.reason,
    }
    text = _("%(unit)s %(day)s 的报表已开放%(purpose)s，%(until)s 前有效：%(why)s") % told
    _leave(opening.unit_id, opening, series_id, opening_key(opening), words.OPENED, text, at)


def _leave(
    unit_id: int,
    of: Report | Opening,
    series_id: int,
    key: str,
    kind: str,
    text: str,
    at: datetime,
) -> None:
    held = Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        post__unit_id=unit_id,
        post__role__in=INSTITUTION,
        post__closed_on=None,
        from_at__lte=at,
        user__is_active=True,
    )
    args = (unit_id, of.form_id, of.day)
    # what stands already is no end of a correction: that entry is closed when the leave is used
    awaits = inbox.Awaited(unit_id, series_id, of.day) if isinstance(of, Report) else None
    inbox.leave_many(
        [
            inbox.NewEntry(
                user_id,
                key,
                text,
                reverse("reporting:correct", args=args),
                kind,
                awaits,
                reverse("reporting:phone_correct", args=args),
            )
            for user_id in held.values_list("user_id", flat=True).distinct()
        ],
        at=at,
    )
