"""What a sheet really holds, found before anything is laid out in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shouwang.kit.sheets.limits import Limits
from shouwang.kit.sheets.problems import UnusableFile

_ERRORS_AT_MOST = 100_000


@dataclass(slots=True)
class Extent:
    """The rectangle between the first and last cell that has a value; rows and columns from 0.

    `errors` maps (row, column) to an Excel error code: the reading library hands such cells
    over as empty text, and a lost formula must not pass for a blank.
    """

    first_row: int = 1 << 30
    last_row: int = -1
    first_column: int = 1 << 30
    last_column: int = -1
    errors: dict[tuple[int, int], str] = field(default_factory=dict)

    def add(self, row: int, column: int) -> None:
        """Take note of a cell with a value."""
        if row < self.first_row:
            self.first_row = row
        if row > self.last_row:
            self.last_row = row
        if column < self.first_column:
            self.first_column = column
        if column > self.last_column:
            self.last_column = column

    def add_error(self, row: int, column: int, code: str) -> None:
        """Take note of a cell that holds an Excel error."""
        if len(self.errors) >= _ERRORS_AT_MOST:
            raise UnusableFile(_("表格里的公式错误过多，请先改正后再上传"))
        self.errors[row, column] = code

    def check(self, limits: Limits) -> None:
        """Refuse a sheet whose filled rectangle is larger than the limits. Raises UnusableFile."""
        if self.last_row < 0:
            return
        rows = self.last_row + 1  # the library also fills the rows above the first one
        columns = self.last_column - self.first_column + 1
        if rows * columns > limits.grid_cells:
            raise UnusableFile(
                _("表格范围过大（%(rows)d 行 × %(columns)d 列），请删去远处多余的内容后再上传")
                % {"rows": rows, "columns": columns}
            )
