"""Addresses of reporting: entry, receipts, phone, forms, the day."""

from __future__ import annotations

from django.urls import URLPattern, register_converter

from shouwang.reporting.converters import DayConverter

app_name = "reporting"

register_converter(DayConverter, "day")

urlpatterns: list[URLPattern] = []
