"""What accounts asks of the unit tree, which lies above: posts, names, and an auditor's reach.

``orgs`` registers the answers (``register`` in its ``apps.ready``). Without them nobody holds a
post and nobody reads the trail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from shouwang.accounts.models import User


@dataclass(frozen=True)
class PostHeld:
    """A post that a user holds: its name, role and unit in words, and since when."""

    name: str
    role: Any
    unit: str
    since: datetime


@dataclass(frozen=True)
class Reach:
    """Which events may be read: all of them, or those of some units and of their people.

    ``unit_ids`` and ``user_ids`` are lists or subqueries of numbers. ``ownerless`` adds what
    belongs to no unit and to no person: wrong sign-in names, the system's own doings.
    """

    everything: bool = False
    unit_ids: Any = field(default_factory=list)
    user_ids: Any = field(default_factory=list)
    ownerless: bool = False


class Places(Protocol):
    """The answers of the unit tree."""

    def posts_of(self, user: User, *, at: datetime) -> list[PostHeld]:
        """Return the posts that a user holds at a moment."""

    def reach(self, scope: Any, permission: str) -> Reach:
        """Return what a scope covers in which ``permission`` is held."""

    def named(self, words: str) -> Any:
        """Return the ids of the units named by ``words`` and of all below them."""

    def names(self, unit_ids: set[int]) -> dict[int, str]:
        """Return the names of units by id."""


class _Nowhere:
    """The answers before anyone registered better ones."""

    def posts_of(self, user: User, *, at: datetime) -> list[PostHeld]:
        return []

    def reach(self, scope: Any, permission: str) -> Reach:
        return Reach()

    def named(self, words: str) -> Any:
        return []

    def names(self, unit_ids: set[int]) -> dict[int, str]:
        return {}


_places: list[Places] = [_Nowhere()]


def register(places: Places) -> None:
    """Take the answers of the unit tree."""
    _places[0] = places


def posts_of(user: User, *, at: datetime) -> list[PostHeld]:
    """Return the posts that a user holds at a moment."""
    return _places[0].posts_of(user, at=at)


def reach(scope: Any, permission: str) -> Reach:
    """Return what a scope covers in which ``permission`` is held."""
    return _places[0].reach(scope, permission)


def named(words: str) -> Any:
    """Return the ids of the units named by ``words`` and of all below them."""
    return _places[0].named(words)


def names(unit_ids: set[int]) -> dict[int, str]:
    """Return the names of units by id."""
    return _places[0].names(unit_ids)
