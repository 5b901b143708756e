"""Why something cannot be: suspended by a paper, or not possible as things stand."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import Form

from shouwang.kit.offline import Conflict, Unfit
from shouwang.response.measures import InForce

# what the actions raise for a deed that cannot be; anything else is a fault
REFUSED = (ValidationError, Unfit, Conflict)


class Suspended(Unfit):
    """The kind is suspended here and now; ``found`` has the paper and its page."""

    def __init__(self, found: InForce, more: str = "") -> None:
        self.found = found
        super().__init__({"kind": f"{found.refusal}{'。' if more else ''}{more}"})


def unfit(field: str, why: str) -> Unfit:
    """Return the finding about one field."""
    return Unfit({field: why})


def said(refusal: Exception) -> str:
    """Return the sentence of a refusal; of a conflict with what the registers have."""
    if isinstance(refusal, ValidationError):
        return "；".join(refusal.messages)
    if isinstance(refusal, Unfit):
        return "；".join(map(str, refusal.findings.values()))
    assert isinstance(refusal, Conflict)
    held = "；".join(f"{label} {words}" for label, words in refusal.held.items())
    return f"{refusal.why}（{held}）" if held else str(refusal.why)


def on_form(form: Form, refusal: Exception) -> None:
    """Put a refusal on a form, at its fields where it names them."""
    if isinstance(refusal, Unfit):
        for field, words in refusal.findings.items():
            form.add_error(field if field in form.fields else None, str(words))
        return
    code = getattr(refusal, "code", None)
    form.add_error(code if code in form.fields else None, said(refusal))
