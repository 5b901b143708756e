"""A pasted chat list laid over the grid: what was read, and what a person still has to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.figures.models import Figure
from shouwang.intake.behalf import chat
from shouwang.intake.behalf.chat import Entry, Home, Match, Piece, Reading, Wanted, Why
from shouwang.intake.behalf.grid import Row, examined
from shouwang.orgs.models import Unit
from shouwang.reporting.typed import LONGEST_WORDS, Typed
from shouwang.reporting.versions import PlainVersion

_WHY: dict[Why, Any] = {
    Why.UNKNOWN: gettext_lazy("不是本表的项目"),
    Why.AMBIGUOUS: gettext_lazy("可能是好几个项目，请在表里填"),
    Why.UNCLEAR: gettext_lazy("看不出哪个数是哪一项"),
    Why.VAGUE: gettext_lazy("不是今天的一个确定的数"),
    Why.TWICE: gettext_lazy("前后写了两个不同的数"),
    Why.LONELY: gettext_lazy("有项目没有数"),
    Why.EXCEPT: gettext_lazy("话里有保留，没有当作零报告"),
    Why.PARTLY: gettext_lazy("只说了一项正常，没有当作零报告"),
    Why.DENIED: gettext_lazy("与同一家的其他话矛盾，没有当作零报告"),
    Why.ELSEWHERE: gettext_lazy("范围外有同名机构，请核对是不是这里的"),
    Why.NO_UNIT: gettext_lazy("有数，看不出是哪家"),
    Why.NO_SUCH_UNIT: gettext_lazy("范围内没有这家机构"),
    Why.NO_FIGURES: gettext_lazy("有机构，没有数"),
    Why.TOTAL: gettext_lazy("合计行，不是一家机构"),
    Why.TALK: gettext_lazy("没有数据的话"),
}


# a list of more names than these helps nobody to choose
_MOST_CHOICES = 300


@dataclass(frozen=True)
class Told:
    """A piece of the paste that was not used, with the reason in words."""

    text: str
    why: Any


@dataclass(frozen=True)
class ReadLine:
    """One institution's part of the paste, as it is shown for confirmation.

    ``choices`` are whom it may mean, with words that tell those of one name apart; ``others``
    everybody else who is not named. ``is_same`` where it says 同昨日 and a day before is known.
    """

    entry: Entry
    unit: Unit | None
    choices: list[tuple[int, str]]
    others: list[tuple[int, str]]
    pieces: list[Told]
    is_filed: bool
    is_same: bool

    @property
    def is_settled(self) -> bool:
        """Return whether it is certain who is meant."""
        return self.unit is not None

    @property
    def is_likely(self) -> bool:
        """Return whether one institution alone is probably meant."""
        return self.entry.match == Match.LIKELY


@dataclass(frozen=True)
class Pasted:
    """A paste as it was read, with the lines that are nobody's; talk stands apart."""

    text: str
    lines: list[ReadLine]
    unmatched: list[Told]
    talk: list[Told]

    @property
    def waiting(self) -> int:
        """Return how many lines wait for somebody to say whom they mean."""
        return sum(not line.is_settled and bool(line.choices or line.others) for line in self.lines)

    @property
    def settled(self) -> list[int]:
        """Return the ids of the institutions that were recognised."""
        return [line.unit.pk for line in self.lines if line.unit is not None]


def read(
    text: str, units: Sequence[Unit], version: PlainVersion, chosen: Mapping[int, int]
) -> Reading:
    """Read a paste against the names of institutions and the items of a form version."""
    homes = [Home(u.pk, tuple(n for n in (u.name, u.short_name) if n)) for u in units]
    aliases = dict(Figure.objects.filter(pk__in=version.figure_ids).values_list("pk", "aliases"))
    items = [
        Wanted(item.code, item.zh, tuple(aliases.get(figure_id) or ()), item.zero_when_quiet)
        for item, figure_id in zip(version.items, version.figure_ids, strict=True)
    ]
    reading = chat.read(text, homes, items, chosen)
    _doubt_strangers(reading, {u.pk for u in units})
    return reading


