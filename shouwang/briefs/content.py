"""What a drafted paper holds, as plain values that go into JSON and come back unchanged.

``blocks`` are headings and paragraphs whose runs are free text or references to ``quotes``, the
figures a paper quotes, by key. Shown text of a figure stands only in its quote, so that a run
cannot state another number than its figure.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from shouwang.briefs import rules
from shouwang.briefs.graphs import Graph

Number = int | Decimal
Sort = Literal["figure", "change", "list", "state", "rate", "share", "word"]


@dataclass(frozen=True)
class Quote:
    """A figure as a paper prints it.

    ``parts`` are the ids of the figures it is the sum of (one, as a rule); empty for report states
    and words. ``names`` are the units of a list. ``value`` is None where nobody stated it.
    ``counted`` is what the records show where a person prints something else, for ``reason``;
    ``changed_by`` says who and when. ``value`` stays that of the records.
    """

    key: str
    sort: Sort
    zh: str
    shown: str
    measure: str = ""
    value: Number | None = None
    before: Number | None = None
    parts: tuple[int, ...] = ()
    names: tuple[str, ...] = ()
    counted: str = ""
    reason: str = ""
    changed_by: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return plain values; numbers as text, so that none loses a digit."""
        told = asdict(self)
        told["value"], told["before"] = _text(self.value), _text(self.before)
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Quote:
        """Return the quote that ``to_json`` wrote."""
        numbers = {name: _number(told[name]) for name in ("value", "before")}
        rows = {name: tuple(told[name]) for name in ("parts", "names")}
        return cls(**{**told, **numbers, **rows})


@dataclass(frozen=True)
class Column:
    """A column of the appendix: ``parts`` are its figures' ids, empty for report states."""

    title: str
    group: str = ""
    state: str = ""
    parts: tuple[int, ...] = ()
    is_text: bool = False


@dataclass(frozen=True)
class Row:
    """A unit's line; ``unit_id`` None where it stands for several."""

    cells: tuple[str, ...]
    unit_id: int | None = None
    is_total: bool = False


@dataclass(frozen=True)
class Annex:
    """A table behind the text."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    unit: str = ""
    notes: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Annex:
        """Return the table that ``asdict`` wrote."""
        columns = tuple(Column(**{**c, "parts": tuple(c["parts"])}) for c in told["columns"])
        rows = tuple(Row(**{**r, "cells": tuple(r["cells"])}) for r in told["rows"])
        return cls(told["title"], columns, rows, told["unit"], tuple(told["notes"]))


Run = dict[str, str]  # {"text": …} or {"ref": key of a quote}
# {"kind": "heading" | "paragraph" | "note", "level": 1 | 2, "text": of a heading, "runs": [Run]}
# {"kind": "chart", "key": one of the paper's charts, "runs": []}
# A note stands where a section would, were there records: its writer sees it, no reader does.
Block = dict[str, Any]


@dataclass
class Draft:
    """A drafted paper. ``notes`` tell the writer what is missing; they are never printed.

    ``given`` are the numbers that the template itself writes (不足3天): limits, not figures.
    ``head`` is how it begins: bulletin, red (红头), plain or table; ``copy`` who gets one (抄送).
    """

    masthead: str
    title: str
    organ: str
    day: date
    blocks: list[Block] = field(default_factory=list)
    quotes: dict[str, Quote] = field(default_factory=dict)
    annexes: list[Annex] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    foot: str = ""
    is_demo: bool = False
    head: str = "bulletin"
    addressee: str = ""
    copy: list[str] = field(default_factory=list)
    is_internal: bool = False
    charts: dict[str, Graph] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return what a saved paper keeps."""
        return {
            "masthead": self.masthead,
            "title": self.title,
            "organ": self.organ,
            "blocks": self.blocks,
            "quotes": {key: quote.to_json() for key, quote in self.quotes.items()},
            "annexes": [asdict(annex) for annex in self.annexes],
            "notes": self.notes,
            "given": self.given,
            "foot": self.foot,
            "head": self.head,
            "addressee": self.addressee,
            "copy": self.copy,
            "charts": {key: graph.to_json() for key, graph in self.charts.items()},
        }

    @classmethod
    def from_json(cls, told: dict[str, Any], *, day: date, is_demo: bool) -> Draft:
        """Return the paper that ``to_json`` wrote."""
        quotes = {key: Quote.from_json(one) for key, one in told["quotes"].items()}
        annexes = [Annex.from_json(one) for one in told["annexes"]]
        names = ("masthead", "title", "organ", "blocks", "notes", "given", "foot")
        rest = {name: told[name] for name in names}
        rest |= {name: told[name] for name in ("head", "addressee", "copy") if name in told}
        charts = {k: Graph.from_json(one) for k, one in told.get("charts", {}).items()}
        return cls(day=day, is_demo=is_demo, quotes=quotes, annexes=annexes, charts=charts, **rest)

    def free_texts(self) -> list[str]:
        """Return all words that people may write: title, addressee, headings, between figures."""
        around = [self.title, self.addressee, *self.copy]
        return [text for text in around if text] + rules.free_text(self.blocks)

    def overridden(self) -> list[Quote]:
        """Return the figures for which a person prints something else, in the text's order."""
        used = [run["ref"] for block in self.printed() for run in block["runs"] if "ref" in run]
        return [self.quotes[key] for key in dict.fromkeys(used) if self.quotes[key].counted]

    def drawn(self) -> list[Graph]:
        """Return the charts that the text shows, in its order: 图1, 图2."""
        return [self.charts[block["key"]] for block in self.blocks if block["kind"] == "chart"]

    def number_of(self, key: str) -> int:
        """Return which of the printed charts one is: 1 for 图1."""
        return [graph.key for graph in self.drawn() if not graph.is_empty].index(key) + 1

    def text(self) -> str:
        """Return the text as it is printed, a line for each block."""
        return "\n".join(self.text_of(block) for block in self.printed())

    def printed(self) -> list[Block]:
        """Return the blocks that are printed: a note to the writer never is."""
        return [block for block in self.blocks if block["kind"] != "note"]

    def text_of(self, block: Block) -> str:
        """Return a block's words, figures as shown."""
        runs = "".join(
            self.quotes[run["ref"]].shown if "ref" in run else run["text"]
            for run in block.get("runs", ())
        )
        return block.get("text", "") + runs


def _text(value: Number | None) -> str | None:
    if isinstance(value, Decimal):
        return format(value, "f")
    return None if value is None else str(value)


def _number(text: str | None) -> Number | None:
    if text is None:
        return None
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else value
