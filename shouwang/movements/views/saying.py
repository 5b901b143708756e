"""Doing a deed from a button: what refuses it is said on the next page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from shouwang.accounts.access import SignedInRequest
from shouwang.kit import clock
from shouwang.movements.refusals import REFUSED, said


def tried(request: SignedInRequest, deed: Callable[..., Any], **told: Any) -> None:
    """Do a deed now for who asks; on a refusal leave its sentence for the next page."""
    try:
        deed(**told, by=request.user, at=clock.now(), scope=request.scope)
    except REFUSED as refusal:
        messages.error(request, said(refusal))
