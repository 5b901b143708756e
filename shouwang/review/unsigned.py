"""Desks whose time has passed and that nobody signed at, below the owner of the day's forms.

Read for a whole tree at once: six statements, however many levels and sections there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from shouwang.figures.models import Rollup, Series
from shouwang.figures.streams import periods_of
from shouwang.orgs.kinds import JURISDICTIONS, Kind
from shouwang.orgs.models import Holding, Unit
from shouwang.reporting.daybook.timing import Timing
from shouwang.review.models import DaySign
from shouwang.review.stages import Desk, Stage, desks


@dataclass(frozen=True)
class Unsigned:
    """A desk at which a day is due and not signed, with the day's counts there at the moment."""

    desk: Desk
    due_at: datetime
    due: int
    filed: int

    @property
    def name(self) -> str:
        """Return the desk in words: 棠宁区县级审核, 养老服务科."""
        if self.desk.stage == Stage.SECTION:
            return self.desk.signer.name
        return f"{self.desk.unit.label}{self.desk.word}"


def unsigned(owner: Unit, streams: Sequence[Series], timing: Timing) -> list[Unsigned]:
    """Return the desks of an owner's tree whose time has passed and that nobody signed at.

    ``streams`` are the owner's series that complete the day; a desk none of whose reports are due
    has nothing to sign. In the order of the tree.
    """
    day, now = timing.day, timing.now
    units, counts = _counted(owner, streams, day)
    sections = _sections(owner)
    signed = set(
        DaySign.objects.filter(
            day=day, withdrawn_at=None, unit__path__gte=owner.path, unit__path__lt=owner.path + "~"
        ).values_list("unit_id", "stage")
    )
    found = []
    for unit in units:
        for desk in desks(unit, sections[unit.path]):
            due_at = desk.due_at(timing)
            if due_at is None or now <= due_at or (desk.signer.pk, desk.stage) in signed:
                continue
            mine = [counts[unit.pk, s.pk] for s in streams if desk.answers_for(s)]
            due, filed = sum(c[0] for c in mine), sum(c[1] for c in mine)
            if due:
                found.append(Unsigned(desk, due_at, due, filed))
    return found


def _counted(
    owner: Unit, streams: Iterable[Series], day: date
) -> tuple[list[Unit], dict[tuple[int, int], tuple[int, int]]]:
    """Return the jurisdictions with reports due, and by unit and series how many, how many came."""
    rows = Rollup.objects.filter(
        periods_of(streams, day),
        unit__path__gte=owner.path,
        unit__path__lt=owner.path + "~",
        unit__kind__in=JURISDICTIONS,
        expected__gt=0,
    ).values_list("unit_id", "series_id", "expected", "filed")
    counts: dict[tuple[int, int], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for unit_id, series_id, expected, filed in rows:
        counts[unit_id, series_id] = (expected, filed)
    ids = {unit_id for unit_id, _series in counts}
    return list(Unit.objects.filter(pk__in=ids).order_by("path")), counts


def _sections(owner: Unit) -> dict[str, list[Unit]]:
    """Return the open sections below an owner by the path of their bureau's unit."""
    found: dict[str, list[Unit]] = defaultdict(list)
    below = Unit.objects.filter(
        path__gte=owner.path, path__lt=owner.path + "~", kind=Kind.SECTION, closed_on=None
    )
    for section in below.order_by("order", "path"):
        found[section.path[: -Unit.steplen]].append(section)
    return found


def sitters(places: Sequence[Desk], *, at: datetime) -> list[list[int]]:
    """Return for each desk the ids of those who may sign there, in one statement for all."""
    posts = _posts(places, at=at)
    return [
        sorted({
            p.user_id
            for p in posts[desk.unit.path]
            if desk.is_signed_by(p.role, p.unit_id, is_limited=p.is_limited)
        })
        for desk in places
    ]  # fmt: skip


class _Post(NamedTuple):
    """A post at a jurisdiction's bureau: who holds it, see ``Desk.is_signed_by``."""

    user_id: int
    role: str
    unit_id: int
    is_limited: bool


def _posts(places: Sequence[Desk], *, at: datetime) -> dict[str, list[_Post]]:
    """Return who holds posts at the desks' jurisdictions and their sections, by the path."""
    wanted = {desk.unit.path for desk in places}
    sections = {desk.unit.depth + 1 for desk in places}
    held = Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        Q(post__unit__path__in=wanted)
        | Q(post__unit__kind=Kind.SECTION, post__unit__depth__in=sections),
        post__closed_on=None,
        from_at__lte=at,
        user__is_active=True,
    ).select_related("post__unit")
    found: dict[str, list[_Post]] = defaultdict(list)
    for one in held:
        unit, role = one.post.unit, one.post.role
        is_section = unit.kind == Kind.SECTION
        where = unit.path[: -Unit.steplen] if is_section else unit.path
        is_limited = is_section and bool(unit.reviews)
        found[where].append(_Post(one.user_id, role, unit.pk, is_limited))
    return found
