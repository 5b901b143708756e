"""The ledger's pages: a unit's numbers of a day, and the records behind one of them."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.ledger import queries, spans, words
from shouwang.orgs import queries as units


@require_GET
@access.page(words.READ_LEDGER)
def rows(
    request: SignedInRequest, unit_id: int, since: str, until: str, counter: str
) -> HttpResponse:
    """Show the records behind a number: in the drawer a part, by itself a page."""
    try:
        first, last = spans.read(since), spans.read(until)
    except ValueError:
        raise Http404 from None
    unit = units.unit(request.scope, unit_id)
    found = queries.rows(request.scope, unit, counter, since=first, until=last, at=clock.now())
    template = "rows_part" if request.headers.get("HX-Request") else "rows"
    return render(request, f"ledger/{template}.html", {"found": found})


@require_GET
@access.page(words.READ_LEDGER)
def day(request: SignedInRequest, unit_id: int, day: date) -> HttpResponse:
    """Show all that was counted of a unit on a day."""
    unit = units.unit(request.scope, unit_id)
    found = queries.day(request.scope, unit, day, at=clock.now())
    return render(request, "ledger/day.html", {"unit": unit, "day": day, "spans": found})
