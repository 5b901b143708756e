"""Designing a recipient's table: edited with today's numbers below, published, looked at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.dispatch import queries, words
from shouwang.dispatch.actions import recipients as deeds
from shouwang.dispatch.layouts import book_page, editing
from shouwang.dispatch.layouts.editing import Draft, Problems
from shouwang.dispatch.layouts.preview import draft as preview
from shouwang.dispatch.models import Layout, Recipient
from shouwang.dispatch.tables import design
from shouwang.dispatch.tables.design import Design
from shouwang.dispatch.tables.references import Names
from shouwang.dispatch.views.recipients import trail
from shouwang.kit import clock


@require_http_methods(["GET", "POST"])
@access.page(words.MANAGE_LAYOUTS)
def editor(request: SignedInRequest, addressee_id: int) -> HttpResponse:
    """Edit the draft; without one, the published table is copied into a new draft when saved."""
    held = queries.recipient(request.scope, addressee_id, words.MANAGE_LAYOUTS)
    names = Names(held.unit)
    if request.method == "POST":
        return _save(request, held, names)
    # a superior's own workbook is no start for a table designed here
    source = held.layouts.filter(book=None).order_by("-number").first()
    stored = Design.from_json(source.design) if source else None
    return _editor(request, held, names, editing.of_design(stored, held, names))


def _save(request: SignedInRequest, held: Recipient, names: Names) -> HttpResponse:
    typed = editing.of_post(request.POST)
    made, problems = editing.read(typed, names)
    if problems:
        return _editor(request, held, names, typed, problems)
    try:
        deeds.save_layout(recipient=held, design=made, by=request.user, at=clock.now())
    except ValidationError as refused:
        return _editor(request, held, names, typed, [("", m) for m in refused.messages])
    messages.success(request, _("草稿已保存，下面是今天的数。看过再发布。"))
    return redirect("dispatch:layout", held.pk)


def _editor(
    request: SignedInRequest,
    held: Recipient,
    names: Names,
    typed: Draft,
    problems: Problems | None = None,
) -> HttpResponse:
    latest = held.layouts.filter(book=None).order_by("-number").first()
    context = {
        "recipient": held,
        "typed": typed,
        "errors": problems or [],
        "draft": latest if latest and latest.state == Layout.State.DRAFT else None,
        "published": queries.layout_in_force(held),
        "shown": None if problems else _preview(request, held, latest),
        "trail": trail(held.name, _("表样")),
    }
    status = 422 if problems else 200
    return render(
        request, "dispatch/layouts/editor.html", context | _choices(names), status=status
    )  # fmt: skip


def _choices(names: Names) -> dict[str, Any]:
    return {
        "names": names.all(),
        "row_kinds": design.ROWS,
        "period_kinds": design.PERIODS,
        "orientations": design.ORIENTATIONS,
        "empty_row": editing.LineRow("KEY"),
    }


def _preview(request: SignedInRequest, held: Recipient, layout: Layout | None) -> Any:
    """Return the table with today's numbers, for who may read them."""
    if layout is None or not queries.works_for(request.scope, words.READ_DISPATCHES, held.unit):
        return None
    return preview(held, clock.today(), by=request.user, at=clock.now(), layout=layout)


@require_POST
@access.page(words.MANAGE_LAYOUTS)
def publish(request: SignedInRequest, addressee_id: int) -> HttpResponse:
    """Put the draft in force."""
    held = queries.recipient(request.scope, addressee_id, words.MANAGE_LAYOUTS)
    try:
        made = deeds.publish_layout(recipient=held, by=request.user, at=clock.now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        draft = queries.draft_of(held)
        return redirect("dispatch:book" if draft and draft.book_id else "dispatch:layout", held.pk)
    messages.success(request, _("第 %(n)d 版已发布，从现在起按它生成") % {"n": made.number})
    return redirect("dispatch:recipients")


@require_GET
@access.page(words.MANAGE_LAYOUTS)
def version(request: SignedInRequest, addressee_id: int, number: int) -> HttpResponse:
    """Show one version of a table as it stands, with today's numbers."""
    held = queries.recipient(request.scope, addressee_id, words.MANAGE_LAYOUTS)
    found = held.layouts.select_related("published_by", "book")
    layout = get_object_or_404(found, number=number)
    context = {
        "recipient": held,
        "layout": layout,
        "trail": trail(held.name, _("第 %(n)d 版") % {"n": layout.number}),
    }
    context |= _of_version(request, held, layout)
    return render(request, "dispatch/layouts/version.html", context)


def _of_version(request: SignedInRequest, held: Recipient, layout: Layout) -> dict[str, Any]:
    """Return what a version asks for: a workbook's cells, else the lines of a table."""
    names = Names(held.unit)
    if layout.book_id:
        return book_page.version(layout, names)
    typed = editing.of_design(Design.from_json(layout.design), held, names)
    return {"typed": typed, "shown": _preview(request, held, layout)} | _choices(names)
