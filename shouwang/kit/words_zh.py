"""Numbers, days and hours in Chinese words, as public documents write them.

The language of a document is Chinese whatever the language of the screen, so nothing here is
translated. Source of the forms: GB/T 9704-2012 (dates, levels of headings).
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")
_PLAIN = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,15})?")
_LARGEST = 10**15
_FULL_HEIGHT = str.maketrans({"〇": "零", "○": "零", "Ｏ": "零", "两": "二", "俩": "二"})


def numeral(number: int) -> str:
    """Return 一百七十九 for 179, 十二 for 12 (not 一十二), 零 for 0. Below 10^15 either way."""
    import cn2an  # slow to load, and most commands write no numeral

    if abs(number) >= _LARGEST:
        raise ValueError("number too large for words")
    text = str(cn2an.an2cn(number, "low"))
    sign, text = ("负", text[1:]) if text.startswith("负") else ("", text)
    return sign + (text[1:] if text.startswith("一十") else text)


def number_in(text: str) -> int | Decimal | None:
    """Read a number written in Chinese, Arabic or both: 一百七十九, 两, 15.3万, １２, 3亿.

    Returns None when it is none. Words around it (170余, 近百) are not its business.
    """
    clean = unicodedata.normalize("NFKC", text).replace(",", "").strip().translate(_FULL_HEIGHT)
    if not clean or len(clean) > 40:
        return None
    if _PLAIN.fullmatch(clean):
        value = Decimal(clean)
        return int(value) if value == value.to_integral_value() else value
    import cn2an

    try:
        value = Decimal(str(cn2an.cn2an(clean, "smart")))
    except (ValueError, ArithmeticError, KeyError, IndexError):
        return None
    return int(value) if value == value.to_integral_value() else value


def point(number: int) -> str:
    """Return the opening of the n-th measure in a row: 一是, 二是 …"""
    return f"{numeral(number)}是"


def heading(level: int, number: int) -> str:
    """Return the number of a heading: 一、 （一） 1. （1） for levels 1 to 4."""
    forms = {
        1: lambda n: f"{numeral(n)}、",
        2: lambda n: f"（{numeral(n)}）",
        3: lambda n: f"{n}.",
        4: lambda n: f"（{n}）",
    }
    if level not in forms or number < 1:
        raise ValueError("headings have levels 1 to 4 and count from 1")
    return forms[level](number)


def full_day(day: dt.date) -> str:
    """Return 2020年1月26日: Arabic, not padded."""
    return f"{day.year}年{day.month}月{day.day}日"


def short_day(day: dt.date) -> str:
    """Return 1月26日."""
    return f"{day.month}月{day.day}日"


def moment(at: dt.datetime, *, with_year: bool = False) -> str:
    """Return 1月26日16时 or 1月26日16时30分 in Shanghai time, as 截至 is written.

    Midnight belongs to the day that ends: 00:00 on the 27th is 1月26日24时.
    Raises ValueError for a moment without a zone.
    """
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    local = at.astimezone(ZONE)
    hour = local.hour
    if local.hour == 0 and local.minute == 0:
        local -= dt.timedelta(days=1)
        hour = 24
    day = full_day(local) if with_year else short_day(local)
    return f"{day}{hour}时" + (f"{local.minute}分" if local.minute else "")


def span(first: dt.date, last: dt.date) -> str:
    """Return 1月22日至2月11日, with the years where they differ; one day stands alone."""
    if first == last:
        return short_day(first)
    if first.year != last.year:
        return f"{full_day(first)}至{full_day(last)}"
    return f"{short_day(first)}至{short_day(last)}"
