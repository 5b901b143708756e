"""Doing what a form asks: what the action refuses is said at the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest


def done(form: forms.Form, deed: Callable[..., Any], /, *args: Any, **given: Any) -> Any:
    """Return what the deed gave; False where it refused, which then stands at the field that its
    code names, else above the form."""
    try:
        return deed(*args, **given) or True
    except ValidationError as refusal:
        code = getattr(refusal, "code", None)
        form.add_error(code if code in form.fields else None, refusal.messages)
        return False


def typed(request: HttpRequest) -> Any:
    """Return what was posted, None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def status(form: forms.Form) -> int:
    """Return 422 for a form that was refused."""
    return 422 if form.is_bound and form.errors else 200
