"""Addresses of the figure check."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.checking.views import check

app_name = "checking"

urlpatterns: list[URLPattern] = [
    path("check/", check.check, name="check"),
    path("check/aliases/<int:alias_id>/withdraw/", check.withdraw_alias, name="withdraw_alias"),
    path("check/papers/<int:checked_id>/", check.paper, name="checked_paper"),
    path("check/papers/<int:checked_id>/drop/", check.drop_paper, name="drop_checked_paper"),
]
