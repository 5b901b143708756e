"""Addresses of papers: list, drafting, the editor, downloads, what stands behind a figure."""

from __future__ import annotations

from django.urls import URLPattern, path

from shouwang.briefs.views import (
    charts,
    deeds,
    draft_check,
    evidence,
    pages,
    template_deeds,
    templates,
)

app_name = "briefs"

_BRIEF = "docs/<int:brief_id>/"

_TEMPLATE = "templates/<int:template_id>/"

urlpatterns: list[URLPattern] = [
    path("docs/", pages.briefs, name="list"),
    path("docs/new/", pages.new, name="new"),
    path(_BRIEF, pages.brief, name="brief"),
    path(f"{_BRIEF}save/", deeds.save, name="save"),
    path(f"{_BRIEF}refresh/", deeds.refresh, name="refresh"),
    path(f"{_BRIEF}override/", deeds.override, name="override"),
    path(f"{_BRIEF}redraft/", deeds.redraft, name="redraft"),
    path(f"{_BRIEF}finalise/", deeds.finalise, name="finalise"),
    path(f"{_BRIEF}confirm/", deeds.confirm, name="confirm"),
    path(f"{_BRIEF}hand-in/", deeds.hand_in, name="hand_in"),
    path(f"{_BRIEF}versions/<int:revision>/", pages.version, name="version"),
    path(f"{_BRIEF}figures/", evidence.figure, name="figure"),
    path(f"{_BRIEF}charts/", charts.chart, name="chart"),
    path(f"{_BRIEF}paper.<slug:form>", evidence.paper, name="paper"),
    path("templates/", templates.templates, name="templates"),
    path(_TEMPLATE, templates.template, name="template"),
    path(f"{_TEMPLATE}figures/", templates.figures, name="template_figures"),
    path(f"{_TEMPLATE}preview/", templates.preview, name="template_preview"),
    path(f"{_TEMPLATE}word/", templates.word, name="template_word"),
    path(f"{_TEMPLATE}copy/", template_deeds.copy, name="template_copy"),
    path(f"{_TEMPLATE}save/", template_deeds.save, name="template_save"),
    path(f"{_TEMPLATE}declare/", template_deeds.declare, name="template_declare"),
    path(f"{_TEMPLATE}publish/", template_deeds.publish, name="template_publish"),
    path(f"{_TEMPLATE}retire/", template_deeds.retire, name="template_retire"),
    path(f"{_TEMPLATE}upload/", template_deeds.upload, name="template_upload"),
    path(f"{_BRIEF}check/", draft_check.draft, name="check_draft"),
]
