"""Plans: work that starts by the clock. Each app registers its own, above.

A plan is asked every few seconds what is due; ``actions.firing`` starts each due moment once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import OperationalError

log = logging.getLogger(__name__)


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
    """Return what all plans say is due; one that fails keeps none of the others from its work."""
    return [one for asked in _plans for one in _asked(asked, now)]


def _asked(asked: Plan, now: datetime) -> list[Due]:
    try:
        return list(asked(now))
    except OperationalError:
        raise
    except Exception:
        log.exception("plan %s failed", asked.__module__)
        return []
