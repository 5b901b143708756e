"""核数 of a draft of the desk, beside the editor."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.briefs import doubts, draft_findings, queries
from shouwang.briefs import words as desk_words
from shouwang.checking import words


@require_GET
@access.page(words.CHECK_FIGURES)
def draft(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Show what the check finds in a paper of the desk: what bars it, then its other findings."""
    found = queries.brief(request.scope, brief_id)
    held = queries.whole(request.scope.narrowed(words.CHECK_FIGURES))
    held.require(words.CHECK_FIGURES, found.unit)
    entries = draft_findings.findings(held, found, queries.content(found))
    may_sign = held.allows(desk_words.FINALISE_BRIEFS, found.unit) and not found.is_final
    answers = doubts.confirmed(found, by=request.user if may_sign else None)
    barring = [(doubt, answers.get(doubt.key)) for doubt in doubts.doubts(found)]
    is_part = bool(request.headers.get("HX-Request"))
    context = {
        "is_part": is_part, "brief": found, "may_finalise": may_sign,
        "entries": [one for one in entries if not doubts.is_grave(one)],
        "doubts": barring, "open": sum(answer is None for _doubt, answer in barring),
        "trail": [(str(_("文稿")), reverse("briefs:brief", args=[brief_id])), (str(_("核数")), "")],
    }  # fmt: skip
    return render(request, f"briefs/check/draft{'_part' if is_part else ''}.html", context)
