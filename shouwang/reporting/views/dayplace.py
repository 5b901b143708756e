"""What the day's addresses name: a unit and a day within the user's scope, columns chosen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import words
from shouwang.reporting.converters import day_of
from shouwang.reporting.daybook.page import day_page
from shouwang.reporting.daybook.screen import screen
from shouwang.reporting.daybook.trail import line_to

_CHOSEN = "day_columns"
_MOST_CHOSEN = 60


@dataclass(frozen=True)
class Place:
    """A unit's day, looked up; ``line`` are the units above in scope, the highest first."""

    scope: Scope
    unit: Unit
    day: date
    line: list[Unit]

    @property
    def trail(self) -> list[tuple[str, str]]:
        """Return the breadcrumb, the unit last."""
        return [
            (u.name, reverse("reporting:unit_day", args=[self.day, u.pk]))
            for u in [*self.line, self.unit]
        ]


def place(request: HttpRequest, day: date, unit_id: int, permission: str = words.READ_DAY) -> Place:
    """Return what an address names; 404 outside the scope, 403 without the permission."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    line = line_to(scope, unit_id)
    scope.require(permission, line[-1])
    return Place(scope, line[-1], day, line[:-1])


def asked_day(request: HttpRequest, day: date) -> date | None:
    """Return the day that the picker asks for, None where it is the present one or none."""
    try:
        asked = day_of(request.GET.get("day", ""))
    except ValueError:
        return None
    return min(asked, clock.today()) if asked != day else None


def context(request: HttpRequest, place: Place) -> dict[str, Any]:
    """Return what the day's page shows."""
    everything = request.GET.get("view") == "all"
    page = day_page(
        place.scope,
        place.unit,
        place.day,
        now=clock.now(),
        wanted=_wanted(request),
        everything=everything,
    )
    return {"trail": place.trail, "max_day": clock.today(), **screen(page, everything=everything)}


def _wanted(request: HttpRequest) -> set[int]:
    """Return the columns chosen: asked for now (and kept), or kept before."""
    if "c" in request.GET:
        chosen = [int(c) for c in request.GET.getlist("c") if c.isdecimal()][:_MOST_CHOSEN]
        if request.session.get(_CHOSEN, []) != chosen:
            request.session[_CHOSEN] = chosen
    return set(request.session.get(_CHOSEN, []))


def number(request: HttpRequest, name: str, usual: int) -> int:
    """Return a small number of the query, the usual one where there is none."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and 0 < len(text) <= 6 else usual


def day_or_today(request: HttpRequest) -> date:
    """Return the day of the query, the present one where it names none or it has not come."""
    try:
        return min(day_of(request.GET.get("day", "")), clock.today())
    except ValueError:
        return clock.today()
