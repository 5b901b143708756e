"""Why something cannot be: suspended by a paper, or not possible as things stand."""

from __future__ import annotations

from shouwang.kit.offline import Unfit
from shouwang.response.measures import InForce


class Suspended(Unfit):
    """The kind is suspended here and now; ``found`` has the paper and its page."""

    def __init__(self, found: InForce, more: str = "") -> None:
        self.found = found
        super().__init__({"kind": f"{found.refusal}{'。' if more else ''}{more}"})


def unfit(field: str, why: str) -> Unfit:
    """Return the finding about one field."""
    return Unfit({field: why})
