"""The day taken away as a file."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.models import User
from shouwang.figures.evidence import missing as missing_units
from shouwang.kit import clock
from shouwang.reporting import words
from shouwang.reporting.actions.exports import record_export
from shouwang.reporting.daybook import sheets
from shouwang.reporting.views import dayplace

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
@access.page(words.READ_DAY)
def day_table(request: HttpRequest, day: date, unit_id: int) -> HttpResponse:
    """Answer the table of a day as it is on the screen."""
    place = dayplace.place(request, day, unit_id)
    page = dayplace.context(request, place)["page"]
    _record(request, place, "day", len(page.lines))
    return _file(sheets.day_workbook(page), sheets.title(page))


@require_GET
@access.page(words.READ_DAY)
def missing_table(request: HttpRequest, day: date, unit_id: int) -> HttpResponse:
    """Answer the list of units that have not filed."""
    place = dayplace.place(request, day, unit_id)
    page = dayplace.context(request, place)["page"]
    found = missing_units(place.scope, place.unit, day)
    _record(request, place, "missing", len(found))
    return _file(
        sheets.missing_workbook(page, found), f"{sheets.title(page)} {page.timing.gap_word()}"
    )


def _record(request: HttpRequest, place: dayplace.Place, what: str, rows: int) -> None:
    record_export(
        unit=place.unit,
        day=place.day,
        what=what,
        rows=rows,
        by=cast(User, request.user),
        at=clock.now(),
    )


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    disposition = content_disposition_header(True, f"{name}.xlsx".replace(" ", "_"))
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
