"""Behind a paper: what stands behind its figures, and its files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.briefs import exporting, proof, queries, showing, words
from shouwang.kit import clock


@require_GET
@access.page(words.READ_BRIEFS)
def figure(request: HttpRequest, brief_id: int) -> HttpResponse:
    """Show what stands behind a figure: of a draft as it is now, of a final paper as it was."""
    scope = request.scope  # type: ignore[attr-defined]
    found = queries.brief(scope, brief_id)
    told = proof.proof(scope, found, request.GET.get("key", ""), at=clock.now())
    context = {"proof": told, "brief": found, "trail": showing.trail(str(told.quote.zh))}
    context["may_override"] = not found.is_final and scope.allows(words.DRAFT_BRIEFS, found.unit)
    template = "part" if request.headers.get("HX-Request") else "page"
    return render(request, f"briefs/proof/{template}.html", context)


@require_GET
@access.page(words.READ_BRIEFS)
def paper(request: access.SignedInRequest, brief_id: int, form: str) -> HttpResponse:
    """Hand out a paper as Word, PDF or its figures as JSON; a final one always the same bytes,
    its internal copy only to who may draft."""
    is_internal = request.GET.get("copy") == "internal"
    if form not in exporting.KINDS or (is_internal and form == "json"):
        raise Http404
    found = queries.brief(request.scope, brief_id)
    if is_internal:
        queries.whole(request.scope).require(words.DRAFT_BRIEFS, found.unit)
    made = exporting.export(
        request.scope, found, form, by=request.user, at=clock.now(), is_internal=is_internal
    )
    response = HttpResponse(made.content, content_type=exporting.KINDS[form])
    response.headers["Content-Disposition"] = made.disposition
    return response
