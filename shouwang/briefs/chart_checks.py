"""What is wrong with a template's charts, told while it is edited."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shouwang.briefs.charts.making import MOST_BARS
from shouwang.briefs.known import REGISTRY, STATES
from shouwang.briefs.labels import WORDS
from shouwang.briefs.language import Line, Template
from shouwang.figures.models import Figure
from shouwang.orgs.models import Unit

MOST_CHARTS = 10

Wrong = tuple[str, int, bool]  # why, line, whether it stops publishing


def wrong(unit: Unit, template: Template, figures: set[str]) -> Iterator[Wrong]:
    """Yield what is wrong: words or shares that cannot be drawn, measures that differ, too many.

    ``figures`` are the codes of the figures that the unit's papers may state; a code that is
    nothing at all is told elsewhere.
    """
    charts = [line for line in template.lines if line.chart]
    if len(charts) > MOST_CHARTS:
        told = {"most": MOST_CHARTS, "n": len(charts)}
        yield _("图太多：最多 %(most)d 张，现有 %(n)d 张") % told, 0, True
    drawable = figures | template.sums.keys() | template.absent.keys()
    measures = _measures(unit, template) if charts else {}
    for line in charts:
        yield from _of_line(unit, line, template, drawable, measures)


def _of_line(
    unit: Unit, line: Line, template: Template, drawable: set[str], measures: dict[str, str]
) -> Iterator[Wrong]:
    assert line.chart is not None
    named: dict[str, str] = {**STATES, **REGISTRY, **WORDS}
    named |= {code: share.zh for code, share in template.shares.items()}
    named |= {code: code for code in template.lists}
    for code in line.chart.codes:
        if code not in drawable and code in named:
            why = _("“%(zh)s”画不成图：只能画数据项或合计项") % {"zh": named[code]}
            yield why, line.number, True
    found = {measures[code] for code in line.chart.codes if code in measures}
    if len(found) > 1:
        told = {"named": "、".join(sorted(found))}
        why = _("一张图里的数要用同一量词，这里有 %(named)s，请分成几张") % told
        yield why, line.number, True
    if line.chart.over == "child":
        count = unit.get_children().filter(closed_on=None).exclude(kind="section").count()
        if count > MOST_BARS:
            counts = {"n": count, "most": MOST_BARS}
            why = _("有 %(n)d 个下级，图中只画最大的 %(most)d 个，其余在图注中合计") % counts
            yield why, line.number, False


def _measures(unit: Unit, template: Template) -> dict[str, str]:
    owners = [*unit.get_ancestors(), unit]
    found = dict(
        Figure.objects.filter(owner__in=owners)
        .order_by("owner__path")
        .values_list("code", "measure")
    )
    return found | {code: made.measure for code, made in template.sums.items()}
