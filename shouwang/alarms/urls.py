"""Addresses of alarms."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.alarms.views import alarms

app_name = "alarms"
urlpatterns: list[URLPattern] = [
    path("alarms/", alarms.listing, name="alarms"),
    path("alarms/<int:alarm_id>/", alarms.alarm, name="alarm"),
    path("alarms/<int:alarm_id>/acknowledge/", alarms.acknowledge, name="acknowledge"),
    path("alarms/<int:alarm_id>/close/", alarms.close, name="close"),
]
