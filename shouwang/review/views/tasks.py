"""A report's difficulties made a task."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from shouwang.accounts import access
from shouwang.accounts.access import SignedInRequest
from shouwang.desk import words as desk_words
from shouwang.kit import clock
from shouwang.reporting import queries, words
from shouwang.review.actions import tasks


@require_POST
@access.page(desk_words.ASSIGN_TASKS)
def make(request: SignedInRequest, report_id: int) -> HttpResponse:
    """Make the report's 需协调事项 a task, and lead to it."""
    found = queries.report(request.scope.narrowed(words.READ_DAY), report_id)
    try:
        made = tasks.make_task(report=found, by=request.user, at=clock.now(), scope=request.scope)
    except ValidationError as why:
        messages.error(request, "；".join(why.messages))
        return redirect("review:report", report_id)
    return redirect("desk:task", made.pk)
