"""How the cells of a paper look as an Excel workbook: 宋体, thin borders, numbers as numbers."""

from __future__ import annotations

from typing import Any

from shouwang.dispatch.tables.table import Cell

# sizes of the title and of what stands under the table, in points
TITLE, NOTE = 18.0, 9.0


class Styles:
    """The formats of one workbook."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._base = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
        self._made: dict[tuple[Any, ...], Any] = {}
        self.title = self._of(font_size=TITLE, bold=True, align="center", text_wrap=True)
        self.mark = self._of(bold=True, align="center", font_color="#B3123B")
        self.plain = self._of(text_wrap=True)
        self.middle = self._of(align="center")
        self.right = self._of(align="right")
        self.note = self._of(font_size=NOTE, text_wrap=True, valign="top")
        self.head = self._of(border=1, bold=True, align="center", text_wrap=True)
        self.section = self._of(border=1, bold=True, bg_color="#EDF1F5")

    def name(self, is_total: bool, *, centred: bool) -> Any:
        """Return the style of a line's name or measure."""
        return self._of(
            border=1, bold=is_total, text_wrap=True, align="center" if centred else "left"
        )

    def number(self, cell: Cell, *, is_total: bool) -> Any:
        """Return the style of a number: a dash stands in the middle."""
        if cell.value is None:
            return self._of(border=1, align="center", bold=is_total)
        decimals = f".{'0' * cell.places}" if cell.places else ""
        pattern = "[=1]0%;[=0]0%;0.0%" if cell.percent else f"#,##0{decimals}"
        if cell.signed:
            pattern = f"+{pattern};-{pattern};0"
        return self._of(border=1, align="right", bold=is_total, num_format=pattern)

    def _of(self, **options: Any) -> Any:
        key = tuple(sorted(options.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({**self._base, **options})
        return self._made[key]
