"""The figure check: the numbers of a text held against the records.

``equal`` is said only where figure, unit, period and measure are certain; a doubt makes a number
``unclear`` with what it may be of, for a person to choose. Nothing of the text is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope
from shouwang.checking import matching, subjects_catalogue
from shouwang.checking import places as places_of
from shouwang.checking.answers_marks import Candidate, Checked, Mark, Status
from shouwang.checking.answers_values import Question, Records
from shouwang.checking.find import find
from shouwang.checking.marks import Found
from shouwang.checking.matching import Reading
from shouwang.checking.places import Places
from shouwang.checking.subjects import FLOW, RATE, SHARE, STATE, UNITS, Subjects, Target
from shouwang.figures.rules import Number
from shouwang.figures.streams import kinds_at
from shouwang.kit import numbers, words_zh
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.models import FormVersion, Item

_MOST_CANDIDATES = 8


def check_numbers(
    scope: Scope,
    unit: Unit,
    day: date,
    text: str,
    *,
    choices: Mapping[int, str] | None = None,
) -> Checked:
    """Return a text with its numbers held against the records of a unit, in one scope.

    ``choices`` are candidates chosen by a person, by the start of the number. Raises
    ``OutOfScope``.
    """
    if not scope.covers(unit):
        raise OutOfScope(f"unit {unit.pk}")
    subjects, series = subjects_catalogue.subjects_of(scope, unit)
    places = places_of.read(scope, unit)
    named = places.named_in(text)
    founds = find(text, names=named.own | named.others)
    readings = {r.found.start: r for r in matching.read(text, founds, subjects, places, day)}
    records = Records(scope, places, series)
    partial = _partial(scope, unit, subjects, [s.pk for s in series])
    for reading in readings.values():
        if reading.kinds is None and reading.best is not None and reading.best.code in partial:
            reading.doubts.append(_("您的范围只含一部分机构，不是全部合计"))
    answerer = _Answerer(places, records, choices or {})
    records.prepare(q for r in readings.values() for q in answerer.questions(r))
    marks = [_mark(found, readings.get(found.start), answerer) for found in founds]
    return Checked(text, unit, day, marks, subjects=subjects, places=named)


def _mark(found: Found, reading: Reading | None, answerer: _Answerer) -> Mark:
    if found.kind != "quantity":
        return Mark(found)
    if reading is None:  # 若干, or a word that turned out to be a notion
        return Mark(found, "unbacked", why=[_("没有可核对的数值")])
    return answerer.answer(reading)


def _partial(scope: Scope, unit: Unit, subjects: Subjects, series: Sequence[int]) -> set[str]:
    """Return the codes of targets of which a section sees only its own kinds' part."""
    if kinds_at(scope, unit) is None:
        return set()
    hidden = set(
        Item.objects.filter(version__state=FormVersion.State.PUBLISHED)
        .exclude(version__form__series__in=series)
        .values_list("figure_id", flat=True)
    )
    return {
        t.code for t in subjects.targets
        if t.nature in (STATE, RATE, UNITS) or hidden & set(t.figures)
    }  # fmt: skip


