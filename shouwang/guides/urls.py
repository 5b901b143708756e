"""Addresses of guides, self-checks and institutions' own plans."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.guides.views import checks, guides, lists, plans

app_name = "guides"

_SHEET = "selfchecks/sheets/<uuid:sheet_id>/"
_LIST = "selfchecks/lists/<int:list_id>/"

urlpatterns: list[URLPattern] = [
    path("guides/", guides.listing, name="list"),
    path("guides/new/", guides.new, name="new"),
    path("guides/<int:guide_id>/", guides.guide, name="guide"),
    path("guides/<int:guide_id>/reissue/", guides.reissue, name="reissue"),
    path("guides/<int:guide_id>/sign/", guides.sign, name="sign"),
    path("guides/<int:guide_id>/remind/", guides.remind, name="remind"),
    path("guides/<int:guide_id>/withdraw/", guides.withdraw, name="withdraw"),
    path("guides/<int:guide_id>/file/<int:number>/", guides.file, name="file"),
    path("selfchecks/", checks.board, name="checks"),
    path("selfchecks/lists/", lists.lists, name="lists"),
    path("selfchecks/lists/adopt/", lists.adopt, name="adopt"),
    path(_LIST, lists.checklist, name="checklist"),
    path(f"{_LIST}change/", lists.change, name="change_list"),
    path(f"{_LIST}add/", lists.add, name="add_item"),
    path(f"{_LIST}close/", lists.close, name="close_list"),
    path("selfchecks/<int:unit_id>/", checks.house, name="house"),
    path("selfchecks/<int:unit_id>/fill/<int:list_id>/", checks.fill, name="fill"),
    path(_SHEET, checks.sheet, name="sheet"),
    path(f"{_SHEET}void/", checks.void, name="void"),
    path(f"{_SHEET}photo/<int:question_id>/", checks.photo, name="photo"),
    path("m/selfcheck/", checks.phone, name="phone"),
    path("plans/", plans.coverage, name="plans"),
    path("plans/<int:unit_id>/", plans.plan, name="plan"),
    path("plans/<int:unit_id>/edit/", plans.edit, name="edit_plan"),
    path("plans/<int:unit_id>/submit/", plans.submit, name="submit_plan"),
    path("plans/<int:unit_id>/compare/", plans.compare, name="compare"),
    path("plans/versions/<int:version_id>/", plans.version, name="plan_version"),
    path("plans/versions/<int:version_id>/decide/", plans.decide, name="decide"),
]
