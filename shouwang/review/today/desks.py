"""The bar of signatures: each desk of a unit's day, when due, who signed, what changed since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from shouwang.figures.models import Rollup, Series
from shouwang.figures.streams import periods_of
from shouwang.figures.tally import Tally
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting.daybook.timing import Timing
from shouwang.review import signing
from shouwang.review.models import DaySign
from shouwang.review.signing import Change, Named
from shouwang.review.stages import Desk, Stage, desks_of


@dataclass(frozen=True)
class Signature:
    """One desk on the bar. ``now`` is None where the viewer may not see its figures."""

    desk: Desk
    day: date
    due_at: datetime | None
    sign: DaySign | None
    now: Tally | None
    may_sign: bool
    changes: list[Change] = field(default_factory=list)
    is_overdue: bool = False

    @property
    def name(self) -> str:
        """Return the section's name, else the word of the stage."""
        return self.desk.signer.name if self.desk.stage == Stage.SECTION else str(self.desk.word)

    @property
    def stamp(self) -> str:
        """Return what the page shows by, see ``signing.stamp``."""
        return signing.stamp(self.now) if self.now else ""

    @property
    def key(self) -> str:
        """Return a name for the desk's fields in the page."""
        return f"{self.desk.stage}-{self.desk.signer.pk}"

    @property
    def gaps(self) -> list[Named]:
        """Return who is missing now; asked only of desks that the viewer signs for."""
        return signing.missing(self.desk, self.day) if self.now and self.now.missing else []


def signatures(scope: Scope, unit: Unit, timing: Timing) -> list[Signature]:
    """Return the desks of a unit's day in the order of the clock, with what was signed.

    A section sees that others signed and when, but no figures beyond its kinds.
    """
    places = desks_of(unit)
    stands = signing.standing([d.signer for d in places], timing.day)
    found = {(s.unit_id, s.stage): s for s in stands}
    totals = signing.tallies(places, timing.day)
    return [
        _signature(scope, place, now, found.get((place.signer.pk, place.stage)), timing)
        for place, now in zip(places, totals, strict=True)
        # a section none of whose kinds owes anything has nothing to sign
        if now.due or place.stage != Stage.SECTION
    ]


def _signature(
    scope: Scope, desk: Desk, now: Tally, sign: DaySign | None, timing: Timing
) -> Signature:
    sees = may_see(scope, desk)
    due_at: Any = desk.due_at(timing)
    return Signature(
        desk,
        timing.day,
        due_at,
        sign,
        now if sees else None,
        may_sign=now.due > 0 and desk.may_sign(scope),
        changes=signing.changes(sign, now) if sign and sees else [],
        is_overdue=sign is None and due_at is not None and timing.now > due_at,
    )


def may_see(scope: Scope, desk: Desk) -> bool:
    """Return whether the figures under a signature lie within what somebody may see."""
    over = [s for s in scope.subtrees if desk.unit.path.startswith(s.path)]
    return scope.everything or any(
        s.kinds is None or (desk.kinds is not None and desk.kinds <= s.kinds) for s in over
    )


def left_over(found: Sequence[Signature], streams: Iterable[Series], day: date) -> list[Desk]:
    """Return the viewer's own desks among those of the bar at which another day, on which any of
    their reports was due, is unsigned. ``streams`` are the series that the viewer sees."""
    mine = [one.desk for one in found if one.may_sign]
    signed = {(s.unit_id, s.stage) for s in signing.standing([d.signer for d in mine], day)}
    bare = [desk for desk in mine if (desk.signer.pk, desk.stage) not in signed]
    if not bare:
        return []
    counting = {s.pk: s for s in streams if s.completes}
    owed = Rollup.objects.filter(
        periods_of(counting.values(), day), unit=bare[0].unit, expected__gt=0
    ).values_list("series_id", flat=True)
    due = [counting[pk] for pk in owed]
    return [desk for desk in bare if any(desk.answers_for(one) for one in due)]


def same_gaps(found: Sequence[Signature]) -> list[tuple[str, DaySign]]:
    """Return who signed with the same units missing, by name, with one of those signatures."""
    grouped: dict[tuple[object, ...], list[Signature]] = {}
    for one in found:
        if one.sign and one.sign.missing_count:
            key = (*one.sign.missing_names, one.sign.missing_count, one.sign.note)
            grouped.setdefault(key, []).append(one)
    return [(_names(ones), sign) for ones in grouped.values() if (sign := ones[0].sign)]


def same_changes(found: Sequence[Signature]) -> list[tuple[str, list[Change]]]:
    """Return under whose signatures the same numbers changed, by name, with the changes."""
    grouped: dict[tuple[Change, ...], list[Signature]] = {}
    for one in found:
        if one.changes:
            grouped.setdefault(tuple(one.changes), []).append(one)
    return [(_names(ones), list(changes)) for changes, ones in grouped.items()]


def _names(ones: Sequence[Signature]) -> str:
    return "、".join(one.name for one in ones)


def latest(found: Sequence[Signature]) -> str:
    """Return what changes when any signature does."""
    return ".".join(str(s.sign.pk) if s.sign else "0" for s in found)
