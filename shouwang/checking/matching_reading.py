"""What one number of a text is of, with every doubt about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from shouwang.checking.marks import Found
from shouwang.checking.matching_context import Span
from shouwang.checking.subjects import Target

Op = Literal["value", "change", "share"]


@dataclass
class Reading:
    """What a number is of. ``near`` are targets it may be of where ``target`` is None.

    ``whole`` is what a share is taken of. ``unit`` None: elsewhere or unknown. ``doubts`` empty:
    certain. ``soft`` doubts count only where the records say otherwise. ``against`` is what a
    change is counted from, as it is written. ``other_units``, ``other_spans``, ``other_kinds`` are
    what it may be of besides.
    """

    found: Found
    target: Target | None = None
    near: list[Target] = field(default_factory=list)
    op: Op = "value"
    step: int = 1
    whole: Target | None = None
    whole_unit: int | None = None
    kinds: frozenset[str] | None = None
    unit: int | None = None
    place: str = ""
    span: Span | None = None
    other_units: list[int] = field(default_factory=list)
    other_spans: list[Span] = field(default_factory=list)
    other_kinds: list[frozenset[str] | None] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    soft: list[str] = field(default_factory=list)
    against: str = ""
    terms: frozenset[str] = frozenset()
    label: str = ""

    @property
    def best(self) -> Target | None:
        """Return what it is of, or most likely of."""
        return self.target or (self.near[0] if self.near else None)

    @property
    def code(self) -> str | None:
        """Return the code that the answer names it by."""
        best = self.best
        if best is None:
            return None
        if self.op == "change":
            return f"Δ{best.code}"
        if self.op == "share":
            if self.whole is None:
                return None
            code = f"{best.code}/{self.whole.code}"
            return "rate" if code == "filed/due" else code
        return best.code
