"""Why something at the gate cannot stand."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from shouwang.response.measures import InForce


class Forbidden(ValidationError):
    """A measure forbade it when it happened; ``order`` has the paper and its page."""

    def __init__(self, order: InForce) -> None:
        super().__init__(order.refusal, code="purpose")
        self.order = order
