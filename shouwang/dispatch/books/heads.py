"""Which words of a sheet say what a blank cell is: the heads above it and before it. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from shouwang.dispatch.tables.design import BEFORE, CHANGE, CUMULATIVE, TODAY
from shouwang.figures.matching import plain
from shouwang.kit.sheets.blank_form import FormCell, FormSheet

LONGEST = 40
# what stands at the head and foot of every table, by the word before the blank
FIELDS: tuple[tuple[str, str], ...] = (
    ("reporter", "填报单位|填报机关|报送单位|上报单位|填表单位|单位名称"),
    ("reported", "报出时间|报送时间|上报时间"),
    ("day", "填报日期|填表日期|报表日期|统计日期|报送日期|上报日期|日期|时间"),
    ("preparer", "填表人|填报人|制表人|经办人|联系人"),
    ("reviewer", "审核人|复核人|科室负责人"),
    ("leader", "单位负责人|主要负责人|分管领导|负责人|签发人|审批人"),
    ("phone", "联系电话|联系方式|电话"),
)
_FIELD = re.compile(
    "(?P<word>"
    + "|".join(words for _name, words in FIELDS)
    + r")\s*(?:[（(][^（）()]{0,8}[）)])?\s*$"
)
_STOP = re.compile(r"^(注|备注|说明|填表说明|附注|表号|制表机关|批准机关|有效期至?)\s*[:：]")
# columns that take words, never figures
_WORDS = {"序号", "备注", "说明", "签名", "签字", "姓名", "地址", "职务", "编号", "代码", "原因"}
_TOTALS = {"合计", "总计", "共计", "全市", "全区", "全县", "全省", "全州", "全盟"}
_GENERIC = {
    "数量",
    "人数",
    "数值",
    "数据",
    "填报数",
    "数",
    "情况",
    "个数",
    "家数",
    "内容",
    "项目",
    "指标",
}
_PERIODS = {
    TODAY: ("今日", "当日", "本日", "当天", "今日数", "当日数", "本日数"),
    BEFORE: ("昨日", "前一日", "昨天", "上日", "昨日数", "前一日数"),
    CHANGE: ("增减", "较昨日", "较前一日", "较昨日增减", "比昨日增减", "较前一日增减", "增减数"),
    CUMULATIVE: ("累计", "累计数", "合计累计"),
}
_PERIOD_OF = {word: period for period, words in _PERIODS.items() for word in words}
_MEASURE = re.compile(r"[（(]\s*(?:单位[:：])?\s*([^（）()]{1,4})\s*[）)]\s*$")


@dataclass(frozen=True)
class Around:
    """The heads of a cell, outermost first, without their measures; ``measure`` nearest to it."""

    above: tuple[str, ...]
    before: tuple[str, ...]
    measure: str = ""
    is_near: bool = False

    @property
    def column(self) -> str:
        """Return the heads above as one label."""
        return "·".join(self.above)

    @property
    def row(self) -> str:
        """Return the heads before it as one label."""
        return "·".join(self.before)


class Heads:
    """The heads of one sheet; ``measures`` are the measure words that stand alone in a cell."""

    def __init__(self, sheet: FormSheet, measures: frozenset[str]) -> None:
        self.sheet, self.measures = sheet, measures
        self._spans = {
            (row, column): span
            for span in sheet.merged
            for row in range(span[0], span[2] + 1)
            for column in range(span[1], span[3] + 1)
        }

    @cached_property
    def _wide(self) -> int:
        """Return from how many columns on a merged cell is a title."""
        return max(self.sheet.columns * 4 // 5, 3)

    def span(self, row: int, column: int) -> tuple[int, int, int, int]:
        """Return (top, left, bottom, right) of the cell that covers a place."""
        return self._spans.get((row, column), (row, column, row, column))

    def is_covered(self, row: int, column: int) -> bool:
        """Return whether a place lies under another cell's merge."""
        return self.span(row, column)[:2] != (row, column)

    def field_before(self, row: int, column: int) -> str:
        """Return which field (填表人：) the cell right before a place asks for, empty for none."""
        if column == 1:
            return ""
        top, left, _b, right = self.span(row, column - 1)
        text = self.sheet.at(top, left).text
        # a word that is merged over several columns has its blank inside
        return "" if right > left and slots(text) else field_of(text, alone=True)

    def around(self, row: int, column: int) -> Around:
        """Return the heads of a blank cell."""
        above, measure, is_near = self._above(row, column)
        before, other = self._before(row, column)
        return Around(tuple(above), tuple(before), measure or other, is_near)

    def _above(self, row: int, column: int) -> tuple[list[str], str, bool]:
        found: list[str] = []
        measure, is_near, at = "", False, row - 1
        while at >= 1:
            top, left, bottom, right = self.span(at, column)
            cell = self.sheet.at(top, left)
            at = top - 1
            if not _is_label(cell) or right - left + 1 >= self._wide:
                if found:
                    break
                continue
            if is_outside(cell.text):
                break
            is_near = is_near or (not found and bottom == row - 1)
            label, told = split(cell.text)
            found, measure = [label, *found], measure or told
        return found, measure, is_near

    def _before(self, row: int, column: int) -> tuple[list[str], str]:
        found: list[str] = []
        measure, at = "", column - 1
        while at >= 1:
            top, left, _bottom, _right = self.span(row, at)
            cell = self.sheet.at(top, left)
            at = left - 1
            if not _is_label(cell) or is_outside(cell.text):
                continue
            label, told = split(cell.text)
            if label in self.measures:
                measure = measure or label
            else:
                found, measure = [label, *found], measure or told
        return found, measure

    def is_foot(self, row: int) -> bool:
        """Return whether a row holds fields or notes instead of figures."""
        for column in range(1, self.sheet.columns + 1):
            text = self.sheet.at(row, column).text
            if text and not self.is_covered(row, column) and is_outside(text):
                return True
        return False


