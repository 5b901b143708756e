"""A leader's day on one phone page: how complete, what is abnormal, who is late and under whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shouwang.orgs.models import Unit
from shouwang.orgs.responsible import Answering, answering_for
from shouwang.orgs.scope import Scope
from shouwang.review.stages import Stage
from shouwang.review.today.desks import Signature
from shouwang.review.today.page import ReviewDay, lines, review_day
from shouwang.review.today.rows import Row
from shouwang.review.today.tree import Below

# a phone page names no more; the rest stands on 今日报送
MOST_LATE = 50
MOST_BAD = 10


@dataclass(frozen=True)
class Group:
    """Those who have not filed and one person answers for; ``answering`` is None for nobody's."""

    answering: Answering | None
    rows: list[Row]


@dataclass(frozen=True)
class LeaderDay:
    """What the page shows; ``more`` have not filed either and are not named."""

    page: ReviewDay
    bad: list[Row]
    late: list[Group]
    more: int
    below: int
    unsigned: list[Unit]

    @property
    def before(self) -> list[Signature]:
        """Return the desks that come before the leader's: sections, office, the county's clerk."""
        return [s for s in self.page.signatures if s.desk.stage != Stage.LEADER]

    @property
    def before_signed(self) -> int:
        """Return how many of those desks have signed."""
        return sum(one.sign is not None for one in self.before)

    @property
    def below_signed(self) -> int:
        """Return how many of the units directly below have signed."""
        return self.below - len(self.unsigned)

    @property
    def signatures(self) -> list[Signature]:
        """Return the leader's own desk, where the unit has one."""
        return [s for s in self.page.signatures if s.desk.stage == Stage.LEADER]

    @property
    def stamp(self) -> str:
        """Return what changes when the page does."""
        return f"{self.page.stamp}-{self.below_signed}"

    @property
    def share(self) -> Any:
        """Return the completeness in percent as written: never 100 while something is missing."""
        total = self.page.total
        if not total.due:
            return None
        if total.filed >= total.due:
            return "100"
        return f"{min(100 * total.filed / total.due, 99.9):.1f}"


def leader_day(scope: Scope, unit: Unit, day: date, *, now: datetime) -> LeaderDay:
    """Return a unit's day for its leader. Raises ``OutOfScope``."""
    page = review_day(scope, unit, day, now=now)
    bad = list(lines(scope, page, "bad").object_list)[:MOST_BAD] if page.counts.bad else []
    gaps = _missing(scope, page)
    below = Below([unit], day, page.streams)
    return LeaderDay(
        page,
        bad,
        _groups(gaps, now),
        max(0, page.total.missing - len(gaps)),
        len(below.under(unit)),
        below.unsigned(unit),
    )


def _missing(scope: Scope, page: ReviewDay) -> list[Row]:
    if not page.total.missing:
        return []
    return list(lines(scope, page, "missing").object_list)[:MOST_LATE]


def _groups(gaps: list[Row], now: datetime) -> list[Group]:
    """Return the gaps by the person nearest to each; who answers for most comes first, nobody's
    last."""
    units = Unit.objects.filter(pk__in=[row.unit_id for row in gaps])
    answering = answering_for(units, at=now)
    by_person: dict[int, Group] = {}
    for row in gaps:
        nearest = next(iter(answering.get(row.unit_id, [])), None)
        key = nearest.leader_id if nearest else 0
        by_person.setdefault(key, Group(nearest, [])).rows.append(row)
    return sorted(by_person.values(), key=lambda g: (g.answering is None, -len(g.rows)))
