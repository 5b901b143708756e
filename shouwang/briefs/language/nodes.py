"""What a template is once it is read: plain values, nothing that could be run."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

Number = int | Decimal
# over what a part or a table is repeated
Over = Literal["child", "kind"]
TABLES = ("child", "kind", "item", "missing")


class TemplateError(ValueError):
    """A template that cannot be read; ``why`` tells its writer, ``number`` is the line (0: all)."""

    def __init__(self, why: str, number: int = 0) -> None:
        super().__init__(_("第%(n)d行：%(why)s") % {"n": number, "why": why} if number else why)
        self.why, self.number = why, number


@dataclass(frozen=True)
class Test:
    """One comparison or question: ``known x``, ``not x``, ``x``, ``x < 3``, ``x != y``."""

    word: Literal["is", "not", "known", "unknown", "changed", "all", "compare"]
    name: str
    operator: str = ""
    other: str = ""


@dataclass(frozen=True)
class Condition:
    """Alternatives of which one must hold; each is a row of tests that must all hold."""

    either: tuple[tuple[Test, ...], ...]


@dataclass(frozen=True)
class Words:
    """Text as it stands."""

    text: str


@dataclass(frozen=True)
class Slot:
    """A place for a figure, a change, a list or a word, e.g. ``in_house``, ``Δin_house``."""

    key: str


@dataclass(frozen=True)
class Clause:
    """A part that goes when a figure in it is zero or unknown."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Choice:
    """A part that stands when its condition holds, and what stands otherwise."""

    condition: Condition
    parts: tuple[Part, ...]
    otherwise: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Repeat:
    """A part that is said of every child unit, or of every kind of institution."""

    over: Over
    parts: tuple[Part, ...]


Part = Words | Slot | Clause | Choice | Repeat


@dataclass(frozen=True)
class ChartSpec:
    """A chart: figures over the last ``days``, or one figure over units or kinds below."""

    over: Literal["days", "child", "kind"]
    days: int
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """A heading (level 1 or 2), a paragraph (0), or a directive (``@totals``).

    ``number`` is where it stands in the text, for whoever has to mend it.
    """

    level: int
    heading: str
    parts: tuple[Part, ...]
    directive: str = ""
    condition: Condition | None = None
    number: int = 0
    chart: ChartSpec | None = None


@dataclass(frozen=True)
class Sum:
    """A figure made of others: their sum, with its own name."""

    code: str
    parts: tuple[str, ...]
    zh: str
    measure: str


@dataclass(frozen=True)
class Share:
    """A part of a whole, printed in percent with one decimal."""

    code: str
    part: str
    whole: str
    zh: str


@dataclass(frozen=True)
class Named:
    """A list of units that a comparison holds for, e.g. ``fever > 0``; or the ``limit`` lowest or
    highest. Of ``child`` units it ranks the units directly below, by their totals."""

    name: str
    code: str
    operator: str
    limit: Decimal
    over: Literal["unit", "child"] = "unit"


@dataclass(frozen=True)
class Limit:
    """A mark that a figure should reach: below it (or above it) is a problem worth a sentence."""

    code: str
    operator: str
    limit: Decimal
    words: str


@dataclass(frozen=True)
class Column:
    """A column of a table: its group, its head, the figure."""

    group: str
    title: str
    code: str


@dataclass
class TableSpec:
    """A table behind the text: a line for each child unit, kind of institution, figure or unit
    that has not filed. One without columns has those that fit; ``condition`` may keep it away."""

    name: str
    title: str
    over: str
    condition: Condition | None = None
    columns: list[Column] = field(default_factory=list)


@dataclass
class Template:
    """A paper's template, read. ``words`` are its settings: masthead, title, head, addressee …"""

    words: dict[str, str] = field(default_factory=dict)
    sums: dict[str, Sum] = field(default_factory=dict)
    shares: dict[str, Share] = field(default_factory=dict)
    lists: dict[str, Named] = field(default_factory=dict)
    limits: list[Limit] = field(default_factory=list)
    absent: dict[str, str] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    tables: list[TableSpec] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
