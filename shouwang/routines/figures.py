"""What is counted of the routines: 消毒 处次, 车辆消毒 次."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.figures.counting import Counter, Line, Span, counter
from shouwang.figures.models.figure import Nature
from shouwang.routines.kinds import RoutineKind
from shouwang.routines.models import Place, Routine


def disinfections(span: Span) -> QuerySet[Routine]:
    """Return the disinfections of a span."""
    return Routine.objects.filter(
        unit__in=span.unit_ids,
        kind=RoutineKind.DISINFECTION,
        voided_at=None,
        happened_at__gt=span.since,
        happened_at__lte=span.until,
    )


def of_vehicles(span: Span) -> QuerySet[Routine]:
    """Return those of them that were of vehicles too."""
    return disinfections(span).filter(vehicle_count__gt=0)


def known(span: Span) -> QuerySet[Routine]:
    """Return what a house entered lately: of one that keeps its routines on paper nothing is
    known."""
    return Routine.objects.filter(
        unit__in=span.unit_ids,
        voided_at=None,
        happened_at__gt=span.lately,
        happened_at__lte=span.until,
    )


def line(row: Any) -> Line:
    """Show one record behind a number: which places, with what."""
    names = Place.objects.filter(pk__in=row.places).order_by("order", "pk")[:3]
    told = _("%(kind)s %(places)s等 %(count)d 处") if row.place_count > 3 else _(
        "%(kind)s %(places)s"
    )  # fmt: skip
    text = told % {
        "kind": row.get_kind_display(),
        "places": "、".join(map(str, names)),
        "count": row.place_count,
    }
    with_what = " ".join(filter(None, (row.agent, row.concentration)))
    url = reverse("routines:house", args=[row.unit_id])
    return Line(row.happened_at, f"{text}（{with_what}）" if with_what else text, url)


counter(
    Counter(
        code="disinfected",
        zh=gettext_lazy("消毒"),
        measure="处次",
        nature=Nature.FLOW,
        rows=disinfections,
        line=line,
        amount=Sum("place_count"),
        known=known,
        definition=gettext_lazy("登记的消毒，一处做一次为一处次"),
    )
)
counter(
    Counter(
        code="vehicle_disinfected",
        zh=gettext_lazy("车辆消毒"),
        measure="次",
        nature=Nature.FLOW,
        rows=of_vehicles,
        line=line,
        amount=Sum("vehicle_count"),
        known=known,
        definition=gettext_lazy("登记的消毒中场所为车辆的"),
    )
)
