"""What each number of a text is of: figure, unit, period, measure. It is matched, not yet compared.

A number is *certain* only if nothing speaks against its figure, unit, period and measure; every
doubt is a Chinese sentence for the reader. Only certain ones are said to be 相符 or 不符.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from shouwang.checking import matching_sides as sides
from shouwang.checking.marks import Found
from shouwang.checking.matching_context import Context
from shouwang.checking.matching_fits import fits, why_near
from shouwang.checking.matching_narrowing import is_done, is_percent, narrowed
from shouwang.checking.matching_pieces import Piece, label_of, pieces, since_last
from shouwang.checking.matching_placing import Placing
from shouwang.checking.matching_reading import Reading
from shouwang.checking.matching_sides import Side, side
from shouwang.checking.matching_tables import Table
from shouwang.checking.matching_tokens import Sentence, Token, sentences
from shouwang.checking.periods import mentions
from shouwang.checking.places import Places
from shouwang.checking.subjects import RATE, SHARE, Subjects
from shouwang.checking.subjects_words import (
    ALL_KINDS,
    NEW,
    NOW,
    RESIDENT,
    STAFF,
)

_PREPOSITIONS = {"对", "为", "向", "将", "给", "让", "使"}
_HAVE = {"共有", "有", "现有", "共", "现共有", "共计", "合计", "总计", "总共", "全部", "所有"}
_BESIDE = {
    "各类", "各级各类", "民政", "民政系统", "系统", "的", "为", "是", "数", "数量", "总数", "等",
}  # fmt: skip
_UNIT_MEASURES = ("家", "个", "所", "处")


def read(
    text: str, founds: Sequence[Found], subjects: Subjects, places: Places, day: date
) -> list[Reading]:
    """Return a reading of every quantity of a text, in its order."""
    told = sentences(text, founds, mentions(text, day), subjects, places)
    reader = _Reader(subjects, places, day, text.split("\n"))
    return [reading for sentence in told for reading in reader.sentence(sentence)]


class _Reader(Placing):
    """Reads sentence by sentence, remembering what was said."""

    def __init__(self, subjects: Subjects, places: Places, day: date, lines: list[str]) -> None:
        self.subjects, self.places, self.lines = subjects, places, lines
        self.context = Context(places, day)
        self.last = None
        self.first: Reading | None = None
        self.before: Reading | None = None
        self.shared_out: list[list[Token]] = []
        self.table = Table()
        self.whole: Reading | None = None  # what 其中 divides, while its parts go on

    def sentence(self, sentence: Sentence) -> list[Reading]:
        line = self.lines[sentence.line].strip() if sentence.line < len(self.lines) else ""
        is_heading = len(line) <= 30 and not sentence.has_numbers and line[-1:] not in "。，；、"
        self.context.begin(sentence, is_heading=is_heading)
        self.last = self.first = self.whole = self.before = None
        self.shared_out = []
        made = []
        is_row = self.table.is_row(sentence)
        for piece in pieces(sentence.tokens):
            if is_row:
                piece = self.table.with_head(piece, sentence.tokens)
                self.last = self.first = None
                self.context.sentence_places = []
            reading = self._piece(piece, sentence)
            self.before = reading
            made.append(reading)
            if reading.op == "value" and not is_percent(reading.found):
                self.last = reading if reading.target is not None else None
                self.first = self.first or self.last
        self.context.end(sentence)
        return made

    def _piece(self, piece: Piece, sentence: Sentence) -> Reading:
        found = piece.number.found
        assert found is not None
        left = self._left(piece, found.measure or "")
        right = side(sides.until_predicate(piece.right), "") if piece.right_is_free else Side()
        is_part = self._is_part(left)
        passed = since_last(piece, sentence.tokens)
        between = {token.sort for token in (*passed, *piece.left)}
        if any(t.sort == "cut" and t.text in "；;" for t in passed):
            self.context.clause_ends()
        self.context.hear(side(passed), is_part=False)
        self.context.hear(left, is_part=is_part)
        reading = Reading(found, label=label_of(piece))
        if is_percent(found):
            self._percent(reading, piece, left)
        elif "before" in between and (left.step or NEW in left.terms):
            self._change(reading, left)
        elif left.step and not left.notions and self.last is not None:
            self._change(reading, left)
            reading.soft.append(_("没有写明与哪一天相比"))
        else:
            passed = sentence.tokens[: piece.position]
            before = "".join(t.text for t in passed if t.sort not in ("kind", "place"))
            self._value(reading, left, right, before, is_part=is_part)
            if left.step and reading.target is not None:
                reading.op, reading.step = "change", left.step
                reading.doubts.append(_("没有写明与哪一天相比"))
            elif "before" in left.marks:
                reading.doubts.append(_("写的是上一期的数，还是与上一期的差，不明确"))
        if reading.best is not None:
            reading.doubts += narrowed(piece, sentence, reading, self.before)
        if "norm" in left.marks and reading.best is not None:
            reading.doubts.append(_("这里写的是要求、限额或计划，不是统计数"))
        return reading

    # what it is of

    def _value(
        self, reading: Reading, left: Side, right: Side, before: str, *, is_part: bool
    ) -> None:
        fit, used = fits(
            self.subjects, left, right, reading, self.whole or self.last, is_part=is_part
        )
        if fit is None or is_done(left.loose) or is_done(right.close + right.loose):
            if fit is None:
                self._units(reading, left, right, before)
            return
        reading.terms = used
        exact = [f for f in fit if f.is_exact]
        if len(exact) == 1:
            reading.target = exact[0].target
        else:
            reading.near = [f.target for f in fit[:6]]
            reading.doubts.append(why_near(fit))
        self.place_in_time(reading, left, used)
        self.limit_kinds(reading, left, right)
        if left.places and not left.notions and not is_part and self._has_several():
            reading.soft.append(_("前面说了几个数，这里是哪一个不明确"))
        if reading.target is not None and right.close + right.loose:
            words = right.loose + right.close
            reading.soft.append(_("后面的“%(words)s”可能另有所指") % {"words": words})
        if left.loose in _PREPOSITIONS and reading.best is not None:
            reading.soft.append(_("前面的“%(words)s”可能另有所指") % {"words": left.loose})
        elif left.loose and reading.best is not None:
            elsewhere = self.places.elsewhere(left.loose)
            if elsewhere and not left.places:
                reading.unit = None
                reading.doubts.append(_("“%(name)s”不在核对范围内") % {"name": elsewhere})
                self.context.hear_elsewhere(elsewhere, is_part=is_part)
            else:
                reading.doubts.append(_("前面的“%(words)s”可能另有所指") % {"words": left.loose})
        self.compare_measure(reading)

    def _has_several(self) -> bool:
        return bool(self.first and self.last and self.first.target != self.last.target)

    def _is_part(self, left: Side) -> bool:
        """Return whether a number is a part of one before: 其中A县4例，B区5例."""
        if "part" in left.marks:
            self.whole = self.last
        elif left.notions - {RESIDENT, STAFF} or not (left.places or left.notions):
            self.whole = None
        return self.whole is not None or "part" in left.marks

    def _units(self, reading: Reading, left: Side, right: Side, before: str) -> None:
        """Read a number of institutions: 共有养老机构179家, 全市179家养老机构.

        Any other word beside it (检查, 涉及) makes it a number of something done to some of them.
        """
        measure = reading.found.measure or ""
        target = self.subjects.by_code.get("units")
        kinds = right.kinds or left.kinds
        has = bool(left.fillers & _HAVE)
        if kinds is None and has and (right.is_any_unit or left.is_any_unit):
            kinds = ALL_KINDS
        strange = left.fillers - _HAVE - _BESIDE or left.loose or left.close or left.notions
        if (
            target is None or kinds is None or measure not in _UNIT_MEASURES
            or strange or right.notions
        ):  # fmt: skip
            return
        reading.target, reading.kinds = target, kinds
        self.place_in_time(reading, left, frozenset())
        doubt = _("可能是其中一部分机构，不一定是全部机构数")
        if right.close or right.loose or (is_done(before) and not has):
            reading.doubts.append(doubt)
        elif not has and not left.places:
            reading.soft.append(doubt)

    def _change(self, reading: Reading, left: Side) -> None:
        """Read 较昨日增加3人: of what stands in the clause, or of the number before."""
        reading.op = "change"
        reading.step = left.step or 1
        terms = left.terms - {NEW, NOW}
        found = self.subjects.fits(terms) if terms else []
        if left.close:
            found = []
        if found and found[0].is_exact and len(found) == 1:
            reading.target, reading.terms = found[0].target, terms
            self.place_in_time(reading, left, terms)
        elif self.last is not None and not terms and not left.close:
            last = self.last
            reading.target, reading.terms, reading.kinds = last.target, last.terms, last.kinds
            reading.unit, reading.place, reading.span = last.unit, last.place, last.span
            reading.doubts += last.doubts
        elif found:
            reading.near = [f.target for f in found[:6]]
            reading.doubts.append(why_near(found))
            self.place_in_time(reading, left, terms)
        self.limit_kinds(reading, left, Side())
        self.compare_measure(reading)

    def _percent(self, reading: Reading, piece: Piece, left: Side) -> None:
        """Read 报送率98.7%, 占应报的87.2%; growth is not compared."""
        if left.step or "before" in left.marks:
            return
        named = self.subjects.fits(left.terms) if left.terms and "share" not in left.marks else []
        rates = [f for f in named if f.is_exact and f.target.nature in (RATE, SHARE)]
        if len(rates) == 1 and not left.close:
            reading.target = rates[0].target
            self.place_in_time(reading, left, left.terms)
            self.limit_kinds(reading, left, Side())
            if left.loose:
                reading.doubts.append(_("前面的“%(words)s”可能另有所指") % {"words": left.loose})
            return
        at = next((n for n, t in enumerate(piece.left) if t.sort == "share"), None)
        if at is None:
            return
        part, whole = side(piece.left[:at]), side(piece.left[at + 1 :])
        self._share(reading, part, whole)

    def _share(self, reading: Reading, part: Side, whole: Side) -> None:
        reading.op = "share"
        own = self.subjects.fits(part.terms) if part.notions else []
        if own and own[0].is_exact and len(own) == 1:
            reading.target = own[0].target
            self.place_in_time(reading, part, part.terms)
        elif self.last is not None and not part.notions:
            last = self.last
            reading.target, reading.kinds, reading.terms = last.target, last.kinds, last.terms
            reading.unit, reading.place, reading.span = last.unit, last.place, last.span
            reading.doubts += last.doubts
        if reading.target is None:
            return
        of = self.subjects.fits(whole.terms) if whole.notions else []
        if of and of[0].is_exact and len(of) == 1 and not whole.close:
            reading.whole = of[0].target
        elif not whole.notions and not whole.close and whole.places:
            reading.whole = reading.target
        elif not whole.notions and not whole.close and self.first and self.first.target:
            reading.whole = self.first.target
            reading.doubts.append(_("没有写明占的是什么"))
        else:
            reading.target = None
            return
        reading.whole_unit = reading.unit
        if whole.places:
            reading.whole_unit = self.context.where(whole).unit

    def _left(self, piece: Piece, measure: str) -> Side:
        """Return what stands before a number, or what was shared out to it before."""
        self._share_out(piece)
        left = side(piece.left, measure)
        if self.shared_out and "shared_out" in left.marks:
            common = sides.behind_shared_out(piece.left)
            return side([*self.shared_out.pop(0), *common], measure)
        if self.shared_out and not left.notions and not left.places:
            return side(self.shared_out.pop(0), measure)
        return left

    def _share_out(self, piece: Piece) -> None:
        """Prepare 在院、在岗分别为8人、2人: one thing for each of the numbers that follow."""
        if not any(t.sort == "shared_out" for t in piece.left):
            return
        groups = sides.groups(piece.left)
        if len(groups) > 1:
            self.shared_out = groups
