"""What a signature covers: the figures at the moment, and what has changed since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from django.utils.translation import gettext as _

from shouwang.figures import evidence
from shouwang.figures.models import Figure, Rollup
from shouwang.figures.models.figure import Aggregate
from shouwang.figures.models.series import Period
from shouwang.figures.rules import Number
from shouwang.figures.streams import periods_of, series_in
from shouwang.figures.tally import Adder, Tally
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.reporting.returned import returned
from shouwang.review.models import DaySign
from shouwang.review.stages import Desk


@dataclass(frozen=True)
class Named:
    """A unit that has not filed when a day is signed; ``returned`` when its report was."""

    id: int
    name: str
    returned: bool


@dataclass(frozen=True)
class Change:
    """A number under a signature that is another now; None is not stated."""

    label: str
    measure: str
    old: Number | None
    new: Number | None


def figures_at(desk: Desk, day: date) -> Tally:
    """Return the totals that a desk answers for, as the roll-ups hold them."""
    return tallies([desk], day)[0]


def tallies(desks: Sequence[Desk], day: date) -> list[Tally]:
    """Return the totals of desks, in their order: three statements however many there are.

    A form asked for once (专项表) runs on its own clock, past the day's signatures: what it
    brings is none of the day's figures, and changes nothing that was signed.
    """
    if not desks:
        return []
    streams = {s.pk: s for s in series_in(SYSTEM) if s.period != Period.ONCE}
    units = {desk.unit.pk for desk in desks}
    rows: dict[int, list[Rollup]] = defaultdict(list)
    for row in Rollup.objects.filter(periods_of(streams.values(), day), unit_id__in=units):
        rows[row.unit_id].append(row)
    lowest = frozenset(Figure.objects.filter(aggregate=Aggregate.MIN).values_list("pk", flat=True))
    found = []
    for desk in desks:
        mine = {k: s for k, s in streams.items() if desk.answers_for(s)}
        adder = Adder(mine, lowest)
        for row in rows[desk.unit.pk]:
            if row.series_id in mine:
                adder.add_rollup(row)
        found.append(adder.tally)
    return found


def stamp(tally: Tally) -> str:
    """Return what changes when any signed number does: a page says with it what it showed."""
    values = {k: str(v) for k, v in sorted(tally.values.items())}
    counts = (tally.due, tally.filed, tally.zero, tally.late)
    return f"{tally.filed}-{crc32(repr((counts, values)).encode())}"


def missing(desk: Desk, day: date) -> list[Named]:
    """Return the units that owe the desk a report of the day, in the order of the tree."""
    series, most = desk.series(), DaySign.MOST_NAMED
    found = evidence.missing(desk.scope, desk.unit, day, streams=series, most=most)
    back = set(returned(desk.unit, day, series).values_list("unit_id", flat=True))
    named = {m.unit_id: Named(m.unit_id, m.name, m.unit_id in back) for m in found}
    return list(named.values())


def changes(sign: DaySign, now: Tally) -> list[Change]:
    """Return what is no longer as it was signed: counts first, then figures in their order."""
    counts = [
        (_("应报"), sign.due, now.due),
        (_("已报"), sign.filed, now.filed),
        (_("零报"), sign.zero, now.zero),
        (_("迟报"), sign.late, now.late),
    ]
    found = [Change(word, _("家"), old, new) for word, old, new in counts if old != new]
    signed = {int(key): value for key, value in sign.values.items()}
    ids = [k for k in {*signed, *now.values} if signed.get(k) != now.values.get(k)]
    figures = Figure.objects.filter(pk__in=ids).order_by("order", "pk") if ids else []
    return found + [
        Change(f.zh, f.measure, signed.get(f.pk), now.values.get(f.pk)) for f in figures
    ]


def is_changed(sign: DaySign, now: Tally) -> bool:
    """Return whether any number is no longer as it was signed; asks the database nothing."""
    signed = {int(key): value for key, value in sign.values.items()}
    counts = (sign.due, sign.filed, sign.zero, sign.late)
    return counts != (now.due, now.filed, now.zero, now.late) or signed != now.values


def standing(signers: Iterable[Unit], day: date) -> list[DaySign]:
    """Return the signatures that stand under a day of the given units and sections."""
    ids = [u.pk for u in signers]
    return list(
        DaySign.objects.filter(unit_id__in=ids, day=day, withdrawn_at=None).select_related("unit")
    )
