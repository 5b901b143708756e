"""The unit that a holder of several posts works for now."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from shouwang.accounts import access
from shouwang.orgs.middleware import HERE


@require_POST
@access.signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """Put the posts at one unit first; a unit where none is held is passed over."""
    asked = request.POST.get("unit", "")
    held = {str(tree.unit_id) for tree in request.scope.subtrees}  # type: ignore[attr-defined]
    if asked in held:
        request.session[HERE] = int(asked)
    return redirect("/")
