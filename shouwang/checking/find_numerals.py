"""Read a numeral: 一百七十九, 两千三百, 1.2万, 1,234. Pure arithmetic on text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
ONE = Decimal(1)
_ZH = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
MULTIPLIERS = {sign: Decimal(value) for sign, value in (_SMALL | _LARGE).items()}
LONGEST = 24


@dataclass(frozen=True)
class Numeral:
    """A number as written: its value and what one more in its last written digit is worth."""

    value: Decimal
    step: Decimal


def arabic(text: str) -> Numeral | None:
    """Read digits with separators, a point and 万, 亿, 千万: 1,234, 15.3万; None if it is none."""
    both = re.fullmatch(r"(\d+[万亿])零?([\d.]+[千万])", text)
    if both:  # 130亿2000万
        great, small = arabic(both.group(1)), arabic(both.group(2))
        return Numeral(great.value + small.value, small.step) if great and small else None
    text = re.sub(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d)", "", text)
    match = re.fullmatch(r"([\d,，]+(?:\.\d+)?) ?([百千]?[万亿]|[百千]?)", text)
    if match is None or len(text) > LONGEST:
        return None
    digits = match.group(1).replace(",", "").replace("，", "")
    if not digits or digits.startswith("."):
        return None
    times = ONE
    for sign in match.group(2):
        times *= MULTIPLIERS[sign]
    decimals = len(digits.partition(".")[2])
    return Numeral(tidy(Decimal(digits) * times), tidy(times.scaleb(-decimals)))


def chinese(text: str) -> Numeral | None:
    """Read a numeral in words: 一百七十九, 一千二 (1200), 三点五, 二〇二〇; None if it is none."""
    whole, point, part = text.partition("点")
    if not whole or len(text) > LONGEST or (point and not part):
        return None
    if point:
        return _with_decimals(whole, part)
    if all(sign in _ZH for sign in whole):
        return _digit_by_digit(whole)
    value = _worded(whole)
    return None if value is None else Numeral(Decimal(value), _step_of(whole))


def _digit_by_digit(text: str) -> Numeral | None:
    """Read 七 and 二〇二〇, but not 三五 (three to five)."""
    if len(text) > 1 and (len(text) < 3 or "两" in text):
        return None
    return Numeral(Decimal("".join(str(_ZH[sign]) for sign in text)), ONE)


def _with_decimals(whole: str, part: str) -> Numeral | None:
    times = ONE
    while part and part[-1] in MULTIPLIERS:
        times *= MULTIPLIERS[part[-1]]
        part = part[:-1]
    left = chinese(whole)
    if left is None or not part or any(sign not in _ZH or sign == "两" for sign in part):
        return None
    decimals = Decimal("0." + "".join(str(_ZH[sign]) for sign in part))
    return Numeral(tidy((left.value + decimals) * times), tidy(times.scaleb(-len(part))))


def _worded(text: str) -> int | None:
    total = section = digit = 0
    last, pending, largest = 10**12, False, 10**12
    for index, sign in enumerate(text):
        if sign in _ZH:
            if pending:
                return None
            digit, pending = _ZH[sign], digit_counts(sign)
            if not pending and index == 0 and len(text) > 1:
                return None
        elif sign in _SMALL:
            unit = _SMALL[sign]
            if unit >= last or (not pending and not (unit == 10 and _may_stand_bare(text, index))):
                return None
            section += (digit if pending else 1) * unit
            digit, pending, last = 0, False, unit
        else:
            unit = _LARGE[sign]
            section += digit if pending else 0
            if section == 0 or unit >= largest:
                return None
            total, section, digit = total + section * unit, 0, 0
            pending, last, largest = False, 10**12, unit
    if not pending:
        return total + section
    # 一千二 is 1200, 一万五 is 15000; 一千零二 and 十二 are what they say
    unit = _unit_before(text)
    return total + section + digit * unit


def digit_counts(sign: str) -> bool:
    """Say whether a digit in words needs a place: all but 零."""
    return sign not in "零〇○"


def _may_stand_bare(text: str, index: int) -> bool:
    """十 without a digit before it opens a numeral or follows 百, 零 or 万: 十二, 三百十五."""
    return index == 0 or text[index - 1] in "百零〇万亿"


def _unit_before(text: str) -> int:
    """Return what the last digit counts: a tenth of the unit before it, 1 after 十 or 零."""
    before = text[-2] if len(text) > 1 else "零"
    unit = (_SMALL | _LARGE).get(before, 10)
    return max(unit // 10, 1)


def _step_of(text: str) -> Decimal:
    """三万 may stand for anything that rounds to it; 三万二千 is rounded to thousands."""
    last = text[-1]
    if last in _LARGE:
        step = Decimal(_LARGE[last])
        inner = text[:-1]
        return step * Decimal(_SMALL[inner[-1]]) if inner and inner[-1] in "百千" else step
    if last in "百千" and ("万" in text or "亿" in text):
        return Decimal(_SMALL[last])
    return ONE


def tidy(value: Decimal) -> Decimal:
    """Return the same number without idle zeros: 153000 for 153000.0, 2.5 for 2.50."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
