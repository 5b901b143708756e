"""Two versions of a text side by side: which paragraphs changed, and what in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, CHANGED, ADDED, REMOVED = "same", "changed", "added", "removed"
# below this the two are different paragraphs rather than one that was mended
_ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """Some characters of a paragraph; ``is_other`` where the other side does not have them."""

    text: str
    is_other: bool = False


@dataclass(frozen=True)
class Line:
    """A paragraph of either side, beside its counterpart if it has one."""

    how: str
    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


def side_by_side(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    """Return the paragraphs of two versions in order, those that belong together on one line.

    Joined, the left pieces are exactly the old version, the right ones the new.
    """
    lines: list[Line] = []
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for tag, a, b, c, d in blocks:
        if tag == "equal":
            lines += [Line(SAME, (Piece(text),), (Piece(text),)) for text in old[a:b]]
        else:
            lines += _unequal(old[a:b], new[c:d])
    return lines


def _unequal(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Pair mended paragraphs in their order; what has no counterpart stands alone."""
    at = 0
    for text in old:
        match = next((n for n in range(at, len(new)) if _alike(text, new[n])), None)
        if match is None:
            yield Line(REMOVED, left=(Piece(text, True),))
            continue
        for added in new[at:match]:
            yield Line(ADDED, right=(Piece(added, True),))
        yield Line(CHANGED, *_pieces(text, new[match]))
        at = match + 1
    for added in new[at:]:
        yield Line(ADDED, right=(Piece(added, True),))


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _pieces(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if a < b:
            left.append(Piece(old[a:b], tag != "equal"))
        if c < d:
            right.append(Piece(new[c:d], tag != "equal"))
    return tuple(left), tuple(right)
