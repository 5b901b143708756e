"""Lists of papers: what waits for me, what is under way, the register, what arrived."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.kit.downloads import workbook_answer
from shouwang.papers import queries, words
from shouwang.papers.actions import exports
from shouwang.papers.forms import RegisterFilter
from shouwang.papers.models import Paper


def _tabs(request: access.SignedInRequest, here: str) -> list[tuple[str, str, bool]]:
    pages = [("list", _("办文"))]
    if words.READ_PAPERS in request.scope.permissions:
        pages.append(("register", _("发文登记簿")))
    pages.append(("received", _("收文")))
    return [(label, reverse(f"papers:{name}"), name == here) for name, label in pages]


def _page(request: access.SignedInRequest, found: Any) -> Any:
    return Paginator(found, 25).get_page(request.GET.get("page"))


@require_GET
@access.page(words.READ_PAPERS)
def under_way(request: access.SignedInRequest) -> HttpResponse:
    """Show what waits for me, and the papers of my organs that are under way."""
    open_states = (Paper.State.DRAFT, Paper.State.REVIEW, Paper.State.SIGNED, Paper.State.ISSUED)
    found = queries.papers(request.scope).filter(state__in=open_states).order_by("-drafted_at")
    told = {
        "waiting": queries.waiting_for(request.scope),
        "page": _page(request, found),
        "may_draft": words.DRAFT_PAPERS in request.scope.permissions,
        "may_set": words.MANAGE_ROUTES in request.scope.permissions,
        "tabs": _tabs(request, "list"),
    }
    return render(request, "papers/list.html", told)


@require_GET
@access.page(words.READ_PAPERS)
def register(request: access.SignedInRequest) -> HttpResponse:
    """Show the register of numbered papers, or hand it out as Excel."""
    form = RegisterFilter(request.GET)
    found = queries.registered(request.scope, **form.asked())
    if "xlsx" in request.GET:
        book = exports.export_register(found=found, by=request.user, at=clock.now())
        return workbook_answer(book, f"{_('发文登记簿')}.xlsx")
    told = {"page": _page(request, found), "tabs": _tabs(request, "register"), "form": form}
    return render(request, "papers/register.html", told)


@require_GET
@access.page(words.RECEIVE_PAPERS)
def received(request: access.SignedInRequest) -> HttpResponse:
    """Show what was handed to my units, what is not signed for first."""
    found = queries.received(request.scope).order_by("-received_at", "-told_at")
    told = {"page": _page(request, found), "tabs": _tabs(request, "received")}
    return render(request, "papers/received.html", told)
