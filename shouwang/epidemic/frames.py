"""In which frame a page of emergencies stands: the desk's, or on a phone (``?m=1``) the phone's.

Whoever comes from ``/m/emergency/`` stays on the phone: every address carries the mark on.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

MARK = "m"


def on_phone(request: HttpRequest) -> bool:
    """Return whether a page is asked for on a phone."""
    return MARK in request.GET


def mark(request: HttpRequest) -> str:
    """Return what an address carries on: ``?m=1``, or nothing at a desk."""
    return f"?{MARK}=1" if on_phone(request) else ""


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Answer a page in its frame; templates find ``frame``, ``on_phone`` and ``mark``."""
    frame = "kit/phone.html" if on_phone(request) else "kit/base.html"
    told = {"frame": frame, "on_phone": on_phone(request), "mark": mark(request)}
    return render(request, template, {**context, **told}, status=status)


def to_card(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Lead to the card of a case, in the same frame."""
    return redirect(reverse("epidemic:emergency", args=[case_id]) + mark(request))


def to_list(request: HttpRequest) -> HttpResponse:
    """Lead to the list of emergencies, in the same frame."""
    return redirect(reverse("epidemic:emergencies") + mark(request))
