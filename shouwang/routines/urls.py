"""Addresses of the routines: the board, a house, its places, the phone."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.routines.views import house, phone, places

app_name = "routines"
urlpatterns: list[URLPattern] = [
    path("routines/", house.board, name="board"),
    path("routines/<int:unit_id>/", house.house, name="house"),
    path("routines/<int:unit_id>/done/", house.done, name="done"),
    path("routines/void/<uuid:routine_id>/", house.void, name="void"),
    path("routines/<int:unit_id>/places/", places.places, name="places"),
    path("routines/places/<int:place_id>/", places.change, name="place"),
    path("routines/places/<int:place_id>/close/", places.close, name="close"),
    path("routines/places/<int:place_id>/reopen/", places.reopen, name="reopen"),
    path("m/routines/", phone.phone, name="phone"),
]
