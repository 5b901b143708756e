"""What the writer must know before the words: nothing filed, a unit closed on the way, items that
nobody ever stated. Said beside the draft, never printed."""

from __future__ import annotations

from shouwang.briefs import naming
from shouwang.briefs.sourcing import Source
from shouwang.figures.models import Figure
from shouwang.kit import numbers, words_zh

MOST_NAMED = 8


def notes(source: Source) -> list[str]:
    """Return the notes about a period as a whole."""
    return [*_emptiness(source), *_closings(source), *_silent(source)]


def _emptiness(source: Source) -> list[str]:
    total = source.found.total
    when = source.words["period"]
    if not total.due:
        return [f"{when}没有应报单位：没有表式要求{source.unit.name}的单位在这段时间报送。"]
    if total.filed:
        return []
    missing = numbers.names([gap.name for gap in source.gaps])
    return [f"{when}还没有任何单位报送，文中没有数据。未报：{missing}。"]


def _closings(source: Source) -> list[str]:
    """Return a note on the unit, or units directly below, that closed within the period."""
    units = [source.unit, *(c.unit for c in source.found.children)]
    closed = [u for u in units if u.closed_on and source.first <= u.closed_on <= source.day]
    return [
        f"{u.name}已于{words_zh.short_day(u.closed_on)}撤销，此后不再计入。"
        for u in closed
        if u.closed_on
    ]


def _silent(source: Source) -> list[str]:
    """Return a note on figures that a form asks for and nobody stated in the period."""
    template, words = source.template, source.words
    codes = [c for c in dict.fromkeys(naming.codes_of(template)) if c not in words]
    asked = [c for c in codes if source.number(c) is None and c not in template.absent]
    by_code = dict(
        Figure.objects.filter(code__in=asked, owner__in=source.unit.get_ancestors())
        .order_by("owner__path")
        .values_list("code", "zh")
    ) | dict(Figure.objects.filter(code__in=asked, owner=source.unit).values_list("code", "zh"))
    if not by_code or not source.found.total.filed:
        return []
    names = list(by_code.values())[:MOST_NAMED]
    more = f"等{len(by_code)}项" if len(by_code) > MOST_NAMED else ""
    return [
        f"{source.words['period']}没有单位填报这些项目，相关语句未写：{'、'.join(names)}{more}。"
    ]
