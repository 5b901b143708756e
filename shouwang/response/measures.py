"""What is in force here, at a moment, and by which paper: every check in the system asks here.

The strictest of the orders for a unit and for those above it, as the tree lay then. No number of
this kind is a constant in code (systems.md A5).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.models import Unit
from shouwang.response.models import Measure
from shouwang.response.models.papered import by_paper
from shouwang.response.strictest import Found, strictest

_FORBIDDEN, _ALLOWED = Decimal(1), Decimal(0)


class UnknownMeasure(LookupError):
    """Asked for a measure that the data do not hold."""


@dataclass(frozen=True)
class InForce:
    """The order that stands for a unit: the strictest. ``value`` is None for a flag.

    ``by_unit`` is the name of who gave it; ``paper`` as quoted, 澜疫指〔2020〕3号《…》, empty where
    it was given without one; ``paper_url`` the page of the order.
    """

    measure: str
    zh: str
    value: Decimal | None
    unit: str
    strength: str
    since: datetime
    until: datetime | None
    order_id: int
    by_unit_id: int
    by_unit: str
    paper: str
    paper_url: str

    @property
    def is_absolute(self) -> bool:
        """Return whether no special approval lets a case through (一律)."""
        return self.strength == "absolute"

    @property
    def source(self) -> str:
        """Return who gave it, by which paper: 澜川市 澜疫指〔2020〕3号《…》."""
        gap = "" if self.paper.startswith("《") else " "
        return f"{self.by_unit}{gap}{self.paper}".strip()

    @property
    def refusal(self) -> str:
        """Return the sentence that refuses what it forbids, with its source."""
        told = {
            "what": self.zh,
            "how": _("一律") if self.is_absolute else _("原则上"),
            "source": self.source,
            "since": moment(self.since),
        }
        return _("%(how)s暂停%(what)s：%(source)s，自 %(since)s 起") % told


class Closure(models.TextChoices):
    """How closed a house is, derived from the orders in force (C1); states are our own words."""

    OPEN = "open", gettext_lazy("正常开放")
    RESTRICTED = "restricted", gettext_lazy("部分限制")
    CLOSED = "closed", gettext_lazy("封闭管理")
    EXIT_ONLY = "exit_only", gettext_lazy("只出不进")


CLOSING = ("visits", "admission", "leave", "return")


def in_force(measure: str, *, unit: Unit, at: datetime) -> InForce | None:
    """Return the strictest order on a measure for a unit at a moment, None where none stands.

    One statement. Raises ``UnknownMeasure``.
    """
    return all_in_force([measure], unit=unit, at=at)[measure]


def all_in_force(
    measures: Collection[str], *, unit: Unit, at: datetime
) -> dict[str, InForce | None]:
    """Return the same for several measures, in one statement."""
    found = _asked(measures, [unit.pk], at)
    return {row.code: _in_force(row) for row in found}


def in_force_for(
    measures: Collection[str], *, unit_ids: Collection[int], at: datetime
) -> dict[tuple[int, str], InForce]:
    """Return by (unit, measure) the orders that stand for many units, in one statement; a pair
    for which none stands is left out."""
    found = {(row.target, row.code): _in_force(row) for row in _asked(measures, unit_ids, at)}
    return {(pk, code): told for (pk, code), told in found.items() if pk is not None and told}


def value(measure: str, *, unit: Unit, at: datetime) -> Decimal:
    """Return the number in force for a unit at a moment, else the measure's default.

    For a flag 1 where it is forbidden, 0 where it is not. One statement.
    """
    return values_for(measure, unit_ids=[unit.pk], at=at)[unit.pk]


def values(measures: Collection[str], *, unit: Unit, at: datetime) -> dict[str, Decimal]:
    """Return the numbers of several measures for one unit, in one statement."""
    return {row.code: _value(row) for row in _asked(measures, [unit.pk], at)}


def values_for(measure: str, *, unit_ids: Collection[int], at: datetime) -> dict[int, Decimal]:
    """Return the number in force for each of many units, in one statement: as ``value``."""
    found = _asked([measure], unit_ids, at)
    default = _ALLOWED if found[0].direction == "flag" else found[0].default
    known = {row.target: _value(row) for row in found if row.target is not None}
    return {pk: known.get(pk, default) for pk in unit_ids}


def forbidden(measure: str, *, unit: Unit, at: datetime) -> InForce | None:
    """Return the order that forbids a flag for a unit at a moment, None where it is allowed."""
    return in_force(measure, unit=unit, at=at)


def closure(unit: Unit, at: datetime) -> Closure:
    """Return how closed a house is at a moment, from the orders in force. One statement."""
    return closures([unit.pk], at=at)[unit.pk]


def closures(unit_ids: Collection[int], *, at: datetime) -> dict[int, Closure]:
    """Return how closed each of many houses is, in one statement."""
    held: dict[int, set[str]] = {pk: set() for pk in unit_ids}
    for row in _asked(CLOSING, unit_ids, at):
        if row.target is not None:
            held[row.target].add(row.code)
    return {pk: closure_of(codes) for pk, codes in held.items()}


def closure_of(suspended: Collection[str]) -> Closure:
    """Return how closed a house is that has these flags in force.

    封闭式管理 is no visits, no admission, no leave (domain.md §1); 只出不进 lets people out but
    nobody in.
    """
    codes = set(suspended)
    if {"visits", "admission", "leave"} <= codes:
        return Closure.CLOSED
    if {"admission", "return"} <= codes:
        return Closure.EXIT_ONLY
    return Closure.RESTRICTED if codes.intersection(CLOSING) else Closure.OPEN


def known(*, kind: str = "") -> list[Measure]:
    """Return the measures in their order, with ``kind`` those that concern a kind of unit."""
    found = Measure.objects.order_by("order")
    return [m for m in found if not kind or not m.kinds or kind in m.kinds]


def _asked(measures: Collection[str], unit_ids: Collection[int], at: datetime) -> list[Found]:
    found = list(strictest(measures, unit_ids, at=at))
    if missing := set(measures) - {row.code for row in found}:
        raise UnknownMeasure("、".join(sorted(missing)))
    return found


def _value(row: Found) -> Decimal:
    if row.direction == "flag":
        return _ALLOWED if row.target is None else _FORBIDDEN
    return row.default if row.target is None or row.value is None else row.value


def _in_force(row: Found) -> InForce | None:
    if row.target is None:
        return None
    return InForce(
        measure=row.code,
        zh=row.zh,
        value=row.value,
        unit=row.param_unit,
        strength=row.strength,
        since=row.starts_at,
        until=row.ends_at,
        order_id=row.order_id,
        by_unit_id=row.giver_id,
        by_unit=row.giver_name,
        paper=by_paper(row.paper_number, row.paper_title),
        paper_url=reverse("response:order", args=[row.order_id]),
    )
