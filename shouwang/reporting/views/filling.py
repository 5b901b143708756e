"""Filling and correcting a report, the same on every device."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render

from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.reporting import handing, pages, signers
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.handing import Trouble
from shouwang.reporting.models import Handover, Submission
from shouwang.reporting.queries import Sheet
from shouwang.reporting.views.places import Place, to_fill


@dataclass(frozen=True)
class Device:
    """Where a page stands: what its reports are marked with, its template, its addresses."""

    source: str
    template: str
    entry: str
    correct: str
    receipt: str


DESK = Device(
    Submission.Source.DESK,
    "reporting/entry/entry.html",
    "reporting:entry",
    "reporting:correct",
    "reporting:receipt",
)
PHONE = Device(
    Submission.Source.PHONE,
    "reporting/phone/entry.html",
    "reporting:phone_entry",
    "reporting:phone_correct",
    "reporting:phone_receipt",
)


def fill(
    request: SignedInRequest,
    device: Device,
    unit_id: int,
    form_id: int,
    day: date,
    *,
    correcting: bool,
) -> HttpResponse:
    """Answer the page that fills a report, or corrects one that stands."""
    place = to_fill(request, unit_id, form_id, day)
    source = handing.source_of(place.scope, place.unit, device.source)
    if request.method == "POST":
        return _hand_in(request, device, place, source, correcting=correcting)
    sheet = place.sheet()
    if way := _on_its_way(sheet) or _elsewhere(device, place, sheet, correcting=correcting):
        return way
    context = pages.entry(sheet, correcting=correcting, source=source)
    return render(request, device.template, context)


def _hand_in(
    request: SignedInRequest, device: Device, place: Place, source: str, *, correcting: bool
) -> HttpResponse:
    answer = handing.hand_in(
        request.POST,
        unit=place.unit,
        form=place.form,
        day=place.day,
        source=source,
        correcting=correcting,
        scope=place.scope,
        by=request.user,
        at=clock.now(),
    )
    if isinstance(answer, Trouble):
        context = pages.entry(place.sheet(), correcting=correcting, source=source, trouble=answer)
        return render(request, device.template, context, status=answer.status)
    return _onward(device, answer)


def _onward(device: Device, answer: Receipt | Handover) -> HttpResponse:
    """Lead to the receipt, or to what waits to be signed."""
    if isinstance(answer, Handover) and answer.state == Handover.State.OPEN:
        return redirect("reporting:handover", answer.pk)
    return redirect(device.receipt, answer.report_id)


def _on_its_way(sheet: Sheet) -> HttpResponse | None:
    """Lead to the handover of a report that waits to be signed, None where none does."""
    if sheet.version.signing:
        last = signers.last_of(sheet.unit, sheet.form.pk, sheet.day)
        if last and last.state == Handover.State.OPEN:
            return redirect("reporting:handover", last.pk)
    return None


def _elsewhere(
    device: Device, place: Place, sheet: Sheet, *, correcting: bool
) -> HttpResponse | None:
    """Lead to the page that a report's state asks for, None where it is the one asked for.

    A report that stands shows its receipt; so does one that cannot be corrected any more, which
    says who opens it.
    """
    report = sheet.report
    if report is None:
        return redirect(device.entry, *place.args) if correcting else None
    if report.returned_at:
        return None if correcting else redirect(device.correct, *place.args)
    if not correcting or pages.locked_why(sheet):
        return redirect(device.receipt, report.pk)
    return None
