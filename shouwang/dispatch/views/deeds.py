"""What the office does with a day's paper: make it, mark it sent, attach the scan, amend it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.dispatch import queries, words
from shouwang.dispatch.actions import dispatches, sendings
from shouwang.dispatch.forms import AmendForm, ScanForm, SentForm
from shouwang.dispatch.views.papers import page_of
from shouwang.kit import clock


@require_POST
@access.page(words.PREPARE_DISPATCHES)
def make(request: SignedInRequest, addressee_id: int, day: date) -> HttpResponse:
    """Freeze a day's table and show the paper; what stands in the way is said on the day's page."""
    recipient = queries.recipient(request.scope, addressee_id, words.PREPARE_DISPATCHES)
    try:
        made = dispatches.make(
            recipient=recipient, day=day, by=request.user, at=clock.now(), scope=request.scope
        )
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return redirect("dispatch:day", day, recipient.unit_id)
    messages.success(request, _("已生成%(label)s，内容不再变动") % {"label": made.label})
    return redirect("dispatch:paper", made.pk)


@require_POST
@access.page(words.PREPARE_DISPATCHES)
def sent(request: SignedInRequest, dispatch_id: int) -> HttpResponse:
    """Put down that a paper was sent."""
    found = queries.dispatch(request.scope, dispatch_id)
    form = SentForm(request.POST)
    if not form.is_valid():
        return page_of(request, found, ValidationError(_slips(form)), sent_form=form)
    try:
        sendings.mark_sent(dispatch=found, **form.cleaned_data, **_who(request))
    except ValidationError as refused:
        return page_of(request, found, refused, sent_form=form)
    return redirect("dispatch:paper", found.pk)


@require_POST
@access.page(words.PREPARE_DISPATCHES)
def attach(request: SignedInRequest, dispatch_id: int) -> HttpResponse:
    """Keep a scan of the stamped paper."""
    found = queries.dispatch(request.scope, dispatch_id)
    form = ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return page_of(request, found, ValidationError(_slips(form)))
    given = form.cleaned_data["file"]
    try:
        sendings.attach_scan(dispatch=found, file=given, file_name=given.name, **_who(request))
    except ValidationError as refused:
        return page_of(request, found, refused)
    return redirect("dispatch:paper", found.pk)


@require_POST
@access.page(words.PREPARE_DISPATCHES)
def amend(request: SignedInRequest, dispatch_id: int) -> HttpResponse:
    """Make the next amendment of a paper."""
    found = queries.dispatch(request.scope, dispatch_id)
    form = AmendForm(request.POST, auto_id="amend_%s")
    if not form.is_valid():
        return page_of(request, found, ValidationError(_slips(form)), amend_form=form)
    try:
        made = dispatches.amend(dispatch=found, **form.cleaned_data, **_who(request))
    except ValidationError as refused:
        return page_of(request, found, refused, amend_form=form)
    messages.success(request, _("已出%(label)s，原表仍保留") % {"label": made.label})
    return redirect("dispatch:paper", made.pk)


@require_GET
@access.page(words.READ_DISPATCHES)
def scan(request: SignedInRequest, dispatch_id: int, scan_id: int) -> FileResponse:
    """Hand out a scan, always as a download under its own kind."""
    found = queries.scan(request.scope, dispatch_id, scan_id)
    sendings.record_taken(dispatch=found.dispatch, scan=found, by=request.user, at=clock.now())
    kinds = {"pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png"}
    return FileResponse(
        default_storage.open(found.file, "rb"),
        as_attachment=True,
        filename=found.file_name,
        content_type=kinds[found.kind],
    )


def _who(request: SignedInRequest) -> dict[str, Any]:
    return {"by": request.user, "at": clock.now(), "scope": request.scope}


def _slips(form: SentForm | ScanForm | AmendForm) -> list[str]:
    """Return what is wrong with a form, each slip with the name of its field."""
    return [
        f"{form.fields[name].label}：{message}" if form.fields[name].label else str(message)
        for name, found in form.errors.items()
        for message in found
    ]
