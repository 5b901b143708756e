"""Names that look like slips of one another."""

from __future__ import annotations


def look_alike(one: str, other: str) -> bool:
    """Return whether two different names differ by one slip: a letter more, less or other.

    Names that begin differently are taken for different (BARREN and WARREN are two counties), and
    short names are too close to judge.
    """
    one, other = _folded(one), _folded(other)
    if one == other:
        return True
    if min(len(one), len(other)) < 4 or one[0] != other[0]:
        return False
    return _within_one(one, other)


def _folded(name: str) -> str:
    return "".join(c for c in name.upper() if c.isalnum())


def _within_one(one: str, other: str) -> bool:
    """Return whether one insertion, deletion or substitution turns one text into the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    return (
        one[start + 1 :] == other[start + 1 :]
        or one[start:] == other[start + 1 :]
        or (one[start + 1 :] == other[start:])
    )
