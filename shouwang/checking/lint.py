"""Slips that need no records: blanks, missing numbers, wrong numbering, other people's names.

Every remark has a rule (its code, a key of `RULES`) and a Chinese sentence for the writer. The
rules would rather be silent than cry wolf: each asks for the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

from django.utils.translation import gettext as _

from shouwang.checking.consistency import parts, two_values
from shouwang.checking.find import find, half_width
from shouwang.checking.lint_dates import impossible_days
from shouwang.checking.lint_missing import missing_numbers
from shouwang.checking.lint_numbering import numbering
from shouwang.checking.lint_people import people_in
from shouwang.checking.lint_places import other_places
from shouwang.checking.lint_slips import lookalikes, repeated, sentences_twice
from shouwang.checking.marks import Found, Places, Remark

# rule → its Chinese name; wrapped for translation where it is shown
RULES = {
    "placeholder": "占位符未填",
    "blank_brackets": "括号内空白",
    "missing_number": "缺数字",
    "bad_date": "日期有误",
    "numbering": "序号不连续",
    "other_place": "他地名称",
    "person_name": "个人姓名",
    "id_number": "身份证号",
    "phone": "手机号",
    "lookalike": "疑似错别字",
    "repeated": "重复",
    "parts": "分项与合计不符",
    "two_values": "同一数据前后不一",
}

_X = "[Xx×]"
_PLACEHOLDER = re.compile(
    rf"(?:20(?:\d\d|{_X}{{2}})年)?(?:{_X}{{1,2}}月(?:{_X}{{1,2}}|\d{{1,2}})?日?|\d{{1,2}}月{_X}{{1,2}}日)"
    rf"(?:{_X}{{1,2}}时)?"
    rf"|(?:20)?{_X}{{2,4}}年|(?<![A-Za-z])(?:(?<!\d)\d{{1,2}})?{_X}{{2,}}(?![A-Za-z])"
    rf"|(?<![A-Za-z\d×]){_X}(?=[省市县区乡镇村例人名家户个次月日时民岁籍])"
    r"|(?<![\d*])\*{2,}(?![\d*])|_{2,}|某某(?=[省市县区乡镇局院]|同志)"
    r"|待补充?(?=[)）])|待填|此处(?:填写|插入|补充)|\b(?:TODO|TBD)\b"
    r"|(?<=[年至于到])[ \u3000]*月[ \u3000]+日|(?<!\d)年[ \u3000]+月[ \u3000]+日"
)
_BLANK = re.compile(
    r"[（(][\s\u3000]*[)）]|\[[\s\u3000]*\]|〔[\s\u3000]*〕|【[\s\u3000]*】|《[\s\u3000]*》|“[\s\u3000]*”"
)


def lint(
    text: str,
    *,
    found: list[Found] | None = None,
    places: Places | None = None,
    people: Collection[str] = (),
) -> list[Remark]:
    """Return what is to be looked at, in the order of the text.

    `found` are the numbers if they have been found already. `people` is a roster of names that
    must not leave the house. Without `places` no name of a place is remarked on.
    """
    plain = half_width(text)
    named = places or Places()
    numbers = find(text, names=named.own | named.others) if found is None else found
    remarks = [
        *_placeholders(plain),
        *_blank_brackets(plain),
        *missing_numbers(plain),
        *impossible_days(plain),
        *numbering(plain),
        *other_places(text, places),
        *people_in(plain, people),
        *lookalikes(plain),
        *repeated(plain),
        *sentences_twice(plain),
        *parts(plain, numbers, named),
        *two_values(plain, numbers),
    ]
    placed = [_as_written(remark, text) for remark in _once(remarks)]
    return sorted(placed, key=lambda remark: (remark.start, remark.end, remark.rule))


def _once(remarks: list[Remark]) -> Iterator[Remark]:
    seen: set[tuple[str, int]] = set()
    for remark in remarks:
        if (remark.rule, remark.start) not in seen:
            seen.add((remark.rule, remark.start))
            yield remark


def _as_written(remark: Remark, text: str) -> Remark:
    """Return the remark with the text as it stands, not made half-width."""
    written = text[remark.start : remark.end]
    return Remark(remark.rule, remark.start, remark.end, written, remark.why)


def _each(
    rule: str, pattern: re.Pattern[str], why: Callable[[str], str], text: str
) -> Iterator[Remark]:
    for match in pattern.finditer(text):
        yield Remark(rule, *match.span(), match.group(), why(match.group()))


def _placeholders(text: str) -> Iterator[Remark]:
    return _each(
        "placeholder",
        _PLACEHOLDER,
        lambda at: _("“%(words)s”是占位符，尚未填写") % {"words": at.strip()},
        text,
    )


def _blank_brackets(text: str) -> Iterator[Remark]:
    return _each("blank_brackets", _BLANK, lambda _at: _("括号内没有内容"), text)
