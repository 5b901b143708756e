"""Rows of tables: a number is of its column's head and of the first cell of its row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shouwang.checking.matching_pieces import Piece
from shouwang.checking.matching_tokens import Sentence, Token

_TAB = "\t"


class Table:
    """The head of the table that the rows being read belong to."""

    def __init__(self) -> None:
        self.head: list[list[Token]] = []

    def is_row(self, sentence: Sentence) -> bool:
        """Return whether a sentence is a row; text between two tables ends the first one."""
        found = any(t.sort == "cut" and t.text == _TAB for t in sentence.tokens)
        if not found:
            self.head = []
        elif not sentence.has_numbers:
            self.head = _cells(sentence.tokens)
        return found

    def with_head(self, piece: Piece, tokens: Sequence[Token]) -> Piece:
        """Return a number of a row with what its row and its column say before its own words."""
        before = tokens[: piece.position]
        column = sum(1 for t in before if t.sort == "cut" and t.text == _TAB)
        first = _cells(tokens)[0] if column else []
        if any(t.sort == "number" for t in first):
            first = []
        head = self.head[column] if column < len(self.head) else []
        if not any(t.sort == "term" for t in head):
            head = []
        return replace(piece, left=[*first, *_bare(head), *piece.left], right_is_free=True)


def _cells(tokens: Sequence[Token]) -> list[list[Token]]:
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.sort == "cut" and token.text == _TAB:
            found.append([])
        else:
            found[-1].append(token)
    return found


def _bare(head: Sequence[Token]) -> list[Token]:
    """Return a head without what stands in brackets: the measure, 在院（人）."""
    kept: list[Token] = []
    inside = False
    for token in head:
        if token.text in "（(":
            inside = True
        elif token.text in "）)":
            inside = False
        elif not inside:
            kept.append(token)
    return kept
