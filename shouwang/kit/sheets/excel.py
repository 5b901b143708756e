"""Excel files through python-calamine, after `ooxml` or `ole` have looked at them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_  # noqa: N812
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from shouwang.kit.sheets import ole, ooxml, sniff
from shouwang.kit.sheets.cells import Cell, CellError, text_of
from shouwang.kit.sheets.extent import Extent
from shouwang.kit.sheets.heads import SEARCHED_ROWS, Head, Span, clean_name, find_head
from shouwang.kit.sheets.limits import Limits
from shouwang.kit.sheets.problems import Problem, UnusableFile
from shouwang.kit.sheets.table import Row, Table

Result = TypeVar("Result")
_BROKEN = N_("文件内容已损坏；请在 Excel 中重新保存后再上传")


def open_excel(
    source: BinaryIO, *, kind: str, expected: Collection[str], sheet: str | None, limits: Limits
) -> Table:
    """Open an .xlsx or .xls. See `read.open_table`. Raises UnusableFile."""
    inspect = ooxml.inspect if kind == sniff.XLSX else ole.inspect
    extents = inspect(source, limits)
    source.seek(0)
    book = _guarded(CalamineWorkbook.from_filelike, source)
    name, head, chosen = _choose(book, extents, expected, sheet, limits)
    extent = extents.get(name, Extent())
    last = extent.last_row
    if last - head.last > limits.rows:
        raise UnusableFile(_("超过 %(rows)d 行，请拆分后分次上传") % {"rows": limits.rows})
    merged = chosen.merged_cell_ranges or []
    return Table(
        columns=head.names,
        header_row=head.last + 1,
        rows_at_most=max(last - head.last, 0),
        _rows=_rows(chosen, head, extent, merged, limits),
        _closing=book.close,
        sheet=name,
    )


def _choose(
    book: CalamineWorkbook,
    extents: dict[str, Extent],
    expected: Collection[str],
    wanted: str | None,
    limits: Limits,
) -> tuple[str, Head, CalamineSheet]:
    """Take the sheet asked for, else the visible one whose head fits best, else the first."""
    filled = _filled(book, extents, wanted)
    aims = {clean_name(name) for name in expected}
    best: tuple[int, str, Head, CalamineSheet] | None = None
    refusal: UnusableFile | None = None
    for name in filled if aims else filled[:1]:
        chosen = _guarded(book.get_sheet_by_name, name)
        top = [_padded(row, chosen) for row in islice(chosen.iter_rows(), SEARCHED_ROWS + 4)]
        try:
            head = find_head(
                top, expected=expected, merged=chosen.merged_cell_ranges or [], limits=limits
            )
        except UnusableFile as why:
            refusal = refusal or why
            continue
        score = len(aims & set(head.names))
        if best is None or score > best[0]:
            best = (score, name, head, chosen)
        if aims and score == len(aims):
            break
    if best is None:
        raise refusal or UnusableFile(_("表格是空的"))
    return best[1:]


def _filled(book: CalamineWorkbook, extents: dict[str, Extent], wanted: str | None) -> list[str]:
    """Return the names of the visible sheets that hold something; of one if it is asked for."""
    names = [
        meta.name
        for meta in book.sheets_metadata
        if meta.typ == SheetTypeEnum.WorkSheet and meta.visible == SheetVisibleEnum.Visible
    ]
    if wanted is not None:
        names = [name for name in names if name == wanted]
        if not names:
            raise UnusableFile(_("没有名为“%(name)s”的工作表") % {"name": wanted})
    filled = [name for name in names if name in extents and extents[name].last_row >= 0]
    if not filled:
        raise UnusableFile(_("表格是空的"))
    return filled


def _rows(
    sheet: CalamineSheet, head: Head, extent: Extent, merged: Sequence[Span], limits: Limits
) -> Iterator[Row]:
    names = head.names
    width = len(names)
    errors: dict[int, dict[int, str]] = {}
    for (row, column), code in extent.errors.items():
        errors.setdefault(row, {})[column] = code
    repeats = _merged_down(merged, head.last)
    carried: dict[int, tuple[int, Cell]] = {}
    for index, raw in enumerate(sheet.iter_rows()):
        if index <= head.last:
            continue
        cells = _padded(raw, sheet)
        for column, code in errors.get(index, {}).items():
            cells += [None] * (column + 1 - len(cells))
            cells[column] = CellError(code)
        for column, (bottom, value) in list(carried.items()):
            if index > bottom:
                del carried[column]
            elif column < len(cells) and not text_of(cells[column]):
                cells[column] = value
        for column, bottom in repeats.get(index, ()):
            # A county's name merged over its homes holds for each of them; a number does not.
            if column < len(cells) and isinstance(cells[column], str):
                carried[column] = (bottom, cells[column])
        if not any(cell is not None and cell != "" for cell in cells) or not any(
            text_of(cell) for cell in cells
        ):
            continue
        yield _row(index + 1, cells, names, width, limits)


def _row(number: int, cells: list[Cell], names: list[str], width: int, limits: Limits) -> Row:
    problem = None
    surplus = [text for text in map(text_of, cells[width:]) if text]
    if surplus:
        why = _("这一行在表头以外的列里有内容")
        problem = Problem(number, "", " ".join(surplus)[:80], why)
    for name, cell in zip(names, cells, strict=False):
        if isinstance(cell, str) and len(cell) > limits.cell_chars:
            problem = Problem(number, name, cell[:80], _("单元格内容过长"))
    short = max(width - len(cells), 0)
    return Row(number, dict(zip(names, cells + [None] * short, strict=False)), problem, 0)


def _padded(row: Sequence[Cell], sheet: CalamineSheet) -> list[Cell]:
    """The library leaves out the empty columns at the left: put them back."""
    start = sheet.start
    return [None] * (start[1] if start else 0) + list(row)


def _merged_down(merged: Sequence[Span], head_last: int) -> dict[int, list[tuple[int, int]]]:
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in merged:
        if top > head_last and bottom > top and left == right:
            found.setdefault(top, []).append((left, bottom))
    return found


def _guarded(work: Callable[[Any], Result], argument: object) -> Result:
    """Call the library; its errors and its panics become one sentence for the person."""
    try:
        return work(argument)
    except PasswordError:
        raise UnusableFile(_("文件设有密码，请去掉密码后再上传")) from None
    except (CalamineError, OSError, ValueError, RuntimeError):
        raise UnusableFile(_(_BROKEN)) from None
    except BaseException as trouble:
        # A panic in the Rust library arrives as a BaseException of its own.
        if type(trouble).__name__ == "PanicException":
            raise UnusableFile(_(_BROKEN)) from None
        raise
