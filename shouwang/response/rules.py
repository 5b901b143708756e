"""Pure decisions: which of two orders is the stricter, how a level is named."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

FLAG, LOWER, HIGHER = "flag", "lower", "higher"
ABSOLUTE = "absolute"

Strictness = tuple[Decimal, bool]


def strictness(direction: str, value: Decimal | None, strength: str) -> Strictness:
    """Return what orders compare by: the number first, in the direction of strictness, then 一律
    before 原则上."""
    number = value or Decimal()
    signed = {LOWER: -number, HIGHER: number}.get(direction, Decimal())
    return signed, strength == ABSOLUTE


def overlap(first: Collection[str], second: Collection[str]) -> bool:
    """Return whether two orders concern a kind of unit in common; an empty one concerns all."""
    return not first or not second or bool(set(first) & set(second))


def stands_over(path: str, other: str) -> bool:
    """Return whether a unit at ``path`` is the one at ``other`` or above it."""
    return other.startswith(path)
