"""The records behind the counts of one gate on a day, for whoever is above it: nobody's name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.access import SignedInRequest
from shouwang.figures import behind
from shouwang.figures.behind import Number, Row
from shouwang.gate import pages, queries, words
from shouwang.gate.kinds import Decision, Reason
from shouwang.gate.models import Parcel, Visit
from shouwang.kit import clock
from shouwang.orgs.models import Unit

_HEADS, _PIECES = gettext_lazy("人次"), gettext_lazy("件")
# code of ``queries.day_counts``: name, which visits, what is counted
_OF_VISITS: tuple[tuple[str, Any, Q, Any], ...] = (
    (
        "came",
        gettext_lazy("进院"),
        Q(decision__in=queries.IN),
        gettext_lazy("放行和特批进入的人次"),
    ),
    ("special", gettext_lazy("其中特批"), Q(decision=Decision.SPECIAL), ""),
    ("refused", gettext_lazy("谢绝"), Q(decision=Decision.REFUSED), ""),
    (
        "fever",
        gettext_lazy("体温异常"),
        Q(reason=Reason.FEVER),
        gettext_lazy("因体温异常谢绝的人次"),
    ),
    (
        "inside",
        gettext_lazy("还在院内"),
        Q(decision__in=queries.IN, left_at=None),
        gettext_lazy("当日进院、还没有登记离院的人次"),
    ),
)


def counts_page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return the counts of a gate on ``?day=``, and the records behind one, ``?show=``."""
    now = clock.now()
    day, today = pages.day_of(request, now), clock.local_day(now)
    numbers = of_day(unit, day)
    one = behind.shown(numbers, request.GET.get("show", ""))
    sees = request.scope.allows(words.READ, unit)
    return {
        "unit": unit,
        "title": _("门岗登记"),
        "house_url": reverse("gate:house", args=[unit.pk]) if sees else "",
        "day": day,
        "today": today,
        "previous": day - timedelta(days=1),
        "next": day + timedelta(days=1) if day < today else None,
        "at": min(now, clock.start_of(day + timedelta(days=1))),
        "numbers": numbers,
        "shown": one,
        "rows": one.rows(),
        "crumbs": [(_("门岗登记"), reverse("gate:board")), (unit.label, "")],
    }


def of_day(unit: Unit, day: date) -> list[Number]:
    """Return the counts of a gate on a day: those of the board."""
    told = queries.day_counts([unit.pk], day)[unit.pk]
    numbers = [
        Number(code, zh, _HEADS, told[code], _visits(unit, day, rows), text, _tone(code, told))
        for code, zh, rows, text in _OF_VISITS
    ]
    goods = Number("parcels", _("代收物品"), _PIECES, told["parcels"], _parcels(unit, day))
    return [*numbers, goods]


def _tone(code: str, told: dict[str, int]) -> str:
    return "bad" if code == "fever" and told[code] else ""


def _visits(unit: Unit, day: date, which: Q) -> Any:
    def rows() -> list[Row]:
        found = Visit.objects.filter(which, unit=unit, voided_at=None, **queries.on_day(day))
        return [Row(v.happened_at, _said(v), v.heads) for v in found.order_by("-happened_at")]

    return rows


def _parcels(unit: Unit, day: date) -> Any:
    def rows() -> list[Row]:
        found = Parcel.objects.filter(unit=unit, voided_at=None, **queries.on_day(day))
        return [Row(p.happened_at, _passed(p)) for p in found.order_by("-happened_at")]

    return rows


def _said(visit: Visit) -> str:
    """Say what became of a visit, without who came to whom."""
    parts = [visit.get_purpose_display(), visit.get_decision_display()]
    if visit.reason:
        parts.append(visit.get_reason_display())
    if visit.paper:
        parts.append(visit.paper)
    if visit.left_at:
        parts.append(_("%(at)s 离院") % {"at": f"{clock.local(visit.left_at):%H:%M}"})
    return " · ".join(str(part) for part in parts)


def _passed(parcel: Parcel) -> str:
    def at(word: str, moment: datetime | None) -> str:
        return f"{clock.local(moment):%H:%M} {word}" if moment else ""

    steps = (at(_("已消毒"), parcel.disinfected_at), at(_("已转交"), parcel.passed_at))
    return " · ".join(step for step in steps if step) or _("待消毒")
