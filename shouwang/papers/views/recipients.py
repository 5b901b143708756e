"""To whom a paper goes: choosing units, signing for it, the stamped scan."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shouwang.accounts import access
from shouwang.kit import clock
from shouwang.orgs import queries as units
from shouwang.orgs.kinds import INSTITUTIONS, JURISDICTIONS, Kind
from shouwang.orgs.models import Unit
from shouwang.papers import choosing, queries, showing, words
from shouwang.papers.actions import distribution
from shouwang.papers.models import Paper
from shouwang.papers.views.telling import told


def _offered(request: access.SignedInRequest, paper: Paper) -> QuerySet[Unit]:
    """Return the units that a paper can go to: one level below, and institutions of its area."""
    below = units.units(request.scope).filter(
        path__gt=paper.unit.path, path__lt=paper.unit.path + "~", closed_on=None
    )
    near = Q(kind__in=[*JURISDICTIONS, Kind.SECTION], depth=paper.unit.depth + 1)
    return below.filter(near | Q(kind__in=INSTITUTIONS))


@require_http_methods(["GET", "POST"])
@access.page(words.DRAFT_PAPERS)
def choose(request: access.SignedInRequest, paper_id: int) -> HttpResponse:
    """Choose the units that a numbered paper goes to: some, or all of a group."""
    found = queries.paper(request.scope, paper_id)
    offered = _offered(request, found)
    if request.method == "POST":
        with told(request, _("已加入分发名单")):
            distribution.address(
                paper=found, units=choosing.asked(request.POST, offered), by=request.user,
                at=clock.now(),
            )  # fmt: skip
        return redirect("papers:paper", paper_id)
    known = set(found.recipients.values_list("unit_id", flat=True))
    context = {"paper": found, "groups": choosing.groups(offered), "known": known}
    trail = showing.trail(found.title, _("分发"))
    return render(request, "papers/recipients.html", context | {"trail": trail})


@require_POST
@access.page(words.RECEIVE_PAPERS)
def receive(request: access.SignedInRequest, recipient_id: int) -> HttpResponse:
    """Sign for a paper."""
    found = queries.arrived(request.scope, recipient_id)
    with told(request, _("已签收")):
        distribution.receive(recipient=found, by=request.user, at=clock.now())
    return redirect("papers:paper", found.paper_id)


@require_POST
@access.page(words.DRAFT_PAPERS)
def keep_scan(request: access.SignedInRequest, paper_id: int) -> HttpResponse:
    """Keep the stamped scan."""
    found = queries.paper(request.scope, paper_id)
    sent = request.FILES.get("scan")
    with told(request, _("用印件已存")):
        distribution.keep_scan(
            paper=found,
            name=sent.name if sent and sent.name else "",
            content=sent.read(distribution.LARGEST_SCAN + 1) if sent else b"",
            by=request.user,
            at=clock.now(),
        )
    return redirect("papers:paper", paper_id)
