"""Addresses of the form register."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.asking.views import making, register

app_name = "asking"
urlpatterns: list[URLPattern] = [
    path("asking/", register.mine, name="register"),
    path("asking/new/", register.new, name="new"),
    path("asking/<int:unit_id>/", register.unit, name="unit"),
    path("asking/<int:unit_id>/tile/", register.tile, name="tile"),
    path("asking/forms/<int:form_id>/end/", register.end, name="end"),
    path("asking/requests/<int:request_id>/", register.request_, name="request"),
    path("asking/requests/<int:request_id>/bind/", register.bind, name="bind"),
    path("asking/requests/<int:request_id>/decide/", register.decide, name="decide"),
    path("asking/requests/<int:request_id>/form/", making.make, name="make"),
]
