"""Saying on the next page what was done, or why it was not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest


@contextmanager
def told(request: HttpRequest, done: str) -> Iterator[None]:
    """Say ``done`` when the deed succeeds, every reason when it is refused."""
    try:
        yield
    except ValidationError as refusal:
        for why in refusal.messages:
            messages.error(request, why)
    else:
        messages.success(request, done)