def split(text: str) -> tuple[str, str]:
    """Return a head without its numbering and measure, and the measure: 在院（人） is 在院, 人."""
    label = re.sub(r"\s+", "", text)
    label = re.sub(r"^(?:\d{1,3}[.、)]|[一二三四五六七八九十]+、|[（(]\d+[）)])", "", label)
    found = _MEASURE.search(label)
    if found is None or not label[: found.start()]:
        return label, ""
    return label[: found.start()], found[1]


def is_outside(text: str) -> bool:
    """Return whether a text belongs to the head or foot of a table, or is a note."""
    bare = text.strip()
    return bool(len(bare) > LONGEST or _STOP.match(bare) or field_of(bare) or slots(bare))


def field_of(text: str, *, alone: bool = False) -> str:
    """Return which field a text asks for, where it ends with its word: 审核人：; else empty.

    ``alone`` takes the word without a colon too.
    """
    bare = text.strip()
    if not alone and bare[-1:] not in ("：", ":"):
        return ""
    found = _FIELD.search(bare.rstrip("：: "))
    return _field(found["word"]) if found else ""


_BLANK = r"[\s_＿]*"
_SLOT = re.compile(
    "(?P<word>" + "|".join(words for _name, words in FIELDS) + ")"
    r"(?P<after>\s*(?:[（(][^（）()]{0,8}[）)])?\s*[:：])" + f"(?P<gap>{_BLANK})"
    rf"(?P<date>(?:\d{{4}}|{_BLANK})年{_BLANK}月{_BLANK}日)?(?=$|\S)"
)
_DATE = re.compile(rf"(?:(?P<year>20\d\d|{_BLANK})年)?(?<!\d){_BLANK}(?<!\d)月{_BLANK}日")


def slots(text: str) -> list[tuple[int, int, str]]:
    """Return the blanks inside a text (start, end, field): 审核人：    填表人：    年  月  日."""
    found = []
    for match in _SLOT.finditer(text):
        follows = text[match.end() : match.end() + 1]
        gap = match["gap"]
        # 审核人：王五 is filled already; 审核人： followed by the next word is a blank
        if follows and not gap and not match["date"]:
            continue
        if follows and not match["date"] and not _SLOT.match(text, match.end()) and len(gap) < 2:
            continue
        start = match.end("after")
        found.append((start, match.end(), _field(match["word"])))
    taken = [(start, end) for start, end, _f in found]
    for match in _DATE.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            found.append((match.start(), match.end(), "day"))
    return sorted(found)


def period_of(label: str) -> str:
    """Return the period that a head names all by itself: 前一日, 增减; empty for another head."""
    return _PERIOD_OF.get(plain(label), "")


def is_total(label: str) -> bool:
    """Return whether a head names the whole: 合计, 全市."""
    return plain(label) in _TOTALS


def is_generic(label: str) -> bool:
    """Return whether a head says no more than that a number stands there: 数量."""
    return plain(label) in _GENERIC


def takes_words(label: str) -> bool:
    """Return whether what stands under a head is words: 备注, 序号."""
    return plain(label) in _WORDS


def _field(word: str) -> str:
    return next(name for name, words in FIELDS if word in words.split("|"))


def _is_label(cell: FormCell) -> bool:
    return bool(not cell.is_number and not cell.formula and plain(cell.text))
