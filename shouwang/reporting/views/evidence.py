"""Behind a number: its rows, its gaps, its course."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.figures import queries as figures
from shouwang.figures import words as figure_words
from shouwang.kit import clock
from shouwang.reporting import words
from shouwang.reporting.daybook import course as courses
from shouwang.reporting.daybook import gaps
from shouwang.reporting.daybook.drawer import drawer
from shouwang.reporting.daybook.page import day_page
from shouwang.reporting.views import dayplace


@require_GET
@access.page(figure_words.READ_FIGURES)
def figure(request: HttpRequest, day: date, unit_id: int, figure_id: int) -> HttpResponse:
    """Show what stands behind a unit's figure: in the drawer a part, by itself a page."""
    place = dayplace.place(request, day, unit_id, figure_words.READ_FIGURES)
    found = drawer(
        place.scope,
        place.unit,
        figures.figure(place.scope, figure_id),
        day,
        now=clock.now(),
        page=dayplace.number(request, "page", 1),
    )
    template = "part" if request.headers.get("HX-Request") else "page"
    context = {"found": found, "trail": place.trail}
    return render(request, f"reporting/evidence/{template}.html", context)


@require_GET
@access.page(figure_words.READ_FIGURES)
def course(request: HttpRequest, figure_id: int, unit_id: int) -> HttpResponse:
    """Show a figure's course over 7, 30 or 90 days, and the children's values of the last day."""
    day = dayplace.day_or_today(request)
    place = dayplace.place(request, day, unit_id, figure_words.READ_FIGURES)
    found = courses.course(
        place.scope,
        place.unit,
        figures.figure(place.scope, figure_id),
        day,
        days=dayplace.number(request, "days", 30),
    )
    return render(request, "reporting/evidence/course.html", {"found": found, "trail": place.trail})


@require_GET
@access.page(words.READ_DAY)
def missing(request: HttpRequest, day: date, unit_id: int) -> HttpResponse:
    """Show who has not filed: since when, and whom to call."""
    if asked := dayplace.asked_day(request, day):
        return redirect("reporting:missing", asked, unit_id)
    place = dayplace.place(request, day, unit_id)
    page = day_page(place.scope, place.unit, day, now=clock.now(), with_unstated=False)
    found = gaps.gaps(place.scope, page, number=dayplace.number(request, "page", 1))
    trail = [*place.trail, (f"{page.timing.gap_word()}{_('名单')}", "")]
    context = {
        "page": page,
        "found": found,
        "missing_trail": trail,
        "max_day": clock.today(),
        "is_grouped": any(u.child_id != u.unit_id for u in found.units),
    }
    return render(request, "reporting/day/missing.html", context)
