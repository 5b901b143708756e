"""One day of all houses: who is on post, two rounds, the gate, disinfection; then it is counted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from shouwang.accounts.models import User
from shouwang.demo.life import names
from shouwang.demo.life.house import HOUSED, House
from shouwang.demo.lives import Values
from shouwang.gate.actions import visits
from shouwang.gate.kinds import Decision, Purpose, Reason
from shouwang.gate.told import NewVisit, Who
from shouwang.health.actions import rounds
from shouwang.health.actions.rounds import Walk
from shouwang.health.readings import Reading
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.movements import observing
from shouwang.movements.actions import checks, releases
from shouwang.movements.actions.checks import Check
from shouwang.movements.models import Isolation
from shouwang.people.actions import staff
from shouwang.people.actions.staff import Presenting
from shouwang.people.models import Presence
from shouwang.routines.actions import routines
from shouwang.routines.actions.routines import NewRoutine
from shouwang.routines.kinds import RoutineKind

ROUNDS = (time(8, 10), time(14, 10))
_CLEANED = (time(9, 0), time(15, 0))
_AIRED = (time(10, 0), time(15, 20))
_APART, _A_WING = timedelta(seconds=20), 90
_LIVING, _ON_POST = Presence.State.LIVING_IN, Presence.State.ON_POST


def post(houses: list[House], values: dict[str, Values], day: date, by: User) -> None:
    """Bring as many of each house's staff on post, and to live in, as the story says."""
    at = clock.at(day, time(7, 0))
    changes: list[Presenting] = []
    for house in houses:
        told = values[house.unit.code]
        living, present = told.get("live_in", 0), told.get("on_post", 0)
        for place, person in enumerate(house.staff):
            state = _LIVING if place < living else _ON_POST if place < present else staff.OUT
            if state != house.states.get(person, staff.OUT):
                house.states[person] = state
                changes.append(Presenting(person, state, at))
    if changes:
        staff.present_many(changes, by=by, now=at)


def walk(houses: list[House], day: date, number: int, by: User) -> None:
    """Take everybody's temperature once: the ward round, and who came through the gate."""
    start = clock.at(day, ROUNDS[number - 1])
    walks = [_walk(house, number, start) for house in houses if house.inside or house.present]
    rounds.record_rounds(walks=walks, by=by, at=start + timedelta(minutes=45))


def _walk(house: House, number: int, start: datetime) -> Walk:
    start += timedelta(minutes=house.rng.randint(0, 12))
    people = [*house.inside, *house.present]
    # further pairs of hands take the other wings of a large house at the same time
    taken = [
        Reading(
            person,
            start + _APART * (place % _A_WING),
            house.rng.choice(_USUAL),
            id=uuid7(start),
        )
        for place, person in enumerate(people)
    ]
    finished = start + _APART * min(len(people), _A_WING)
    return Walk(house.unit, number, taken, start, finished_at=finished, id=uuid7(start))


# tenths of a degree at the forehead, as they come
_USUAL = (361, 362, 363, 364, 364, 365, 365, 365, 366, 366, 367, 368)


def watch(houses: list[House], day: date, by: User, medic: User) -> None:
    """Check who is isolated, in the morning and in the afternoon; release whose days are full."""
    known = {house.unit.pk: house for house in houses}
    open_ = Isolation.objects.filter(unit_id__in=known, ended_at=None, voided_at=None)
    by_house: dict[int, list[Isolation]] = {}
    for isolation in open_.order_by("happened_at", "pk"):
        by_house.setdefault(isolation.unit_id, []).append(isolation)
    for unit_id, isolations in by_house.items():
        house = known[unit_id]
        made = [
            Check(isolation.pk, at, house.rng.choice(_USUAL))
            for isolation in isolations
            for at in (clock.at(day, time(8, 0)), clock.at(day, time(15, 30)))
            if at > isolation.happened_at
        ]
        if made:
            checks.check_many(unit=house.unit, checks=made, by=by, at=clock.at(day, time(15, 40)))
    _release(
        [i for each in by_house.values() for i in each], clock.at(day, time(15, 50)), by, medic
    )


def _release(isolations: list[Isolation], at: datetime, by: User, medic: User) -> None:
    for one in observing.observe(isolations, at=at):
        if one.is_complete:
            for signed_as, signer in ((releases.MEDIC, medic), (releases.DIRECTOR, by)):
                releases.sign(isolation=one.isolation, signed_as=signed_as, by=signer, at=at)


def clean(houses: list[House], day: date, by: User) -> None:
    """Disinfect and air every place of every house twice."""
    agent, strength = "含氯消毒液", "500 mg/L"
    made: list[NewRoutine] = []
    for house in houses:
        for moment in _CLEANED:
            made.append(_routine(house, RoutineKind.DISINFECTION, day, moment, agent, strength))
        for moment in _AIRED:
            made.append(_routine(house, RoutineKind.VENTILATION, day, moment, "", ""))
    routines.done_many(entries=made, by=by, at=clock.at(day, time(15, 45)))


def _routine(
    house: House, kind: str, day: date, moment: time, agent: str, strength: str
) -> NewRoutine:
    at = clock.at(day, moment) + timedelta(minutes=house.rng.randint(0, 20))
    return NewRoutine(house.unit, kind, house.places, at, agent, strength, id=uuid7(at))


def receive(houses: list[House], values: dict[str, Values], day: date, by: User) -> None:
    """Let in or refuse who comes to the gates, by what is in force at the moment."""
    entries = [
        entry
        for house in houses
        if house.unit.kind in HOUSED
        for entry in _visits(house, values[house.unit.code], day)
    ]
    visits.enter_many(entries=entries, by=by, at=clock.at(day, time(15, 50)))


def _visits(house: House, told: Values, day: date) -> Iterator[NewVisit]:
    closed = day >= house.closed_on
    for number in range(told.get("refused", 0)):
        at = clock.at(day, time(9 + number % 6, house.rng.randint(0, 45)))
        reason = Reason.MEASURE if closed else Reason.HISTORY
        yield _visit(house, Purpose.VISIT, at, Decision.REFUSED, reason)
    if closed:
        # what is needed comes in all the same: food, repairs
        at = clock.at(day, time(8, house.rng.randint(30, 59)))
        if house.rng.random() < 0.35:
            yield _visit(house, Purpose.BUSINESS, at, Decision.ADMITTED, "")
        return
    for number in range(told.get("allowed", 0)):
        at = clock.at(day, time(9 + number % 6, house.rng.randint(0, 45)))
        yield _visit(house, Purpose.VISIT, at, Decision.ADMITTED, "")


def _visit(house: House, purpose: str, at: datetime, decision: str, reason: str) -> NewVisit:
    name, phone = names.visitor(house.rng)
    let_in = decision == Decision.ADMITTED
    return NewVisit(
        house.unit,
        purpose,
        at,
        decision,
        reason,
        Who(name=name, phone=phone),
        person_id=house.rng.choice(house.inside) if purpose == Purpose.VISIT else None,
        temperature=house.rng.choice(_USUAL) if let_in else None,
        wears_mask=True if let_in else None,
        is_history_clear=True if let_in else None,
        wants_video=not let_in and house.rng.random() < 0.4,
        left_at=at + timedelta(minutes=25) if let_in else None,
        id=uuid7(at),
    )
