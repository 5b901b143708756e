"""A superior's own workbook as a table: which of its cells takes which figure.

Plain data, kept as JSON in ``Layout.design`` beside the workbook itself; no database, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from shouwang.dispatch.tables.design import TODAY, Line

# how a cell came to what it takes: told by its heads without doubt, or perhaps; nothing was
# found; as in the workbook before; a person said so; a person left it alone
SURE, DOUBT, NONE, KEPT, CHOSEN, LEFT = "sure", "doubt", "none", "kept", "chosen", "left"
FILLING = (SURE, KEPT, CHOSEN)
# whose figure: the unit itself, its directly managed institutions, nobody known, else a unit's id
WHOLE, OWN, UNKNOWN = "", "own", "?"
# what a person's cell says: the words of a paper's head and foot
TEXTS: dict[str, str] = {
    "reporter": "填报单位",
    "day": "日期",
    "preparer": "填表人",
    "reviewer": "审核人",
    "leader": "负责人",
    "phone": "电话",
    "reported": "报出时间",
    "slots": "格内各空",
}
MOST_CELLS = 5_000


@dataclass(frozen=True)
class Fill:
    """One cell: what it takes (``ref``), whose (``place``), of when, how that was found.

    ``ref`` is ``figures:12+13``, ``state:due``, ``text:reporter`` or empty. ``row`` and ``column``
    are its heads as printed, ``side`` the one that names the figure: cells that share that head
    are set together. ``why`` is why it is not sure: ``twice``, ``number``, ``unit:`` or ``head:``
    with the word that nothing answers, ``group:`` with a group head that the figure does not
    speak of, ``parts``, ``like``, ``day`` or ``period``.
    """

    sheet: str
    cell: str
    ref: str = ""
    place: str = WHOLE
    place_name: str = ""
    period: str = TODAY
    how: str = NONE
    row: str = ""
    column: str = ""
    side: str = "column"
    why: str = ""

    @property
    def key(self) -> str:
        """Return what tells it from the others of the workbook."""
        return f"{self.sheet}!{self.cell}"

    @property
    def text(self) -> str:
        """Return the word it takes, empty for a number."""
        return self.ref.removeprefix("text:") if self.ref.startswith("text:") else ""

    @property
    def is_filled(self) -> bool:
        """Return whether it is filled: nothing doubtful ever is."""
        return self.how in FILLING and bool(self.ref) and self.place != UNKNOWN

    @property
    def is_number(self) -> bool:
        """Return whether it takes a number."""
        return bool(self.ref) and not self.text

    @property
    def name(self) -> str:
        """Return what it is called on paper: 棠宁区 老年人情况·在院."""
        own = " ".join(part for part in (self.row, self.column) if part)
        return own or self.cell

    @property
    def labels(self) -> tuple[str, str, str]:
        """Return what it is recognised by in the next workbook."""
        return self.sheet, self.row, self.column

    @property
    def head(self) -> tuple[str, str, str]:
        """Return the head that names its figure: cells that share it are set together."""
        return self.sheet, self.side, self.column if self.side == "column" else self.row


@dataclass(frozen=True)
class BookMapping:
    """All cells that a person may set, in their order; ``lost`` were in the workbook before."""

    title: str
    fills: tuple[Fill, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def lines(self) -> list[Line]:
        """Return what its numbers are, each once."""
        refs = dict.fromkeys(f.ref for f in self.fills if f.is_filled and f.is_number)
        return [Line(ref) for ref in refs]

    @property
    def said(self) -> BookMapping:
        """Return the cells that a person spoke of: what was only proposed is proposed anew."""
        held = tuple(fill for fill in self.fills if fill.how in (KEPT, CHOSEN, LEFT))
        return replace(self, fills=held)

    def count(self, *hows: str) -> int:
        """Return how many cells came to what they take in one of these ways."""
        return sum(fill.how in hows for fill in self.fills)

    def find(self, key: str) -> Fill | None:
        """Return the cell of that key."""
        return next((fill for fill in self.fills if fill.key == key), None)

    def changed(self, key: str, *, together: bool = False, **given: Any) -> BookMapping:
        """Return the mapping with one cell said otherwise, or all that share the figure's head.

        Those set together keep their own place and period.
        """
        one = self.find(key)
        if one is None:
            return self
        shared = {k: v for k, v in given.items() if k in ("ref", "how", "why")}

        def said(fill: Fill) -> Fill:
            if fill.key == key:
                return replace(fill, **given)
            is_alike = together and fill.head == one.head
            return replace(fill, **shared) if is_alike and not fill.text else fill

        return replace(self, fills=tuple(said(fill) for fill in self.fills))

    def placed(self, key: str, place: str, place_name: str) -> BookMapping:
        """Return the mapping with the unit said of a whole row whose unit nobody knew.

        What a column takes elsewhere without doubt it takes there too, the rest is for a person.
        """
        one = self.find(key)
        if one is None:
            return self
        clear = {fill.head for fill in self.fills if fill.how in FILLING and fill.is_number}

        def said(fill: Fill) -> Fill:
            if (fill.sheet, fill.row, fill.place) != (one.sheet, one.row, UNKNOWN):
                return fill
            how = (CHOSEN if fill.head in clear else DOUBT) if fill.ref else fill.how
            return replace(fill, place=place, place_name=place_name, how=how, why="")

        return replace(self, fills=tuple(said(fill) for fill in self.fills))

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> BookMapping:
        """Return the mapping that ``as_json`` stored."""
        fills = tuple(Fill(**fill) for fill in stored["fills"])
        return cls(stored["title"], fills, tuple(stored["lost"]))


def carried(new: BookMapping, old: BookMapping) -> BookMapping:
    """Return a new workbook's mapping with what a person confirmed in the one before.

    A cell whose sheet and heads read as before takes what it took; the rest is proposed anew, and
    cells that are gone are named. Heads that stand twice tell nothing and are not carried.
    """
    settled = [f for f in old.fills if f.how in (*FILLING, LEFT)]
    by_labels = _once(settled)
    fresh = _once(new.fills)
    fills = []
    for fill in new.fills:
        before = by_labels.get(fill.labels) if fresh.get(fill.labels) else None
        if before is None or not (fill.row or fill.column):
            fills.append(fill)
        else:
            given = {"ref": before.ref, "place": before.place, "place_name": before.place_name}
            how = LEFT if before.how == LEFT else KEPT
            fills.append(replace(fill, **given, period=before.period, how=how, why=""))
    lost = tuple(f.name for f in settled if f.is_filled and f.labels not in fresh)
    return BookMapping(new.title, tuple(fills), lost)


def _once(fills: Iterable[Fill]) -> dict[tuple[str, str, str], Fill]:
    found: dict[tuple[str, str, str], list[Fill]] = {}
    for fill in fills:
        found.setdefault(fill.labels, []).append(fill)
    return {labels: held[0] for labels, held in found.items() if len(held) == 1}
