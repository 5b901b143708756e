"""Days that no calendar has: 2月30日, 13月1日, 2021年2月29日."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from shouwang.checking.marks import Remark

_DAY = re.compile(
    r"(?<![\d.])(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号]"
)
_LEAP = 2020  # without a year, 2月29日 may be one


def impossible_days(text: str) -> Iterator[Remark]:
    """Yield days with a month above 12 or more days than their month has."""
    for match in _DAY.finditer(text):
        year, month, day = (int(match.group(name) or _LEAP) for name in ("year", "month", "day"))
        if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            why = _("没有“%(words)s”这一天") % {"words": match.group()}
            yield Remark("bad_date", *match.span(), match.group(), why)
