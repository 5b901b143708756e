"""What a reader hands over: named columns and numbered rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import NamedTuple, Self

from shouwang.kit.sheets.cells import Cell
from shouwang.kit.sheets.problems import Problem


class Row(NamedTuple):
    """One row of data.

    `number` is the row number at the left edge of Excel (in a CSV: the record, the head being
    1; blank lines count). `cells` has every column of the table; a missing cell is "" or None.
    `problem` is set when the row's shape is wrong (more cells than columns, an unclosed quote):
    such a row is not to be trusted. `short` says how many cells were missing at its end (Excel
    leaves trailing blanks out, so that alone is no fault).
    """

    number: int
    cells: Mapping[str, Cell]
    problem: Problem | None = None
    short: int = 0


@dataclass(slots=True)
class Table:
    """A table being read: `columns` in order, rows by iterating once.

    `header_row`: number of the last header row. `rows_at_most`: an upper bound of the data rows,
    for a progress bar. `sheet`: the sheet's name (empty for text). `encoding`, `delimiter`: of
    a text. Use as a context manager, or call `close()`.
    """

    columns: list[str]
    header_row: int
    rows_at_most: int
    _rows: Iterable[Row]
    _closing: Callable[[], None]
    sheet: str = ""
    encoding: str = ""
    delimiter: str = ""

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def close(self) -> None:
        """Let go of the file."""
        self._closing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
