"""What a refused deed says on a page of the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest

from shouwang.kit.offline import Conflict, Unfit

REFUSED = (ValidationError, Unfit, Conflict)


def why(refusal: Exception) -> str:
    """Return the sentence of a refusal; of a conflict with what the registers have."""
    if isinstance(refusal, ValidationError):
        return "；".join(refusal.messages)
    if isinstance(refusal, Unfit):
        return "；".join(map(str, refusal.findings.values()))
    assert isinstance(refusal, Conflict)
    held = "；".join(f"{label} {words}" for label, words in refusal.held.items())
    return f"{refusal.why}（{held}）" if held else str(refusal.why)


def tried(request: HttpRequest, deed: Callable[..., Any], **told: Any) -> bool:
    """Do a deed; on a refusal leave its sentence for the next page and return False."""
    try:
        deed(**told)
    except REFUSED as refusal:
        messages.error(request, why(refusal))
        return False
    return True


def on_form(form: Form, refusal: Exception) -> None:
    """Put a refusal on the form: at its fields where it names them."""
    if isinstance(refusal, Unfit):
        for field, words in refusal.findings.items():
            form.add_error(field if field in form.fields else None, str(words))
        return
    code = getattr(refusal, "code", None)
    form.add_error(code if code in form.fields else None, why(refusal))
