"""What is refused with the paper that says so."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from shouwang.response.measures import InForce


class Refused(ValidationError):
    """Something that an order in force does not let through; carries that order.

    The message quotes the order's giver and paper.
    """

    def __init__(self, message: str, in_force: InForce, code: str | None = None) -> None:
        super().__init__(message, code=code)
        self.in_force = in_force
