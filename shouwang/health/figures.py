"""What is counted of temperatures: 今日新发发热, 测温 人次, 晨检.

**测温 人次** are measurements: every reading that stands, and of a tally (汇总登记) as many as it
says were measured, its single rows not once more. A re-measure is a measurement; the same entry
sent again is not. **今日新发发热** are persons: the first reading of the span that reached the mark
in force when it was taken, of somebody who had none during the day before; a re-check that is
normal does not take it back (the case card says how it ended), a corrected slip does.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.epidemic.figures import CASES
from shouwang.figures.counting import Counter, Line, Span, counter, keeps
from shouwang.figures.models.figure import Nature
from shouwang.health import queries
from shouwang.health.models import Round, Temperature
from shouwang.kit import clock
from shouwang.people.models import Side

_FEVER = Q(tenths__gte=F("fever_from"))


def measured(span: Span) -> QuerySet[Temperature]:
    """Return the readings of a span that nobody tallied."""
    found = queries.between(span.unit_ids, span.since, span.until).filter(tenths__isnull=False)
    return _shown(found.exclude(context=Temperature.Context.TALLY))


def tallied(span: Span) -> QuerySet[Round]:
    """Return the tallies of a span."""
    return rounds(span).filter(is_tally=True)


def rounds(span: Span) -> QuerySet[Round]:
    """Return the rounds of a span: where there is any, what was measured is known."""
    return Round.objects.filter(
        unit__in=span.unit_ids,
        happened_at__gt=span.since,
        happened_at__lte=span.until,
        voided_at=None,
    )


def onsets(span: Span, side: str) -> QuerySet[Temperature]:
    """Return the first fever of each person of a side who had none in the day before the span."""
    length = span.until - span.since
    known = queries.between(span.unit_ids, span.since - length, span.until).filter(_FEVER)
    earlier = known.filter(person=OuterRef("person"), unit=OuterRef("unit")).filter(
        Q(happened_at__lt=OuterRef("happened_at"))
        | Q(happened_at=OuterRef("happened_at"), id__lt=OuterRef("id"))
    )
    found = queries.between(span.unit_ids, span.since, span.until).filter(_FEVER)
    return _shown(found.filter(~Exists(earlier), person__side=side))


def _shown(found: QuerySet[Temperature]) -> QuerySet[Temperature]:
    # number and phone of the person are not opened for a line
    return found.select_related("person").defer("person__id_number", "person__phone")


def residents(span: Span) -> QuerySet[Temperature]:
    """Return the new fevers of residents."""
    return onsets(span, Side.RESIDENT)


def staff(span: Span) -> QuerySet[Temperature]:
    """Return the new fevers of staff."""
    return onsets(span, Side.STAFF)


def checkups(span: Span) -> QuerySet[Temperature]:
    """Return the readings of the first round of a day: the morning check (晨检)."""
    return measured(span).filter(number=1, context=Temperature.Context.ROUND)


def line(row: Any) -> Line:
    """Show one reading: who (masked), what, on what occasion."""
    occasion = (
        _("第%(number)d轮") % {"number": row.number} if row.number else row.get_context_display()
    )
    return Line(row.happened_at, f"{row.person.masked} {row.shown} ℃（{occasion}）", _url(row))


def tally_line(row: Any) -> Line:
    """Show one tally: 汇总登记, and its numbers."""
    text = _("汇总登记 第%(number)d轮：应测 %(should)d，实测 %(measured)d，异常 %(abnormal)d") % {
        "number": row.number,
        "should": row.should,
        "measured": row.measured,
        "abnormal": row.abnormal,
    }
    return Line(row.happened_at, text, _url(row))


def _url(row: Any) -> str:
    day = clock.local_day(row.happened_at).isoformat()
    return f"{reverse('health:house', args=[row.unit_id])}?day={day}"


keeps(rounds, book=CASES)
for _code, _zh, _rows in (
    ("fever_residents", gettext_lazy("今日新发发热：服务对象"), residents),
    ("fever_staff", gettext_lazy("今日新发发热：职工"), staff),
):
    counter(
        Counter(
            code=_code,
            zh=_zh,
            measure="人",
            nature=Nature.FLOW,
            rows=_rows,
            line=line,
            known=rounds,
            definition=gettext_lazy(
                "体温达到测量时生效的发热标准，且前一统计日没有发热记录的人；复测正常不冲销，更正填错的冲销"
            ),
        )
    )
counter(
    Counter(
        code="temp_done",
        zh=gettext_lazy("测温"),
        measure="人次",
        nature=Nature.FLOW,
        rows=measured,
        line=line,
        known=rounds,
        definition=gettext_lazy("每测一次计一人次，复测另计；同一条记录重复上传只计一次"),
    )
)
counter(
    Counter(
        code="temp_done",
        zh=gettext_lazy("测温（汇总登记）"),
        measure="人次",
        nature=Nature.FLOW,
        rows=tallied,
        line=tally_line,
        amount=Sum("measured"),
        known=rounds,
        definition=gettext_lazy("纸质登记表签字后汇总登记的实测人数，其中的异常单列不另计"),
    )
)
counter(
    Counter(
        code="checkups",
        zh=gettext_lazy("晨检"),
        measure="人次",
        nature=Nature.FLOW,
        rows=checkups,
        line=line,
        amount=Count("person_id", distinct=True),
        known=rounds,
        definition=gettext_lazy("当日第一轮测温测到的人"),
    )
)
