"""The list of papers, drafting one, reading and writing it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shouwang.accounts import access
from shouwang.briefs import choosing, queries, showing, words
from shouwang.briefs.forms import NewBriefForm
from shouwang.kit import clock


@require_GET
@access.page(words.READ_BRIEFS)
def briefs(request: access.SignedInRequest) -> HttpResponse:
    """Show the papers of the user's units, the latest first."""
    page = Paginator(queries.briefs(request.scope), 25).get_page(request.GET.get("page"))
    may_draft = bool(queries.units_to_draft(request.scope))
    return render(request, "briefs/list.html", {"page": page, "may_draft": may_draft})


@require_http_methods(["GET", "POST"])
@access.page(words.DRAFT_BRIEFS)
def new(request: access.SignedInRequest) -> HttpResponse:
    """Choose a template, a unit and the days; the draft stands there at once."""
    offered = choosing.offered(request.scope, at=clock.now())
    chosen = choosing.chosen(offered, request.GET.get("template", ""))
    form = NewBriefForm(request.POST or None, scope=request.scope, template=chosen)
    if request.method == "POST" and form.is_valid():
        made = choosing.draft(form, by=request.user, at=clock.now())
        if made is not None:
            return redirect("briefs:brief", made.pk)
    trail = showing.trail(str(_("起草")))
    context = {"form": form, "trail": trail, "templates": offered, "chosen": chosen}
    return render(request, "briefs/new.html", context)


@require_GET
@access.page(words.READ_BRIEFS)
def brief(request: HttpRequest, brief_id: int) -> HttpResponse:
    """Show a paper: a draft to be written, a final one to be read."""
    scope = request.scope  # type: ignore[attr-defined]
    found = queries.brief(scope, brief_id)
    page = showing.brief_page(scope, found, at=clock.now())
    context = {"page": page, "versions": found.versions.count(), "trail": showing.trail(page.name)}
    template = "briefs/editor.html" if page.may_edit else "briefs/reading.html"
    return render(request, template, context)


@require_GET
@access.page(words.READ_BRIEFS)
def version(request: HttpRequest, brief_id: int, revision: int) -> HttpResponse:
    """Show a paper as it stood before a change."""
    found = queries.brief(request.scope, brief_id)  # type: ignore[attr-defined]
    kept = get_object_or_404(found.versions, revision=revision)
    found.content = kept.content
    draft = queries.content(found)
    page = showing.BriefPage(found, draft, showing.shown_blocks(found, draft), [])
    return render(request, "briefs/version.html", {"page": page, "version": kept})
