"""A superior's own workbook as a recipient's table: uploaded, its cells said, previewed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import NotPermitted, SignedInRequest
from shouwang.dispatch import queries, words
from shouwang.dispatch.actions import books as deeds
from shouwang.dispatch.actions import sendings
from shouwang.dispatch.books import grids
from shouwang.dispatch.layouts import book_page, papers
from shouwang.dispatch.models import Layout, Recipient
from shouwang.dispatch.tables.references import Names
from shouwang.dispatch.views.answer import answer
from shouwang.dispatch.views.recipients import trail
from shouwang.kit import clock
from shouwang.kit.sheets.blank_form import FORM_LIMITS
from shouwang.reporting.views import dayplace


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_LAYOUTS)
def book(request: SignedInRequest, addressee_id: int) -> HttpResponse:
    """Show the workbook with what each cell takes; a new one is uploaded here."""
    held = _held(request, addressee_id)
    error = _upload(request, held) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        return redirect("dispatch:book", held.pk)
    context = book_page.page(request, held, request.GET.get("at", ""))
    context |= {"error": error, "trail": trail(held.name, _("上级的表")), "max_mb": _MOST_MB}
    return render(request, "dispatch/books/book.html", context, status=422 if error else 200)


def _upload(request: SignedInRequest, held: Recipient) -> str:
    """Keep what was uploaded; return why it was refused, empty where it was not."""
    given = request.FILES.get("file")
    if given is None:
        return _("请选择文件")
    content = given.read(FORM_LIMITS.file_bytes + 1)
    try:
        made = deeds.upload_book(
            recipient=held, content=content, file_name=given.name or "", **_who(request)
        )
    except ValidationError as refused:
        return " ".join(refused.messages)
    messages.success(request, _("已上传为第 %(n)d 版草稿，请核对每一格") % {"n": made.number})
    return ""


@require_POST
@access.page(words.MANAGE_LAYOUTS)
def cell(request: SignedInRequest, addressee_id: int) -> HttpResponse:
    """Say what a cell takes, or that it stays as it is."""
    held = _held(request, addressee_id)
    key, together = request.POST.get("key", ""), "together" in request.POST
    row = "row" in request.POST
    try:
        if "leave" in request.POST:
            deeds.leave_cell(recipient=held, key=key, together=together, **_who(request))
        else:
            given = _given(request, held)
            deeds.set_cell(
                recipient=held, key=key, together=together, row=row, **given, **_who(request)
            )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect(_at(held, key))
    return redirect(_at(held, key if "stay" in request.POST else ""))


def _given(request: SignedInRequest, held: Recipient) -> dict[str, Any]:
    """Return what was chosen for a cell; raises ``ValidationError`` for a figure nobody knows."""
    if field := request.POST.get("field", ""):
        return {"ref": f"text:{field}"}
    try:
        ref = Names(held.unit).read(request.POST.get("figure", ""))
    except ValueError as slip:
        raise ValidationError(str(slip)) from None
    place = request.POST.get("place", "")
    name = book_page.name_of_place(held, place)
    period = request.POST.get("period", "today")
    return {"ref": ref, "place": place, "place_name": name, "period": period}


@require_POST
@access.page(words.MANAGE_LAYOUTS)
def settle(request: SignedInRequest, addressee_id: int) -> HttpResponse:
    """Take every doubtful proposal, or leave all those cells alone."""
    held = _held(request, addressee_id)
    try:
        deeds.settle_doubtful(recipient=held, take="take" in request.POST, **_who(request))
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("dispatch:book", held.pk)


@require_GET
@access.page(words.MANAGE_LAYOUTS)
def preview(request: SignedInRequest, addressee_id: int, day: date) -> HttpResponse:
    """Show the workbook filled with a day's numbers before it is confirmed."""
    if asked := dayplace.asked_day(request, day):
        return redirect("dispatch:book_preview", addressee_id, asked)
    held, layout = _readable(request, addressee_id)
    paper = book_page.paper_of(layout, day, preparer=request.user.name)
    context = {
        "recipient": held,
        "layout": layout,
        "day": day,
        "today": clock.today(),
        "book": grids.filled(layout, paper),
        "trail": trail(held.name, _("上级的表")),
    }
    return render(request, "dispatch/books/preview.html", context)


@require_GET
@access.page(words.MANAGE_LAYOUTS)
def draft_file(request: SignedInRequest, addressee_id: int, day: date) -> HttpResponse:
    """Hand out the workbook filled with a day's numbers, marked 草稿."""
    held, layout = _readable(request, addressee_id)
    paper = book_page.paper_of(layout, day, preparer=request.user.name)
    now = clock.now()
    sendings.record_draft_taken(
        recipient=held, day=day.isoformat(), form="xlsx", by=request.user, at=now
    )
    content = papers.file_of(paper, layout, "xlsx")
    return answer(content, "xlsx", papers.file_name(paper, "xlsx", at=now))


def _held(request: SignedInRequest, addressee_id: int) -> Recipient:
    return queries.recipient(request.scope, addressee_id, words.MANAGE_LAYOUTS)


def _readable(request: SignedInRequest, addressee_id: int) -> tuple[Recipient, Layout]:
    """Return the recipient and its latest workbook, for who may see the numbers."""
    held = _held(request, addressee_id)
    if not book_page.may_read(request, held):
        raise NotPermitted(words.READ_DISPATCHES)
    layout = held.layouts.select_related("book", "recipient__unit").order_by("-number").first()
    if layout is None or layout.book is None:
        raise Http404
    return held, layout


def _at(held: Recipient, key: str) -> str:
    base = reverse("dispatch:book", args=[held.pk])
    return f"{base}?{urlencode({'at': key})}#cell" if key else f"{base}#cell"


def _who(request: SignedInRequest) -> dict[str, Any]:
    return {"by": request.user, "at": clock.now()}


_MOST_MB = FORM_LIMITS.file_bytes >> 20
