"""What apps above say of the people of a house: who is under observation, on which day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class Mark:
    """One thing that stands out of a person: its words, its tone, and where it is told."""

    words: Text
    tone: str = "warn"
    url: str = ""


# (scope=, unit=, at=) -> marks by person; few statements however many people
Marks = Callable[..., Mapping[UUID, Mark]]

_providers: list[Marks] = []


def person_marks(provider: Marks) -> None:
    """Say something of the people of a house, on the phone's list of them."""
    _providers.append(provider)


def marks_of(scope: Scope, unit: Unit, *, at: datetime) -> dict[UUID, list[Mark]]:
    """Return what stands out of each person of a house at a moment, as far as one may see it."""
    found: dict[UUID, list[Mark]] = {}
    for provider in _providers:
        for person_id, mark in provider(scope=scope, unit=unit, at=at).items():
            found.setdefault(person_id, []).append(mark)
    return found
