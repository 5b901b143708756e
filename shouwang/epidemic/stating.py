"""What the cases of a house give to a 专报 (papers above): words for what no figure states."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q

from shouwang.epidemic import facts, rules
from shouwang.epidemic.models import Case
from shouwang.kit import clock
from shouwang.orgs.models import Unit


def of_house(unit: Unit, *, at: datetime) -> dict[str, str]:
    """Return words by the name a template calls them: 首例, 体温, 电话报告, 书面报告, 同室, 家属.

    They are those of the first case that is open at the moment, else of the last one; what is not
    known is left out. No names.
    """
    found = Case.objects.filter(unit=unit, voided_at=None, happened_at__lte=at)
    is_open = Q(closed_at=None) | Q(closed_at__gt=at)
    case = found.filter(is_open).order_by("happened_at").first()
    case = case or found.order_by(F("closed_at").desc()).first()
    if case is None:
        return {}
    known = facts.gather(case, at=at)
    called, written = known.of(rules.PHONE_SUPERIOR), known.of(rules.WRITTEN)
    told = {
        "first_at": _moment(case.happened_at),
        "temperature": f"{case.temperature}℃" if case.temperature else "",
        "called_at": _moment(called[0].happened_at) if called else "",
        "written_at": _moment(written[0].happened_at) if written else "",
        "roommates": f"{known.roommates}人" if known.roommates else "",
        "told": f"{len(known.of(rules.FAMILY))}人次" if known.of(rules.FAMILY) else "",
    }
    return {name: words for name, words in told.items() if words}


def _moment(moment: datetime) -> str:
    here = clock.local(moment)
    return f"{here.month}月{here.day}日{here:%H:%M}"
