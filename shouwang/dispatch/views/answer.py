"""A paper's file as a download."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from shouwang.dispatch.layouts import papers


def answer(content: bytes, form: str, name: str) -> HttpResponse:
    """Return a file of one of the forms, always as a download under its name."""
    response = HttpResponse(content, content_type=papers.FORMS[form][1])
    disposition = content_disposition_header(True, name)
    response.headers["Content-Disposition"] = disposition or "attachment"
    return response
