"""Scope: which part of the tree a user may see, and what they may do there.

A user holds posts at units; a post carries a role; a role carries permissions. Every read takes a
scope first. Outside one's scope is a 404 (``OutOfScope``), inside without permission a 403
(``NotPermitted``); both reach the audit trail through ``accounts.middleware``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import User
from shouwang.accounts.roles import AFTER_HOURS
from shouwang.kit import clock, prepared, registry, workdays
from shouwang.orgs.kinds import JURISDICTIONS, Kind
from shouwang.orgs.models import Unit

# sorts after every character of a path, in byte order
_END = "~"


@dataclass(frozen=True)
class Subtree:
    """One post's reach: a unit with all below it, for a section only the kinds it reviews."""

    unit_id: int
    path: str
    role: str
    kinds: frozenset[str] | None = None
    unit_name: str = ""
    # a post that acts after hours rests in them: it sees, and does nothing
    rests: bool = False

    @property
    def permissions(self) -> frozenset[str]:
        """Return what may be done within."""
        return registry.permissions_of(self.role, in_hours=self.rests)

    def covers(self, path: str, kind: str) -> bool:
        """Return whether a unit at ``path`` and of ``kind`` lies within."""
        inside = path.startswith(self.path)
        # a section keeps sight of the jurisdictions on the way to its institutions
        return inside and (self.kinds is None or kind in self.kinds or kind in JURISDICTIONS)


@dataclass(frozen=True)
class Scope:
    """The subtrees of one user at one moment; ``everything`` is the system's own."""

    user_id: int | None
    subtrees: tuple[Subtree, ...]
    everything: bool = False

    @property
    def permissions(self) -> frozenset[str]:
        """Return every permission held anywhere: what the menu shows."""
        if self.everything:
            return frozenset(registry.permissions())
        return frozenset().union(*(s.permissions for s in self.subtrees))

    def narrowed(self, permission: str) -> Scope:
        """Return the part of the scope in which ``permission`` is held."""
        if self.everything:
            return self
        return Scope(self.user_id, tuple(s for s in self.subtrees if permission in s.permissions))

    def q(self, unit: str = "", *, of: str | None = None) -> Q:
        """Return the condition on units, or on rows whose unit is reached by the prefix ``unit``.

        ``scope.q()`` filters ``Unit``; ``scope.q("unit__")`` filters rows with a ``unit`` key.
        ``of`` is the prefix of the unit whose kind a section is asked for, where ``unit`` only
        says under which one it counts: ``scope.q("placed_in__", of="unit__")``.
        """
        kind = unit if of is None else of
        if self.everything:
            return Q()
        condition = Q(pk__in=[])
        for tree in self.subtrees:
            part = Q(**{f"{unit}path__gte": tree.path, f"{unit}path__lt": tree.path + _END})
            if tree.kinds is not None:
                part &= Q(**{f"{kind}kind__in": sorted(tree.kinds | set(JURISDICTIONS))})
            condition |= part
        return condition

    def covers(self, unit: Unit) -> bool:
        """Return whether a unit lies within."""
        return self.everything or any(s.covers(unit.path, unit.kind) for s in self.subtrees)

    def allows(self, permission: str, unit: Unit) -> bool:
        """Return whether ``permission`` is held over ``unit``."""
        return self.narrowed(permission).covers(unit)

    def require(self, permission: str, unit: Unit) -> None:
        """Raise ``OutOfScope`` for a unit that may not be seen, ``NotPermitted`` for one that
        may be seen but not acted on."""
        if not self.covers(unit):
            raise OutOfScope(f"unit {unit.pk}")
        if not self.allows(permission, unit):
            raise NotPermitted(permission)

    def kinds(self) -> frozenset[str] | None:
        """Return the kinds that limit the scope, None where any subtree is unlimited."""
        if self.everything or any(s.kinds is None for s in self.subtrees):
            return None
        return frozenset().union(*(s.kinds or frozenset() for s in self.subtrees))

    def seen_from(self, unit_id: int | None) -> Scope:
        """Return the same scope with the posts at one unit first: where its user works now."""
        first = sorted(self.subtrees, key=lambda tree: tree.unit_id != unit_id)
        return Scope(self.user_id, tuple(first), everything=self.everything)


SYSTEM = Scope(None, (), everything=True)


def scope_of(user: User, *, at: datetime) -> Scope:
    """Return the scope of ``user`` at a moment: the posts held then that are still open.

    The post held longest comes first. A section's post reaches the whole area of its bureau, for
    the kinds that the section reviews. The audited user ``system`` sees everything.
    """
    # a user whom ``scope_from`` would not ask about costs no statement
    asks = not user.is_system and user.is_active
    return scope_from(
        user, prepared.fetch(_HELD, {"user": user.pk, "at": at}) if asks else (), at=at
    )


def scope_from(user: User, held: Iterable[tuple[Any, ...]], *, at: datetime) -> Scope:
    """Return the scope of ``user`` from rows of ``HELD_COLUMNS`` in ``HELD_ORDER``."""
    if user.is_system:
        return SYSTEM
    if not user.is_active:
        return Scope(user.pk, ())
    return Scope(user.pk, tuple(_resting(_subtree(*row), at) for row in held))


# asked on every request, on the hot path of filing too: prepared, not composed anew. The parts
# are public for statements that ask for the user in the same breath (keys of the API); they bind
# the moment as ``at``.
HELD_COLUMNS = "o.id, o.path, o.kind, o.reviews, o.name, p.role"
HELD_WIDTH = 6
HELD = """
orgs_holding h JOIN orgs_post p ON p.id = h.post_id AND p.closed_on IS NULL
JOIN orgs_unit o ON o.id = p.unit_id
"""
HELD_THEN = "h.from_at <= %(at)s AND (h.until_at IS NULL OR h.until_at > %(at)s)"
HELD_ORDER = "h.from_at, h.id"
_HELD = f"""
SELECT {HELD_COLUMNS} FROM {HELD} WHERE h.user_id = %(user)s AND {HELD_THEN} ORDER BY {HELD_ORDER}
"""  # noqa: S608


def _resting(post: Subtree, at: datetime) -> Subtree:
    """Return a post that acts after hours as it is at a moment; any other as it stands."""
    if post.role not in AFTER_HOURS:
        return post
    return replace(post, rests=workdays.is_office_time(clock.local(at)))


def _subtree(
    unit_id: int, path: str, kind: str, reviews: list[str] | str, name: str, role: str
) -> Subtree:
    if kind != Kind.SECTION:
        return Subtree(unit_id, path, role, unit_name=name)
    reviewed = json.loads(reviews) if isinstance(reviews, str) else reviews
    kinds = frozenset(reviewed) if reviewed else None
    return Subtree(unit_id, path[: -Unit.steplen], role, kinds, unit_name=name)
