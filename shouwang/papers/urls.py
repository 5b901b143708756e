"""Addresses of papers: what waits, the register, what arrived, a paper and its way."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.papers.views import lists, papers, recipients, routes

app_name = "papers"

_PAPER = "papers/<int:paper_id>/"

urlpatterns: list[URLPattern] = [
    path("papers/", lists.under_way, name="list"),
    path("papers/register/", lists.register, name="register"),
    path("papers/received/", lists.received, name="received"),
    path("papers/received/<int:recipient_id>/", recipients.receive, name="receive"),
    path("papers/new/", papers.new, name="new"),
    path("papers/routes/", routes.mine, name="routes"),
    path("papers/routes/<int:unit_id>/", routes.route, name="route"),
    path("papers/routes/<int:unit_id>/drop/", routes.drop, name="route_drop"),
    path(_PAPER, papers.paper, name="paper"),
    path(f"{_PAPER}edit/", papers.edit, name="edit"),
    path(f"{_PAPER}submit/", papers.submit, name="submit"),
    path(f"{_PAPER}withdraw/", papers.withdraw, name="withdraw"),
    path(f"{_PAPER}void/", papers.void, name="void"),
    path(f"{_PAPER}steps/<int:step_id>/", papers.step, name="step"),
    path(f"{_PAPER}compare/", papers.compare, name="compare"),
    path(f"{_PAPER}recipients/", recipients.choose, name="recipients"),
    path(f"{_PAPER}scan/", recipients.keep_scan, name="keep_scan"),
    path(f"{_PAPER}scan/<int:file_id>/", papers.scan, name="scan"),
    path(f"{_PAPER}paper.<slug:form>", papers.file, name="file"),
]
