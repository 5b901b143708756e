"""What lists and quotes ask of a paper's source: its shape, so that neither needs to know it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from shouwang.briefs.content import Number, Quote
from shouwang.briefs.known import Known
from shouwang.briefs.language import Template
from shouwang.briefs.places import Place
from shouwang.figures import evidence
from shouwang.figures.tally import Tally
from shouwang.figures.totals import UnitDay


class Stating(Protocol):
    """The figures of one unit and period at one moment, for one template (``sourcing.Source``)."""

    template: Template
    found: UnitDay
    first: date

    @property
    def is_span(self) -> bool:
        """Return whether the paper tells of more than a day."""

    @property
    def until(self) -> str:
        """Return until when the figures count."""

    @property
    def now_word(self) -> str:
        """Return 今日, 期内."""

    @property
    def before_word(self) -> str:
        """Return 昨日, 前7天."""

    @property
    def gaps(self) -> Sequence[evidence.Missing]:
        """Return the units that have not filed."""

    @property
    def children(self) -> Sequence[Place]:
        """Return the units directly below."""

    def since(self, known: Known) -> str:
        """Return what a figure's change is counted from."""

    def known(self, code: str) -> Known | None:
        """Return a figure by its code."""

    def total(self, place: Place | None = None) -> Tally:
        """Return the totals of the unit, or of one of its parts."""

    def number(self, code: str, place: Place | None = None) -> Number | None:
        """Return the value of a code."""

    def change(self, known: Known, place: Place | None = None) -> Number | None:
        """Return a figure's change since the period before."""

    def base(self, known: Known, place: Place | None = None) -> Number | None:
        """Return the value that a change is counted from."""

    def listed(self, name: str) -> Quote:
        """Return a list of units."""
