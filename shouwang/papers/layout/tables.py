"""How a table is set: its head, the size of its letters, the widths of its columns.

Both renderers take the plan from here, so Word and PDF show the same table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from . import measures as m
from .model import Appendix, Block, Fields, PaperLayout, Table
from .text import width

PAD_EM = 0.9  # left and right of a cell together
WRAP_EM = 16.0  # a cell of prose wraps beyond this
LINE_EM = 1.3  # a line in a cell
INSET_EM = 0.42  # from the text of a cell to its rules
UNIT_EM = 1.9  # the line above the table
NOTE_EM = 1.55 * m.TABLE_NOTE_RATIO  # a line below it
FIELD_EM = 1.5  # a line of fields


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of the head at `column` (0-based), over `across` columns and `down` rows."""

    text: str
    column: int
    across: int
    down: int


@dataclass(frozen=True, slots=True)
class TablePlan:
    """`widths` in points, their sum the room given; `size` of the letters in points.

    `pads` is the room right of right-aligned cells, so that numbers stand under their head.
    """

    size: float
    widths: tuple[float, ...]
    pads: tuple[float, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    wraps: bool


def head_rows(table: Table, share: float = 0) -> tuple[tuple[HeadCell, ...], ...]:
    """One row of heads, or two when columns are grouped.

    `share` is how many times its least width each column gets; heads that do not fit are folded.
    """
    room = [em * share - PAD_EM for em in least_widths(table)]
    columns = [
        column if width(column.title) <= em else replace(column, title=fold(column.title))
        for column, em in zip(table.columns, room, strict=True)
    ]
    if not any(column.group for column in columns):
        return (tuple(HeadCell(c.title, at, 1, 1) for at, c in enumerate(columns)),)
    upper: list[HeadCell] = []
    lower: list[HeadCell] = []
    for group, members in groupby(enumerate(columns), key=lambda pair: pair[1].group):
        found = list(members)
        if group:
            upper.append(HeadCell(group, found[0][0], len(found), 1))
            lower += [HeadCell(c.title, at, 1, 1) for at, c in found]
        else:
            upper += [HeadCell(c.title, at, 1, 2) for at, c in found]
    return tuple(upper), tuple(lower)


def body_widths(table: Table) -> list[float]:
    """The widest cell of each column under the head, in em."""
    rows = [row for row in table.rows if row.kind != "section"]
    return [
        max((width(line) for row in rows for line in row.cells[at].split("\n")), default=1.0)
        for at in range(len(table.columns))
    ]


def least_widths(table: Table) -> list[float]:
    """The narrowest each column can be, in em, with heads folded but numbers whole."""
    return [
        (
            column.em
            if column.em is not None
            else max(min(body, WRAP_EM), _folded(column.title), 2.0)
        )
        + PAD_EM
        for column, body in zip(table.columns, body_widths(table), strict=True)
    ]


def fold(title: str) -> str:
    """A head on two lines: before its bracket, else in the middle; short ones stay whole."""
    if "\n" in title or width(title) <= 3:
        return title
    cut = title.find("（") if title.find("（") > 0 else -(-len(title) // 2)
    return f"{title[:cut]}\n{title[cut:]}"


def _folded(title: str) -> float:
    """Width of a head that may be folded, in em."""
    return max(width(line) for line in fold(title).split("\n"))


def height_em(table: Table) -> float:
    """Height of the table with what stands above and below it, in em; folded prose not counted."""
    heads = head_rows(table, share=1)
    tallest = max(c.text.count("\n") + 1 for c in heads[-1])
    lines = (
        tallest + len(heads) - 1 + sum(1 + max(c.count("\n") for c in r.cells) for r in table.rows)
    )
    rows = len(heads) + len(table.rows)
    around = (UNIT_EM if table.unit else 0) + (0.5 + NOTE_EM * len(table.notes))
    return lines * LINE_EM + rows * 2 * INSET_EM + around + 0.5


def plan(table: Table, room: float, height: float | None = None) -> TablePlan:
    """The largest readable letters that let every column stand in `room` points.

    With `height`, smaller letters are taken if they spare a second page.
    """
    least = least_widths(table)
    wide = [size for size in m.TABLE_SIZES if sum(least) * size <= room]
    low = [size for size in wide if height is not None and height_em(table) * size <= height]
    size = next(iter(low or wide), m.TABLE_SIZES[-1])
    share = room / sum(least)
    widths = tuple(round(one * share, 2) for one in least)
    pads = tuple(
        round(max(0.0, (w - body * size) / 2 - INSET_EM * size), 2) if c.align == "right" else 0.0
        for w, body, c in zip(widths, body_widths(table), table.columns, strict=True)
    )
    return TablePlan(size, widths, pads, head_rows(table, share / size), sum(least) * size > room)


def room_of(appendix: Appendix) -> tuple[float, float]:
    """Width of the text area for an appendix, and the height under its label and title."""
    if lies_down(appendix):
        return m.TEXT_HEIGHT, m.TEXT_WIDTH - 2 * m.PITCH
    return m.TEXT_WIDTH, m.TEXT_HEIGHT - 4 * m.PITCH


def room_of_front(layout: PaperLayout) -> tuple[float, float | None]:
    """Width of the text area before the appendices; of a statistical table also its height.

    A paper with fields is one table on one page where it can be: what stands around it is taken
    off, lines of notes that run over counted.
    """
    form = is_form(layout)
    sides = (m.FORM_WIDTH, m.FORM_HEIGHT) if form else (m.TEXT_WIDTH, m.TEXT_HEIGHT)
    wide, high = (sides[1], sides[0]) if layout.sideways else sides
    if not form:
        return wide, None
    fields = [block for block in layout.body if isinstance(block, Fields)]
    small = m.TABLE_SIZES[-1]
    notes = [note for table in _tables(layout.body) for note in table.notes]
    over = sum(int(width(note) * small // wide) for note in notes) * NOTE_EM * small
    taken = sum(len(one.lines) * FIELD_EM * one.size for one in fields)
    # the title, and half a line to spare: programs differ in how deep they set a row
    return wide, high - 1.5 * m.PITCH - taken - over


def is_form(layout: PaperLayout) -> bool:
    """Return whether a paper is a statistical table with its head and foot."""
    return any(isinstance(block, Fields) for block in layout.body)


def lies_down(appendix: Appendix) -> bool:
    """Whether an appendix lies sideways: asked for, or its letters would be too small."""
    if appendix.orientation != "auto":
        return appendix.orientation == "landscape"
    return any(plan(table, m.TEXT_WIDTH).size < 10.5 for table in _tables(appendix.blocks))


def _tables(blocks: Iterable[Block]) -> list[Table]:
    return [block for block in blocks if isinstance(block, Table)]
