"""Room on a sheet: which columns a line's parts need, how many lines a text takes. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import combinations, pairwise

from shouwang.papers.layout.text import width

# one Chinese character of 10.5 points in Excel's units of width
HAN = 2.1
_SIZE = 10.5


def needed(text: str, size: float = _SIZE) -> float:
    """Return the width that a text takes on one line, in Excel's units."""
    return width(text) * HAN * size / _SIZE


def lines(text: str, room: float, size: float = _SIZE) -> int:
    """Return how many lines a text takes in a cell so wide; a line never fills to its edge."""
    return max(math.ceil(needed(text, size) / max(room - 1, 1)), 1)


def pieces(text: str, room: float, size: float, most: int) -> list[str]:
    """Return a text in pieces of at most so many lines: no row of Excel is higher than 409 points.

    It is cut after a 、 or ；; names that are missing may be hundreds.
    """
    found = [""]
    for part in re.findall(r"[^、；]*[、；]?", text):
        if found[-1] and lines(found[-1] + part, room, size) > most:
            found.append("")
        found[-1] += part
    return found


def parted(widths: Sequence[float], parts: Sequence[str]) -> list[tuple[int, int]] | None:
    """Return the columns (first, last) that each part of a line takes, all columns together.

    Every part has the room it needs; among such the shares are as even as they can be. None where
    there is no such way: each part then takes a line of its own.
    """
    wanted = [needed(part) + 1 if part else 0.0 for part in parts]
    even = sum(widths) / len(parts)
    best: tuple[float, list[tuple[int, int]]] | None = None
    for cuts in combinations(range(1, len(widths)), len(parts) - 1):
        edges = (0, *cuts, len(widths))
        spans = list(pairwise(edges))
        rooms = [sum(widths[first:end]) for first, end in spans]
        if any(room < want for room, want in zip(rooms, wanted, strict=True)):
            continue
        uneven = sum(abs(room - even) for room in rooms)
        if best is None or uneven < best[0]:
            best = uneven, [(first, end - 1) for first, end in spans]
    return best[1] if best else None


def from_the_right(widths: Sequence[float], texts: Sequence[str]) -> int:
    """Return the column from which on to the last there is room for every text."""
    most = max((needed(text) + 1 for text in texts), default=0.0)
    held = 0.0
    for at in range(len(widths) - 1, -1, -1):
        held += widths[at]
        if held >= most:
            return at
    return 0
