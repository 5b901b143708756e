"""What the words of a sheet say: a field of its foot, a note, a period, a figure's name. Pure."""

from __future__ import annotations

import re

from shouwang.dispatch.books.mapping import DOUBT, SURE
from shouwang.dispatch.tables.design import BEFORE, CHANGE, CUMULATIVE, TODAY
from shouwang.figures.matching import Known, plain

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
# a head that names a group of people: a figure that does not name it is another one
_TELLING = ("职工", "工作人员", "儿童", "残疾", "殡葬", "流浪", "男", "女", "确诊", "疑似", "密接")


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


def joined(above: list[str], before: list[str]) -> list[str]:
    """Return how a head above and one before a cell may name a figure together."""
    if not above or not before:
        return []
    return [above[-1] + before[-1], before[-1] + above[-1]]


def of_side(heads: list[str]) -> list[str]:
    """Return how the heads of one side may name a figure: the whole line of them, the last."""
    if not heads:
        return []
    whole = "".join(heads)
    turned = "".join(reversed(heads))
    return list(dict.fromkeys([whole, turned, heads[-1]]))


def readings(text: str) -> list[tuple[str, str, str]]:
    """Return (how, period, label): as it stands, and without the word for its day."""
    found = [(SURE, TODAY, text)]
    for word in ("当日", "本日", "当天"):
        if word in text:
            found += [
                (SURE, TODAY, text.replace(word, "今日")),
                (SURE, TODAY, text.replace(word, "")),
            ]
    for word in ("昨日", "前一日"):
        if text.startswith(word):
            bare = text.removeprefix(word)
            found += [(SURE, "before", bare), (SURE, "before", f"今日{bare}")]
    if text.startswith("累计"):
        bare = text.removeprefix("累计")
        found += [(DOUBT, CUMULATIVE, bare), (DOUBT, CUMULATIVE, f"今日{bare}")]
    elif not text.startswith("今日"):
        found.append((DOUBT, TODAY, f"今日{text}"))
    return found


def names_others(heads: list[str], known: Known) -> str:
    """Return the group head that names people whom the figure does not speak of; else empty."""
    told = "".join([known.zh, *known.aliases])
    named = (one for one in heads for word in _TELLING if word in one and word not in told)
    return next(named, "")
