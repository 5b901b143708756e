"""Addresses of response: levels, measures, special approvals, reopening."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.response.views import orders

app_name = "response"
urlpatterns: list[URLPattern] = [
    path("response/", orders.later, name="levels"),
    path("measures/orders/<int:order_id>/", orders.order, name="order"),
    path("measures/exemptions/<uuid:exemption_id>/", orders.later, name="exemption"),
    path("measures/reopenings/<int:reopening_id>/", orders.later, name="reopening"),
    path("m/measures/", orders.later, name="phone"),
]
