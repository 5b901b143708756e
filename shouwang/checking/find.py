"""Find every number of a text, say what kind it is and what it is worth.

Two passes: the rules of kinds.py take dates, times, names and the like; what numerals remain are
quantities if they can be: digits always, words when a measure word stands behind them or they are
more than one digit. Linear in the length of the text. docs/figurecheck.md is the labelling table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from decimal import Decimal

from shouwang.checking import find_numerals as numerals
from shouwang.checking import find_said as said
from shouwang.checking.find_senses import Sensed, sense_of
from shouwang.checking.kinds import RULES
from shouwang.checking.kinds_rule import ZH
from shouwang.checking.lexicon import MEASURE, any_of, words
from shouwang.checking.marks import Found

_KEPT_WIDE = "（），：；！？［］｛｝＂＇＜＞"
_HALF_WIDTH = {
    **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F) if chr(wide) not in _KEPT_WIDE},
    ord("﹪"): ord("%"),
    ord("∶"): ord(":"),
    ord("○"): ord("〇"),
}

# thousands set apart by spaces only where what is counted follows: in tables, spaces part cells
_SPACED = rf"\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}})+(?:\.\d+)?(?=[万亿]?余?{MEASURE})"
_ARABIC = rf"{_SPACED}|" r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_BOTH = r"\d+亿零?\d{1,4}(?:\.\d+)?万|\d+万零?\d千"  # 130亿2000万
_TIMES = r"(?: ?[百千]?[万亿]|[百千](?=[\u4e00-\u9fff]))"
_VAGUE = rf"(?:余|\+(?=[人户名家次份件元])|(?:多|来|几)(?={_TIMES}|{MEASURE}))"
_ONE = rf"(?:{_BOTH}|(?:{_ARABIC})(?:{_TIMES})?)(?:{_VAGUE}(?:{_TIMES})?)?[%‰]?"
_DIGITS = re.compile(
    rf"(?<![\d.A-Za-z])(?P<one>{_ONE})(?:\s?(?:-|—{{1,2}}|–|~|至|到)\s?(?P<two>{_ONE}))?(?!\d)"
)
# 日均5、6个 is 5 to 6; 分别为3、4人 are two
_BESIDE = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![别各是第])(?P<one>[1-8])、(?P<two>[2-9])(?=[个名人次天家起例户台辆位])"
)
_BELOW_ZERO = re.compile(r"[降长减增幅率度差为到至达了][-−]$")
_FRACTION = re.compile(
    rf"(?P<part>[百千万]分之)(?:[{ZH}]+(?:点[零〇一二三四五六七八九]+)?|\d+(?:\.\d+)?)"
    rf"|(?P<below>[{ZH}]{{1,3}}|\d{{1,3}})分之(?P<above>[{ZH}]{{1,3}}|\d{{1,3}})"
    r"|(?<![\d/.])(?P<top>\d{1,2})/(?P<bottom>\d{1,3}(?=的|以上|左右|以下|强)|(?:[2-9]|10)(?![\d/.月日]))"
    r"|(?P<tenths>[一二两三四五六七八九]{1,2}|(?<![\d.])[1-9])成(?P<more>[一二三四五六七八九])?"
    r"(?![立员为功本果熟效绩长品型交都份因片]|[一二三四五六七八九])|(?P<half>一半|半数)"
)
_BARE = re.compile(
    r"(?P<before>近|上|逾|超|数|好?几|成)(?P<unit>[十百千万亿]{1,2})[余多]?(?=[\u4e00-\u9fff])"
    r"|(?P<more>[百千万])[余多来](?=[\u4e00-\u9fff])"
    r"|(?P<round>[百千万])(?=[名位](?!上将))"
)
_SOME = re.compile(
    rf"若干(?={MEASURE})"
    rf"|(?<![\d{ZH}余无人次多])[数几](?=(?:名|家|户|次|天|起|处|例|个|位|日|年|轮|批)(?!不))"
)
_RUN = re.compile(
    rf"[{ZH}]+(?:点[零〇一二三四五六七八九]+[万亿]?)?[余多来几]?[万亿]?"
)  # fmt: skip
_HALF = re.compile(r"(?<![上下前后大多夜一过])半(?=天|年|个月|个多月|日(?!制)|个工作日|周年)")
_NONE = re.compile(
    r"无(?=(?:新增|本土|现有|在院)?(?:确诊|疑似|死亡|重症|危重|阳性|密接|密切接触者?|聚集性|感染(?:者|病例|人员)"
    r"|发热(?:人员|病人|病例|者|患者|老人|职工)|病例|新增)(?!可能|风险))|零(?=新增|确诊|疑似)"
)
_MEASURE = re.compile(rf"[ \u00a0\u2009\u202f\u3000]?({MEASURE}|m(?![A-Za-z0-9²]))")
# 肆佰陆拾贰万元整; elsewhere these are words: 队伍, 大陆
_CAPITALS = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,}(?=[元圆])")
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_WEAK = frozenset(words("weak after digit"))


def find(text: str, *, names: Collection[str] = ()) -> list[Found]:
    """Return the numbers of a text in their order, no two overlapping.

    `names` are proper names (places, institutions) in which a numeral is no number; they are
    looked for as they stand. Any text does; blanks (XX例) are no numbers, see lint.
    """
    return _Search(text, names).found()


def half_width(text: str) -> str:
    """Return the text with full-width digits, letters and signs made half-width, same length."""
    return text.translate(_HALF_WIDTH)


def _names_apart(plain: str, names: Collection[str]) -> str:
    """Return the text with Latin names that a number follows blotted out: JEFFERSON77家."""
    latin = [name for name in names if name.isascii() and name[-1:].isalpha()]
    if not latin:
        return plain
    found = re.compile(rf"(?<![A-Za-z]){any_of(latin)}(?=\d)")
    return found.sub(lambda match: "某" * len(match.group()), plain)


class _Search:
    """One text under search: which characters are taken, what has been found."""

    def __init__(self, text: str, names: Collection[str]) -> None:
        self.text = text
        plain = _CAPITALS.sub(lambda m: m.group().translate(_PLAIN), half_width(text))
        self.plain = _names_apart(plain, names)
        self.taken = bytearray(len(text))
        self.marks: list[Found] = []
        self.names = [name for name in names if re.search(rf"[{ZH}\d]", name)]

    def found(self) -> list[Found]:
        """Return all marks in order."""
        if self.names:
            for match in re.finditer(any_of(self.names), self.text):
                self._take(*match.span(), Found(0, 0, "", kind="name"))
        self._fractions(only_divided=True)
        self._rules()
        for match in _NONE.finditer(self.plain):
            self._quantity(*match.span(), said.Said(Sensed(Decimal(0))), None)
        self._fractions(only_divided=False)
        self._digits()
        self._bare()
        self._words()
        return sorted(self.marks, key=lambda mark: mark.start)

    def _free(self, start: int, end: int) -> bool:
        return start < end and not any(self.taken[start:end])

    def _take(self, start: int, end: int, mark: Found | None) -> None:
        if not self._free(start, end):
            return
        self.taken[start:end] = b"\1" * (end - start)
        if mark is not None:
            self.marks.append(replace(mark, start=start, end=end, text=self.text[start:end]))

    def _measure_at(self, end: int) -> str | None:
        match = _MEASURE.match(self.plain, end)
        if match is None or any(self.taken[end : match.end()]):
            return None
        return match.group(1)

    def _quantity(self, start: int, end: int, told: said.Said, measure: str | None) -> None:
        """Take a quantity and its measure word, in which no second number may begin."""
        if not self._free(start, end):
            return
        measure = told.sign or measure
        behind = 0 if told.sign or measure is None else len(measure)
        sensed = sense_of(self.plain, start, end + behind, told.sensed, measure)
        mark = Found(
            0, 0, "", value=sensed.low, high=sensed.high, approx=sensed.sense != "exact",
            measure=measure, sense=sensed.sense, step=told.step,
        )  # fmt: skip
        self._take(start, end, mark)
        self.taken[end : end + behind] = b"\1" * behind

    def _rules(self) -> None:
        for rule in RULES:
            for match in rule.pattern.finditer(self.plain):
                group = "m" if "m" in rule.pattern.groupindex and match.group("m") else 0
                span = match.span(group)
                if self._free(*span) and (rule.fits is None or rule.fits(self.plain, match)):
                    self._take(*span, Found(0, 0, "", kind=rule.kind) if rule.kind else None)

    def _fractions(self, *, only_divided: bool) -> None:
        """Before the rules what has 分之 in it (十分之一 is not 十分), after them the rest."""
        for match in _FRACTION.finditer(self.plain):
            if only_divided == bool(match.group("tenths") or match.group("half")):
                continue
            if self.plain[match.start() - 1 : match.start()] == "个":  # 四个百分之百
                continue
            told = said.fraction(match)
            if told is not None:
                self._quantity(*match.span(), told, None)

    def _digits(self) -> None:
        for match in _BESIDE.finditer(self.plain):
            if int(match["two"]) - int(match["one"]) == 1 and self._free(*match.span()):
                self._range(match.span("one"), match.span("two"))
        for match in _DIGITS.finditer(self.plain):
            one, two = match.span("one"), match.span("two")
            if two[0] >= 0 and self._free(one[0], two[1]) and self._range(one, two):
                continue
            for start, end in (one, two):
                told = said.in_digits(self.plain[start:end]) if start >= 0 else None
                if told is not None and _BELOW_ZERO.search(self.plain[max(0, start - 2) : start]):
                    start, told = start - 1, said.below_zero(told)
                if told is not None:
                    self._quantity(start, end, told, self._measure_at(end))

    def _range(self, one: tuple[int, int], two: tuple[int, int]) -> bool:
        """Take 3至5 as one number; say False where the second is not the greater."""
        first, second = (said.in_digits(self.plain[slice(*span)]) for span in (one, two))
        if first is None or second is None:
            return False
        low, high = first.sensed.low, second.sensed.high or second.sensed.low
        if low is None or high is None:
            return False
        for sign in "亿万":  # 3至5万 counts both in 万
            if sign in self.plain[slice(*two)] and sign not in self.plain[slice(*one)]:
                low *= numerals.MULTIPLIERS[sign]
        if not low < high:
            return False
        told = replace(second, sensed=Sensed(low, high, "range"))
        self._quantity(one[0], two[1], told, self._measure_at(two[1]))
        return True

    def _bare(self) -> None:
        for match in _BARE.finditer(self.plain):
            if not match.start() or self.plain[match.start() - 1] not in ZH + "第":
                self._quantity(*match.span(), said.bare_unit(match), self._measure_at(match.end()))
        for match in _SOME.finditer(self.plain):
            told = said.Said(Sensed(None, None, "about"))
            self._quantity(*match.span(), told, self._measure_at(match.end()))

    def _words(self) -> None:
        for match in _RUN.finditer(self.plain):
            for start, end in self._free_parts(*match.span()):
                self._worded(start, end)
        for match in _HALF.finditer(self.plain):
            half = said.Said(Sensed(Decimal("0.5")), Decimal("0.5"))
            self._quantity(*match.span(), half, self._measure_at(match.end()))

    def _free_parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield what of a run no rule has taken."""
        begin = start
        for index in range(start, end + 1):
            if index == end or self.taken[index]:
                if begin < index:
                    yield begin, index
                begin = index + 1

    def _worded(self, start: int, end: int) -> None:
        """Take a numeral in words where it counts: 两名, 一百七十九, 十五六名; not a lone 三."""
        for stop in range(min(end, start + numerals.LONGEST), start, -1):
            written = self.plain[start:stop]
            told = said.in_words(written)
            if told is None:
                continue
            measure = self._measure_at(stop)
            if len(written) == 1 and measure in _WEAK:
                measure = None
            if measure is not None or _stands_alone(written, told.sensed):
                self._quantity(start, stop, told, measure)
                return


def _stands_alone(written: str, sensed: Sensed) -> bool:
    """A numeral of several signs needs no measure word (共一百七十九); 百万 and 千万 do."""
    return len(written) > 1 and written[0] not in "百千万亿" and (sensed.low or 0) > 10
