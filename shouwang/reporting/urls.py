"""Addresses of reporting: entry, receipts, phone, forms, the day."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from shouwang.reporting.converters import DayConverter
from shouwang.reporting.views import entry, phone, receipts

app_name = "reporting"

register_converter(DayConverter, "day")

_REPORT = "<int:unit_id>/<int:form_id>/<day:day>/"

urlpatterns: list[URLPattern] = [
    path("reports/", entry.owed, name="owed"),
    path(f"reports/{_REPORT}", entry.entry, name="entry"),
    path(f"reports/{_REPORT}correct/", entry.correct, name="correct"),
    path(f"reports/{_REPORT}draft/", entry.draft, name="draft"),
    path(f"reports/{_REPORT}draft/drop/", entry.drop_draft, name="drop_draft"),
    path("reports/receipts/<int:report_id>/", receipts.receipt, name="receipt"),
    path("reports/receipts/<int:report_id>/history/", receipts.trace, name="history"),
    path("m/", phone.home, name="phone"),
    path(f"m/{_REPORT}", phone.entry, name="phone_entry"),
    path(f"m/{_REPORT}correct/", phone.correct, name="phone_correct"),
    path("m/receipts/<int:report_id>/", phone.receipt, name="phone_receipt"),
]
