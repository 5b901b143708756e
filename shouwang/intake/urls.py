"""Addresses of taking in: filing on behalf, importing files of reports."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.intake.views import behalf, imports

app_name = "intake"

urlpatterns: list[URLPattern] = [
    path("reports/behalf/", behalf.grid, name="behalf"),
    path("reports/import/", imports.upload, name="import"),
    path("reports/import/<int:work_id>/", imports.check, name="import_check"),
    path("reports/import/<int:work_id>/problems/", imports.problems, name="import_problems"),
    path("reports/import/<int:work_id>/result/", imports.result, name="import_result"),
]
