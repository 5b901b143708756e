"""Templates: the list, the editor, what is found and previewed in it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.briefs import finding, labels, queries, template_pages, template_word, words
from shouwang.briefs import template_queries as reads
from shouwang.briefs.actions import templates as deeds
from shouwang.briefs.exporting import KINDS, Exported
from shouwang.kit import clock


@require_GET
@access.page(words.EDIT_TEMPLATES)
def templates(request: access.SignedInRequest) -> HttpResponse:
    """Show the built-in templates, those of the user's units and of the units above."""
    deeds.keep_built_in(at=clock.now())
    scope = request.scope.narrowed(words.EDIT_TEMPLATES)
    context = {"templates": reads.templates(scope), "units": queries.units_to_draft(request.scope)}
    return render(request, "briefs/template/list.html", context)


@require_GET
@access.page(words.EDIT_TEMPLATES)
def template(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Show a template: one's own to be edited, others to be read and copied."""
    scope = request.scope.narrowed(words.EDIT_TEMPLATES)
    found = reads.template(scope, template_id)
    page = template_pages.template_page(scope, found)
    units = queries.units_to_draft(request.scope)
    trail = template_pages.trail(found)
    when = template_pages.moment(request.scope, request.GET)
    context = {"page": page, "units": units, "trail": trail, "when": when}
    return render(request, "briefs/template/editor.html", context)


@require_GET
@access.page(words.EDIT_TEMPLATES)
def figures(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Search figures by name, each with what it says for the unit and days chosen."""
    found = reads.template(request.scope.narrowed(words.EDIT_TEMPLATES), template_id)
    when = template_pages.moment(request.scope, request.GET)
    source = template_pages.trial(request.scope, found, when, clock.now())
    named = labels.of(when.unit, source.template)
    hits = finding.search(source, named, request.GET.get("q", ""))
    return render(request, "briefs/template/found.html", {"hits": hits, "when": when})


@require_GET
@access.page(words.EDIT_TEMPLATES)
def preview(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Show the draft that a template makes for a unit and days."""
    found = reads.template(request.scope.narrowed(words.EDIT_TEMPLATES), template_id)
    when = template_pages.moment(request.scope, request.GET)
    made = template_pages.preview(request.scope, found, when, at=clock.now())
    return render(request, "briefs/template/preview.html", {"made": made, "page": made.page})


@require_GET
@access.page(words.EDIT_TEMPLATES)
def word(request: access.SignedInRequest, template_id: int) -> HttpResponse:
    """Hand a template out as Word, its figures as marks that can be read."""
    found = reads.template(request.scope.narrowed(words.EDIT_TEMPLATES), template_id)
    content = template_word.to_word(request.scope, found)
    response = HttpResponse(content, content_type=KINDS["docx"])
    name = Exported(f"{found.name}（{_('模板')}）.docx", content)
    response.headers["Content-Disposition"] = name.disposition
    return response
