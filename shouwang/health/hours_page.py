"""What the page of a house's hours shows, and the deed behind its form."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.accounts.access import SignedInRequest
from shouwang.health import pages, timetable, words
from shouwang.health.actions import hours
from shouwang.health.models import RoundHours
from shouwang.kit import clock
from shouwang.orgs.models import Unit

Errors = list[tuple[str, str]]
SHOWN = 20


def page(request: SignedInRequest, unit: Unit) -> dict[str, Any]:
    """Return the hours in force with their history; on POST set what was filled in."""
    now = clock.now()
    request.scope.require(words.SET_HOURS, unit)
    dues = timetable.of_unit(unit, clock.local_day(now), at=now)
    context: dict[str, Any] = {"unit": unit, "errors": [], "lines": []}
    for due in dues:
        field = f"hour-{due.number}"
        value = request.POST.get(field, f"{clock.local(due.until):%H:%M}")
        context["lines"].append({"number": due.number, "field": field, "value": value})
    if request.method == "POST":
        context["errors"] = _set(request, unit, [line["value"] for line in context["lines"]])
    rows = RoundHours.objects.filter(unit=unit).select_related("set_by").order_by("-pk")[:SHOWN]
    usual = [f"{one // 60:02d}:{one % 60:02d}" for one in timetable.usual(len(dues))]
    return context | {
        "rows": rows,
        "usual": "、".join(usual),
        "crumbs": pages.crumbs(request.scope, unit, _("测温时限")),
    }


def _set(request: SignedInRequest, unit: Unit, told: list[str]) -> Errors:
    try:
        asked = [] if request.POST.get("usual") else [time.fromisoformat(one) for one in told]
        hours.set_hours(
            unit=unit, hours=asked, by=request.user, at=clock.now(), scope=request.scope
        )
    except ValidationError as why:
        return [("hour-1", "；".join(why.messages))]
    except ValueError:
        return [("hour-1", _("请填时间，例如 09:00"))]
    return []
