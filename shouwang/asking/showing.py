"""What the pages of the register show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.asking import queries, words
from shouwang.asking.forms import MakeForm
from shouwang.asking.models import FormRequest
from shouwang.asking.queries import Line, Trend
from shouwang.asking.rules import SUM
from shouwang.figures.models import Figure
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import words as reporting


@dataclass(frozen=True)
class RegisterPage:
    """A unit's register: its forms, the burden over days, the requests for more."""

    unit: Unit
    lines: list[Line]
    trend: Trend
    requests: list[FormRequest]
    may_ask: bool
    may_decide: bool

    @property
    def chart(self) -> dict[str, Any]:
        """Return the items that an institution typed day by day, for the chart."""
        days = self.trend.days
        told = {
            "name": _("每家机构填报项数"),
            "data": [burden.items_each for burden in days],
        }
        return {
            "type": "line",
            "unit": _("项"),
            "labels": [f"{burden.day:%m-%d}" for burden in days],
            "series": [told],
        }


@dataclass(frozen=True)
class ItemLine:
    """An item asked for: what answers it, alone or as the sum of ``parts``, or what may."""

    number: int
    label: str
    measure: str
    answer: Figure | None
    is_settled: bool
    offered: list[Figure]
    parts: list[Figure] = field(default_factory=list)


@dataclass(frozen=True)
class RequestPage:
    """A request with its items, and what may be done with it."""

    request: FormRequest
    items: list[ItemLine]
    may_bind: bool
    may_decide: bool
    may_make: bool = False
    making: MakeForm | None = None

    @property
    def trail(self) -> list[tuple[str, str]]:
        """Return the breadcrumb."""
        return trail(self.request.title)


def page(scope: Scope, unit: Unit, *, on: date) -> RegisterPage:
    """Return a unit's register as it stands on a day."""
    return RegisterPage(
        unit=unit,
        lines=queries.register(unit, on=on),
        trend=queries.burden(unit, until=on),
        requests=list(queries.requests(scope)[:50]),
        may_ask=scope.allows(words.REQUEST_FORM, unit),
        may_decide=scope.allows(words.DECIDE, unit),
    )


def request_page(scope: Scope, request: FormRequest, *, on: date) -> RequestPage:
    """Return a request as its page shows it on a day."""
    wanted = {n for item in request.items for n in [*item["figures"], item.get("figure")] if n}
    figures = Figure.objects.in_bulk(wanted)
    items = [
        ItemLine(
            number=number,
            label=item["label"],
            measure=item["measure"],
            answer=figures.get(item.get("figure") or 0),
            is_settled="figure" in item,
            offered=[figures[n] for n in item["figures"] if n in figures],
            parts=[figures[n] for n in item["figures"] if n in figures and item["how"] == SUM],
        )
        for number, item in enumerate(request.items)
    ]
    is_open = request.state == FormRequest.State.OPEN
    return RequestPage(
        request,
        items,
        may_bind=is_open and scope.allows(words.REQUEST_FORM, request.unit),
        may_decide=is_open and scope.allows(words.DECIDE, request.unit),
        may_make=scope.allows(reporting.MANAGE_FORMS, request.unit),
        making=_making(scope, request, on),
    )


def _making(scope: Scope, request: FormRequest, on: date) -> MakeForm | None:
    """Return what is asked before the form is made, filled as it is most often meant."""
    is_waiting = request.state == FormRequest.State.ADMITTED and request.form_id is None
    if not is_waiting or not scope.allows(reporting.MANAGE_FORMS, request.unit):
        return None
    kinds = queries.kinds_below(request.unit, on=on)
    return MakeForm(initial={"starts_on": on, "kinds": kinds})


def trail(*names: str) -> list[tuple[str, str]]:
    """Return the breadcrumb of a page below the register."""
    return [(_("报表准入"), reverse("asking:register")), *((name, "") for name in names)]
