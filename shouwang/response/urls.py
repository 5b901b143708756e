"""Addresses of response: levels, measures, special approvals, reopening."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.response.views import orders

app_name = "response"
urlpatterns: list[URLPattern] = [
    path("measures/orders/<int:order_id>/", orders.order, name="order"),
]
