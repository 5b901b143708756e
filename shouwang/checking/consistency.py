"""What a text says against itself: parts that do not add up, one figure with two values."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.checking.marks import Found, Places, Remark, number_out

_SENTENCE_END = re.compile(r"[。；;！？\n]")
_AMONG = re.compile(r"其中|中[，,：:]|[（(]")
# labels of which there are no others: where all parts bear them they must make up the whole
_PARTITIONS = (
    {"公办", "民办"},
    {"公建", "民营"},
    {"男", "女"},
    {"城市", "农村"},
    {"城镇", "农村"},
    {"老人", "职工"},
    {"服务对象", "职工"},
    {"服务对象", "工作人员"},
    {"市级", "县级"},
    {"市本级", "县级"},
    {"本级", "县级"},
    {"款", "物"},
    {"已", "未"},
    {"已", "尚"},
    {"已", "正在"},
    {"资金", "物资"},
)
_OPEN = re.compile(r"[（(][^（()）]*$")
_CLOSING = re.compile(r"[）)]")
_BESIDE = 16  # how far before a bracket the total may stand: 53例本土病例（…）
_JOINTS = re.compile(r"^[，,、；;：:（(\s]*(?:以及|和|及|另有)?|[：:（(\s]+$")
_PLACE = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:开发区|街道|[省市县区镇乡村州])")
_CHANGE = re.compile(r"较|比上|同比|环比|增加|减少|增长|下降|新增|净增|上升|平均|人均|每")
_NEAR = Decimal("0.15")
_MOST_PARTS = 40
# one and the same person may be several of these, so they need not add up
_OVERLAPPING = re.compile(
    r"岁|女|党员|学历|研究生|本科|以[上下]|高龄|失能|特困|残|低保|空巢|独居|留守|[已未尚]"
)

_STOCK = (
    "应报(?:机构|单位|养老机构)?|已报(?:机构|单位)?|未报(?:机构|单位)?|养老(?:服务)?机构|敬老院"
    "|日间照料(?:中心|站)|救助(?:管理)?站|殡仪馆"
    "|婚姻登记处|福利院|公墓|民政服务机构|核定床位|床位|在院(?:老人|人员|服务对象|老年人)?"
    "|在册(?:老人|人员|服务对象|职工)?|在站(?:人员)?|在岗职工|职工|确诊(?:病例)?|疑似(?:病例)?|死亡病例"
    "|治愈出院|密切接触者|无症状感染者|特困(?:供养)?人员|孤儿|留守儿童|困境儿童|低保对象"
)
_FILLER = (
    "(?:全市|全县|全区|全院|全系统|我市|我县|我区|本市|目前|现|当前|共有|现有|共|有|累计|辖区|仍|实有"
    "|应为|上午|下午|上报|填报|报)"
)
_LABEL = re.compile(
    rf"(?:^|(?<=[，,。；;：:、\s（(\n]))(?P<fill>{_FILLER}*)(?P<stock>{_STOCK})"
    r"(?:人数|总数|数)?(?:共|为|有|达|仍为|共计|合计|是)*$"
)
# 全市179家养老机构全部封闭 speaks of all there are; 全市9家养老机构被通报 does not
_WHOLE = re.compile(r"全[市县区]|[我本][市县区]")
_WHOLE_BEFORE = re.compile(r"(?:全[市县区]|[我本][市县区])(?:现有|共有|所有|的)?$")
_ALL_OF = re.compile(rf"(?P<stock>{_STOCK})(?:已|现已)?(?:全部|一律|均|都)")
_SUBJECT = re.compile(
    r"[\u4e00-\u9fff]{2,8}?(?:开发区|街道|敬老院|福利院|养老院|老年公寓|护理院|服务中心|医院|救助站"
    r"|[省市县区镇乡村])"
)
_OTHER_DAY = re.compile(
    r"昨|前日|上期|上月|去年|上年|年初|月初|同期|原|计划|预计|拟|\d+[月日]|[年月日]底|此前|春节"
)


def parts(text: str, found: Sequence[Found], places: Places) -> Iterator[Remark]:
    """Yield totals that their parts do not make up: 确诊10例，其中A县4例、B区5例.

    Parts that need not be all of it (其中暗访120家次、夜查30家次) are held against the total only
    where they come near it; parts named after places, and pairs such as 公办 and 民办, always are.
    """
    counted = [mark for mark in found if mark.kind == "quantity" and mark.measure]
    starts = [mark.start for mark in counted]
    for begin, end in _sentences(text):
        inside = counted[bisect_left(starts, begin) : bisect_left(starts, end)]
        yield from _parts_after(text, inside, (begin, end), places)
        yield from _parts_before(text, inside, places)


def _parts_after(
    text: str, marks: Sequence[Found], span: tuple[int, int], places: Places
) -> Iterator[Remark]:
    """Handle 确诊10例，其中棠宁区4例、槐津区5例 and 10例（棠宁区4例，槐津区5例）."""
    for among in _AMONG.finditer(text, *span):
        last = span[1]
        bracket = among.group() in "（("
        # what stands behind the bracket, （其中…）too, is no part of what stands in it
        if bracket or _OPEN.search(text[span[0] : among.start()]):
            closing = _CLOSING.search(text, among.end(), span[1])
            last = closing.start() if closing else span[1]
        before = [mark for mark in marks if mark.end <= among.start()][-3:]
        after = [mark for mark in marks if among.end() <= mark.start and mark.end <= last]
        same = [mark for mark in before if after and mark.measure == after[0].measure]
        if not same or (bracket and among.start() - same[-1].end > _BESIDE):
            continue
        yield from _remark(same[-1], list(_shares(text, among.end(), after, same[-1])), places)


def _shares(
    text: str, begin: int, marks: Sequence[Found], total: Found
) -> Iterator[tuple[str, Found]]:
    """Yield label and number of each part, up to the first that is something else."""
    at = begin
    for mark in marks:
        label = _JOINTS.sub("", text[at : mark.start])
        if mark.measure != total.measure or mark.value is None or len(label) > 14:
            return
        if _CHANGE.search(label) or "其中" in label or re.search(r"共|合计|总", label):
            return
        yield label, mark
        at = mark.end + len(mark.measure or "")


def _parts_before(text: str, marks: Sequence[Found], places: Places) -> Iterator[Remark]:
    """Handle 棠宁区4例、槐津区5例，共10例."""
    for index, total in enumerate(marks):
        if index < 2 or not re.search(
            r"(?:合计|共计|总计|[，,]共)(?:为|有)?$", text[max(0, total.start - 6) : total.start]
        ):
            continue
        shares: list[tuple[str, Found]] = []
        for mark in reversed(marks[max(0, index - _MOST_PARTS) : index]):
            before = re.split(r"[，,、；;：:。\n]", text[max(0, mark.start - 16) : mark.start])[-1]
            if mark.measure != total.measure or mark.value is None or not 0 < len(before) < 9:
                break
            shares.append((before, mark))
        yield from _remark(total, shares[::-1], places)


def _remark(total: Found, shares: Sequence[tuple[str, Found]], places: Places) -> Iterator[Remark]:
    if len(shares) < 2 or total.value is None or any(mark.approx for _, mark in shares):
        return
    whole = sum((mark.value or Decimal(0) for _, mark in shares), Decimal(0))
    if total.holds(whole):
        return
    labels = [label for label, _ in shares]
    near = (
        not total.approx
        and abs(whole - total.value) <= total.value * _NEAR
        and not any(_OVERLAPPING.search(label) for label, _ in shares)
    )
    if not (near or _are_all(labels, places)):
        return
    added = "＋".join(mark.text for _, mark in shares)
    told = {"parts": added, "sum": _like(whole, total), "total": total.text}
    why = _("分项%(parts)s＝%(sum)s，与总数%(total)s不符") % told
    yield Remark("parts", total.start, total.end, total.text, why)


def _like(number: Decimal, mark: Found) -> str:
    """Return a number as the mark is written: 550万 beside 500万."""
    for sign, times in (("亿", Decimal(10**8)), ("万", Decimal(10**4))):
        if mark.text.endswith(sign):
            return f"{number_out(number / times)}{sign}"
    return str(number_out(number))


def _are_all(labels: Sequence[str], places: Places) -> bool:
    """Say whether the labels name parts of which there are no others."""
    if all(_is_place(label, places) for label in labels):
        return True
    return any(
        len(labels) == len(pair) and all(any(name in label for label in labels) for name in pair)
        for pair in _PARTITIONS
    )


def _is_place(label: str, places: Places) -> bool:
    return label in places.own or _PLACE.fullmatch(label) is not None


def two_values(text: str, found: Sequence[Found]) -> Iterator[Remark]:
    """Yield the second of two different exact numbers of one stock: 应报机构179家 … 应报机构178家.

    Only stocks (beds, people in the house, institutions, cases) of the same subject in the same
    paragraph or of no subject at all; yesterday's and planned values are others.
    """
    seen: dict[tuple[str, str | None, str], list[tuple[str, Found]]] = {}
    for mark in found:
        if mark.kind != "quantity" or mark.approx or mark.value is None or not mark.measure:
            continue
        stock, subject = _stock(text, mark)
        clause = re.split(r"[，,。；;：:\n（(]", text[max(0, mark.start - 40) : mark.start])[-1]
        if not stock or _OTHER_DAY.search(clause) or _CHANGE.search(clause):
            continue
        before = seen.setdefault((stock, mark.measure, subject), [])
        level = _level(text, mark.start)
        first = next((m for of, m in before if not of or not level or of == level), None)
        before.append((level, mark))
        if first is not None and first.value != mark.value:
            then, now = f"{first.text}{first.measure}", f"{mark.text}{mark.measure}"
            told = {"words": stock, "then": then, "now": now}
            why = _("“%(words)s”前文为%(then)s，此处为%(now)s") % told
            yield Remark("two_values", mark.start, mark.end, mark.text, why)


def _stock(text: str, mark: Found) -> tuple[str, str]:
    """Return the stock that a number is of, before or behind it, and whose; both may be empty."""
    before = text[max(0, mark.start - 24) : mark.start]
    label = _LABEL.search(before)
    if label:
        whole = _WHOLE.match(label.group("fill"))
        return label.group("stock"), "" if whole else _subject(text, mark.start)
    behind = _ALL_OF.match(text, mark.end + len(mark.measure or ""))
    if behind and _WHOLE_BEFORE.search(before):
        return behind.group("stock"), ""
    return "", ""


def _level(text: str, at: int) -> str:
    """Return 市, 县 or 区 where the sentence speaks of 全市, 我县: the city's are not ours."""
    sentence = _SENTENCE_END.split(text[max(0, at - 60) : at])[-1]
    named = _WHOLE.findall(sentence)
    return named[-1][-1] if named else ""


def _subject(text: str, at: int) -> str:
    """Return the place or institution named last in the paragraph before a number, or nothing.

    After 其中 parts follow, so what stands there has a subject of its own.
    """
    paragraph = text[:at].rpartition("\n")[2]
    sentence = _SENTENCE_END.split(paragraph)[-1]
    if "其中" in sentence:
        return f"其中{at}"
    named = _SUBJECT.findall(paragraph[-200:])
    return named[-1] if named and not named[-1].endswith(("全市", "全县", "全区")) else ""


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for match in _SENTENCE_END.finditer(text):
        yield begin, match.start()
        begin = match.end()
    yield begin, len(text)
