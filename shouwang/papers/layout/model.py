"""What a printed paper is, as plain data: no database, no clock, no format of a file.

A paper is drafted elsewhere (numbers already written as text), handed here, and rendered by
`to_docx` and `to_pdf` in the measures of GB/T 9704-2012. Every value is immutable, so the same
layout always gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

Emphasis = Literal["plain", "figure", "strong"]
Align = Literal["left", "center", "right"]
Paragraphing = Literal["justify", "left", "center", "right"]
RowKind = Literal["body", "total", "section"]
Orientation = Literal["auto", "portrait", "landscape"]


class Kind(StrEnum):
    """How a paper begins. Further kinds (信函, 纪要) get a head of their own."""

    BULLETIN = "简报"
    RED_HEAD = "公文"
    PLAIN = "材料"


class Mark(StrEnum):
    """Printed across every page; several may stand on one paper."""

    DRAFT = "草稿"
    INTERNAL = "内部稿"
    DEMONSTRATION = "演示数据"


@dataclass(frozen=True, slots=True)
class Note:
    """What stands in the margin beside a run: a comment in Word. `mark` is its short name there."""

    mark: str
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a paragraph. A figure keeps `ref`, the code it is traced by; it is not printed.

    `note` belongs to internal copies only: whoever lays out an outgoing paper gives none.
    """

    text: str
    emphasis: Emphasis = "plain"
    ref: str = ""
    note: Note | None = None


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1–4, numbered 一、 （一） 1. （1） by its place unless `numbered` is off.

    `tail` continues on the same line in the body's typeface: （一）组织指挥。召开会议…
    """

    level: Literal[1, 2, 3, 4]
    text: str
    tail: Runs = ()
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text; indented by two characters unless `indent` is off."""

    runs: Runs
    align: Paragraphing = "justify"
    indent: bool = True


@dataclass(frozen=True, slots=True)
class Column:
    """A table column. Neighbours with the same `group` share a head above their own.

    `title` may hold line breaks. `em` fixes the width in characters instead of measuring it.
    """

    title: str
    align: Align = "center"
    group: str = ""
    em: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, a cell per column. A section row shows its first cell across all."""

    cells: tuple[str, ...]
    kind: RowKind = "body"


@dataclass(frozen=True, slots=True)
class Table:
    """`unit` stands above on the right (单位：人), `notes` below.

    Raises ValueError when a row does not have a cell per column.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs a column")
        for number, row in enumerate(self.rows, start=1):
            wanted = 1 if row.kind == "section" else len(self.columns)
            if len(row.cells) != wanted:
                raise ValueError(f"row {number} has {len(row.cells)} cells, not {wanted}")


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Lines of small letters at the head or foot of a statistical table: 表号 …, 填表人 ….

    `spread`: the parts of a line share its width, the first at the left edge, the last at the
    right. `right`: the last parts of the lines begin under one another and the longest ends at the
    right edge, the first of two stands at the left. `keep` holds them to what follows.
    """

    lines: tuple[tuple[str, ...], ...]
    place: Literal["spread", "right"] = "spread"
    size: float = 10.5
    keep: bool = False


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """A value with its printed words; None is a gap, never 0. `is_partial`: not all reported."""

    value: float | None
    text: str = ""
    is_partial: bool = False


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A figure's values, one for each label of its chart."""

    name: str
    points: tuple[ChartPoint, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of figures over days (`line`) or of one figure over units (`bar`).

    `caption` stands below it, `notes` under that; `alt` tells whoever cannot see it. Raises
    ValueError when a line does not have a point per label, or a bar chart more than one line.
    """

    form: Literal["line", "bar"]
    caption: str
    labels: tuple[str, ...]
    lines: tuple[ChartLine, ...]
    measure: str = ""
    notes: tuple[str, ...] = ()
    alt: str = ""

    def __post_init__(self) -> None:
        if not self.lines or not self.labels or (self.form == "bar" and len(self.lines) > 1):
            raise ValueError("a chart needs labels and a line, of bars just one")
        if any(len(line.points) != len(self.labels) for line in self.lines):
            raise ValueError("a line needs a point for each label")


Block = Heading | Paragraph | Table | PageBreak | Fields | Chart


@dataclass(frozen=True, slots=True)
class BulletinHead:
    """The plain head of an internal bulletin: 内部资料, name, number, organ, day, who signed it."""

    masthead: str
    issue: int | None = None
    organ: str = ""
    day: str = ""
    lunar: str = ""
    note: str = "内部资料"
    signer: str = ""


@dataclass(frozen=True, slots=True)
class RedHead:
    """The red head of an official document. `signers` only on papers to a superior organ."""

    mark: str
    number: str = ""
    signers: tuple[str, ...] = ()
    copy_no: str = ""
    secrecy: str = ""
    urgency: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """署名 and 成文日期. A paper that will be sealed leaves the seal its room."""

    organs: tuple[str, ...]
    day: str
    sealed: bool = False


@dataclass(frozen=True, slots=True)
class Imprint:
    """版记 at the foot of the last upright page."""

    printed_by: str = ""
    printed_on: str = ""
    report_to: tuple[str, ...] = ()
    copy_to: tuple[str, ...] = ()
    distribute_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Appendix:
    """An annex on pages of its own; lies on its side when its tables would not fit upright."""

    title: str
    blocks: tuple[Block, ...]
    label: str = "附件"
    orientation: Orientation = "auto"


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """A whole paper. `dated` dates the file's properties; the rest is printed as it stands.

    `sideways` turns the pages before the appendices.
    """

    title: str
    body: tuple[Block, ...]
    dated: date
    head: BulletinHead | RedHead | None = None
    addressee: str = ""
    attachments: tuple[str, ...] = ()
    signature: Signature | None = None
    annotation: str = ""
    imprint: Imprint | None = None
    appendices: tuple[Appendix, ...] = ()
    marks: tuple[Mark, ...] = ()
    footer: str = ""
    author: str = ""
    keywords: tuple[str, ...] = field(default=())
    sideways: bool = False

    @property
    def kind(self) -> Kind:
        """Told by the head."""
        if isinstance(self.head, BulletinHead):
            return Kind.BULLETIN
        return Kind.RED_HEAD if isinstance(self.head, RedHead) else Kind.PLAIN


def plain(text: str) -> Run:
    """Ordinary text."""
    return Run(text)


def figure(value: str, ref: str = "") -> Run:
    """A number already formatted, with the code it is traced by."""
    return Run(value, "figure", ref)


def strong(text: str) -> Run:
    """Emphasised text."""
    return Run(text, "strong")
