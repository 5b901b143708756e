"""Where the head of a table is, and what its columns are called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shouwang.kit.sheets.cells import Cell, text_of
from shouwang.kit.sheets.limits import Limits
from shouwang.kit.sheets.problems import UnusableFile

SEARCHED_ROWS = 30
_DEEPEST = 4
JOINT = "/"

Span = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Head:
    """Rows `first`..`last` (from 0) are the head; `names` has one name per column."""

    first: int
    last: int
    names: list[str]


def clean_name(cell: Cell) -> str:
    """Return a column's name as it is compared: NFKC, one space for any run, no outer spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text_of(cell))).strip()


def find_head(
    rows: Sequence[Sequence[Cell]],
    *,
    expected: Collection[str],
    merged: Sequence[Span],
    limits: Limits,
) -> Head:
    """Find the head among the first rows of a sheet.

    `rows` are the first rows from the top, each from column 0; `merged` the merged ranges
    ((row, column), (row, column)) inclusive. With `expected` names the rows that carry most of
    them win; else the first row with at least two different texts. A head of several rows gives
    joined names: 服务对象/确诊. Raises UnusableFile when there is none or a name stands twice.
    """
    wanted = {clean_name(name) for name in expected}
    best: Head | None = None
    best_score = (0, 0)
    for first in range(min(len(rows), SEARCHED_ROWS)):
        for last in range(first, min(first + _DEEPEST, len(rows))):
            if not _belong_together(rows, first, last, merged):
                break
            names = _names(rows, first, last, merged)
            head = Head(first, last, _by_last_part(names, wanted))
            # Names that fit as they stand count more: a title merged over the head adds nothing.
            score = (len(wanted & set(head.names)), len(wanted & set(names)))
            if score > best_score:
                best, best_score = head, score
    if best is None:
        best = _without_expectations(rows, merged)
    if best is None:
        raise UnusableFile(_("找不到表头：前 %(rows)d 行里没有列名") % {"rows": SEARCHED_ROWS})
    if len(best.names) > limits.columns:
        raise UnusableFile(
            _("列数过多（%(found)d 列），最多 %(most)d 列")
            % {"found": len(best.names), "most": limits.columns}
        )
    _refuse_twins(best, wanted)
    return Head(best.first, best.last, _distinct(best.names))


def _belong_together(
    rows: Sequence[Sequence[Cell]], first: int, last: int, merged: Sequence[Span]
) -> bool:
    """A further row belongs to the head only where a merged cell of the head says so."""
    if first == last:
        return True
    for (top, left), (bottom, right) in merged:
        covers = first <= top <= last - 1
        if covers and bottom >= last:
            return True  # a name merged downwards into this row
        if covers and bottom == last - 1 and right > left:
            under = [text_of(c) for c in rows[last][left : right + 1]]
            if len([text for text in under if text]) > 1:
                return True  # a name merged across several names under it
    return False


def _names(
    rows: Sequence[Sequence[Cell]], first: int, last: int, merged: Sequence[Span]
) -> list[str]:
    width = max(len(rows[row]) for row in range(first, last + 1))
    filled = {
        row: [clean_name(rows[row][c]) if c < len(rows[row]) else "" for c in range(width)]
        for row in range(first, last + 1)
    }
    for (top, left), (_bottom, right) in merged:
        if first <= top <= last and right > left and top < last:
            for column in range(left + 1, min(right + 1, width)):
                filled[top][column] = filled[top][left]
    names = []
    for column in range(width):
        parts: list[str] = []
        for row in range(first, last + 1):
            part = filled[row][column]
            if part and (not parts or parts[-1] != part):
                parts.append(part)
        names.append(JOINT.join(parts))
    while names and not names[-1]:
        names.pop()
    return names


def _by_last_part(names: list[str], wanted: Collection[str]) -> list[str]:
    """Call 服务对象/确诊 simply 确诊 where that is what was expected and only one column is."""
    leaves = [name.rpartition(JOINT)[2] for name in names]
    return [
        leaf if name not in wanted and leaf in wanted and leaves.count(leaf) == 1 else name
        for name, leaf in zip(names, leaves, strict=True)
    ]


def _without_expectations(rows: Sequence[Sequence[Cell]], merged: Sequence[Span]) -> Head | None:
    for first in range(min(len(rows), SEARCHED_ROWS)):
        texts = {clean_name(cell) for cell in rows[first]} - {""}
        filled = [cell for cell in rows[first] if text_of(cell)]
        alone = len(texts) == 1 and len(rows[first]) == 1
        words = sum(isinstance(cell, str) for cell in filled)
        if alone or (len(texts) >= 2 and words * 2 > len(filled)):
            last = first
            while last + 1 < min(len(rows), first + _DEEPEST) and _belong_together(
                rows, first, last + 1, merged
            ):
                last += 1
            return Head(first, last, _names(rows, first, last, merged))
    return None


def _refuse_twins(head: Head, wanted: Collection[str]) -> None:
    seen: set[str] = set()
    for name in head.names:
        if name and name in seen and (name in wanted or not wanted):
            raise UnusableFile(_("列名“%(name)s”出现了两次，请改正表头") % {"name": name})
        seen.add(name)


def _distinct(names: list[str]) -> list[str]:
    """Give unnamed and repeated columns a name of their own so that no cell is lost."""
    found: list[str] = []
    taken: set[str] = set()
    for index, name in enumerate(names):
        unique = name or _("第%(letters)s列") % {"letters": letters(index)}
        while unique in taken:
            unique = f"{unique}（{letters(index)}）"
        taken.add(unique)
        found.append(unique)
    return found


def letters(column: int) -> str:
    """Return Excel's letters of a column counted from 0 (0 → A, 26 → AA)."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
