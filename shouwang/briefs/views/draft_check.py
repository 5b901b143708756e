"""核数 of a draft of the desk, beside the editor."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.briefs import draft_findings, queries
from shouwang.checking import words


@require_GET
@access.page(words.CHECK_FIGURES)
def draft(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Show what the check finds in a paper of the desk: its typed numbers, its words."""
    found = queries.brief(request.scope, brief_id)
    held = queries.whole(request.scope.narrowed(words.CHECK_FIGURES))
    held.require(words.CHECK_FIGURES, found.unit)
    entries = draft_findings.findings(held, found, queries.content(found))
    context = {
        "brief": found, "entries": entries,
        "trail": [(str(_("文稿")), reverse("briefs:brief", args=[brief_id])), (str(_("核数")), "")],
    }  # fmt: skip
    template = "draft_part" if request.headers.get("HX-Request") else "draft"
    return render(request, f"briefs/check/{template}.html", context)
