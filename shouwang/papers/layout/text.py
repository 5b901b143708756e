"""Text as it may stand on paper: cleaned, numbered, measured, broken into title lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from .model import Block, Heading

T = TypeVar("T")
MISSING = "〓"  # the printer's own sign for a character there is no type for
DIGITS = "零一二三四五六七八九十"
_LEFT_OUT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
    "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)


def clean(text: str) -> str:
    """Text without what no paper can show: controls, direction marks, half characters.

    A direction mark could make 12 read 21; a control character makes the Word file unreadable.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _LEFT_OUT.sub("", unicodedata.normalize("NFC", text))


def cleaned(value: T) -> T:
    """The same value with every string in it cleaned."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return clean(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        return tuple(cleaned(item) for item in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        changed: dict[str, Any] = {f.name: cleaned(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **changed)
    return value


def showable(text: str, characters: frozenset[int]) -> str:
    """Text with 〓 for each character that no typeface at hand can show."""
    return "".join(c if ord(c) in characters or c in "\n " else MISSING for c in text)


def chinese_number(number: int) -> str:
    """1–99 as 一 … 九十九. Raises ValueError beyond."""
    if not 1 <= number <= 99:
        raise ValueError(f"a heading's number is 1 to 99, not {number}")
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def label(level: int, number: int) -> str:
    """The number before a heading: 一、 （一） 1. （1） for levels 1 to 4 (GB/T 9704 7.3.3)."""
    if level <= 2:
        word = chinese_number(number)
        return f"{word}、" if level == 1 else f"（{word}）"
    return f"{number}." if level == 3 else f"（{number}）"


def numbered(blocks: Iterable[Block]) -> Iterator[tuple[Block, str]]:
    """Each block with the number printed before it; empty for what carries none."""
    counts = [0, 0, 0, 0]
    for block in blocks:
        if not isinstance(block, Heading) or not block.numbered:
            yield block, ""
            continue
        place = block.level - 1
        counts[place] += 1
        counts[place + 1 :] = [0] * (3 - place)
        yield block, label(block.level, counts[place])


_NARROW = {
    ".": 0.33,
    ",": 0.33,
    ":": 0.33,
    " ": 0.3,
    "-": 0.36,
    "/": 0.4,
    "(": 0.4,
    ")": 0.4,
    "%": 0.94,
}


def width(text: str) -> float:
    """Width of one line in characters (em): 1 for Chinese, 0.56 for digits and the like."""
    return sum(
        1.0 if unicodedata.east_asian_width(c) in "WFA" else _NARROW.get(c, 0.56) for c in text
    )


_BREAK_AFTER = "的、和及与》”）："
_BREAK_BEFORE = "《“（"
_WORDS_LAST = ("情况", "工作", "汇报", "报告", "通报", "通知", "请示", "纪要", "简报", "专报")


def title_lines(title: str, per_line: int) -> list[str]:
    """A title in lines of nearly one length, broken where the sense allows (GB/T 9704 7.3.1).

    Line breaks written in the title are kept as they are; `per_line` is in characters.
    """
    if "\n" in title or width(title) <= per_line:
        return [line.strip() for line in title.split("\n")]
    lines, rest = int(-(-width(title) // (per_line - 1))), title
    found = []
    for left in range(lines, 1, -1):
        cut = _best_cut(rest, width(rest) / left, per_line)
        found.append(rest[:cut])
        rest = rest[cut:]
    return [*found, rest]


def _best_cut(text: str, aim: float, per_line: int) -> int:
    """Where to cut a line: near `aim`, and not inside a word that we know of."""

    def badness(cut: int) -> float:
        if text[cut] in "、，。）》”：；" or text[cut - 1] in _BREAK_BEFORE:
            return 1e6
        if width(text[:cut]) > per_line:
            return 1e6
        score = abs(width(text[:cut]) - aim)
        if text[cut - 1] in _BREAK_AFTER or text[cut] in _BREAK_BEFORE:
            score -= 3.5
        if text[cut:].startswith(_WORDS_LAST):
            score -= 1.5
        if text[cut - 1 : cut + 1] in _WORDS_LAST or (text[cut - 1 : cut + 1].isascii()):
            score += 6
        return score

    return min(range(1, len(text)), key=badness)
