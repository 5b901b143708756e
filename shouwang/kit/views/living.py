"""The living page: every component with its states, and small answers that make them live."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from shouwang.kit import clock, samples


def _signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Declare a view open to every signed-in user; accounts.access stands above this app."""
    guarded: Any = login_required(view)
    guarded.access = ("signed-in",)
    return guarded


@_signed_in
def page(request: HttpRequest) -> HttpResponse:
    """Show the desk components."""
    return render(request, "kit/living/page.html", samples.desk(request.GET))


@_signed_in
def phone(request: HttpRequest) -> HttpResponse:
    """Show a phone page."""
    return render(request, "kit/living/phone.html", samples.phone())


@_signed_in
def rows(request: HttpRequest) -> HttpResponse:
    """Answer the rows behind a sample figure, as a drawer's content."""
    return render(request, "kit/living/rows.html", samples.rows())


@_signed_in
def branch(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a branch of the sample tree."""
    return render(request, "kit/living/branch.html", {"nodes": samples.branch(number)})


@_signed_in
def progress(request: HttpRequest, done: int) -> HttpResponse:
    """Answer the sample progress a step further; 100 is over."""
    return render(request, "kit/living/progress.html", {"done": min(100, done + 10)})


@_signed_in
def draft(request: HttpRequest) -> HttpResponse:
    """Take a sample draft: nothing is kept; a revision of 0 or less plays the second clerk."""
    revision = int(request.POST.get("revision") or 0)
    if revision < 1:
        return JsonResponse(samples.conflict(), status=409)
    errors = samples.errors_of(request.POST)
    said = {"revision": revision + 1, "saved_at": f"{clock.now():%H:%M}", "errors": errors}
    return JsonResponse(said)
