"""Who answers for whom in the demonstration: assigned on day 2, handed over on day 9, the 5 leaders
of the bureau for the 9 counties and the last 4 homes on day 16; what they did since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random

from shouwang.accounts.models import User
from shouwang.demo.prefecture import ROOT
from shouwang.demo.story import DAY_1, FEVER_HOME
from shouwang.kit import clock
from shouwang.orgs.actions.acts import note_act
from shouwang.orgs.actions.responsibility import assign, hand_over, list_leader
from shouwang.orgs.kinds import ELDERLY_HOMES, Kind
from shouwang.orgs.models import Act, Leader, Responsibility, Unit

SEED = 20200206
_COUNTIES = (Kind.COUNTY, Kind.DEVELOPMENT_ZONE)
# the bureau's other leaders, who do not sign in; the first is the account ``lingdao``
_BUREAU = (
    ("局领导乙", "党组书记、局长", 1),
    ("局领导丙", "党组成员、副局长", 2),
    ("局领导丁", "党组成员、副局长", 2),
    ("局领导戊", "二级调研员", 2),
)
_OF_COUNTY = (
    ("领导甲", "分管副县（市、区）长"),
    ("领导乙", "民政局局长"),
    ("领导丙", "民政局副局长"),
)
_LAST_HOMES = 4
_DID = (
    (Act.Kind.CALL, "询问值守和物资"),
    (Act.Kind.VIDEO, "查看封闭管理和消毒记录"),
    (Act.Kind.VISIT, "在门口听院长汇报，未进生活区"),
    (Act.Kind.SOLVED, "协调口罩 200 只"),
)


@dataclass(frozen=True)
class Cast:
    """Who assigns (the office), and the leader of the bureau who signs in."""

    office: User
    leader: User


def happen(number: int, made: dict[str, Unit], cast: Cast) -> None:
    """Let happen what day ``number`` brings."""
    if number == 2:
        _first(made, cast.office)
    elif number == 9:
        _hand_over(made, cast.office)
    elif number == 16:
        _counties(made, cast)
        _last(made, cast.office)
    if number >= 16:
        _acts(number, made, cast.office)


def _at(number: int, hour: int, minute: int = 0) -> datetime:
    return clock.at(DAY_1 + timedelta(days=number - 1), time(hour, minute))


def _counties_of(made: dict[str, Unit]) -> list[Unit]:
    return [u for u in made.values() if u.kind in _COUNTIES]


def _first(made: dict[str, Unit], by: User) -> None:
    """Each county's three leaders share its institutions out; 4 homes are left over."""
    at, left = _at(2, 10, 30), {u.pk for u in _left_over(made)}
    for number, county in enumerate(_counties_of(made), 1):
        leaders = [
            list_leader(
                unit=county,
                name=f"{county.label}{name}",
                post_name=post,
                phone=f"0400-66001{number}{order}",
                by=by,
                at=at,
            )
            for order, (name, post) in enumerate(_OF_COUNTY, 1)
        ]
        below = [u for u in _institutions(made, county) if u.pk not in left]
        for order, leader in enumerate(leaders):
            assign(leader=leader, units=below[order::3], by=by, at=at)
    _grids(made, by, at)


def _grids(made: dict[str, Unit], by: User, at: datetime) -> None:
    """The home that will have the fever has a manager for each building."""
    home = next(u for u in made.values() if u.name == FEVER_HOME)
    for number, area in enumerate(("一号楼", "二号楼"), 1):
        manager = list_leader(
            unit=home,
            name=f"护理组长{'甲乙'[number - 1]}",
            post_name="护理组长",
            phone=f"0400-660020{number}",
            by=by,
            at=at,
        )
        assign(leader=manager, units=[home], kind="grid", area=area, by=by, at=at)


def _hand_over(made: dict[str, Unit], by: User) -> None:
    """A county's leader is sent elsewhere: what they covered goes to a colleague at once."""
    county = _counties_of(made)[1]
    old, new = (Leader.objects.get(unit=county, name=f"{county.label}领导{n}") for n in "丙乙")
    for held in Responsibility.objects.filter(leader=old, until_at=None).order_by("pk"):
        hand_over(responsibility=held, to=new, by=by, at=_at(9, 9, 15))


def _counties(made: dict[str, Unit], cast: Cast) -> None:
    """Five leaders of the bureau for the nine counties and the city's own institutions."""
    at, root, by = _at(16, 9, 30), made[ROOT], cast.office
    first = list_leader(
        unit=root, user=cast.leader, post_name="分管副局长", phone="0400-6600001", by=by, at=at
    )
    shares = [(first, 2)]
    for number, (name, post, share) in enumerate(_BUREAU, 2):
        leader = list_leader(
            unit=root, name=name, post_name=post, phone=f"0400-660000{number}", by=by, at=at
        )
        shares.append((leader, share))
    counties = iter(_counties_of(made))
    for leader, share in shares:
        assign(leader=leader, units=[next(counties) for _turn in range(share)], by=by, at=at)
    assign(leader=first, units=list(_of_the_city(made)), by=by, at=at)


def _last(made: dict[str, Unit], by: User) -> None:
    """The last 4 homes are assigned, each to its county's first leader."""
    for home in _left_over(made):
        county = next(c for c in _counties_of(made) if home.path.startswith(c.path))
        leader = Leader.objects.get(unit=county, name=f"{county.label}领导甲")
        assign(leader=leader, units=[home], by=by, at=_at(16, 15, 40))


def _acts(number: int, made: dict[str, Unit], by: User) -> None:
    """Every day some leaders call or look in, as the office notes it."""
    rng = Random(SEED + number)  # noqa: S311
    held = list(
        Responsibility.objects.filter(kind="leader", until_at=None, unit__in=made.values())
        .select_related("leader", "unit")
        .order_by("pk")
    )
    last_hour = 16 if number == 21 else 17
    for order, one in enumerate(rng.sample(held, 8)):
        kind, text = rng.choice(_DID)
        at = _at(number, 10 + order * (last_hour - 10) // 8, rng.randint(0, 30))
        note_act(leader=one.leader, unit=one.unit, kind=kind, text=text, by=by, at=at)


def _left_over(made: dict[str, Unit]) -> list[Unit]:
    """Return the 4 homes that nobody is given at first: the last of four counties."""
    homes = [
        [u for u in _institutions(made, county) if u.kind in ELDERLY_HOMES]
        for county in _counties_of(made)[:_LAST_HOMES]
    ]
    return [of[-1] for of in homes]


def _institutions(made: dict[str, Unit], county: Unit) -> list[Unit]:
    return [u for u in made.values() if u.is_institution and u.path.startswith(county.path)]


def _of_the_city(made: dict[str, Unit]) -> Iterator[Unit]:
    counties: Iterable[Unit] = _counties_of(made)
    for unit in made.values():
        if unit.is_institution and not any(unit.path.startswith(c.path) for c in counties):
            yield unit
