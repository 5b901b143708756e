"""A paper in the superior's own workbook: figures, head and foot in their cells, nothing else.

A last sheet tells what the sheet itself has no place for: completeness, blanks, what was amended.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from shouwang.dispatch.books.composing import values_of
from shouwang.dispatch.books.labels import slots
from shouwang.dispatch.books.mapping import BookMapping, Fill
from shouwang.dispatch.printing import room
from shouwang.dispatch.printing.paper import Paper
from shouwang.dispatch.tables import wording
from shouwang.kit import words_zh
from shouwang.kit.sheets.blank_form import FormSheet, read_form
from shouwang.kit.sheets.fill import fill_form
from shouwang.kit.sheets.reckon import hollow, reckon
from shouwang.kit.sheets.splice import Value

NOTES = "填报说明"
_NOTES_WIDE, _NOTES_SIZE = 110.0, 11.0


def as_book(paper: Paper, content: bytes, told: BookMapping) -> bytes:
    """Return the workbook filled with a paper's numbers; raises ``UnusableFile``."""
    sheets = {sheet.name: sheet for sheet in read_form(content)}
    values = put_in(paper, told, sheets)
    numbers = {name: _numbers(found) for name, found in values.items()}
    computed = {name: reckon(sheet, numbers[name]) for name, sheet in sheets.items()}
    empty = [ref for name, sheet in sheets.items() for ref in hollow(sheet, numbers[name])]
    return fill_form(
        content, values, computed=computed, notes=(NOTES, _folded(notes_of(paper, empty))),
        mark="　".join(paper.marks),
    )  # fmt: skip


def _folded(lines: Iterable[str]) -> list[str]:
    """Return lines cut to the width of the last sheet: its cells have no style that wraps."""
    return [piece for line in lines for piece in room.pieces(line, _NOTES_WIDE, _NOTES_SIZE, 1)]


def put_in(
    paper: Paper, told: BookMapping, sheets: dict[str, FormSheet]
) -> dict[str, dict[str, Value]]:
    """Return what is put into the cells of each sheet, by address; blanks are left out."""
    numbers = values_of(paper.table)
    found: dict[str, dict[str, Value]] = {name: {} for name in sheets}
    for fill in told.fills:
        if not fill.is_filled or fill.sheet not in sheets:
            continue
        value: Value | None
        if fill.is_number:
            cell = numbers.get(fill.key)
            value = cell.value if cell else None
        else:
            value = _text(paper, fill, sheets[fill.sheet])
        if value is not None and value != "":
            found[fill.sheet][fill.cell] = value
    return found


def reckoned(sheet: FormSheet, values: dict[str, Value]) -> dict[str, Decimal]:
    """Return what the plain formulas of a sheet come to with these values."""
    return reckon(sheet, _numbers(values))


def _numbers(values: dict[str, Value]) -> dict[str, Decimal]:
    return {ref: value for ref, value in values.items() if isinstance(value, Decimal)}


def _text(paper: Paper, fill: Fill, sheet: FormSheet) -> str:
    """Return the words of a cell: one field, or its own text with the blanks filled."""
    words = _words(paper)
    if fill.text != "slots":
        return words.get(fill.text, "")
    own = next((c.text for c in sheet.cells.values() if c.ref == fill.cell), "")
    made, at = "", 0
    for start, end, name in slots(own):
        word = words.get(name, "")
        # what nobody knows is left to the pen
        room = own[start:end]
        tail = "　　" if word and own[end:].strip() and room.strip(" 　_＿") == "" else ""
        made += own[at:start] + (word + tail if word else room)
        at = end
    return made + own[at:]


def _words(paper: Paper) -> dict[str, str]:
    foot = paper.foot
    return {
        "reporter": paper.table.reporter,
        "day": words_zh.full_day(paper.day),
        "leader": foot.leader,
        "reviewer": foot.reviewer,
        "preparer": foot.preparer,
        "phone": foot.phone,
        "reported": foot.reported,
    }


def blanks_of(paper: Paper) -> list[str]:
    """Return the cells that take a figure which nobody stated, by address and name."""
    held = values_of(paper.table)
    return [
        f"{row.key.rpartition('!')[2]} {row.name}"
        for row in paper.table.rows
        if held[row.key].value is None
    ]


def notes_of(paper: Paper, empty: Sequence[str] = ()) -> list[str]:
    """Return the lines of the last sheet; ``empty`` are the formulas over blanks alone."""
    table = paper.table
    marks = f"（{'、'.join(paper.marks)}）" if paper.marks else ""
    lines = [f"{table.title}　{words_zh.full_day(paper.day)}　{paper.label or '未编号'}{marks}"]
    lines += [one for one in (wording.completeness(table), wording.missing(table)) if one]
    lines += table.notes
    if paper.reason:
        lines.append(f"更正事由：{paper.reason}。")
    lines += [f"更正：{c.row}　{c.column}　{c.old} → {c.new}" for c in paper.changes]
    blanks = blanks_of(paper)
    if blanks:
        lines.append("以下各格没有单位填报，留空，不是0：")
        lines += blanks
    if empty:
        told = "、".join(empty)
        lines.append(f"以下各格是原表的公式，所算各格都没有填，打开后显示的0不是数据：{told}。")
    return lines
