"""Doing what a form asks: what the action refuses is said at the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render


def typed(request: HttpRequest) -> QueryDict | None:
    """Return what was posted, None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, deed: Callable[..., Any], **given: Any) -> Any:
    """Do ``deed`` with the form's values and ``given``; None where the form or the deed refuses.

    A refusal is put beside the field that its code names, else above the form.
    """
    if not form.is_bound or not form.is_valid():
        return None
    try:
        return deed(**form.cleaned_data, **given)
    except ValidationError as refusal:
        code = getattr(refusal, "code", None)
        form.add_error(code if code in form.fields else None, refusal.messages)
        return None


def shown(request: HttpRequest, template: str, form: forms.Form, **found: Any) -> HttpResponse:
    """Show a form's page; 422 where it was refused."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **found}, status=status)
