"""The lunar day beside the solar one: 2020-01-26 is 正月初二."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import NamedTuple

from lunar_python import Solar

# The table behind the library is sound for these years.
FIRST_YEAR, LAST_YEAR = 1901, 2099
_FEASTS = {
    (1, 1): "春节",
    (1, 15): "元宵节",
    (5, 5): "端午节",
    (7, 7): "七夕",
    (7, 15): "中元节",
    (8, 15): "中秋节",
    (9, 9): "重阳节",
    (12, 8): "腊八节",
}


class _Day(NamedTuple):
    month: int  # negative for a leap month
    day: int
    zh: str


def lunar_day(day: dt.date) -> str:
    """Return the lunar month and day as officials write them: 正月初二, 腊月廿八, 闰四月初一.

    Raises ValueError outside 1901–2099.
    """
    return _lunar(day).zh


def feast(day: dt.date) -> str | None:
    """Return the feast's name (除夕, 春节, 元宵节 …) or None.

    除夕 is the day before 正月初一, whether the twelfth month has 29 or 30 days. A leap month has
    no feasts. Raises ValueError outside 1901–2099.
    """
    lunar = _lunar(day)
    name = _FEASTS.get((lunar.month, lunar.day))
    if name:
        return name
    if lunar.month != 12 or lunar.day < 29:
        return None
    tomorrow = _lunar(day + dt.timedelta(days=1))
    return "除夕" if (tomorrow.month, tomorrow.day) == (1, 1) else None


@lru_cache(maxsize=1024)  # the library takes milliseconds for a day
def _lunar(day: dt.date) -> _Day:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"no lunar calendar for {day.year}")
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    words = f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"
    return _Day(lunar.getMonth(), lunar.getDay(), words)
