"""Numbering that skips or repeats: 四、 after 二、, （三） after （一）, 四是 after 二是."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from shouwang.checking.find_numerals import chinese
from shouwang.checking.kinds_rule import START
from shouwang.checking.marks import Remark

_ZH = "[一二三四五六七八九十]{1,3}"
# from the outermost in; a heading of an outer level begins the inner ones anew
_LEVELS = (
    rf"{START}(?P<a>{_ZH})、",
    rf"{START}[（(](?P<b>{_ZH})[)）]",
    rf"{START}(?P<c>\d{{1,2}})(?:[.．](?!\d)|、(?!\d))",
    rf"{START}[（(](?P<d>\d{{1,2}})[)）]",
    rf"(?:{START}|(?<=[，,：:]))(?P<e>{_ZH})是(?!否)",
    rf"(?:{START}|(?<=[，,：:]))(?P<f>{_ZH})要",
)
_HEADING = re.compile("|".join(_LEVELS), re.MULTILINE)
_NAMES = "abcdef"


def numbering(text: str) -> Iterator[Remark]:
    """Yield each number that does not follow the one before it on its level.

    The first of a level may be any where no outer heading stands before it (an excerpt); 1 may
    begin anew at any time, and a level may count on across the headings above it.
    """
    before: dict[str, int] = {}
    ever: dict[str, int] = {}
    for match in _HEADING.finditer(text):
        level = match.lastgroup or "a"
        number = _value(match.group(level))
        if number is None:
            continue
        due = before.get(level, 0) + 1
        known = level in before or level in ever
        if known and number not in (1, due, ever.get(level, 0) + 1):
            told = {"words": match.group().strip(), "n": due}
            why = _("序号“%(words)s”不连续，此处应为第%(n)d项") % told
            yield Remark("numbering", *match.span(), match.group(), why)
        before[level] = ever[level] = number
        for inner in _NAMES[_NAMES.index(level) + 1 :]:
            before.pop(inner, None)


def _value(written: str) -> int | None:
    if written.isascii():
        return int(written)
    read = chinese(written)
    return int(read.value) if read else None
