"""The small language in which a paper's template is written: plain Python, nothing is evaluated.

    % figure fever = fever_residents + fever_staff | 今日新发发热 | 人
    % list fever_units = fever > 0
    ## 异常与处置
    «if fever: 今日新发发热{fever}，涉及{list:fever_units}。»«else: 无异常情况。»

``{code}`` is a figure of the unit and period with its measure (无 for zero), ``{Δcode}`` its change
since the period before, ``{list:name}`` names of units, ``{area}`` a word. ``«if c: …»`` is printed
when its condition holds, ``«else: …»`` behind it when it does not; ``«…»`` without a condition goes
when a figure in it is zero or was stated by nobody. ``[…]`` waits for a person. A line ``##`` is a
heading, ``###`` one whose text goes on behind its 。; a blank line ends a paragraph; ``@totals``
stands for the paragraphs about every figure. Conditions know ``not``, ``known``, ``unknown``,
``and``, ``or`` and comparisons of names and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Number = int | Decimal
OPERATORS = ("!=", ">=", "<=", ">", "<", "=")


class TemplateError(ValueError):
    """A template that cannot be read; says where and why."""


@dataclass(frozen=True)
class Test:
    """One comparison or question: ``known x``, ``not x``, ``x``, ``x < 3``, ``x != y``."""

    word: Literal["is", "not", "known", "unknown", "compare"]
    name: str
    operator: str = ""
    other: str = ""


@dataclass(frozen=True)
class Condition:
    """Alternatives of which one must hold; each is a row of tests that must all hold."""

    either: tuple[tuple[Test, ...], ...]


@dataclass(frozen=True)
class Words:
    """Text as it stands."""

    text: str


@dataclass(frozen=True)
class Slot:
    """A place for a figure, a change, a list or a word, e.g. ``in_house``, ``Δin_house``."""

    key: str


@dataclass(frozen=True)
class Clause:
    """A part that goes when a figure in it is zero or unknown."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Choice:
    """A part that stands when its condition holds, and what stands otherwise."""

    condition: Condition
    parts: tuple[Part, ...]
    otherwise: tuple[Part, ...] = ()


Part = Words | Slot | Clause | Choice


@dataclass(frozen=True)
class Line:
    """A heading (level 1 or 2), a paragraph (0), or a directive (``@totals``)."""

    level: int
    heading: str
    parts: tuple[Part, ...]
    directive: str = ""
    condition: Condition | None = None


@dataclass(frozen=True)
class Sum:
    """A figure made of others: their sum, with its own name."""

    code: str
    parts: tuple[str, ...]
    zh: str
    measure: str


@dataclass(frozen=True)
class Named:
    """A list of units that a comparison holds for, e.g. ``fever > 0``."""

    name: str
    code: str
    operator: str
    limit: Decimal


@dataclass(frozen=True)
class Column:
    """A column of the appendix: its group, its head, the figure."""

    group: str
    title: str
    code: str


