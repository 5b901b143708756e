"""What the measures in force say of those at the gate, asked for many in few statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shouwang.gate.kinds import MEASURES
from shouwang.gate.told import NewVisit
from shouwang.health import rules as thermometer
from shouwang.response import measures
from shouwang.response.measures import InForce
from shouwang.response.models import Exemption


@dataclass(frozen=True)
class Judged:
    """What stood when somebody came: the fever mark in tenths, the order that forbids their
    purpose, the special approval that lets them through all the same."""

    fever_at: int
    order: InForce | None
    exemption: Exemption | None = None


def about(visit_id: object) -> str:
    """Return by what name the special approval of a visit is asked for."""
    return f"gate.visit:{visit_id}"


def judge(entries: Sequence[NewVisit]) -> list[Judged]:
    """Return what stood for each entry, in their order.

    Entries of one hour share one question: orders begin and end at the hour. A single entry is
    asked about at its own moment.
    """
    hours: dict[datetime, list[NewVisit]] = {}
    for entry in entries:
        hours.setdefault(_hour(entry.happened_at), []).append(entry)
    orders: dict[tuple[datetime, int, str], InForce] = {}
    marks: dict[tuple[datetime, int], int] = {}
    for hour, own in hours.items():
        at = own[0].happened_at
        ids = sorted({entry.unit.pk for entry in own})
        found = measures.in_force_for(sorted(MEASURES.values()), unit_ids=ids, at=at)
        orders |= {(hour, pk, code): order for (pk, code), order in found.items()}
        values = measures.values_for("fever_at", unit_ids=ids, at=at)
        marks |= {(hour, pk): thermometer.tenths(value) for pk, value in values.items()}
    approved = _approved(entries)
    return [
        Judged(
            marks[hour, entry.unit.pk],
            orders.get((hour, entry.unit.pk, MEASURES.get(entry.purpose, ""))),
            approved.get(about(entry.id)),
        )
        for entry in entries
        for hour in [_hour(entry.happened_at)]
    ]


def _approved(entries: Sequence[NewVisit]) -> dict[str, Exemption]:
    special = [about(entry.id) for entry in entries if entry.decision == "special"]
    found = Exemption.objects.filter(
        about__in=special, state=Exemption.State.APPROVED
    ).select_related("decided_by")
    return {exemption.about: exemption for exemption in found}


def _hour(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
