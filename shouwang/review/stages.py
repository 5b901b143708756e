"""The stages of a day: township, county, sections, office, leader; whose they are, when due.

None waits for another: a level that never signs stands as 未签 and blocks nobody above it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shouwang.accounts.roles import Role
from shouwang.figures.models import Series
from shouwang.figures.streams import series_in
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, Subtree
from shouwang.reporting.daybook.timing import Timing, level_of
from shouwang.review import words
from shouwang.review.models import DaySign

Stage = DaySign.Stage
_COUNTIES = (Kind.COUNTY, Kind.DEVELOPMENT_ZONE)
_HIGHER = (Kind.PREFECTURE, Kind.PROVINCE, Kind.NATION)
# the levels whose filing times in a form's clock a desk is due by, see ``Desk.due_at``
LEVELS = (
    Kind.TOWNSHIP.value,
    Kind.COUNTY.value,
    Stage.SECTION.value,
    Stage.OFFICE.value,
    *(kind.value for kind in _HIGHER),
)
_ROLES: dict[str, frozenset[str]] = {
    Stage.TOWNSHIP: frozenset({Role.CLERK, Role.OFFICE, Role.LEADER}),
    Stage.COUNTY: frozenset({Role.CLERK, Role.OFFICE}),
    Stage.SECTION: frozenset({Role.CLERK, Role.OFFICE, Role.LEADER}),
    Stage.OFFICE: frozenset({Role.OFFICE}),
    Stage.LEADER: frozenset({Role.LEADER}),
}


@dataclass(frozen=True)
class Desk:
    """One place where a day is signed: ``signer`` is the section, or the unit itself.

    ``unit`` is the jurisdiction whose figures are signed.
    """

    stage: str
    unit: Unit
    signer: Unit

    @property
    def word(self) -> Any:
        """Return what the stage is called."""
        return Stage(self.stage).label

    @property
    def kinds(self) -> frozenset[str] | None:
        """Return the kinds of institution that a section answers for, None for all."""
        return frozenset(self.signer.reviews) if self.stage == Stage.SECTION else None

    @property
    def scope(self) -> Scope:
        """Return what the desk sees, whoever sits at it: the figures that its signature covers."""
        path = self.unit.path
        return Scope(None, (Subtree(self.signer.pk, path, Role.CLERK, self.kinds),))

    def answers_for(self, series: Series) -> bool:
        """Return whether a series falls to the desk: a section's are those of its kinds alone."""
        return self.kinds is None or self.kinds.issuperset(series.kinds)

    def series(self) -> list[Series]:
        """Return the series whose totals the signature covers."""
        return series_in(self.scope, unit=self.unit)

    def may_sign(self, scope: Scope) -> bool:
        """Return whether somebody holds a post at this desk: a superior never signs for a level
        below, so that its signature means what it says."""
        if scope.everything:
            return True
        return any(self._sits_at(tree) for tree in scope.subtrees)

    def _sits_at(self, tree: Subtree) -> bool:
        if words.SIGN_DAY not in tree.permissions:
            return False
        if self.stage != Stage.SECTION and tree.path != self.unit.path:
            return False
        return self.is_signed_by(tree.role, tree.unit_id, is_limited=tree.kinds is not None)

    def is_signed_by(self, role: str, unit_id: int, *, is_limited: bool) -> bool:
        """Return whether a post of a role signs here: at a section's desk one of that section,
        elsewhere one that reaches all kinds (``is_limited`` False) of the desk's jurisdiction."""
        if role not in _ROLES[self.stage]:
            return False
        return unit_id == self.signer.pk if self.stage == Stage.SECTION else not is_limited

    def due_at(self, timing: Timing) -> Any:
        """Return when the stage is due by the day's clock, None where the form sets nothing."""
        if self.stage in (Stage.SECTION, Stage.OFFICE):
            return timing.due_at(self.stage)
        return timing.due_at(level_of(self.unit))


def desks(unit: Unit, sections: list[Unit]) -> list[Desk]:
    """Return the desks of a jurisdiction in the order of the clock.

    ``sections`` are the bureau's reviewing sections, in their order.
    """
    reviewing = [Desk(Stage.SECTION, unit, s) for s in sections if s.reviews]
    if unit.kind == Kind.TOWNSHIP:
        return [Desk(Stage.TOWNSHIP, unit, unit)]
    if unit.kind in _COUNTIES:
        own = [Desk(Stage.COUNTY, unit, unit), Desk(Stage.LEADER, unit, unit)]
        return [*reviewing, *own]
    if unit.kind in _HIGHER:
        return [*reviewing, Desk(Stage.OFFICE, unit, unit), Desk(Stage.LEADER, unit, unit)]
    return []


def desks_of(unit: Unit) -> list[Desk]:
    """Return the desks of a jurisdiction, its sections read."""
    return desks(unit, sections_of(unit))


def sections_of(unit: Unit) -> list[Unit]:
    """Return the open sections of a jurisdiction's own bureau, in their order."""
    below = Unit.objects.filter(
        path__gt=unit.path, path__lt=unit.path + "~", depth=unit.depth + 1, kind=Kind.SECTION
    )
    return list(below.filter(closed_on=None).order_by("order", "path"))


def desk_of(signer: Unit, stage: str) -> Desk | None:
    """Return the desk at which a unit or section signs a stage, None where it has none."""
    unit = signer
    if stage == Stage.SECTION:
        if signer.kind != Kind.SECTION or not signer.reviews:
            return None
        unit = Unit.objects.get(path=signer.path[: -Unit.steplen])
        return Desk(stage, unit, signer)
    return next((d for d in desks(unit, []) if d.stage == stage), None)


def desk_above(desk: Desk, parent: Unit | None) -> Desk | None:
    """Return the desk that learns when another does not sign, None where there is none.

    Of a section it is the one that merges in its bureau, of an office its leader, of a unit the
    one that reviews in the unit above (``parent``).
    """
    if desk.stage == Stage.OFFICE:
        return Desk(Stage.LEADER, desk.unit, desk.unit)
    home = desk.unit if desk.stage == Stage.SECTION else parent
    own = desks(home, []) if home else []
    return next((d for d in own if d.stage in (Stage.COUNTY, Stage.OFFICE)), None)
