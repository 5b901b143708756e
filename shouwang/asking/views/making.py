"""From an admitted request to the editor of its form."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from shouwang.accounts import access
from shouwang.asking import queries
from shouwang.asking.actions.making import make_form
from shouwang.asking.forms import MakeForm
from shouwang.kit import clock
from shouwang.reporting import words as reporting


@require_POST
@access.page(reporting.MANAGE_FORMS)
def make(request: access.SignedInRequest, request_id: int) -> HttpResponse:
    """Make the form of an admitted request and open its editor."""
    found = queries.request(request.scope, request_id)
    form = MakeForm(request.POST)
    try:
        if not form.is_valid():
            raise ValidationError([text for texts in form.errors.values() for text in texts])
        made = make_form(request=found, **form.cleaned_data, by=request.user, at=clock.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("asking:request", request_id)
    return redirect("reporting:form_draft", made.pk)
