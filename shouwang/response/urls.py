"""Addresses of response: levels, measures, special approvals, reopening."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.response.views import (
    bundles,
    exemptions,
    home,
    levels,
    notices,
    orders,
    reopenings,
)

app_name = "response"
_HOME = "measures/<int:unit_id>/"
urlpatterns: list[URLPattern] = [
    path("response/", levels.levels, name="levels"),
    path("response/change/", levels.change, name="change_level"),
    path("measures/", orders.orders, name="measures"),
    path("measures/new/", orders.new, name="new_order"),
    path("measures/orders/<int:order_id>/", orders.order, name="order"),
    path("measures/bundles/", bundles.bundles, name="bundles"),
    path("measures/bundles/new/", bundles.new, name="new_bundle"),
    path("measures/bundles/<int:bundle_id>/", bundles.bundle, name="bundle"),
    path("measures/bundles/adopt/", bundles.adopt, name="adopt_bundle"),
    path("measures/bundles/items/<int:item_id>/remove/", bundles.remove, name="remove_item"),
    path("measures/exemptions/", exemptions.exemptions, name="exemptions"),
    path("measures/exemptions/<uuid:exemption_id>/", exemptions.exemption, name="exemption"),
    path("measures/reopenings/", reopenings.reopenings, name="reopenings"),
    path("measures/reopenings/<int:reopening_id>/", reopenings.reopening, name="reopening"),
    path(_HOME, home.home, name="home"),
    path(f"{_HOME}ask/", exemptions.ask, name="ask"),
    path(f"{_HOME}reopen/", reopenings.apply, name="reopen"),
    path(f"{_HOME}notice/", notices.notice, name="notice"),
    path(f"{_HOME}notice.<slug:form>", notices.file, name="notice_file"),
    path("m/measures/", home.phone, name="phone"),
]
