"""What is counted of isolation, of who is outside and of who was told to wait."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.figures.counting import Counter, Line, Span, counter, keeps
from shouwang.figures.models.figure import Nature
from shouwang.movements.models import Deferral, Isolation, IsolationRoom, Movement

# kept by who moves or isolates people here, or keeps rooms for it: the rest may do it on paper
BOOK = "movements"


def isolated(span: Span) -> QuerySet[Isolation]:
    """Return who is under observation at the end of a span."""
    still = Q(ended_at=None) | Q(ended_at__gt=span.until)
    return _isolations(span).filter(still, happened_at__lte=span.until)


def isolated_new(span: Span) -> QuerySet[Isolation]:
    """Return whose observation began within a span."""
    return _isolations(span).filter(happened_at__gt=span.since, happened_at__lte=span.until)


def released(span: Span) -> QuerySet[Isolation]:
    """Return whose observation ended within a span: released or broken off, both leave."""
    return _isolations(span).filter(ended_at__gt=span.since, ended_at__lte=span.until)


def rooms(span: Span) -> QuerySet[IsolationRoom]:
    """Return the rooms that are kept at the end of a span."""
    then = Q(until_at=None) | Q(until_at__gt=span.until)
    return IsolationRoom.objects.filter(then, unit__in=span.unit_ids, from_at__lte=span.until)


def rooms_free(span: Span) -> QuerySet[IsolationRoom]:
    """Return the rooms in which nobody is at the end of a span."""
    inside = isolated(span).filter(room=OuterRef("pk"))
    return rooms(span).filter(~Exists(inside))


def told(span: Span) -> QuerySet[Deferral]:
    """Return one notice to wait, the first, of each who is outside at the end of a span."""
    notices = Deferral.objects.filter(
        unit__in=span.unit_ids, voided_at=None, happened_at__lte=span.until
    )
    still = Q(absence__until_at=None) | Q(absence__until_at__gt=span.until)
    outside = notices.filter(still, absence__voided_at=None, absence__from_at__lte=span.until)
    earlier = Deferral.objects.filter(
        Q(happened_at__lt=OuterRef("happened_at"))
        | Q(happened_at=OuterRef("happened_at"), pk__lt=OuterRef("pk")),
        absence=OuterRef("absence"),
        voided_at=None,
    )
    return outside.filter(~Exists(earlier))


def isolation_line(row: Any) -> Line:
    """Show one isolation behind a number: cause, place, room; no name."""
    where = row.room.name if row.room_id else row.get_place_display()
    text = f"{row.person.masked} {row.get_cause_display()}，{where}"
    if row.ended_at:
        text = f"{text}，{row.get_ended_as_display()}"
    return Line(row.happened_at, text, reverse("movements:isolation", args=[row.pk]))


def room_line(row: Any) -> Line:
    """Show one free room."""
    return Line(row.from_at, row.name, reverse("movements:board_of", args=[row.unit_id]))


def deferral_line(row: Any) -> Line:
    """Show one notice to wait: how, by whom of the house."""
    told_words = {"how": row.get_told_how_display(), "by": row.told_by}
    text = f"{row.person.masked} {_('%(how)s告知，%(by)s') % told_words}"
    return Line(row.happened_at, text, reverse("movements:house", args=[row.unit_id]))


@partial(keeps, book=BOOK)
def moved(span: Span) -> QuerySet[Movement]:
    """Return the movements lately: who asks for them here is isolated here on coming back."""
    return Movement.objects.filter(
        unit__in=span.unit_ids,
        voided_at=None,
        happened_at__gt=span.lately,
        happened_at__lte=span.until,
    )


@partial(keeps, book=BOOK)
def observed(span: Span) -> QuerySet[Isolation]:
    """Return the isolations that lasted lately."""
    lasting = Q(ended_at=None) | Q(ended_at__gt=span.lately)
    return _isolations(span).filter(lasting, happened_at__lte=span.until)


keeps(rooms, book=BOOK)


def _isolations(span: Span) -> QuerySet[Isolation]:
    return Isolation.objects.filter(unit__in=span.unit_ids, voided_at=None)


counter(
    Counter(
        code="isolated",
        zh=gettext_lazy("正在隔离观察"),
        measure="人",
        nature=Nature.STOCK,
        rows=isolated,
        line=isolation_line,
        book=BOOK,
    )
)
counter(
    Counter(
        code="isolated_new",
        zh=gettext_lazy("今日新增隔离"),
        measure="人",
        nature=Nature.FLOW,
        rows=isolated_new,
        line=isolation_line,
        book=BOOK,
    )
)
counter(
    Counter(
        code="released",
        zh=gettext_lazy("今日解除隔离"),
        measure="人",
        nature=Nature.FLOW,
        rows=released,
        line=isolation_line,
        book=BOOK,
        definition=gettext_lazy("期满或依疾控意见提前解除的，和因就医、离院、死亡中止的"),
    )
)
counter(
    Counter(
        code="rooms_free",
        zh=gettext_lazy("空余隔离室"),
        measure="间",
        nature=Nature.STOCK,
        rows=rooms_free,
        line=room_line,
        known=rooms,
        definition=gettext_lazy("统计时点没有人隔离的隔离室"),
    )
)
counter(
    Counter(
        code="told",
        zh=gettext_lazy("已告知暂缓返院"),
        measure="人",
        nature=Nature.STOCK,
        rows=told,
        line=deferral_line,
        book=BOOK,
        definition=gettext_lazy("统计时点离院在外、已告知本人或家属暂缓返院的"),
    )
)
