"""What the check answers: every number with its status, remarks, passages that stand elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from shouwang.checking.answers_values import Question
from shouwang.checking.marks import Copy, Found, Places, Remark, number_out
from shouwang.checking.subjects import Subjects
from shouwang.figures.rules import Number
from shouwang.orgs.models import Unit

Status = Literal["equal", "differs", "unclear", "unbacked"]


@dataclass(frozen=True)
class Candidate:
    """What a number may be of; ``key`` names it in a choice, ``value`` is what the records say."""

    key: str
    question: Question
    words: str
    value: Number | None
    shown: str


@dataclass
class Mark:
    """A number of the text with what became of it; ``status`` is None unless it is a quantity.

    ``why`` are Chinese sentences. ``records`` is what the records say, in the number's own unit;
    it is told only where the number is certain or was chosen. ``label`` are the words that may be
    taught as a figure's name, ``chosen`` the candidate that a person chose.
    """

    found: Found
    status: Status | None = None
    code: str | None = None
    records: Number | None = None
    shown: str = ""
    of: str = ""
    why: list[str] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    question: Question | None = None
    label: str = ""
    chosen: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the mark for JSON."""
        records = None if self.records is None else number_out(Decimal(self.records))
        return self.found.plain() | {
            "figure": self.code, "status": self.status, "records": records,
        }  # fmt: skip


@dataclass
class Checked:
    """A checked text."""

    text: str
    unit: Unit
    day: date
    marks: list[Mark]
    lint: list[Remark] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    subjects: Subjects = field(default_factory=lambda: Subjects([]))
    places: Places = field(default_factory=Places)

    def of_status(self, status: Status) -> list[Mark]:
        """Return the numbers of one status."""
        return [mark for mark in self.marks if mark.status == status]

    @property
    def is_clean(self) -> bool:
        """Return whether no number differs and nothing was remarked."""
        return not self.of_status("differs") and not self.lint

    def plain(self) -> dict[str, Any]:
        """Return the answer of the command line and the API."""
        return {
            "numbers": [mark.plain() for mark in self.marks],
            "lint": [remark.plain() for remark in self.lint],
            "copies": [copy.plain() for copy in self.copies],
            "text": self.text,
        }
