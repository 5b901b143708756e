"""Files handed to the browser."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_answer(book: bytes, name: str) -> HttpResponse:
    """Return an Excel file as a download under a Chinese name."""
    answer = HttpResponse(book, content_type=_XLSX)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
