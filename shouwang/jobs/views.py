"""A long work's page: its bar, its end, the way to stop it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from shouwang.accounts import access
from shouwang.jobs import kinds, queries
from shouwang.jobs.actions import works
from shouwang.jobs.models import Work
from shouwang.kit import clock


@require_GET
@access.signed_in
def work(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show a work; when it is over and its kind has a page for the result, go there."""
    found = queries.work(request.user, work_id)  # type: ignore[arg-type]
    if found.is_over and (url := _result_url(found)):
        return redirect(url)
    return render(request, "jobs/work.html", {"work": found})


@require_GET
@access.signed_in
def state(request: HttpRequest, work_id: int) -> HttpResponse:
    """Return the bar alone, for polling; when over, the whole page loads anew."""
    found = queries.work(request.user, work_id)  # type: ignore[arg-type]
    response = render(request, "jobs/_bar.html", {"work": found})
    if found.is_over:
        response.headers["HX-Redirect"] = _result_url(found) or reverse("jobs:work", args=[work_id])
    return response


@require_POST
@access.signed_in
def cancel(request: HttpRequest, work_id: int) -> HttpResponse:
    """Ask the work to stop."""
    found = queries.work(request.user, work_id)  # type: ignore[arg-type]
    works.cancel(work=found, by=request.user, at=clock.now())  # type: ignore[arg-type]
    return redirect("jobs:work", work_id=work_id)


def _result_url(found: Work) -> str:
    name = kinds.result_url_of(found.kind)
    over_with_result = found.state in {Work.State.DONE, Work.State.REFUSED}
    return reverse(name, args=[found.pk]) if name and over_with_result else ""
