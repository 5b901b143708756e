"""A superior's day of reviewing and signing: the page, its live part, a report, the deeds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import OutOfScope, SignedInRequest
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.reporting import queries, typed, words
from shouwang.reporting.models import Opening, Report
from shouwang.reporting.views import dayplace
from shouwang.reporting.views.dayplace import Place
from shouwang.review import words as review_words
from shouwang.review.actions import openings, signs, verdicts
from shouwang.review.models import DaySign
from shouwang.review.today import reading, screen

Thing = TypeVar("Thing", bound=Model)


@require_GET
@access.page(words.READ_DAY)
def today(request: HttpRequest) -> HttpResponse:
    """Show the day of the highest unit that the user looks after, or of the one asked for."""
    place = _place(request)
    if place.unit.is_institution:
        return redirect("reporting:unit_day", place.day, place.unit.pk)
    return render(request, "review/day/today.html", _screen(request, place))


@require_GET
@access.page(words.READ_DAY)
def live(request: HttpRequest) -> HttpResponse:
    """Answer a page that asks whether anything changed: 204 where nothing did."""
    found = _screen(request, _place(request))
    if request.GET.get("seen") == found["page"].stamp:
        return HttpResponse(status=204)
    return render(request, "review/day/live.html", found)


@require_GET
@access.page(words.READ_DAY)
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show one report to its reviewer: yesterday beside, doubts, verdicts; in the drawer a part."""
    scope = request.scope.narrowed(words.READ_DAY)  # type: ignore[attr-defined]
    found = queries.report(scope, report_id)
    context = reading.context(request.scope, found, now=clock.now())  # type: ignore[attr-defined]
    return _in_drawer(request, "report", context)


@require_POST
@access.page(review_words.REVIEW_REPORTS)
def send_back(request: SignedInRequest, report_id: int) -> HttpResponse:
    """Return a report to be mended."""
    found = queries.report(request.scope, report_id)
    with _told(request, _("已退回%(unit)s修改") % {"unit": found.unit.name}):
        verdicts.return_report(
            report=found,
            reason=request.POST.get("reason", ""),
            seen_number=typed.whole(request.POST.get("seen_number", "")),
            by=request.user,
            at=clock.now(),
            scope=request.scope,
        )
        # the page that follows counts it among the missing, as its list does
        rollups.settle()
    return redirect(_back(request))


@require_POST
@access.page(review_words.REVIEW_REPORTS)
def pass_on(request: SignedInRequest) -> HttpResponse:
    """Pass the reports that were ticked, as they stood on the page."""
    seen = screen.picked(request.POST.getlist("pick"))
    mine = request.scope.q("unit__") | request.scope.q("placed_in__", of="unit__")
    reports = Report.objects.filter(mine, pk__in=seen).select_related("unit")
    count = verdicts.pass_reports(
        reports=reports, seen=seen, by=request.user, at=clock.now(), scope=request.scope
    )
    messages.success(request, _("已审核通过 %(n)d 份") % {"n": count})
    if len(seen) > count:
        told = {"n": len(seen) - count}
        messages.warning(request, _("%(n)d 份没有通过：刚刚重新报送、已退回或已审核过") % told)
    return redirect(_back(request))


@require_POST
@access.page(review_words.SIGN_DAY)
def sign(request: SignedInRequest, day: date, unit_id: int, stage: str) -> HttpResponse:
    """Sign a day at one stage."""
    unit = _found(Unit.objects.filter(pk=unit_id))
    with _told(request, _("已签字")):
        signs.sign_day(
            unit=unit,
            day=day,
            stage=stage,
            with_gaps=bool(request.POST.get("with_gaps")),
            note=request.POST.get("note", ""),
            seen=request.POST.get("seen", ""),
            by=request.user,
            at=clock.now(),
            scope=request.scope,
        )
    return redirect(_back(request))


@require_POST
@access.page(review_words.SIGN_DAY)
def withdraw(request: SignedInRequest, sign_id: int) -> HttpResponse:
    """Take a signature back."""
    held = _found(DaySign.objects.select_related("unit").filter(pk=sign_id))
    with _told(request, _("签字已撤回")):
        signs.withdraw_sign(
            sign=held,
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=clock.now(),
            scope=request.scope,
        )
    return redirect(_back(request))


@require_http_methods(["GET", "POST"])
@access.page(words.OPEN_DAY)
def open_up(request: SignedInRequest, unit_id: int, form_id: int, day: date) -> HttpResponse:
    """Give leave to file or correct one locked report; a GET asks for the reason."""
    unit = units.unit(request.scope, unit_id)
    form = queries.form(request.scope, form_id)
    if request.method == "GET":
        context = reading.opening_context(unit, form, day, at=clock.now())
        return _in_drawer(request, "opening", context)
    with _told(request, _("已向%(unit)s开放，24 小时内有效") % {"unit": unit.name}):
        openings.open_report(
            unit=unit,
            form=form,
            day=day,
            reason=request.POST.get("reason", ""),
            by=request.user,
            at=clock.now(),
        )
    return redirect(_back(request))


@require_POST
@access.page(words.OPEN_DAY)
def close(request: SignedInRequest, opening_id: int) -> HttpResponse:
    """Take a leave back that was not used."""
    seen = request.scope.q("unit__")
    opening = _found(Opening.objects.select_related("unit").filter(seen, pk=opening_id))
    with _told(request, _("已收回")):
        openings.close_opening(
            opening=opening, by=request.user, at=clock.now(), scope=request.scope
        )
    return redirect(_back(request))


def _found(wanted: QuerySet[Thing]) -> Thing:
    """Return the one that was named; the action asks whose it is."""
    thing = wanted.first()
    if thing is None:
        raise OutOfScope("signature or opening")
    return thing


def _place(request: HttpRequest) -> Place:
    """Return the unit and the day that the query names; without any the user's highest, today."""
    asked = typed.whole(request.GET.get("unit", ""), most=18)
    if asked is not None:
        return dayplace.place(request, dayplace.day_or_today(request), asked)
    tops = units.tops(request.scope.narrowed(words.READ_DAY))  # type: ignore[attr-defined]
    if not tops:
        raise Http404
    return dayplace.place(request, dayplace.day_or_today(request), tops[0].pk)


def _in_drawer(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    """Answer a part for the drawer, else the same as a page of its own."""
    template = "part" if request.headers.get("HX-Request") else "page"
    found = context | {"back": _back(request)}
    return render(request, f"review/day/{name}_{template}.html", found)


def _screen(request: HttpRequest, place: Place) -> dict[str, Any]:
    return screen.context(place.scope, [*place.line, place.unit], place.day, request.GET)


@contextmanager
def _told(request: HttpRequest, done: str) -> Iterator[None]:
    """Say what was done, or in words why it was not."""
    try:
        yield
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, done)


def _back(request: HttpRequest) -> str:
    """Return the address of the list that somebody came from."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    if asked.startswith("/") and url_has_allowed_host_and_scheme(asked, {request.get_host()}):
        return asked
    return reverse("review:today")
