"""What the check finds in a text. Offsets count characters of the text that was handed in.

docs/figurecheck.md says what is what: how far a mark reaches, which kind it is, what its value is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

Kind = Literal["quantity", "date", "time", "document_no", "ordinal", "idiom", "name", "code"]
Sense = Literal["exact", "range", "about", "over", "under"]

# how far from the truth 约170 or 170左右 may be, as a part of the number
ABOUT = Decimal("0.05")


@dataclass(frozen=True)
class Found:
    """One number of the text: text[start:end] == `text`, marks never overlap.

    A quantity's text is the numeral with 万, 亿, 余, 多 and %; `measure` is the word behind it, 万
    and 亿 being in `value` already: 15.3万元 has text 15.3万, value 153000, measure 元. `value` is
    the lowest number meant, `high` the highest where there are two (170余: 170 and 179, 3至5: 3 and
    5). It is None where nothing is counted (dates, idioms …) or nobody can tell (若干). `step` is
    what one more in the last written digit is worth: 1000 for 15.3万, 1 for 179.
    """

    start: int
    end: int
    text: str
    value: Decimal | None = None
    high: Decimal | None = None
    approx: bool = False
    kind: Kind = "quantity"
    measure: str | None = None
    sense: Sense = "exact"
    step: Decimal = Decimal(1)

    def holds(self, number: Decimal | int) -> bool:
        """Say whether the words are true of a number of the records, in the same base unit.

        约170 holds within a twentieth, 近百 from nine tenths of it up to it, 超百 above it (up to
        `high`, or to twice it: who counts 900 does not write 超100), 15.3万 for whatever rounds
        to it.
        """
        if self.value is None:
            return False
        number = Decimal(number)
        if self.sense == "range" and self.high is not None:
            return self.value <= number <= self.high
        if self.sense == "over":
            return self.value <= number <= (self.value * 2 if self.high is None else self.high)
        if self.sense == "under":
            return self.value * Decimal("0.9") <= number <= self.value
        if self.sense == "about":
            return abs(number - self.value) <= abs(self.value * ABOUT)
        return _rounded(number, self.step) == self.value

    def plain(self) -> dict[str, Any]:
        """Return the mark for JSON; whole values as int, others as float."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "value": number_out(self.value),
            "approx": self.approx,
            "kind": self.kind,
            "measure": self.measure,
        }


@dataclass(frozen=True)
class Remark:
    """Something to look at: `rule` is its code, `why` a Chinese sentence for the writer."""

    rule: str
    start: int
    end: int
    text: str
    why: str

    def plain(self) -> dict[str, Any]:
        """Return the remark for JSON."""
        return {
            "rule": self.rule,
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "why": self.why,
        }


@dataclass(frozen=True)
class Copy:
    """A passage that stands in another text too.

    `source` is the key under which the caller handed the other text in, `share` the part of this
    text's characters (0 to 1) that stands in that source altogether, the same for all its passages.
    """

    start: int
    end: int
    text: str
    source: str
    source_start: int
    source_end: int
    share: float

    def plain(self) -> dict[str, Any]:
        """Return the passage for JSON."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "source": self.source,
            "source_start": self.source_start,
            "source_end": self.source_end,
            "share": round(self.share, 4),
        }


@dataclass(frozen=True)
class Places:
    """Names of places: `own` may stand in the text, `others` are other people's.

    The nation's prefectures and counties need not be among the others: the lint knows them.
    Full names as they are written (澜川市, 榆埠县). A name that is part of an own one is not
    another's.
    """

    own: frozenset[str] = field(default_factory=frozenset)
    others: frozenset[str] = field(default_factory=frozenset)


def number_out(value: Decimal | None) -> int | float | None:
    """Return a value for JSON."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _rounded(number: Decimal, step: Decimal) -> Decimal:
    return (number / step).quantize(Decimal(1), rounding=ROUND_HALF_UP) * step