class _Answerer:
    """Compares readings with the records."""

    def __init__(self, places: Places, records: Records, choices: Mapping[int, str]) -> None:
        self.places, self.records, self.choices = places, records, choices

    def questions(self, reading: Reading) -> list[Question]:
        """Return what a reading asks: the first is the likeliest."""
        if reading.best is None or reading.unit is None or reading.span is None:
            return []
        targets = [reading.target] if reading.target else reading.near
        units = [reading.unit, *reading.other_units]
        spans = [reading.span, *reading.other_spans]
        asked = [
            Question(
                t, unit, span if t.nature == FLOW or reading.op == "change" else (span[1], span[1]),
                reading.op, kinds, reading.whole,
                (reading.whole_unit if unit == reading.unit else None) or unit,
            )
            for t in targets for unit in units for span in spans
            for kinds in (reading.kinds, *reading.other_kinds)
        ]  # fmt: skip
        return list(dict.fromkeys(asked))[:_MOST_CANDIDATES]

    def answer(self, reading: Reading) -> Mark:
        """Return a number's mark."""
        mark = Mark(reading.found, code=reading.code, why=list(dict.fromkeys(reading.doubts)))
        mark.label = reading.label
        asked = self.questions(reading)
        if reading.best is None or (reading.op == "share" and reading.whole is None):
            mark.status, mark.code = "unbacked", None
            mark.why = mark.why or [_unbacked(reading)]
            return mark
        mark.status = "unclear"
        if (
            reading.op == "change"
            and asked
            and self.records.is_other_step(asked[0], reading.against)
        ):
            reading.doubts.append(_("比的不是上一期"))
            mark.why.append(reading.doubts[-1])
        if not asked:
            return mark
        chosen = self._chosen(mark, asked, reading)
        if chosen is None and (reading.doubts or reading.target is None):
            mark.candidates = [self._candidate(q, reading) for q in asked]
            return mark
        self._compare(mark, reading, chosen or asked[0])
        if chosen is None and mark.status == "differs" and reading.soft:
            told = _("按“%(of)s”记录为%(shown)s") % {"of": mark.of, "shown": mark.shown}
            mark = Mark(
                mark.found, "unclear", mark.code, why=[*reading.soft, told], label=mark.label,
                candidates=[self._candidate(q, reading) for q in asked],
            )  # fmt: skip
        if chosen is not None:
            mark.why.insert(0, _("按您选定的项目核对"))
            mark.candidates = [self._candidate(q, reading) for q in asked]
            mark.chosen = key_of(chosen)
        return mark

    def _chosen(self, mark: Mark, asked: list[Question], reading: Reading) -> Question | None:
        key = self.choices.get(mark.found.start)
        found = next((q for q in asked if key and key_of(q) == key), None)
        if found is not None:
            mark.code = replace_code(reading, found)
            mark.why = []
        return found

    def _compare(self, mark: Mark, reading: Reading, question: Question) -> None:
        value = self.records.value(question)
        mark.question = question
        mark.of = self._words(question)
        if value is None:
            mark.why.append(_("记录里没有这个数：没有单位报过，或上一期无可比数据"))
            mark.question = None
            return
        mark.records, mark.shown = _told(value, question, reading.found)
        holds = _holds(reading, question, value, mark.records)
        mark.status = "equal" if holds else "differs"
        plain = self.records.plain_change(question)
        if not holds and plain is not None and _holds(reading, question, plain, plain):
            # the totals differ by this, but not the same units stand behind both
            mark.status = "unclear"
            mark.why.append(_("两期上报的单位不同，这是两期合计直接相减的数；按同口径比较："))
        mark.why += self._notes(reading, question, mark, holds=holds)

    def _notes(self, reading: Reading, question: Question, mark: Mark, *, holds: bool) -> list[str]:
        found, notes = reading.found, []
        if not holds:
            notes.append(_("记录为%(shown)s") % {"shown": mark.shown})
        elif found.approx or (mark.records is not None and mark.records != found.value):
            notes.append(_("记录为%(shown)s，写法成立") % {"shown": mark.shown})
        target = question.target
        if question.op == "value" and target.nature not in (UNITS, STATE, RATE) and target.series:
            tally = self.records.tally(
                question.unit,
                question.span[1],
                [s for s in target.series if s in self.records.series],
            )
            if tally.due > tally.filed and not question.is_of_days:
                notes.append(
                    _("这一天还有%(n)d家未报，合计只含已报单位") % {"n": tally.due - tally.filed}
                )
        return notes

    def _candidate(self, question: Question, reading: Reading) -> Candidate:
        value = self.records.value(question)
        shown = _("没有数") if value is None else _told(value, question, reading.found)[1]
        return Candidate(key_of(question), question, self._words(question), value, shown)

    def _words(self, question: Question) -> str:
        """Return what a question asks in words: 棠宁区 2月11日 在院."""
        first, last = question.span
        if first is None:
            when = _("累计至%(day)s") % {"day": words_zh.short_day(last)}
        else:
            when = words_zh.span(first, last)
        zh = question.target.zh
        if question.op == "change":
            zh = _("%(zh)s增减") % {"zh": zh}
        if question.op == "share" and question.whole is not None:
            zh = _("%(part)s占%(whole)s") % {"part": zh, "whole": question.whole.zh}
        return f"{self.places.units[question.unit].label} {when} {zh}"


def key_of(question: Question) -> str:
    """Return how a choice names a candidate."""
    first = question.span[0].isoformat() if question.span[0] else ""
    kinds = "+".join(sorted(question.kinds)) if question.kinds is not None else ""
    where = f"{question.unit}|{first}|{question.span[1]}"
    return f"{question.target.code}|{question.op}|{where}|{kinds}"


def replace_code(reading: Reading, question: Question) -> str | None:
    """Return the code of a reading once a person has chosen what it is of."""
    before = reading.target
    reading.target = question.target
    code = reading.code
    reading.target = before
    return code


def _unbacked(reading: Reading) -> str:
    if reading.label:
        return _("记录里没有“%(words)s”这个指标") % {"words": reading.label}
    return _("看不出是哪个指标的数")


def _is_share(question: Question) -> bool:
    return question.op == "share" or question.target.nature in (RATE, SHARE)


def _told(value: Number, question: Question, found: Found) -> tuple[Number, str]:
    """Return a record's value in the number's own unit, and as it is printed."""
    if _is_share(question):
        places = max(1, _places(found))
        shown = numbers.percent(Decimal(value), places)
        return Decimal(shown.rstrip("%")), shown
    target = question.target
    if question.op == "change":
        rounded = numbers.round_half_up(value, target.decimals)
        step: Number = int(rounded) if rounded == rounded.to_integral_value() else rounded
        word = _("增加") if step > 0 else _("减少")
        shown = numbers.with_measure(abs(Decimal(step)), target.measure, target.decimals)
        return step, (word + shown if step else _("持平"))
    return value, numbers.with_measure(value, target.measure, max(target.decimals, 0))


def _places(found: Found) -> int:
    exponent = found.step.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _holds(reading: Reading, question: Question, value: Number, told: Number) -> bool:
    """Say whether the words of a number are true of a record."""
    found = reading.found
    if _is_share(question):
        if found.sense == "exact":
            shown = numbers.percent(Decimal(value), _places(found)).rstrip("%")
            return found.value == Decimal(shown)
        return found.holds(Decimal(value) * 100)
    if question.op == "change":
        return (value == 0 or (value > 0) == (reading.step > 0)) and found.holds(abs(Decimal(told)))
    return found.holds(Decimal(value))


__all__ = ["Candidate", "Checked", "Mark", "Status", "Target", "check_numbers", "key_of"]
