"""Larger words in which a clerk counts: boxes for pieces, 万元 for 元. Pure.

A report keeps one measure for each item; the page converts what was counted in another and shows
both. What a box holds is declared with the item, what 万元 is needs no telling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

LONGEST = 60
MOST = 4
_MONEY = {"元": ("万元", Decimal(10_000)), "万元": ("元", Decimal("0.0001"))}
_STOPS = re.compile(r"[\s,，、;；]+")
_ONE = re.compile(r"(?P<word>[^\d=＝]{1,6})[=＝](?P<number>\d{1,7})")


@dataclass(frozen=True)
class Pack:
    """A word and how many of the item's own measure one of it is."""

    word: str
    factor: Decimal

    @property
    def text(self) -> str:
        """Return the factor as a page's script reads it."""
        return format(self.factor, "f")

    @property
    def is_money(self) -> bool:
        """Return whether everybody knows how much one of it is."""
        return self.word in _MONEY


def read(declared: str) -> tuple[Pack, ...]:
    """Return the packs that a text like ``盒=50 箱=2000`` declares.

    Raises ``ValueError`` with the part that declares none, or that repeats a word.
    """
    found: dict[str, Pack] = {}
    for part in filter(None, _STOPS.split(declared)):
        told = _ONE.fullmatch(part)
        if not told or int(told["number"]) < 2 or told["word"] in found or len(found) == MOST:
            raise ValueError(part)
        found[told["word"]] = Pack(told["word"], Decimal(told["number"]))
    return tuple(found.values())


def of(measure: str, declared: str) -> tuple[Pack, ...]:
    """Return in what else an item of a measure may be counted: money, then what is declared."""
    money = (Pack(*_MONEY[measure]),) if measure in _MONEY else ()
    return (*money, *read(declared))
