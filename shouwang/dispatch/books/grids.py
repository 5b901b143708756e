"""A workbook on the screen: its sheets as grids, with what each cell takes or how it reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from shouwang.dispatch.books import mapping
from shouwang.dispatch.books.composing import values_of
from shouwang.dispatch.books.filling import blanks_of, put_in, reckoned
from shouwang.dispatch.books.heads import Heads
from shouwang.dispatch.books.mapping import BookMapping, Fill
from shouwang.dispatch.models import Dispatch, Layout
from shouwang.dispatch.printing.paper import Paper
from shouwang.dispatch.tables.design import PERIODS, TODAY, Line
from shouwang.dispatch.tables.references import Names
from shouwang.kit import numbers
from shouwang.kit.sheets.blank_form import FormSheet, read_form
from shouwang.kit.sheets.splice import Value

# how a cell stands: its mark beside the colour, and the word of the legend
STATES: dict[str, tuple[str, Any]] = {
    mapping.SURE: ("✓", gettext_lazy("有把握")),
    mapping.DOUBT: ("?", gettext_lazy("拿不准")),
    mapping.NONE: ("–", gettext_lazy("没有找到")),
    mapping.KEPT: ("✓", gettext_lazy("照上一版")),
    mapping.CHOSEN: ("✓", gettext_lazy("人工指定")),
    mapping.LEFT: ("×", gettext_lazy("不填")),
}
WORDS: dict[str, Any] = {
    "reporter": gettext_lazy("填报单位"),
    "day": gettext_lazy("日期"),
    "preparer": gettext_lazy("填表人"),
    "reviewer": gettext_lazy("审核人"),
    "leader": gettext_lazy("负责人"),
    "phone": gettext_lazy("电话"),
    "reported": gettext_lazy("报出时间"),
    "slots": gettext_lazy("填格内各空"),
}


@dataclass(frozen=True)
class GridCell:
    """A cell as drawn: ``state`` is how it was found, ``tone`` of a filled one that it is blank."""

    text: str
    across: int = 1
    down: int = 1
    state: str = ""
    mark: str = ""
    href: str = ""
    title: str = ""
    kind: str = "text"
    is_here: bool = False


@dataclass(frozen=True)
class Grid:
    """One sheet: the letters over its columns, (number, cells) of its rows."""

    name: str
    letters: list[str]
    rows: list[tuple[int, list[GridCell]]]


@dataclass(frozen=True)
class FilledBook:
    """A workbook with a day's numbers, and the cells that stay blank."""

    paper: Paper
    grids: list[Grid]
    blanks: list[str]


def sheets_of(layout: Layout) -> list[FormSheet]:
    """Return the sheets of a layout's workbook."""
    return read_form(bytes(layout.book.content)) if layout.book else []


def asked(sheets: list[FormSheet], told: BookMapping, names: Names, *, here: str) -> list[Grid]:
    """Return the sheets with what each cell takes, leading to where that is said."""
    fills = {fill.key: fill for fill in told.fills}

    def draw(sheet: FormSheet, ref: str, text: str) -> GridCell | None:
        fill = fills.get(f"{sheet.name}!{ref}")
        if fill is None:
            return None
        what = text if fill.text == "slots" else takes(fill, names)
        state = fill.how
        mark = STATES[state][0]
        href = "?" + urlencode({"at": fill.key}) + "#cell"
        shown = what if state not in (mapping.NONE, mapping.LEFT) else text
        title = f"{ref} {fill.name}：{STATES[state][1]} {what}".rstrip()
        return GridCell(shown, 1, 1, state, mark, href, title, "fill", fill.key == here)

    return [_grid(sheet, draw) for sheet in sheets]


def filled(layout: Layout, paper: Paper, dispatch: Dispatch | None = None) -> FilledBook | None:
    """Return a workbook with a paper's numbers; of a made paper they lead to what was kept.

    None for a layout that is designed here.
    """
    if not layout.book_id:
        return None
    told, sheets = BookMapping.from_json(layout.design), sheets_of(layout)
    values = put_in(paper, told, {sheet.name: sheet for sheet in sheets})
    drawn = [
        _grid(sheet, _Numbers(sheet, values[sheet.name], told, paper, dispatch).draw)
        for sheet in sheets
    ]
    return FilledBook(paper, drawn, blanks_of(paper))


