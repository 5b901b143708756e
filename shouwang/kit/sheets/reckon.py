"""What the plain formulas of a form come to: sums and the four operations, nothing else.

A reader of the file counts them anew; this is what a preview shows that does not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from openpyxl.utils import column_index_from_string, get_column_letter

from shouwang.kit.sheets.blank_form import FormSheet

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>SUM)\s*\(|"
    r"(?P<first>\$?[A-Z]{1,3}\$?\d{1,7})(?::(?P<last>\$?[A-Z]{1,3}\$?\d{1,7}))?|"
    r"(?P<sign>[-+*/(),]))",
    re.IGNORECASE,
)
_DEEPEST = 40
_MOST_IN_RANGE = 20_000
# cells read for all formulas of a sheet together: a form has hundreds
_MOST_READ = 500_000


def reckon(sheet: FormSheet, values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Return what the formulas of a sheet come to, by address, where they are plain ones.

    ``values`` are the numbers put into it, by address; a blank beside a number counts as 0, as it
    does in Excel. A formula over nothing but blanks comes to nothing: see ``hollow``.
    """
    made = _reckoned(sheet, values)
    return {ref: value for ref, value in made.found.items() if ref not in made.hollow}


def hollow(sheet: FormSheet, values: Mapping[str, Decimal]) -> list[str]:
    """Return the plain formulas that read nothing but blanks: Excel will print 0 for them."""
    return list(_reckoned(sheet, values).hollow)


def _reckoned(sheet: FormSheet, values: Mapping[str, Decimal]) -> _Reckoning:
    numbers = dict(values)
    formulas = {}
    for cell in sheet.cells.values():
        if cell.formula:
            formulas[cell.ref] = cell.formula
        elif cell.is_number:
            numbers.setdefault(cell.ref, Decimal(cell.text))
    found: dict[str, Decimal] = {}
    reckoning = _Reckoning(formulas, numbers, found)
    for ref in formulas:
        try:
            reckoning.of(ref, 0)
        except (ValueError, ArithmeticError, RecursionError):
            continue
    return reckoning


class _Reckoning:
    def __init__(
        self, formulas: Mapping[str, str], numbers: Mapping[str, Decimal], found: dict[str, Decimal]
    ) -> None:
        self.formulas, self.numbers, self.found = formulas, numbers, found
        self.left = _MOST_READ
        self.hollow: dict[str, None] = {}
        # cells read, and those of them that hold a number
        self._read = self._held = 0

    def of(self, ref: str, depth: int) -> Decimal:
        """Return what a cell comes to; raises ValueError for what is not plain, or a circle."""
        self.left -= 1
        if self.left < 0:
            raise ValueError("too much to count")
        self._read += 1
        if ref not in self.formulas:
            self._held += ref in self.numbers
            return self.numbers.get(ref, Decimal(0))
        if ref not in self.found:
            if depth > _DEEPEST:
                raise ValueError("a circle")
            self._count(ref, depth)
        else:
            self._held += ref not in self.hollow
        return self.found[ref]

    def _count(self, ref: str, depth: int) -> None:
        read, held = self._read, self._held
        self.found[ref] = _Parser(self, self.formulas[ref].lstrip("="), depth + 1).whole()
        if self._read > read and self._held == held:
            self.hollow[ref] = None
        elif self._read == read:
            self._held += 1  # a formula of plain numbers is a number


class _Parser:
    def __init__(self, of: _Reckoning, text: str, depth: int) -> None:
        self.of, self.depth = of, depth
        self.tokens: list[re.Match[str]] = []
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise ValueError(text)
            self.tokens.append(found)
            at = found.end()
        self.at = 0

    def whole(self) -> Decimal:
        value = self._sum()
        if self.at < len(self.tokens):
            raise ValueError("more than a formula")
        return value

    def _sign(self, *wanted: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at]["sign"] in wanted:
            self.at += 1
            return str(self.tokens[self.at - 1]["sign"])
        return ""

    def _sum(self) -> Decimal:
        value = self._product()
        while sign := self._sign("+", "-"):
            value = value + self._product() if sign == "+" else value - self._product()
        return value

    def _product(self) -> Decimal:
        value = self._one()
        while sign := self._sign("*", "/"):
            value = value * self._one() if sign == "*" else value / self._one()
        return value

    def _one(self) -> Decimal:
        if self._sign("-"):
            return -self._one()
        if self._sign("("):
            value = self._sum()
            self._expect(")")
            return value
        if self.at >= len(self.tokens):
            raise ValueError("ends early")
        token = self.tokens[self.at]
        self.at += 1
        if token["number"]:
            return Decimal(token["number"])
        if token["name"]:
            return self._arguments()
        if token["first"] and not token["last"]:
            return self.of.of(_bare(token["first"]), self.depth)
        raise ValueError(token[0])

    def _arguments(self) -> Decimal:
        total = Decimal(0)
        while True:
            token = self.tokens[self.at] if self.at < len(self.tokens) else None
            if token is not None and token["last"]:
                self.at += 1
                total += self._range(_bare(token["first"]), _bare(token["last"]))
            else:
                total += self._sum()
            if not self._sign(","):
                self._expect(")")
                return total

    def _range(self, first: str, last: str) -> Decimal:
        (left, top), (right, bottom) = _split(first), _split(last)
        if (right - left + 1) * (bottom - top + 1) > _MOST_IN_RANGE:
            raise ValueError("a large range")
        refs = (
            f"{get_column_letter(column)}{row}"
            for row in range(top, bottom + 1)
            for column in range(left, right + 1)
        )
        return sum((self.of.of(ref, self.depth) for ref in refs), Decimal(0))

    def _expect(self, sign: str) -> None:
        if not self._sign(sign):
            raise ValueError(f"no {sign}")


def _bare(ref: str) -> str:
    return ref.replace("$", "").upper()


def _split(ref: str) -> tuple[int, int]:
    letters = ref.rstrip("0123456789")
    return column_index_from_string(letters), int(ref[len(letters) :])
