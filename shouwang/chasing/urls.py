"""Addresses of chasing. The converter ``day`` is that of reporting, which is included before."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.chasing.views import chase, phones, times

app_name = "chasing"

_DAY = "day/<day:day>/<int:unit_id>/"

urlpatterns: list[URLPattern] = [
    path(f"{_DAY}chase/", chase.chase, name="chase"),
    path(f"{_DAY}phones/", phones.phones, name="phones"),
    path(f"{_DAY}called/", phones.called, name="called"),
    path("chasing/<int:run_id>/", chase.run, name="run"),
    path("chasing/works/<int:work_id>/", chase.of_work, name="work"),
    path("chasing/times/<int:unit_id>/", times.times, name="times"),
]
