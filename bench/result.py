"""What one benchmark found, and the table of all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any
from unicodedata import east_asian_width


@dataclass(frozen=True)
class Result:
    """One line of the table. ``must`` and ``aims`` are the words of the goal, ``met`` the verdict.

    ``more`` keeps every single measurement and whatever else explains the figure.
    """

    id: str
    work: str
    ours: str
    floor: str = "–"
    ratio: str = "–"
    must: str = "–"
    aims: str = "–"
    met: bool | None = None
    aims_met: bool | None = None
    more: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return the result as plain values, for JSON."""
        return asdict(self)


class WrongAnswer(Exception):
    """What was measured did not do its work: the one thing a benchmark fails for."""


def expect(told: object, right: object, what: str) -> None:
    """Raise ``WrongAnswer`` where an answer is not the right one."""
    if told != right:
        raise WrongAnswer(f"{what}: {told!r} instead of {right!r}")


_HEADS = ("id", "work", "ours", "floor", "ratio", "must", "aims", "met")


def table(results: Iterable[Result]) -> str:
    """Return the results as a table of text, columns aligned."""
    lines = [_HEADS, *(_cells(one) for one in results)]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(_HEADS))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)
        ).rstrip()
        for line in lines
    )


def _cells(one: Result) -> tuple[str, ...]:
    return one.id, one.work, one.ours, one.floor, one.ratio, one.must, one.aims, verdict(one)


def verdict(one: Result) -> str:
    """Return whether the goal was met, in a word or two."""
    if one.met is None:
        return "–"
    if not one.met:
        return "NO"
    return "yes, aim too" if one.aims_met else "yes"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
