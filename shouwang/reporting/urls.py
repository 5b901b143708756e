"""Addresses of reporting: entry, receipts, phone, forms, the day."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from shouwang.reporting.converters import DayConverter
from shouwang.reporting.views import day as day_views
from shouwang.reporting.views import (
    entry,
    evidence,
    exports,
    forms,
    phone,
    receipts,
    signing,
    worker,
)

app_name = "reporting"

register_converter(DayConverter, "day")

_DAY = "day/<day:day>/<int:unit_id>/"
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
    path("m/sign/<int:handover_id>/", signing.handover, name="handover"),
    path("m/sw.js", worker.script, name="phone_worker"),
    path("m/offline/", worker.offline, name="phone_offline"),
    path("m/receipts/<int:report_id>/", phone.receipt, name="phone_receipt"),
    path("forms/", forms.listing, name="forms"),
    path("forms/new/", forms.create, name="form_new"),
    path("forms/<int:form_id>/draft/", forms.draft, name="form_draft"),
    path("forms/<int:form_id>/publish/", forms.publish, name="form_publish"),
    path("forms/<int:form_id>/<int:number>/", forms.version, name="form_version"),
    path("forms/<int:form_id>/<int:number>/try/", forms.try_out, name="form_try"),
    path("day/", day_views.today, name="day"),
    path(f"{_DAY}", day_views.unit_day, name="unit_day"),
    path(f"{_DAY}live/", day_views.live, name="live"),
    path(f"{_DAY}missing/", evidence.missing, name="missing"),
    path(f"{_DAY}export/", exports.day_table, name="export"),
    path(f"{_DAY}missing/export/", exports.missing_table, name="missing_export"),
    path(f"{_DAY}figure/<int:figure_id>/", evidence.figure, name="figure"),
    path("figures/<int:figure_id>/<int:unit_id>/", evidence.course, name="course"),
]
