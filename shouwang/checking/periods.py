"""When a number is of: days, spans and moments that a text names. Pure: no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from shouwang.kit import words_zh

Sort = Literal["day", "as_of", "since", "span", "named_span", "vague"]
Said = tuple[Sort, date | None, date | None]  # a sort with its first and last day

_DIGIT = "0-9０-９"
_NUMERAL = f"[{_DIGIT}]{{1,2}}|[一二三四五六七八九十廿卅]{{1,3}}"
_YEAR = f"[{_DIGIT}]{{4}}|[〇零○一二三四五六七八九]{{4}}"
_HOUR = rf"(?:[{_DIGIT}]{{1,2}}[时:：点](?:[{_DIGIT}]{{1,2}}分?)?)?"


def _a_day(n: int) -> str:
    return rf"(?:(?P<y{n}>{_YEAR})年)?(?P<m{n}>{_NUMERAL})月(?P<d{n}>{_NUMERAL})[日号]"


_ISO = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_SPAN = re.compile(
    rf"(?P<lead>自|从)?{_a_day(1)}{_HOUR}(?:至|到|—+|-|－|~|～)"
    rf"(?:{_a_day(2)}|(?P<d3>{_NUMERAL})[日号]){_HOUR}(?P<tail>期间)?"
)
_ONE = re.compile(
    rf"(?P<lead>截至|截止到|截止至|截止|到|自|从)?(?P<at>{_a_day(1)}){_HOUR}"
    rf"(?P<tail>以来|起|开始|至今|当天|当日|前)?"
)
_YEARS_AGO = re.compile(rf"(?P<year>去年|上年|前年)同?期?的?{_a_day(1)}{_HOUR}")
_WORDS: dict[str, tuple[Sort, int]] = {
    "今日": ("day", 0), "今天": ("day", 0), "本日": ("day", 0),
    "昨日": ("day", 1), "昨天": ("day", 1), "前日": ("day", 2), "前天": ("day", 2),
    "前一日": ("day", 1), "前一天": ("day", 1),
}  # fmt: skip
_WORD = re.compile(r"(?<![较比与同])(?:今日|今天|本日|昨日|昨天|前日|前天|前一日|前一天)")
_SAME = re.compile(r"当天|当日")
_WEEK = re.compile(r"(?<![较比与同])(本周|上周|本月|上月)")
_MONTH = re.compile(
    rf"(?<![个{_DIGIT}.〇零○一二三四五六七八九十])(?:(?P<y1>{_YEAR})年|今年)?(?P<m1>{_NUMERAL})月份?"
    rf"(?P<part>上旬|中旬|下旬|初|底|末)?(?![{_DIGIT}一二三四五六七八九十])(?P<tail>以来|起|开始|至今)?"
)
_YEAR_SO_FAR = re.compile(r"(?:今年|年初)以来|今年")
_VAGUE = re.compile(
    r"[一二三四]季度|[正腊冬闰]月|除夕|大年|先后|近[一二两三四五六七八九十\d]+[天日周月]|近期|近日|连日来|节日期间|春节期间|"
    r"[一二两三四五六七八九十\d]+天来|一周来|一周内|去年|上年|同期"
)
# since other events than the outbreak: nobody knows from which day
_SINCE = re.compile(r"(?:疫情|防控|爆发)[^，。；]{0,12}?以来")
_SINCE_THEN = re.compile(r"以来")
_DURING = re.compile(r"期内|报告期内?|本期|期间")


@dataclass(frozen=True)
class Mention:
    """A period named in the text. ``first`` None: since the records begin; both None: vague."""

    start: int
    end: int
    sort: Sort
    first: date | None
    last: date | None


def mentions(text: str, paper_day: date) -> list[Mention]:
    """Return the periods that a text names, in its order; ``paper_day`` is what 今日 means."""
    found: list[Mention] = []
    taken: list[tuple[int, int]] = []
    for match, (sort, first, last) in _named(text, paper_day):
        if not any(a < match.end() and match.start() < b for a, b in taken):
            taken.append(match.span())
            found.append(Mention(match.start(), match.end(), sort, first, last))
    found = _without_order(text, found)
    _same_days(text, found, taken, paper_day)
    _durings(text, found, taken)
    return sorted(found, key=lambda m: m.start)


def _named(text: str, paper_day: date) -> Iterator[tuple[re.Match[str], Said]]:
    """Find whatever may name a period; of two in one place the one that comes first holds."""
    yield from _exact(text, paper_day)
    for match in _WORD.finditer(text):
        sort, back = _WORDS[match.group()]
        day = paper_day - timedelta(days=back)
        yield match, (sort, day, day)
    for match in _WEEK.finditer(text):
        yield match, ("span", *_calendar(match.group(), paper_day))
    for match in _SINCE.finditer(text):
        yield match, ("since", None, paper_day)
    for match in _YEAR_SO_FAR.finditer(text):
        yield match, ("since", paper_day.replace(month=1, day=1), paper_day)
    for match in _MONTH.finditer(text):
        yield match, _month(match, paper_day)
    for pattern in (_VAGUE, _SINCE_THEN):
        for match in pattern.finditer(text):
            yield match, ("vague", None, None)


def _exact(text: str, paper_day: date) -> Iterator[tuple[re.Match[str], Said]]:
    """Find what is written as days of the calendar: of another year, from–to, single ones."""
    for match in _YEARS_AGO.finditer(text):
        back = 2 if match.group("year") == "前年" else 1
        day = _day(match, 1, paper_day)
        made = _made(paper_day.year - back, day.month, day.day) if day else None
        yield match, ("day", made, made)
    for match in _SPAN.finditer(text):
        first = _day(match, 1, paper_day)
        last = _last(match, first, paper_day)
        if first and last and first <= last:
            yield match, ("named_span" if _leads(text, match) else "span", first, last)
    for match in _ONE.finditer(text):
        if (day := _day(match, 1, paper_day)) is not None:
            yield match, _told(match, day, paper_day)
    for match in _ISO.finditer(text):
        if (day := _made(*(int(part) for part in match.groups()))) is not None:
            yield match, ("day", day, day)


def _without_order(text: str, found: list[Mention]) -> list[Mention]:
    """Leave out 先后 where its sentence names the days: 1月29日以来，先后办理…."""
    kept = []
    for one in found:
        if text[one.start : one.end] == "先后":
            begin = max(text.rfind(mark, 0, one.start) for mark in "。；\n")
            if any(begin < m.start < one.start and m.sort in ("since", "span") for m in found):
                continue
        kept.append(one)
    return kept


def _same_days(
    text: str, found: list[Mention], taken: list[tuple[int, int]], paper_day: date
) -> None:
    """Add 当天, 当日: the last day named before in the paragraph, else the paper's."""
    for match in _SAME.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        above = text.rfind("\n", 0, match.start())
        before = [
            m for m in found
            if above < m.start < match.start() and m.sort in ("day", "as_of") and m.last
        ]  # fmt: skip
        day = max(before, key=lambda m: m.start).last if before else paper_day
        found.append(Mention(match.start(), match.end(), "day", day, day))


