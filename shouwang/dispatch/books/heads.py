"""Which words of a sheet say what a blank cell is: the heads above it and before it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from shouwang.dispatch.books import labels
from shouwang.figures.matching import plain
from shouwang.kit.sheets.blank_form import FormCell, FormSheet


@dataclass(frozen=True)
class Around:
    """The heads of a cell, outermost first, without their measures; ``measure`` nearest to it."""

    above: tuple[str, ...]
    before: tuple[str, ...]
    measure: str = ""
    is_near: bool = False

    @property
    def column(self) -> str:
        """Return the heads above as one label."""
        return "·".join(self.above)

    @property
    def row(self) -> str:
        """Return the heads before it as one label."""
        return "·".join(self.before)


class Heads:
    """The heads of one sheet; ``measures`` are the measure words that stand alone in a cell."""

    def __init__(self, sheet: FormSheet, measures: frozenset[str]) -> None:
        self.sheet, self.measures = sheet, measures
        self._spans = {
            (row, column): span
            for span in sheet.merged
            for row in range(span[0], span[2] + 1)
            for column in range(span[1], span[3] + 1)
        }

    @cached_property
    def _wide(self) -> int:
        """Return from how many columns on a merged cell is a title."""
        return max(self.sheet.columns * 4 // 5, 3)

    def span(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Return (top, left, bottom, right) of the cell that covers a place."""
        return self._spans.get((row, column), (row, column, row, column))

    def is_covered(self, row: int, column: int) -> bool:
        """Return whether a place lies under another cell's merge."""
        return self.span(row, column)[:2] != (row, column)

    def field_before(self, row: int, column: int) -> str:
        """Return which field (填表人：) the cell right before a place asks for, empty for none."""
        if column == 1:
            return ""
        top, left, _b, right = self.span(row, column - 1)
        text = self.sheet.at(top, left).text
        # a word that is merged over several columns has its blank inside
        return "" if right > left and labels.slots(text) else labels.field_of(text, alone=True)

    def around(self, row: int, column: int) -> Around:
        """Return the heads of a blank cell."""
        above, measure, is_near = self._above(row, column)
        before, other = self._before(row, column)
        return Around(tuple(above), tuple(before), measure or other, is_near)

    def _above(self, row: int, column: int) -> tuple[list[str], str, bool]:
        found: list[str] = []
        measure, is_near, at = "", False, row - 1
        while at >= 1:
            top, left, bottom, right = self.span(at, column)
            cell = self.sheet.at(top, left)
            at = top - 1
            if not _is_label(cell) or right - left + 1 >= self._wide:
                if found:
                    break
                continue
            if labels.is_outside(cell.text):
                break
            is_near = is_near or (not found and bottom == row - 1)
            label, told = labels.split(cell.text)
            found, measure = [label, *found], measure or told
        return found, measure, is_near

    def _before(self, row: int, column: int) -> tuple[list[str], str]:
        found: list[str] = []
        measure, at = "", column - 1
        while at >= 1:
            top, left, _bottom, _right = self.span(row, at)
            cell = self.sheet.at(top, left)
            at = left - 1
            if not _is_label(cell) or labels.is_outside(cell.text):
                continue
            label, told = labels.split(cell.text)
            if label in self.measures:
                measure = measure or label
            else:
                found, measure = [label, *found], measure or told
        return found, measure

    def is_foot(self, row: int) -> bool:
        """Return whether a row holds fields or notes instead of figures."""
        for column in range(1, self.sheet.columns + 1):
            text = self.sheet.at(row, column).text
            if text and not self.is_covered(row, column) and labels.is_outside(text):
                return True
        return False


def _is_label(cell: FormCell) -> bool:
    return bool(not cell.is_number and not cell.formula and plain(cell.text))
