"""What is known of a case when a report is written: of the person, the house, the steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shouwang.epidemic import clocks, rules
from shouwang.epidemic.models import Case, CaseStep
from shouwang.epidemic.rules import Clock
from shouwang.people import queries as people
from shouwang.people.models import Side
from shouwang.people.queries import NOBODY, Heads


@dataclass(frozen=True)
class Facts:
    """A case and its house as of a moment; ``together`` are the open cases of the house, this one
    among them. ``steps`` are unvoided, in the order in which they were done."""

    case: Case
    as_of: datetime
    heads: Heads
    together: tuple[Case, ...]
    roommates: int
    steps: tuple[CaseStep, ...]
    clocks: tuple[Clock, ...] = field(default=())

    @property
    def residents(self) -> int:
        """Return how many of the cases are residents."""
        return sum(case.person.side == Side.RESIDENT for case in self.together)

    def of(self, *wanted: str) -> list[CaseStep]:
        """Return the steps of some kinds."""
        return [step for step in self.steps if step.step in wanted]

    def last(self, *wanted: str) -> CaseStep | None:
        """Return the last step of some kinds."""
        return next(reversed(self.of(*wanted)), None)

    @property
    def isolated(self) -> int:
        """Return how many were put apart: the person, and the roommates that were counted."""
        moved = sum(step.people or 0 for step in self.of(rules.ROOMMATES))
        return moved + bool(self.of(rules.ISOLATE))


def gather(case: Case, *, at: datetime) -> Facts:
    """Return what is known of a case at a moment, in few statements."""
    unit_id = case.unit_id
    then = Case.objects.filter(unit=unit_id, voided_at=None, happened_at__lte=at)
    together = then.filter(closed_at=None) | then.filter(closed_at__gt=at) | then.filter(pk=case.pk)
    steps = known_steps(case, at)
    return Facts(
        case=case,
        as_of=at,
        heads=people.heads([unit_id], at).get(unit_id, NOBODY),
        together=tuple(together.select_related("person").order_by("happened_at")),
        roommates=_roommates(case),
        steps=tuple(steps),
        clocks=tuple(clocks.from_steps(case, steps)),
    )


def known_steps(case: Case, at: datetime) -> Sequence[CaseStep]:
    """Return the unvoided steps of a case that were done by a moment."""
    found = case.steps.filter(voided_at=None, happened_at__lte=at)
    return list(found.order_by("happened_at", "recorded_at"))


def _roommates(case: Case) -> int:
    """Return how many others lived in the room when the case opened; 0 where no room is known."""
    room = case.person.room
    if not room or case.person.side != Side.RESIDENT:
        return 0
    inside = people.present([case.unit_id], case.happened_at)
    return inside.filter(person__room=room).exclude(person=case.person_id).count()
