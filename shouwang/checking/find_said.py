"""What a numeral says by itself: 170余 is 170 to 179, 十五六 is 15 to 16, 八成 is 80 %."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from shouwang.checking import find_numerals as numerals
from shouwang.checking.find_senses import Sensed

ONE = Decimal(1)
_NEIGHBOURS = re.compile(
    r"(?P<hundreds>[一二两三四五六七八九]百)?(?P<tens>[二三四五六七八九]?十)?"
    r"(?P<low>[一二两三四五六七八九])(?P<high>[二两三四五六七八九])(?P<unit>[十百千万亿]{0,2})[余多]?"
)
_SIGNS = {"百": "%", "千": "‰", "万": "‱"}


@dataclass(frozen=True)
class Said:
    """What a numeral says, what its last digit is worth, and the sign it carries (%, ‰)."""

    sensed: Sensed
    step: Decimal = ONE
    sign: str | None = None


def in_digits(written: str) -> Said | None:
    """Read 179, 1,234, 1.2万余, 20余万, 85%; None where it is no number."""
    sign = written[-1] if written[-1] in "%‰" else None
    bare = written.rstrip("%‰")
    read = numerals.arabic(re.sub(r"[余多来几+]", "", bare))
    if read is None:
        return None
    if not re.search(r"[余多来几+]", bare):
        return Said(Sensed(read.value), read.step, sign)
    return Said(_beyond(read.value, _multiplied(bare)), ONE, sign)


def below_zero(told: Said) -> Said:
    """Return what a numeral with a minus sign before it says: 下降-3.5%."""
    low, high = told.sensed.low, told.sensed.high
    if low is None:
        return told
    sensed = Sensed(-low, None, told.sensed.sense) if high is None else Sensed(-high, -low, "range")
    return Said(sensed, told.step, told.sign)


def in_words(written: str) -> Said | None:
    """Read 一百七十九, 二百九十余, 十五六, 三五, 两三百; None where it is no number."""
    match = _NEIGHBOURS.fullmatch(written)
    between = _between(match) if match else None
    if between:
        return Said(between)
    bare = re.sub(r"[余多来几]", "", written)
    read = numerals.chinese(bare) if bare else None
    if read is None:
        return None
    if bare == written:
        return Said(Sensed(read.value), read.step)
    if read.value < 10:
        return None
    if written.endswith("几") and read.value < 100:  # 十几 is 11 to 19
        return Said(Sensed(read.value + 1, read.value + 9, "range"))
    return Said(_beyond(read.value, _multiplied(bare)))


def bare_unit(match: re.Match[str]) -> Said:
    """Read 近百, 上千, 数十, 百余: a match with groups before, unit and more."""
    value = ONE
    for sign in match.group("unit") or match.group("more") or match.group("round"):
        value *= numerals.MULTIPLIERS[sign]
    before = match.group("before")
    if match.group("round"):  # 百名社工
        return Said(Sensed(value, None, "about"))
    if before is None:
        return Said(Sensed(value, value * 2 - 1, "range"))
    if before in ("数", "几", "好几", "成"):
        return Said(Sensed(None, None, "about"))
    if before == "近":
        return Said(Sensed(value, None, "under"))
    return Said(Sensed(value, None, "over" if before in ("逾", "超") else "about"))


def fraction(match: re.Match[str]) -> Said | None:
    """Read 百分之八十五 (85 %), 三分之二 (0.6667), 3/4, 八成 (80 %), 六七成, 一半 (0.5)."""
    if match.group("half"):
        return Said(Sensed(Decimal("0.5")), Decimal("0.01"))
    if match.group("tenths"):
        return _tenths(match.group("tenths"), match.group("more"))
    if match.group("part"):
        return _hundredths(match.group())
    below = match.group("below") or match.group("bottom")
    above = match.group("above") or match.group("top")
    divisor, dividend = _any(below), _any(above)
    if divisor is None or dividend is None or not 0 < dividend.value < divisor.value:
        return None
    step = Decimal("0.0001")
    return Said(Sensed(numerals.tidy((dividend.value / divisor.value).quantize(step))), step)


def _hundredths(written: str) -> Said | None:
    number, sign = written[3:], _SIGNS[written[0]]
    if number == "百":
        return Said(Sensed(Decimal(100)), ONE, sign)
    read = _any(number)
    return Said(Sensed(read.value), read.step, sign) if read else None


def _tenths(written: str, more: str | None) -> Said | None:
    values = [_any(sign) for sign in written]
    first = values[0]
    if first is None:
        return None
    if len(values) == 1:
        rest = numerals.chinese(more) if more else None
        return Said(Sensed(first.value * 10 + (rest.value if rest else 0)), ONE, "%")
    second = values[1]
    if second is None or second.value - first.value != 1:
        return None
    return Said(Sensed(first.value * 10, second.value * 10, "range"), ONE, "%")


def _any(text: str) -> numerals.Numeral | None:
    return numerals.arabic(text) or numerals.chinese(text)


def _multiplied(written: str) -> Decimal:
    """Return what 万, 百万 … after the digits multiply by; the places inside words count too."""
    times = ONE
    for sign in reversed(re.sub(r"[余多来几+]", "", written)):
        if sign not in numerals.MULTIPLIERS:
            break
        times *= numerals.MULTIPLIERS[sign]
    return times


def _beyond(value: Decimal, times: Decimal) -> Sensed:
    """Return from `value` up to one more in its last digit that is not nothing, less one."""
    digits = (value / times).normalize()
    exponent = int(digits.as_tuple().exponent)
    reach = times.scaleb(exponent)
    return Sensed(value, numerals.tidy(value + reach - (1 if reach > 1 else 0)), "range")


def _between(match: re.Match[str]) -> Sensed | None:
    """Read two digits side by side: 三五 is 3 to 5, 十五六 15 to 16, 两三百 200 to 300."""
    first, second = (numerals.chinese(match.group(name)) for name in ("low", "high"))
    if first is None or second is None:
        return None
    if second.value - first.value != 1 and (first.value, second.value) != (3, 5):
        return None
    hundreds = numerals.chinese(match.group("hundreds") or "零")
    tens = numerals.chinese(match.group("tens") or "零")
    if hundreds is None or tens is None:
        return None
    times = ONE
    for sign in match.group("unit"):
        times *= numerals.MULTIPLIERS[sign]
    if match.group("tens"):  # 三十五六万
        low, high = ((hundreds.value + tens.value + n.value) * times for n in (first, second))
    elif match.group("hundreds"):  # 一百五六十, and 一百五六 of the same size
        low, high = (hundreds.value + n.value * max(times, Decimal(10)) for n in (first, second))
    else:
        low, high = first.value * times, second.value * times
    return Sensed(low, high, "range")