def _durings(text: str, found: list[Mention], taken: list[tuple[int, int]]) -> None:
    """Add 期内: the span that the paper is about, named before; vague where there is none."""
    for match in _DURING.finditer(text):
        if any(a < match.end() and match.start() < b for a, b in taken):
            continue
        spans = [m for m in found if m.sort in ("span", "named_span") and m.start < match.start()]
        if spans:
            about = max(spans, key=lambda m: m.start)
            found.append(Mention(match.start(), match.end(), "span", about.first, about.last))
        elif match.group() != "期间":
            found.append(Mention(match.start(), match.end(), "vague", None, None))


def _leads(text: str, match: re.Match[str]) -> bool:
    """Return whether a span says what the whole paper is about: 现将…有关情况汇报如下."""
    after = re.split(r"[。；\n]", text[match.end() : match.end() + 60], maxsplit=1)[0]
    before = text[max(0, match.start() - 12) : match.start()]
    return "如下" in after or "现将" in before or ("情况" in after and match.start() < 80)


def _told(match: re.Match[str], day: date, paper_day: date) -> Said:
    lead, tail = match.group("lead") or "", match.group("tail") or ""
    if tail in ("以来", "起", "开始", "至今") or lead in ("自", "从"):
        return "since", day, max(day, paper_day)
    if lead.startswith("截"):
        return "as_of", day, day
    if tail == "前":
        return "vague", None, None
    return "day", day, day


def _month(match: re.Match[str], paper_day: date) -> Said:
    """Return the days of 2月, 1月份, 2月以来; a third of a month is vague."""
    number = _number(match.group("m1")) or 0
    year = _year(match.group("y1")) if match.group("y1") else paper_day.year
    if match.group("part") or not 1 <= number <= 12 or year is None:
        return "vague", None, None
    if not match.group("y1") and number > paper_day.month:
        year -= 1
    first = date(year, number, 1)
    if match.group("tail"):
        return "since", first, max(first, paper_day)
    after = date(year + number // 12, number % 12 + 1, 1)
    return "span", first, min(after - timedelta(days=1), max(first, paper_day))


def _calendar(word: str, day: date) -> tuple[date, date]:
    if word.endswith("周"):
        monday = day - timedelta(days=day.weekday() + (7 if word[0] == "上" else 0))
        return monday, min(day, monday + timedelta(days=6))
    first = day.replace(day=1)
    if word[0] == "上":
        last = first - timedelta(days=1)
        return last.replace(day=1), last
    return first, day


def _last(match: re.Match[str], first: date | None, paper_day: date) -> date | None:
    if first is None:
        return None
    if match.group("d3"):
        number = _number(match.group("d3"))
        return _made(first.year, first.month, number) if number else None
    return _day(match, 2, paper_day)


def _day(match: re.Match[str], n: int, paper_day: date) -> date | None:
    """Return a day; without a year the one nearest to the paper's day, not after it by months."""
    month, day = _number(match.group(f"m{n}")), _number(match.group(f"d{n}"))
    if not month or not day:
        return None
    if told := match.group(f"y{n}"):
        year = _year(told)
        return _made(year, month, day) if year else None
    made = _made(paper_day.year, month, day)
    if made and (made - paper_day).days > 180:
        return _made(paper_day.year - 1, month, day)
    if made and (paper_day - made).days > 330:
        return _made(paper_day.year + 1, month, day)
    return made


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(told: str) -> int | None:
    digits = "".join(str("〇一二三四五六七八九".find(c)) if c in "〇一二三四五六七八九" else
                     "0" if c in "零○" else str(int(c)) for c in told)  # fmt: skip
    return int(digits) if digits.isdigit() else None


def _number(text: str) -> int | None:
    value = words_zh.number_in(text.replace("廿", "二十").replace("卅", "三十"))
    return int(value) if value is not None else None
