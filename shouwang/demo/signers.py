"""Who reviews and signs in the demonstration: clerks and leaders who cannot sign in, and when.

Levels sign by the clock of content.md §1, naming who is missing. What comes late is signed for at
21:40, what is corrected overnight at 09:00; what changes after that stands as changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef

from shouwang.accounts.actions.users import create_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.demo.prefecture import ROOT
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Report, Review
from shouwang.review import signing
from shouwang.review.actions.signs import sign_day
from shouwang.review.actions.verdicts import pass_reports
from shouwang.review.stages import Desk, Stage, desks

# the county whose townships sign, too: elsewhere they never do, and block nobody
_WITH_TOWNSHIPS = "砚宁县"
_HOURS = {
    (Kind.TOWNSHIP, Stage.TOWNSHIP): time(16, 56),
    (Kind.COUNTY, Stage.COUNTY): time(17, 22),
    (Kind.COUNTY, Stage.LEADER): time(17, 28),
    (Kind.PREFECTURE, Stage.SECTION): time(17, 54),
    (Kind.PREFECTURE, Stage.OFFICE): time(18, 16),
    (Kind.PREFECTURE, Stage.LEADER): time(18, 27),
}
_ROLES: dict[str, str] = {Stage.OFFICE: Role.OFFICE, Stage.LEADER: Role.LEADER}
_TITLES = {
    Stage.TOWNSHIP: "民政所所长",
    Stage.COUNTY: "县局科员",
    Stage.SECTION: "科长",
    Stage.LEADER: "县局领导",
}
_EVENING, _MORNING = time(21, 40), time(9, 0)


@dataclass(frozen=True)
class Round:
    """Desks that sign a day at one moment; ``again`` where only what changed is signed anew."""

    day: date
    at: datetime
    desks: tuple[Desk, ...]
    again: bool = False


class Signers:
    """The desks of the prefecture with who sits at each."""

    def __init__(self, made: dict[str, Unit], by: User, at: datetime) -> None:
        units = {u.pk: u for u in Unit.objects.in_bulk([u.pk for u in made.values()]).values()}
        root = next(u for u in units.values() if u.code == ROOT)
        sections = [u for u in units.values() if u.kind == Kind.SECTION]
        counties = [u for u in units.values() if _level(u) == Kind.COUNTY]
        with_townships = next(u for u in counties if u.name == _WITH_TOWNSHIPS)
        townships = [
            u
            for u in units.values()
            if u.kind == Kind.TOWNSHIP and u.path.startswith(with_townships.path)
        ]
        self.desks = [d for u in [*townships, *counties] for d in desks(u, [])]
        self.desks += desks(root, sorted(sections, key=lambda u: u.order))
        self.by = {desk: _holder(desk, n, by, at) for n, desk in enumerate(self.desks, 1)}
        self.clerks = {d.unit.path: who for d, who in self.by.items() if d.stage == Stage.COUNTY}
        self.sections = [(d, who) for d, who in self.by.items() if d.stage == Stage.SECTION]
        self.office = next(who for d, who in self.by.items() if d.stage == Stage.OFFICE)

    def rounds(self, day: date) -> list[Round]:
        """Return when which desks sign a day, in the order of time."""
        found = [Round(day, at, tuple(ds)) for at, ds in self._by_hour(day)]
        everyone = tuple(self.desks)
        found.append(Round(day, clock.at(day, _EVENING), everyone, again=True))
        morning = clock.at(day + timedelta(days=1), _MORNING)
        found.append(Round(day, morning, everyone, again=True))
        return sorted(found, key=lambda r: r.at)

    def _by_hour(self, day: date) -> Iterator[tuple[datetime, list[Desk]]]:
        for (level, stage), hour in _HOURS.items():
            mine = [d for d in self.desks if (_level(d.unit), d.stage) == (level, stage)]
            yield clock.at(day, hour), mine

    def sign(self, turn: Round) -> None:
        """Let the desks of a round sign; nothing due, or nothing changed, is passed over."""
        rollups.settle_all()
        for desk in turn.desks:
            if desk.stage in (Stage.COUNTY, Stage.OFFICE):
                self._pass(desk, turn)
        for desk in _changed(turn) if turn.again else turn.desks:
            try:
                sign_day(
                    unit=desk.signer,
                    day=turn.day,
                    stage=desk.stage,
                    by=self.by[desk],
                    at=turn.at,
                    with_gaps=True,
                )
            except ValidationError:
                continue

    def _pass(self, desk: Desk, turn: Round) -> None:
        """Pass what a county, or the office of the prefecture's own, has read by now."""
        below: dict[str, object] = {"placed_in": desk.unit}
        if desk.stage == Stage.COUNTY:
            path = desk.unit.path
            below = {"placed_in__path__gte": path, "placed_in__path__lt": path + "~"}
        read = Report.objects.filter(day=turn.day, returned_at=None, **below)
        passed = Review.objects.filter(
            report=OuterRef("pk"), submission_number=OuterRef("current_number")
        )
        fresh = read.exclude(Exists(passed)).select_related("unit")
        pass_reports(reports=fresh, by=self.by[desk], at=turn.at)

    def superior(self, unit: Unit) -> User:
        """Return the clerk of an institution's county, the office for the prefecture's own."""
        found = (who for path, who in self.clerks.items() if unit.path.startswith(path))
        return next(found, self.office)

    def leader(self, unit: Unit) -> User:
        """Return who signs for a jurisdiction."""
        held = (who for d, who in self.by.items() if (d.unit, d.stage) == (unit, Stage.LEADER))
        return next(held)

    def reviewer(self, unit: Unit) -> User:
        """Return the head of the section that reviews an institution's kind."""
        return next(who for d, who in self.sections if unit.kind in (d.kinds or ()))


def _level(unit: Unit) -> str:
    return Kind.COUNTY if unit.kind == Kind.DEVELOPMENT_ZONE else unit.kind


def _changed(turn: Round) -> list[Desk]:
    """Return the desks that signed and whose figures are others now."""
    stands = signing.standing([d.signer for d in turn.desks], turn.day)
    signs = {(s.unit_id, s.stage): s for s in stands}
    found = []
    for desk, now in zip(turn.desks, signing.tallies(turn.desks, turn.day), strict=True):
        sign = signs.get((desk.signer.pk, desk.stage))
        if sign is not None and signing.is_changed(sign, now):
            found.append(desk)
    return found


def _holder(desk: Desk, number: int, by: User, at: datetime) -> User:
    """Return who sits at a desk: the account that can sign in, else somebody made for it."""
    role = _ROLES.get(desk.stage, Role.CLERK)
    held = User.objects.filter(
        holdings__post__unit=desk.signer, holdings__post__role=role, holdings__until_at=None
    ).first()
    if held is not None:
        return held
    title = _TITLES[Stage(desk.stage)]
    user = create_user(
        username=f"s{number:03d}",
        name=f"{title}{number:02d}",
        password=None,
        by=by,
        at=at,
        is_demo=True,
    )
    post = create_post(unit=desk.signer, name=title, role=role, by=by, at=at)
    fill_post(post=post, user=user, by=by, at=at)
    return user
