"""Filing on behalf: a grid for many small institutions, a chat list pasted into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.kit import clock
from shouwang.orgs import queries as places
from shouwang.orgs.models import Unit
from shouwang.reporting import words
from shouwang.reporting.behalf import grid as grids
from shouwang.reporting.behalf import handing, pasting
from shouwang.reporting.behalf.grid import Grid
from shouwang.reporting.behalf.pasting import Pasted
from shouwang.reporting.models import Form

_CHOOSE = "choose-"


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a place, one of its forms, a day, and the institutions there."""

    place: Unit
    forms: Sequence[Form]
    form: Form | None
    day: date
    units: Sequence[Unit]

    @property
    def query(self) -> str:
        """Return the address's query."""
        form = f"&form={self.form.pk}" if self.form else ""
        return f"unit={self.place.pk}{form}&day={self.day.isoformat()}"


@require_http_methods(["GET", "POST"])
@access.page(words.FILE_ON_BEHALF)
def grid(request: SignedInRequest) -> HttpResponse:
    """Show the grid; read a paste into it; hand in the rows that are complete."""
    asked = _asked(request)
    if asked.form is None:
        return render(request, "reporting/behalf/grid.html", _context(request, asked, None, None))
    found, pasted = _grid(request, asked, asked.form), None
    if request.method == "POST" and "text" in request.POST:
        found, pasted = _read(request, asked, found)
    elif request.method == "POST":
        rows = handing.submit(
            found.rows, request.POST, scope=request.scope, by=request.user, at=clock.now()
        )
        found = replace(found, rows=rows)
    return render(request, "reporting/behalf/grid.html", _context(request, asked, found, pasted))


def _asked(request: SignedInRequest) -> Asked:
    scope, query = request.scope, request.GET
    place = _place(request, query.get("unit", ""))
    day = _day(query.get("day", ""))
    forms = grids.forms_in(scope, place, day)
    form = next((f for f in forms if str(f.pk) == query.get("form", "")), None)
    if form is None:
        form = forms[0] if forms else None
    units = list(grids.units_of(scope, form, place, day)) if form else []
    return Asked(place, forms, form, day, units)


def _place(request: SignedInRequest, asked: str) -> Unit:
    reach = request.scope.narrowed(words.FILE_ON_BEHALF)
    if asked.isdecimal():
        return places.unit(reach, int(asked))
    tops = places.tops(reach)
    if not tops:
        raise OutOfScope("no unit")
    return tops[0]


def _day(text: str) -> date:
    try:
        return min(date.fromisoformat(text), clock.today())
    except ValueError:
        return clock.today()


def _grid(request: SignedInRequest, asked: Asked, form: Form) -> Grid:
    """Return the grid of the whole place, or of the rows that a posted page names."""
    units = asked.units
    if len(units) > grids.MOST_ROWS:
        named = {pk for pk in request.POST.getlist("row") if pk.isdecimal()}
        units = [u for u in units if str(u.pk) in named]
    return grids.grid(request.scope, form, units, asked.day, now=clock.now())


def _read(request: SignedInRequest, asked: Asked, found: Grid) -> tuple[Grid, Pasted]:
    """Return the grid with a paste laid over it; a wide place shows the rows that are named."""
    text = request.POST.get("text", "")
    if found.version is None or asked.form is None:
        return found, pasting.Pasted(text, [], [], [])
    chosen = _chosen(request)
    reading = pasting.read(text, asked.units, found.version, chosen)
    if len(asked.units) > grids.MOST_ROWS:
        keys = {entry.key for entry in reading.entries}
        units = [u for u in asked.units if u.pk in keys]
        found = grids.grid(request.scope, asked.form, units, asked.day, now=clock.now())
    filed = {row.unit.pk for row in found.rows if not row.is_open}
    pasted = pasting.told(text, reading, asked.units, filed)
    return replace(found, rows=pasting.laid_over(found.rows, reading)), pasted


def _chosen(request: SignedInRequest) -> dict[int, int]:
    """Return whom a person said that lines mean: the number of the line to the institution."""
    answers = {n: str(v) for n, v in request.POST.items() if n.startswith(_CHOOSE)}
    return {
        int(name[len(_CHOOSE) :]): int(value)
        for name, value in answers.items()
        if name[len(_CHOOSE) :].isdecimal() and value.isdecimal()
    }


def _context(
    request: SignedInRequest, asked: Asked, found: Grid | None, pasted: Pasted | None
) -> dict[str, Any]:
    here = reverse("reporting:behalf")
    rows = found.rows if found else []
    return {
        "asked": asked,
        "grid": found,
        "pasted": pasted,
        "below": _below(request, asked),
        "is_wide": len(asked.units) > grids.MOST_ROWS,
        "filed": sum(not row.is_open for row in rows),
        "done": [row for row in rows if row.result and row.result.report_id],
        "left": [row for row in rows if row.result and not row.result.report_id],
        "tabs": [
            (
                f.series.zh,
                f"{here}?unit={asked.place.pk}&form={f.pk}&day={asked.day}",
                f == asked.form,
            )
            for f in asked.forms
        ],
        "trail": _trail(request, asked),
        "today": clock.today(),
    }


def _below(request: SignedInRequest, asked: Asked) -> list[tuple[Unit, int]]:
    """Return the jurisdictions under the place, each with how many institutions fill the form."""
    below = [u for u in places.children(request.scope, asked.place) if not u.is_institution]
    counted = [(u, sum(i.path.startswith(u.path) for i in asked.units)) for u in below]
    return [(unit, count) for unit, count in counted if count]


def _trail(request: SignedInRequest, asked: Asked) -> list[tuple[str, str]]:
    here = reverse("reporting:behalf")
    reach = request.scope.narrowed(words.FILE_ON_BEHALF)
    above = [*places.ancestors(reach, asked.place), asked.place]
    return [*((unit.label, f"{here}?unit={unit.pk}") for unit in above)]
