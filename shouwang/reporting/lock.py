"""The lock of a day: what may come after it, and who lets it.

It binds pages, phones and the API. An import is the office's own deed on paper that exists
already: it is not bound, and traced as an import. After the lock a superior opens one report for
补报 or 更正; totals above then change visibly, because signatures keep what they were given under.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Opening, Report, Submission
from shouwang.reporting.versions import PlainVersion

_OPENERS = (Kind.COUNTY, Kind.DEVELOPMENT_ZONE, Kind.PREFECTURE)


def is_locked(version: PlainVersion, start: date, *, source: str, at: datetime) -> bool:
    """Return whether a filing of the period comes too late to be taken without leave."""
    if source == Submission.Source.IMPORT:
        return False
    locked_at = version.lock_at(start)
    return locked_at is not None and at >= locked_at


def waiting(unit: Unit, form_id: int, start: date, *, at: datetime) -> Opening | None:
    """Return the leave that stands for a unit's report of a period, neither used nor lapsed."""
    found = Opening.objects.filter(
        unit=unit, form_id=form_id, day=start, used_at=None, closed_at=None, until_at__gt=at
    )
    return found.first()


def why_not(unit: Unit, version: PlainVersion, start: date, report: Report | None) -> str:
    """Return, for the person who files too late, what has happened and whom to ask."""
    locked_at = version.lock_at(start)
    told = {"at": moment(locked_at), "who": opener_name(unit)}
    if report is not None and report.returned_at is None:
        return _("已于 %(at)s 锁定，不能再改；需更正的，请联系%(who)s开放更正") % told
    return _("已于 %(at)s 锁定，不能再报；需补报的，请联系%(who)s开放补报") % told


def opener_name(unit: Unit) -> str:
    """Return the bureau to ask: the nearest county's or prefecture's above, else the parent."""
    paths = [unit.path[:n] for n in range(unit.steplen, len(unit.path), unit.steplen)]
    above = list(Unit.objects.filter(path__in=paths).order_by("-path"))
    chosen = next((u for u in above if u.kind in _OPENERS), above[0] if above else None)
    return chosen.name if chosen else _("上级")