class _Numbers:
    """The cells of one sheet with their numbers, words and sums."""

    def __init__(
        self, sheet: FormSheet, values: dict[str, Value], told: BookMapping, paper: Paper,
        dispatch: Dispatch | None,
    ) -> None:  # fmt: skip
        self.values, self.dispatch = values, dispatch
        self.cells = values_of(paper.table)
        self.fills = {fill.key: fill for fill in told.fills}
        self.sums = reckoned(sheet, values)

    def draw(self, sheet: FormSheet, ref: str, _text: str) -> GridCell | None:
        """Return a cell that the day fills; None of one that stays as it is."""
        key = f"{sheet.name}!{ref}"
        fill = self.fills.get(key)
        if key in self.cells and fill is not None:
            title = f"{ref} {fill.name}"
            if ref not in self.values:
                return GridCell("", state="blank", title=title, kind="number")
            href = _evidence(fill, self.dispatch)
            return GridCell(self.cells[key].shown, href=href, title=title, kind="number")
        if ref in self.values:
            return GridCell(str(self.values[ref]), kind="word")
        if ref in self.sums:
            value = self.sums[ref]
            return GridCell(numbers.in_table(value, _places(value)), kind="formula")
        return None


def takes(fill: Fill, names: Names) -> str:
    """Return what a cell takes as a person reads it: 在院 · 前一日."""
    if not fill.ref:
        return ""
    if fill.text:
        return str(WORDS[fill.text])
    what = names.write(Line(fill.ref))
    return what if fill.period == TODAY else f"{what} · {dict(PERIODS)[fill.period]}"


def why(fill: Fill) -> str:
    """Return in words why a cell is doubtful or nothing was found."""
    word, _colon, about = fill.why.partition(":")
    told = {
        "twice": _("前面已有一格填这个数"),
        "number": _("原表这里已有数字，不选就不动它"),
        "unit": _("下级单位里没有叫“%(name)s”的") % {"name": about},
        "head": _("“%(name)s”没有对上") % {"name": about},
        "group": _("分组表头是“%(name)s”，这个指标没有写明") % {"name": about},
        "parts": _("这个表头含几项指标，建议相加"),
        "like": _("名称相近，不全相同"),
        "day": _("表头没有写“今日”"),
        "period": _("请核对时间口径"),
    }
    return told.get(word, "")


def _places(value: Any) -> int:
    return min(max(-value.normalize().as_tuple().exponent, 0), 4)


def _evidence(fill: Fill, dispatch: Dispatch | None) -> str:
    if dispatch is None or fill.period != TODAY:
        return ""
    line = Line(fill.ref)
    states = ["filed", "due"] if line.state == "rate" else [line.state]
    keys = [str(pk) for pk in line.figure_ids] or states
    base = reverse("dispatch:figure", args=[dispatch.pk])
    return f"{base}?{urlencode({'key': keys}, doseq=True)}"


Draw = Callable[[FormSheet, str, str], GridCell | None]


def _grid(sheet: FormSheet, draw: Draw) -> Grid:
    heads = Heads(sheet, frozenset())
    rows = []
    for row in range(1, sheet.rows + 1):
        cells = []
        for column in range(1, sheet.columns + 1):
            if heads.is_covered(row, column):
                continue
            _top, _left, bottom, right = heads.span(row, column)
            cells.append(_drawn(sheet, row, column, draw, right - column + 1, bottom - row + 1))
        rows.append((row, cells))
    return Grid(sheet.name, [get_column_letter(c) for c in range(1, sheet.columns + 1)], rows)


def _drawn(sheet: FormSheet, row: int, column: int, draw: Draw, across: int, down: int) -> GridCell:
    cell = sheet.at(row, column)
    made = draw(sheet, cell.ref, cell.text)
    if made is None:
        is_sum = bool(cell.formula)
        kind = "formula" if is_sum else "number" if cell.is_number else "text"
        made = GridCell("ƒ" if is_sum else cell.text, title=cell.formula, kind=kind)
    parts = vars(made) | {"across": across, "down": down}
    return GridCell(**parts)
