"""Filing on behalf: a grid for many small institutions, a chat list pasted into it."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.intake import words
from shouwang.intake.behalf import grid as grids
from shouwang.intake.behalf import handing, pasting, screen
from shouwang.intake.behalf.grid import Grid
from shouwang.intake.behalf.pasting import Pasted
from shouwang.intake.behalf.screen import Asked
from shouwang.kit import clock
from shouwang.orgs import queries as places
from shouwang.orgs.models import Unit
from shouwang.reporting import typed
from shouwang.reporting.models import Form
from shouwang.reporting.views import dayplace

_CHOOSE = "choose-"


@require_http_methods(["GET", "POST"])
@access.page(words.FILE_ON_BEHALF)
def grid(request: SignedInRequest) -> HttpResponse:
    """Show the grid; read a paste into it; hand in the rows that are complete."""
    asked, pasted = _asked(request), None
    found = _grid(request, asked, asked.form) if asked.form else None
    if found and request.method == "POST" and "text" in request.POST:
        found, pasted = _read(request, asked, found)
    elif found and request.method == "POST":
        rows = handing.submit(
            found.rows, request.POST, scope=request.scope, by=request.user, at=clock.now()
        )
        found = replace(found, rows=rows)
    context = screen.context(request.scope, asked, found, pasted)
    return render(request, "intake/behalf/grid.html", context)


def _asked(request: SignedInRequest) -> Asked:
    scope, query = request.scope, request.GET
    place = _place(request, query.get("unit", ""))
    day = dayplace.day_or_today(request)
    forms = grids.forms_in(scope, place, day)
    form = next((f for f in forms if str(f.pk) == query.get("form", "")), None)
    if form is None:
        form = forms[0] if forms else None
    units = list(grids.units_of(scope, form, place, day)) if form else []
    return Asked(place, forms, form, day, units)


def _place(request: SignedInRequest, asked: str) -> Unit:
    reach = request.scope.narrowed(words.FILE_ON_BEHALF)
    if (unit_id := typed.whole(asked, most=18)) is not None:
        return places.unit(reach, unit_id)
    tops = places.tops(reach)
    if not tops:
        raise OutOfScope("no unit")
    return tops[0]


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
    pasted = pasting.told(text, reading, asked.units, found.rows)
    return replace(found, rows=pasting.laid_over(found.rows, reading)), pasted


def _chosen(request: SignedInRequest) -> dict[int, int]:
    """Return whom a person said that lines mean: the number of the line to the institution."""
    answers = [
        (typed.whole(name.removeprefix(_CHOOSE)), typed.whole(str(value)))
        for name, value in request.POST.items()
        if name.startswith(_CHOOSE)
    ]
    return {line: key for line, key in answers if line is not None and key is not None}
