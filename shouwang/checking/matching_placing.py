"""Of which unit, period and kinds of institution a reading is, and whether its measure fits."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shouwang.checking.matching_context import Context
from shouwang.checking.matching_reading import Reading
from shouwang.checking.matching_sides import Side
from shouwang.checking.subjects import FLOW, UNITS, Target
from shouwang.checking.subjects_words import ALL_KINDS, CUM, same_measure


class Placing:
    """Places readings by what the text has said so far."""

    context: Context
    last: Reading | None

    def place_in_time(self, reading: Reading, left: Side, terms: frozenset[str]) -> None:
        """Set the unit and the period of a reading, with their doubts."""
        best = reading.best
        if best is None:
            return
        where = self.context.where(left)
        reading.unit, reading.place, reading.other_units = where.unit, where.name, where.others
        when = self.context.when(left, best, terms)
        reading.span, reading.other_spans = when.span, when.others
        reading.doubts += [doubt for doubt in (where.doubt, when.doubt) if doubt]
        last = self.last
        if (
            best.nature == FLOW
            and last is not None
            and last.span
            and CUM in last.terms - terms
            and not left.mentions
            and reading.unit == last.unit
        ):  # 累计接收捐款9万元，拨付6万元
            reading.span, reading.other_spans = last.span, [when.span]
            reading.terms |= {CUM}
            reading.soft.append(_("前面说的是累计数，本数是否也是累计不明确"))
        reading.soft += [when.soft] if when.soft else []

    def limit_kinds(self, reading: Reading, left: Side, right: Side) -> None:
        """Set the kinds of unit that a reading is limited to, by its own words or those before."""
        kinds = left.kinds if left.kinds is not None else right.kinds
        if kinds is None and reading.kinds is None and self.context.kinds is not None:
            best = reading.best
            if best is not None and best.nature != UNITS and self._may_be_of(best):
                reading.kinds, reading.other_kinds = self.context.kinds, [None]
                reading.soft.append(_("前面说的是其中一类机构，本数是否只指这一类不明确"))
        reading.kinds = kinds if kinds is not None else reading.kinds
        best = reading.best
        if reading.kinds is None or best is None or not best.series or best.nature == UNITS:
            return
        asked = [k for k in best.series.values() if k & reading.kinds]
        if not asked:
            reading.doubts.append(_("这类机构不报这个数"))
        elif any(not k <= reading.kinds for k in asked):
            reading.doubts.append(_("记录里没有单独按这类机构统计"))

    def _may_be_of(self, target: Target) -> bool:
        """Return whether a target is counted both within the kinds spoken of and beyond them."""
        kinds = self.context.kinds or ALL_KINDS
        asked = list(target.series.values())
        return any(k <= kinds for k in asked) and any(not k <= kinds for k in asked)

    def compare_measure(self, reading: Reading) -> None:
        """Doubt a reading whose measure word counts something else."""
        best, measure = reading.best, reading.found.measure
        if best is None or not best.measure or not measure:
            return
        if not same_measure(measure, best.measure):
            reading.doubts.append(
                _("计量单位是“%(one)s”，记录里是“%(other)s”")
                % {"one": measure, "other": best.measure}
            )
