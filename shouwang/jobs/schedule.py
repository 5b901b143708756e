"""Plans: work that starts by the clock. Each app registers its own, above.

A plan is asked every few seconds what is due; ``actions.firing`` starts each due moment once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Due:
    """Work that is due: ``name`` and ``due_at`` tell it from any other, for good."""

    name: str
    due_at: datetime
    kind: str
    title: str
    params: dict[str, Any] = field(default_factory=dict)


Plan = Callable[[datetime], Iterable[Due]]
_plans: list[Plan] = []


def plan(asked: Plan) -> Plan:
    """Register a plan: given a moment it tells what is due then and not yet too late."""
    _plans.append(asked)
    return asked


def due(now: datetime) -> list[Due]:
    """Return what all plans say is due."""
    return [one for asked in _plans for one in asked(now)]
