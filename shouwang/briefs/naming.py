"""Which codes a template names, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from shouwang.briefs.language import (
    Choice,
    Clause,
    Condition,
    Line,
    Part,
    Repeat,
    Slot,
    Template,
)

_PREFIXES = ("list:", "ratio:", "growth:", "Δ")


def bare(key: str) -> str:
    """Return the code that a slot is about: in_house for Δin_house@u12."""
    base = key.partition("@")[0]
    for prefix in _PREFIXES:
        base = base.removeprefix(prefix)
    return base


def codes_in(line: Line) -> Iterator[str]:
    """Yield the codes that a line states or asks about; its words are among them."""
    if line.condition:
        yield from _asked(line.condition)
    if line.chart:
        yield from line.chart.codes
    yield from _codes(line.parts)


def keys_in(line: Line) -> Iterator[str]:
    """Yield the keys of a line's slots as they are written: list:missing, Δin_house."""
    yield from _slots(line.parts)


def codes_of(template: Template) -> Iterator[str]:
    """Yield the codes of a template's lines, sums, shares, lists, marks and tables."""
    for line in template.lines:
        yield from codes_in(line)
    for made in template.sums.values():
        yield from made.parts
    for share in template.shares.values():
        yield from (share.part, share.whole)
    for told in template.lists.values():
        yield told.code
    for table in template.tables:
        yield from (column.code for column in table.columns)


def _slots(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case Slot(key):
                yield key
            case Clause(inner) | Repeat(_, inner):
                yield from _slots(inner)
            case Choice(_, inner, otherwise):
                yield from _slots(inner)
                yield from _slots(otherwise)


def _codes(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        match part:
            case Slot(key):
                yield bare(key)
            case Clause(inner) | Repeat(_, inner):
                yield from _codes(inner)
            case Choice(condition, inner, otherwise):
                yield from _asked(condition)
                yield from _codes(inner)
                yield from _codes(otherwise)


def _asked(condition: Condition) -> Iterator[str]:
    for row in condition.either:
        for test in row:
            yield test.name
            if test.other and not test.other.replace(".", "", 1).isdecimal():
                yield test.other
