"""The neighbourhood of each number: what stands before and behind it up to the next mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shouwang.checking.matching_tokens import Token

_OPEN, _CLOSE = "（(", "）)"
_LONGEST_LABEL = 10


@dataclass
class Piece:
    """A number with the tokens before it (``left``) and behind it (``right``).

    ``position`` is its place in the sentence's tokens. ``left_cut`` is the mark that ``left``
    begins after ("" at the start), ``right_is_free`` tells that ``right`` ends at a mark and not at
    another number, whose words they would be.
    """

    number: Token
    position: int
    left: list[Token] = field(default_factory=list)
    right: list[Token] = field(default_factory=list)
    left_cut: str = ""
    right_is_free: bool = True
    after_number: bool = False


def pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """Yield the numbers of a sentence in their order."""
    cuts = _cuts(tokens)
    for position, token in enumerate(tokens):
        if token.sort != "number":
            continue
        start = position
        while start > 0 and start - 1 not in cuts and tokens[start - 1].sort != "number":
            start -= 1
        end = position + 1
        while end < len(tokens) and end not in cuts and tokens[end].sort != "number":
            end += 1
        before = tokens[start - 1] if start else None
        yield Piece(
            token,
            position,
            list(tokens[start:position]),
            list(tokens[position + 1 : end]),
            before.text if before and before.sort == "cut" else "",
            end == len(tokens) or tokens[end].sort != "number",
            bool(before and before.sort == "number"),
        )


def since_last(piece: Piece, tokens: Sequence[Token]) -> list[Token]:
    """Return the clauses since the number before that are not this number's own: 较昨日 may stand
    before a comma."""
    end = max(0, piece.position - len(piece.left))
    start = end
    while start > 0 and tokens[start - 1].sort != "number":
        start -= 1
    return list(tokens[start:end])


def _cuts(tokens: Sequence[Token]) -> set[int]:
    """Return the positions of marks that part one statement from the next.

    、 joins words until a number has been stated (在院、在岗分别为), a colon before a number and a
    bracket without numbers join too.
    """
    found: set[int] = set()
    counted = False
    for position, token in enumerate(tokens):
        if token.sort == "number":
            counted = True
        if token.sort != "cut":
            continue
        if token.text == "、":
            parts = counted
        elif token.text in "：:":
            follows = tokens[position + 1] if position + 1 < len(tokens) else None
            parts = counted or follows is None or follows.sort != "number"
        elif token.text in _OPEN + _CLOSE:
            parts = _holds_number(tokens, position) or _is_long(tokens, position)
        else:
            parts = True
        if parts:
            found.add(position)
            counted = False
    return found


def _holds_number(tokens: Sequence[Token], position: int) -> bool:
    return any(t.sort == "number" for t in _inside(tokens, position))


def _is_long(tokens: Sequence[Token], position: int) -> bool:
    return sum(len(t.text) for t in _inside(tokens, position)) > 6


def _inside(tokens: Sequence[Token], position: int) -> Sequence[Token]:
    """Return the tokens of the bracket that opens or closes at a position."""
    if tokens[position].text in _OPEN:
        end = position + 1
        while end < len(tokens) and tokens[end].text not in _CLOSE:
            end += 1
        return tokens[position + 1 : end]
    start = position - 1
    while start >= 0 and tokens[start].text not in _OPEN:
        start -= 1
    return tokens[max(start, 0) : position]


def label_of(piece: Piece) -> str:
    """Return the words beside a number that may be taught as the name of a figure."""
    for tokens in (piece.left, piece.right):
        words: list[Token] = []
        for token in tokens:
            if token.sort in ("date", "place", "area", "cut", "norm", "part", "before"):
                words = []
            else:
                words.append(token)
        while words and words[0].sort == "filler":
            words.pop(0)
        while words and words[-1].sort == "filler":
            words.pop()
        while words and sum(len(t.text) for t in words) > _LONGEST_LABEL:
            words.pop(0)
        label = "".join(t.text for t in words).strip("》”’）)】")
        if len(label) > 1:
            return label
    return ""
