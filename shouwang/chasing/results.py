"""What came of a run: by channel, by institution, and how it stands now."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope
from shouwang.chasing import words
from shouwang.chasing.models import ChaseRun, Step, Target, Told
from shouwang.chasing.rules import DIRECTOR, REPORTER
from shouwang.figures.models import Fact
from shouwang.orgs.scope import Scope

_TONES = {
    Target.Outcome.TOLD: "ok",
    Target.Outcome.CALL: "warn",
    Target.Outcome.COOLING: "info",
    Target.Outcome.FILED: "ok",
    Target.Outcome.SPENT: "warn",
    Target.Outcome.PENDING: "none",
}


@dataclass(frozen=True)
class Result:
    """One institution's report in a run: what was done, whom it reached, whether it has come.

    ``before`` is the step another run took of it, for which this one left it in peace; then the
    people are those told by that one.
    """

    target: Target
    people: list[Told] = field(default_factory=list)
    filed_at: datetime | None = None
    before: Target | None = None

    @property
    def tone(self) -> str:
        """Return the tone of what became of it."""
        return _TONES[Target.Outcome(self.target.outcome)]

    @property
    def word(self) -> Any:
        """Return what became of it, in a word."""
        return Target.Outcome(self.target.outcome).label

    @property
    def step(self) -> Any:
        """Return the step reached, by this run or by the one before it, in words."""
        reached = (self.before or self.target).step
        return Step(reached).label if reached else ""

    @property
    def names(self) -> str:
        """Return who was told."""
        return _("、").join(told.name for told in self.people)

    @property
    def passed(self) -> str:
        """Return the steps on which nobody was to be found, in words."""
        return _("、").join(str(Step(step).label) for step in self.target.passed)

    @property
    def needs_call(self) -> bool:
        """Return whether only the telephone helps: nobody left to tell, or nobody in the house."""
        called = self.target.outcome in {Target.Outcome.CALL, Target.Outcome.SPENT}
        return called or {REPORTER, DIRECTOR} <= set(self.target.passed)


@dataclass(frozen=True)
class Results:
    """A run as it is shown."""

    run: ChaseRun
    lines: list[Result]

    def _units(self, *outcomes: str) -> int:
        return len({x.target.unit_id for x in self.lines if x.target.outcome in outcomes})

    @property
    def units(self) -> int:
        """Return how many institutions were reminded or chased, by whichever channel."""
        return self._units(Target.Outcome.TOLD, Target.Outcome.CALL)

    @property
    def told(self) -> int:
        """Return how many institutions were reached in the inbox."""
        return self._units(Target.Outcome.TOLD)

    @property
    def people(self) -> int:
        """Return how many people have it in their inbox."""
        return len({t.to_id for x in self.lines if not x.before for t in x.people if t.to_id})

    @property
    def calls(self) -> int:
        """Return how many institutions are to be called."""
        return len({x.target.unit_id for x in self.lines if x.needs_call})

    @property
    def cooling(self) -> int:
        """Return how many were chased a moment ago."""
        return self._units(Target.Outcome.COOLING)

    @property
    def filed(self) -> int:
        """Return how many had filed before they were reached."""
        return self._units(Target.Outcome.FILED)

    @property
    def came(self) -> int:
        """Return how many institutions have filed since."""
        return len({x.target.unit_id for x in self.lines if x.filed_at})


def run_in(scope: Scope, run_id: int) -> ChaseRun:
    """Return a run over a unit in scope; raises ``OutOfScope`` and ``NotPermitted``."""
    found = ChaseRun.objects.select_related("unit", "by", "work").filter(pk=run_id).first()
    if found is None:
        raise OutOfScope(f"run {run_id}")
    scope.require(words.CHASE, found.unit)
    return found


def runs_of(scope: Scope, unit_id: int, day: date) -> list[ChaseRun]:
    """Return the runs over a unit's day, the latest first."""
    found = ChaseRun.objects.filter(scope.q("unit__"), unit_id=unit_id, day=day)
    return list(found.select_related("by").order_by("-at")[:10])


def results(scope: Scope, run: ChaseRun) -> Results:
    """Return what came of a run, for the institutions in scope, in tree order."""
    mine = run.targets.filter(scope.narrowed(words.CHASE).q("unit__"))
    targets = list(mine.select_related("unit", "series").order_by("unit__path", "series_id"))
    before = _before([t for t in targets if t.outcome == Target.Outcome.COOLING])
    people: dict[int, list[Told]] = defaultdict(list)
    shown = Q(target__run=run) | Q(target__in=[t.pk for t in before.values()])
    for told in Told.objects.filter(shown).order_by("pk"):
        people[told.target_id].append(told)
    facts = Fact.objects.filter(
        unit_id__in={t.unit_id for t in targets}, day__in={t.day for t in targets}
    )
    came = {
        (unit, series, day): at
        for unit, series, day, at in facts.values_list("unit_id", "series_id", "day", "filed_at")
    }
    lines = []
    for t in targets:
        first = before.get(t.pk)
        reached = people[first.pk if first else t.pk]
        lines.append(Result(t, reached, came.get((t.unit_id, t.series_id, t.day)), first))
    return Results(run, lines)


def _before(cooling: list[Target]) -> dict[int, Target]:
    """Return by target the last step that was taken of its report when it was left in peace."""
    if not cooling:
        return {}
    taken = Target.objects.filter(
        unit_id__in={t.unit_id for t in cooling},
        day__in={t.day for t in cooling},
        kind=cooling[0].kind,
        step__isnull=False,
    )
    steps: dict[tuple[int, int, date], list[Target]] = defaultdict(list)
    for one in taken.select_related("run__by").order_by("at", "step"):
        steps[one.unit_id, one.series_id, one.day].append(one)
    found = {}
    for t in cooling:
        for one in steps[t.unit_id, t.series_id, t.day]:
            # of two at the same moment the one that had to wait may have looked at its clock first
            if t.pk not in found or (one.at and t.at and one.at <= t.at):
                found[t.pk] = one
    return found