@dataclass
class Template:
    """A paper's template, read."""

    words: dict[str, str] = field(default_factory=dict)
    sums: dict[str, Sum] = field(default_factory=dict)
    lists: dict[str, Named] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    columns: list[Column] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def read(text: str) -> Template:
    """Return the template that a text describes; raises ``TemplateError`` with the line."""
    made = Template()
    for number, block in _blocks(text):
        try:
            if block.startswith("%"):
                _declare(made, block[1:].strip())
            else:
                made.lines.append(_line(block))
        except TemplateError as problem:
            raise TemplateError(f"line {number}: {problem}") from None
    return made


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each declaration, heading or paragraph with the number of its first line."""
    held: list[str] = []
    first = 0
    for number, raw in enumerate([*text.splitlines(), ""], 1):
        line = raw.strip()
        alone = line.startswith(("%", "##", "@"))
        if (alone or not line) and held:
            yield first, "".join(held)
            held = []
        if alone:
            yield number, line
        elif line and not line.startswith("# "):
            first = first if held else number
            held.append(line)


def _declare(made: Template, line: str) -> None:
    word, _, rest = line.partition(" ")
    rest = rest.strip()
    match word:
        case "figure":
            code, _, told = rest.partition("=")
            terms, zh, measure = _fields(told, 3)
            parts = tuple(p.strip() for p in terms.split("+"))
            made.sums[code.strip()] = Sum(code.strip(), parts, zh, measure)
        case "list":
            name, _, told = rest.partition("=")
            code, operator, limit = _fields(told, 3, " ")
            made.lists[name.strip()] = Named(name.strip(), code, operator, Decimal(limit))
        case "absent":
            code, zh = _fields(rest, 2, " ")
            made.absent[code] = zh
        case "column":
            group, title, code = _fields(rest, 3)
            made.columns.append(Column(group, title.replace("/", "\n"), code))
        case _:
            made.words[word] = rest


def _fields(text: str, count: int, separator: str = "|") -> list[str]:
    found = [p.strip() for p in text.strip().split(separator)]
    if len(found) != count:
        raise TemplateError(f"{count} parts wanted between {separator!r}: {text!r}")
    return found


_HEADING = re.compile(r"(#{2,3})\s*(.*?)\s*(?:«if ([^:»]+)»)?")


def _line(block: str) -> Line:
    if block.startswith("@"):
        return Line(0, "", (), directive=block[1:].strip())
    if not block.startswith("##"):
        return Line(0, "", _parse(block))
    found = _HEADING.fullmatch(block)
    if found is None:
        raise TemplateError(f"no heading: {block!r}")
    marks, text, question = found.groups()
    held = condition(question) if question else None
    level = len(marks) - 1
    if level == 1:
        return Line(1, text, (), condition=held)
    head, stop, rest = text.partition("。")
    return Line(2, head + stop, _parse(rest.strip()), condition=held)


_TOKEN = re.compile(r"«if ([^:]+):|«else:|«|»|\{([^}]+)\}")


def _parse(text: str) -> tuple[Part, ...]:
    parts, rest = _parts(text, 0, inside=False)
    if rest != len(text):
        raise TemplateError(f"» without «: {text!r}")
    return parts


def _parts(text: str, at: int, *, inside: bool) -> tuple[tuple[Part, ...], int]:
    """Return the parts from ``at`` on up to the closing », and where it ends."""
    found: list[Part] = []
    while at < len(text):
        token = _TOKEN.search(text, at)
        if token is None:
            found.append(Words(text[at:]))
            at = len(text)
            break
        if token.start() > at:
            found.append(Words(text[at : token.start()]))
        at = token.end()
        if token.group() == "»":
            if not inside:
                return tuple(found), token.start()
            return tuple(found), at
        if token.group(2):
            found.append(Slot(token.group(2).strip()))
            continue
        inner, at = _parts(text, at, inside=True)
        _take(found, token, inner)
    if inside:
        raise TemplateError(f"« without »: {text!r}")
    return tuple(found), at


def _take(found: list[Part], token: re.Match[str], inner: tuple[Part, ...]) -> None:
    """Add what stood between « and »."""
    if token.group(1):
        found.append(Choice(condition(token.group(1)), _lstripped(inner)))
    elif token.group() == "«else:":
        before = found.pop() if found else None
        if not isinstance(before, Choice):
            raise TemplateError("«else:» stands behind an «if …:»")
        found.append(Choice(before.condition, before.parts, _lstripped(inner)))
    else:
        found.append(Clause(inner))


def _lstripped(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return parts without the blank behind the colon of a condition."""
    if parts and isinstance(parts[0], Words):
        return (Words(parts[0].text.lstrip()), *parts[1:])
    return parts


def condition(text: str) -> Condition:
    """Return the condition that a text describes."""
    rows = [part.split(" and ") for part in text.strip().split(" or ")]
    return Condition(tuple(tuple(_test(one.strip()) for one in row) for row in rows))


def _test(text: str) -> Test:
    words = text.split()
    match words:
        case ["not" | "known" | "unknown" as word, name]:
            return Test(word, name)
    if len(words) == 3 and words[1] in OPERATORS:
        return Test("compare", words[0], words[1], words[2])
    if len(words) != 1:
        raise TemplateError(f"no condition: {text!r}")
    return Test("is", words[0])


def compare(first: Number | None, operator: str, second: Number | None) -> bool:
    """Return whether a comparison holds; with something nobody stated, never."""
    if first is None or second is None:
        return False
    match operator:
        case ">":
            return first > second
        case "<":
            return first < second
        case ">=":
            return first >= second
        case "<=":
            return first <= second
        case "=":
            return first == second
    return first != second
