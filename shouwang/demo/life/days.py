"""One day of all houses: who is on post, two rounds, the gate, disinfection; then it is counted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
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
from shouwang.movements.observing import Observation
from shouwang.people.actions import staff
from shouwang.people.actions.staff import Presenting
from shouwang.people.models import Presence
from shouwang.routines.actions import routines
from shouwang.routines.actions.routines import NewRoutine
from shouwang.routines.kinds import RoutineKind

ROUNDS = (time(8, 10), time(14, 10))
# the snow of day 19: what phones had entered came when the network was back
OFFLINE_FOR = timedelta(hours=22)
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


def walk(
    houses: list[House], day: date, number: int, by: User, *, offline: Collection[str] = ()
) -> None:
    """Take everybody's temperature once: the ward round, and who came through the gate.

    What the houses ``offline`` (unit codes) enter arrives when their network is back.
    """
    start = clock.at(day, ROUNDS[number - 1])
    for who, own, late in _hands(houses, "carer", by, offline):
        peopled = [house for house in own if house.inside or house.present]
        walks = [_walk(house, number, start, is_late=bool(late)) for house in peopled]
        rounds.record_rounds(walks=walks, by=who, at=start + timedelta(minutes=45) + late)


def _hands(
    houses: list[House], role: str, by: User, offline: Collection[str] = ()
) -> list[tuple[User, list[House], timedelta]]:
    """Share the houses out by who writes for them, and by how much later it arrives."""
    shares: dict[tuple[int, timedelta], tuple[User, list[House], timedelta]] = {}
    for house in houses:
        who: User = getattr(house.hands, role) if house.hands else by
        late = OFFLINE_FOR if house.unit.code in offline else timedelta()
        shares.setdefault((who.pk, late), (who, [], late))[1].append(house)
    return list(shares.values())


def _walk(house: House, number: int, start: datetime, *, is_late: bool) -> Walk:
    start += timedelta(minutes=house.rng.randint(0, 12))
    people = [*house.inside, *house.present]
    # further pairs of hands take the other wings of a large house at the same time
    taken = [
        Reading(
            person,
            at,
            house.warm.get(person) or house.rng.choice(_USUAL),
            device_at=at if is_late else None,
            id=uuid7(start),
        )
        for place, person in enumerate(people)
        for at in [start + _APART * (place % _A_WING)]
    ]
    finished, device_at = start + _APART * min(len(people), _A_WING), start if is_late else None
    return Walk(house.unit, number, taken, start, finished, device_at, id=uuid7(start))


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
            Check(isolation.pk, at, house.warm.get(isolation.person_id) or house.rng.choice(_USUAL))
            for isolation in isolations
            for at in (clock.at(day, time(8, 0)), clock.at(day, time(15, 30)))
            if at > isolation.happened_at
        ]
        if made:
            who = house.hands.carer if house.hands else by
            checks.check_many(unit=house.unit, checks=made, by=who, at=clock.at(day, time(15, 40)))
    running = [one for each in by_house.values() for one in each]
    for one in observing.observe(running, at=clock.at(day, time(15, 50))):
        if one.is_complete:
            _release(one, known[one.isolation.unit_id], clock.at(day, time(15, 50)), by, medic)


def _release(one: Observation, house: House, at: datetime, by: User, medic: User) -> None:
    signers = {releases.MEDIC: medic, releases.DIRECTOR: by}
    if house.hands:
        signers = {releases.MEDIC: house.hands.medic, releases.DIRECTOR: house.hands.director}
    for signed_as, signer in signers.items():
        releases.sign(isolation=one.isolation, signed_as=signed_as, by=signer, at=at)


def clean(houses: list[House], day: date, by: User, *, offline: Collection[str] = ()) -> None:
    """Disinfect and air every place of every house twice."""
    for who, own, late in _hands(houses, "carer", by, offline):
        made = [one for house in own for one in _routines(house, day)]
        routines.done_many(entries=made, by=who, at=clock.at(day, time(15, 45)) + late)


def _routines(house: House, day: date) -> Iterator[NewRoutine]:
    for moment in _CLEANED:
        yield _routine(house, RoutineKind.DISINFECTION, day, moment, "含氯消毒液", "500 mg/L")
    for moment in _AIRED:
        yield _routine(house, RoutineKind.VENTILATION, day, moment, "", "")


def _routine(
    house: House, kind: str, day: date, moment: time, agent: str, strength: str
) -> NewRoutine:
    at = clock.at(day, moment) + timedelta(minutes=house.rng.randint(0, 20))
    return NewRoutine(house.unit, kind, house.places, at, agent, strength, id=uuid7(at))


def receive(houses: list[House], values: dict[str, Values], day: date, by: User) -> None:
    """Let in or refuse who comes to the gates, by what is in force at the moment."""
    for who, own, _late in _hands(houses, "gate", by):
        entries = [
            entry
            for house in own
            if house.unit.kind in HOUSED
            for entry in _visits(house, values[house.unit.code], day)
        ]
        visits.enter_many(entries=entries, by=who, at=clock.at(day, time(15, 50)))


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
