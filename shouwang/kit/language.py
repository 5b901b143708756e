"""Words left for others stand in the site's own language, whichever one their writer reads."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils.translation import override

P = ParamSpec("P")
T = TypeVar("T")


def for_others(teller: Callable[P, T]) -> Callable[P, T]:
    """Let a function that words what others will read run in the site's own language.

    An inbox, a text message and a task are written once, by whoever pressed the button, and read by
    people who chose another language or none. Django's ``override`` as a decorator will not do: its
    one instance is shared by all threads.
    """

    @wraps(teller)
    def told(*args: P.args, **named: P.kwargs) -> T:
        with override(settings.LANGUAGE_CODE):
            return teller(*args, **named)

    return told
