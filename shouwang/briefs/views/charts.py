"""Behind the charts of a paper: their values, and the rows behind each."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.briefs import chart_proof as proof
from shouwang.briefs import queries, showing, words
from shouwang.kit import clock


@require_GET
@access.page(words.READ_BRIEFS)
def chart(request: access.SignedInRequest, brief_id: int) -> HttpResponse:
    """Show the values of a chart, or what stands behind one of them (chart1:0:2020-02-03)."""
    found = queries.brief(request.scope, brief_id)
    key = request.GET.get("key", "")
    read = proof.one if ":" in key else proof.whole
    told = read(request.scope, found, key, at=clock.now())
    context = {"proof": told, "brief": found, "trail": showing.trail(told.graph.title)}
    name = "value" if ":" in key else "chart"
    part = "" if request.headers.get("HX-Request") else "_page"
    return render(request, f"briefs/proof/{name}{part}.html", context)
