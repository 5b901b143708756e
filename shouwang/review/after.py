"""What follows a signature: apps above register here (in their ``apps.ready``), such as the one
whose papers may leave the house once the leader has signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shouwang.review.models import DaySign

Follow = Callable[[DaySign], Any]
_follow: list[Follow] = []


def follows(deed: Follow) -> Follow:
    """Register what is done after every signature, in its transaction."""
    _follow.append(deed)
    return deed


def signed(sign: DaySign) -> None:
    """Do what follows a signature."""
    for deed in _follow:
        deed(sign)
