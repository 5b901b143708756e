"""Numbers in a chat: Arabic or Chinese, with 万; vague ones are told from exact ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

_DIGITS = dict(zip("零〇一二三四五六七八九", (0, 0, *range(1, 10)), strict=True))
_DIGITS |= {"两": 2, "俩": 2, "仨": 3}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
_STEPS = {"十": 10, "百": 100, "千": 1000}
# no figure of a report has more signs
_LONGEST = 20
_BIG = {"万": 10_000, "亿": 100_000_000}
_HAN = "零〇一二两俩仨三四五六七八九十百千万亿廿卅壹贰叁肆伍陆柒捌玖拾佰仟萬億"

_ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_ONE = rf"(?:{_ARABIC})[万千亿]?|[{_HAN}]+"
_VAGUE_BEFORE = "(?:大约|大概|差不多|接近|不到|超过|至少|最多|约|近)"
_VAGUE_AFTER = "(?:左右|上下|以上|以下|余|多|来(?=[人名位])|几)"
_NUMBER = re.compile(
    rf"(?P<vague_before>{_VAGUE_BEFORE})?(?P<sign>[+\-])?(?P<one>{_ONE})"
    rf"(?P<two>(?:\s*[/~\-至到]\s*|\s*→\s*)(?:{_ONE}))?(?P<vague_after>{_VAGUE_AFTER})?"
)


@dataclass(frozen=True)
class Numeral:
    """A number found in a text, from ``start`` to ``end``.

    ``text`` is how it would be typed; None where no exact number can be told: a range, about so
    many, more or less than before, or numerals that read two ways.
    """

    start: int
    end: int
    text: str | None


def at(text: str, start: int) -> Numeral | None:
    """Return the number that begins at a place of a normalised text, None where there is none."""
    found = _NUMBER.match(text, start)
    if not found:
        return None
    vague = any(found[name] for name in ("vague_before", "sign", "two", "vague_after"))
    value = None if vague else read(found["one"])
    return Numeral(found.start(), found.end(), None if value is None else _typed(value))


def read(text: str) -> Decimal | None:
    """Return the value of a numeral, Arabic or Chinese; None where it reads two ways or not."""
    if len(text) > _LONGEST:
        return None
    if text[0].isdigit():
        factor = {"千": 1000, **_BIG}.get(text[-1], 1)
        return Decimal(text.rstrip("千万亿").replace(",", "")) * factor
    value = _chinese(text.translate(_FORMAL))
    return None if value is None else Decimal(value)


def _chinese(text: str) -> int | None:
    """Read 四十五, 一百零二, 二〇, 廿三; 四五 is four or five, so it is None."""
    text = text.replace("廿", "二十").replace("卅", "三十")
    for big in ("亿", "万"):
        if big in text:
            head, _sign, rest = text.partition(big)
            high, low = _chinese(head), _chinese(rest) if rest else 0
            if high is None or low is None or not head:
                return None
            if len(rest) == 1 and rest in _DIGITS:  # 一万二 is 12000
                low *= _BIG[big] // 10
            return high * _BIG[big] + low
    if not any(sign in text for sign in _STEPS):
        return _spelled(text)
    return _stepped(text)


def _spelled(text: str) -> int | None:
    """Read digits in a row; two of them without a zero are "four or five"."""
    if not all(sign in _DIGITS for sign in text):
        return None
    if len(text) == 2 and not set(text) & set("零〇"):
        return None
    return int("".join(str(_DIGITS[sign]) for sign in text))


def _stepped(text: str) -> int | None:
    total, digit, last_step, zero = 0, None, 10_000, False
    for sign in text:
        if sign in _STEPS:
            step = _STEPS[sign]
            if step >= last_step or (digit is None and step != 10):
                return None
            total += (1 if digit is None else digit) * step
            digit, last_step, zero = None, step, False
        elif sign in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit, zero = _DIGITS[sign], zero or _DIGITS[sign] == 0
    if digit is None:
        return total
    if last_step > 10 and not zero:  # 一百二 is 120
        return total + digit * last_step // 10
    return total + digit


def _typed(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"
