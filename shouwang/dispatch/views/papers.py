"""Papers: a recipient's day as it reads now, what was frozen, the files of both."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.dispatch import queries, words
from shouwang.dispatch.actions import sendings
from shouwang.dispatch.books import grids
from shouwang.dispatch.forms import AmendForm, ScanForm, SentForm
from shouwang.dispatch.layouts import papers
from shouwang.dispatch.layouts.preview import draft
from shouwang.dispatch.models import Dispatch
from shouwang.dispatch.sending import board, pages
from shouwang.dispatch.views.answer import answer
from shouwang.kit import clock

_MOST_KEYS = 12


@require_GET
@access.page(words.READ_DISPATCHES)
def preview(request: SignedInRequest, addressee_id: int, day: date) -> HttpResponse:
    """Show a recipient's table as it reads now; once it is made, the paper itself."""
    recipient = queries.recipient(request.scope, addressee_id)
    entry = board.entry_of(recipient, day, now=clock.now())
    if entry.last is not None:
        return redirect("dispatch:paper", entry.last.pk)
    unit = recipient.unit
    shown = draft(recipient, day, by=request.user, at=clock.now())
    context = {
        "entry": entry,
        "unit": unit,
        "shown": shown,
        "book": grids.filled(entry.layout, shown.paper) if shown and entry.layout else None,
        "trail": pages.trail(unit, day, recipient.name),
        "may_prepare": queries.works_for(request.scope, words.PREPARE_DISPATCHES, unit),
    }
    return render(request, "dispatch/preview.html", context)


@require_GET
@access.page(words.READ_DISPATCHES)
def draft_file(request: SignedInRequest, addressee_id: int, day: date, form: str) -> HttpResponse:
    """Hand out a table that is not made yet, marked 草稿 on every page."""
    recipient = queries.recipient(request.scope, addressee_id)
    shown = draft(recipient, day, by=request.user, at=clock.now())
    layout = queries.layout_in_force(recipient)
    if shown is None or layout is None or form not in papers.forms_of(layout):
        raise Http404
    sendings.record_draft_taken(
        recipient=recipient, day=day.isoformat(), form=form, by=request.user, at=clock.now()
    )
    content = papers.file_of(shown.paper, layout, form)
    return answer(content, form, papers.file_name(shown.paper, form, at=clock.now()))


@require_GET
@access.page(words.READ_DISPATCHES)
def paper(request: SignedInRequest, dispatch_id: int) -> HttpResponse:
    """Show a paper as it left the house, its files, its sent mark, its scans, its amendments."""
    return page_of(request, queries.dispatch(request.scope, dispatch_id))


def page_of(
    request: SignedInRequest,
    found: Dispatch,
    refused: ValidationError | None = None,
    **typed: Form,
) -> HttpResponse:
    """Return the page of a paper; 422 with what was refused, and the form as it was typed."""
    now = clock.now()
    context = {
        **pages.paper_page(found, now=now),
        "may_prepare": queries.works_for(request.scope, words.PREPARE_DISPATCHES, found.unit),
        "sent_form": SentForm(initial={"sent_at": clock.local(now)}),
        "scan_form": ScanForm(),
        "amend_form": AmendForm(auto_id="amend_%s"),
        **typed,
        "errors": [("", message) for message in refused.messages] if refused else [],
    }
    return render(request, "dispatch/paper.html", context, status=422 if refused else 200)


@require_GET
@access.page(words.READ_DISPATCHES)
def file(request: SignedInRequest, dispatch_id: int, form: str) -> HttpResponse:
    """Hand out a paper as it was made then: always the same bytes."""
    found = queries.dispatch(request.scope, dispatch_id)
    if form not in papers.forms_of(found.layout):
        raise Http404
    sendings.record_taken(dispatch=found, form=form, by=request.user, at=clock.now())
    name = papers.file_name(papers.paper_of(found), form)
    return answer(queries.file(found, form), form, name)


@require_GET
@access.page(words.READ_DISPATCHES)
def figure(request: SignedInRequest, dispatch_id: int) -> HttpResponse:
    """Show what was kept behind a number of a paper: value, completeness, each child's part.

    A sum of several figures shows each of them.
    """
    found = queries.dispatch(request.scope, dispatch_id)
    keys = request.GET.getlist("key")[:_MOST_KEYS] or ["filed"]
    kept = [queries.frozen(found, key) for key in keys]
    parts = [(pages.name_of(one), one.frozen) for one in kept]
    context = {"dispatch": found, "parts": parts, "name": "、".join(name for name, _k in parts)}
    template = "part" if request.headers.get("HX-Request") else "page"
    return render(request, f"dispatch/figure/{template}.html", context)