def _doubt_strangers(reading: Reading, here: Collection[int]) -> None:
    """Leave it to a person where a name with a slip is the very name of an institution elsewhere:
    a group may hold the homes of two townships."""
    likely = [entry for entry in reading.entries if entry.match == Match.LIKELY]
    if not likely:
        return
    named = Unit.objects.filter(name__in={entry.head for entry in likely}, closed_on=None)
    strange = set(named.exclude(pk__in=here).values_list("name", flat=True))
    for entry in likely:
        if entry.head in strange:
            entry.match = Match.CHOOSE
            entry.stated.pieces.append(Piece(entry.head, Why.ELSEWHERE))


def told(text: str, reading: Reading, units: Sequence[Unit], rows: Sequence[Row]) -> Pasted:
    """Return a reading in words; ``rows`` are those of the grid that it may be laid over."""
    by_id = {u.pk: u for u in units}
    row_of = {row.unit.pk: row for row in rows}
    names = _names(units)
    settled = {entry.key for entry in reading.entries}
    free = [(u.pk, names[u.pk]) for u in units if u.pk not in settled]
    if len(free) > _MOST_CHOICES:
        free = []
    lines = []
    for entry in reading.entries:
        row = row_of.get(entry.key) if entry.key is not None else None
        pieces = [_told(piece) for piece in entry.stated.pieces]
        has_before = row is not None and bool(row.sheet.previous)
        if entry.stated.is_same and row is not None and not has_before:
            pieces.append(Told(_("同昨日"), _("昨日没有报，没有数可照填")))
        choices = [key for key in entry.candidates if key in by_id]
        others = [] if entry.key is not None else [o for o in free if o[0] not in choices]
        lines.append(
            ReadLine(
                entry,
                by_id.get(entry.key) if entry.key is not None else None,
                [(key, names[key]) for key in choices],
                others,
                pieces,
                row is not None and not row.is_open,
                entry.stated.is_same and has_before,
            )
        )
    return Pasted(
        text,
        lines,
        [_told(piece) for piece in reading.lines if piece.why != Why.TALK],
        [_told(piece) for piece in reading.lines if piece.why == Why.TALK],
    )


def _names(units: Sequence[Unit]) -> dict[int, str]:
    """Return the names of institutions; those of one name with the place that each is in."""
    count = Counter(u.name for u in units)
    above = {u.path[: -u.steplen] for u in units if count[u.name] > 1}
    places = dict(Unit.objects.filter(path__in=above).values_list("path", "name"))
    return {
        u.pk: f"{u.name}（{places.get(u.path[: -u.steplen], u.code)}）"
        if count[u.name] > 1
        else u.name
        for u in units
    }


def laid_over(rows: Sequence[Row], reading: Reading) -> list[Row]:
    """Return the rows with what the paste states written in, and marked so; filed rows stay."""
    said = {entry.key: entry for entry in reading.entries if entry.key is not None}
    return [
        _with(row, said[row.unit.pk]) if row.is_open and row.unit.pk in said else row
        for row in rows
    ]


def _with(row: Row, entry: Entry) -> Row:
    stated = dict(entry.stated.texts)
    if entry.stated.is_same:
        # 同昨日 repeats what stays from day to day, never yesterday's arrivals or fevers
        same = {c.item.code: c.before_text for c in row.cells if c.carries and c.before_text}
        stated = same | stated
    texts = {**row.filled.texts, **stated}
    if entry.stated.is_quiet:
        # that all is well states 0 for what a quiet day has none of; other blanks stay blank
        for item in row.sheet.version.items:
            if item.zero_when_quiet and not texts.get(item.code):
                texts[item.code] = stated[item.code] = "0"
    filled = Typed(
        texts=texts,
        reasons=row.filled.reasons,
        is_zero=entry.stated.is_quiet,
        note=note_of(entry.note),
    )
    return examined(replace(row, filled=filled, pasted=frozenset(stated)))


def note_of(words: str) -> str:
    """Return the note that a report keeps of the pasted words."""
    return (_("接龙：%(words)s") % {"words": words})[:LONGEST_WORDS]


def _told(piece: Piece) -> Told:
    return Told(piece.text, _WHY[piece.why])
