"""Addresses of temperatures: the board, a house's day, a person's line, the sheet, the phone."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.health.views import entry, hours, house, phone

app_name = "health"
urlpatterns: list[URLPattern] = [
    path("health/", house.board, name="board"),
    path("health/<int:unit_id>/", house.house, name="house"),
    path("health/<int:unit_id>/sheet/", house.sheet, name="sheet"),
    path("health/<int:unit_id>/people/<uuid:person_id>/", house.person, name="person"),
    path("health/<int:unit_id>/enter/", entry.enter, name="enter"),
    path("health/<int:unit_id>/hours/", hours.hours, name="hours"),
    path("health/<int:unit_id>/tally/", entry.tally, name="tally"),
    path("health/tallies/<uuid:round_id>/void/", entry.void_tally, name="void_tally"),
    path("health/<int:unit_id>/correct/<uuid:reading_id>/", entry.correct, name="correct"),
    path("m/round/", phone.phone, name="phone"),
]
