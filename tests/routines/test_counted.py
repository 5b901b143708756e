"""Counting the places of many houses in SQL: the same answers as the rules for one place."""

from __future__ import annotations

import random
from collections import Counter
from datetime import time, timedelta
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.kit import clock
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.routines import counted, queries, rules
from shouwang.routines.kinds import PlaceKind, RoutineKind
from shouwang.routines.models import Place, Routine
from shouwang.routines.queries import Often
from tests.cast import DAY, at, make_unit

D, V = RoutineKind.DISINFECTION.value, RoutineKind.VENTILATION.value
DAWN = at(DAY, 0)


def moment(dice: random.Random):
    """Any moment of the day, often on the hour, where deadlines are."""
    if dice.random() < 0.3:
        return DAWN + timedelta(hours=dice.randrange(24))
    return DAWN + timedelta(seconds=dice.randrange(86_400))


def furnish(unit: Unit, dice: random.Random) -> None:
    """Give a house places of every kind and hours, some made today or closed, some walks."""
    for n in range(12):
        since, until = sorted(dice.sample(range(24 * 60), 2))
        Place.objects.create(
            unit=unit,
            name=f"处{n}",
            kind=dice.choice([PlaceKind.HALL, PlaceKind.HALL, *PlaceKind.values]),
            is_disinfected=dice.random() < 0.8,
            is_ventilated=dice.random() < 0.8,
            from_time=time(since // 60, since % 60),
            until_time=time(until // 60, until % 60),
            made_at=moment(dice) if dice.random() < 0.3 else DAWN - timedelta(days=9),
            closed_at=DAWN if dice.random() < 0.1 else None,
        )
    ids = list(Place.objects.filter(unit=unit).values_list("pk", flat=True))
    for _n in range(dice.randrange(8)):
        done = dice.sample(ids, dice.randrange(1, 6))
        Routine.objects.create(
            unit=unit, kind=dice.choice([D, V]), places=done, place_count=len(done),
            happened_at=moment(dice) - timedelta(days=dice.random() < 0.1), recorded_at=DAWN,
            voided_at=DAWN if dice.random() < 0.1 else None,
        )  # fmt: skip


def by_the_rules(unit: Unit, often: Often, now) -> Counter:
    """Count one house place by place, as its own page shows it."""
    states: Counter = Counter()
    walks = list(
        Routine.objects.filter(
            unit=unit,
            voided_at=None,
            happened_at__gte=DAWN,
            happened_at__lt=DAWN + timedelta(days=1),
        ).order_by("happened_at")
    )
    for place in Place.objects.filter(unit=unit, closed_at=None):
        states["places"] += 1
        for kind in (D, V):
            done = [one for one in walks if one.kind == kind and place.pk in one.places]
            asked = often.of(place, kind)
            hours = clock.at(DAY, place.from_time), clock.at(DAY, place.until_time)
            by = [one for one in rules.deadlines(*hours, asked) if one > place.made_at]
            told = rules.standing([one.happened_at for one in done], by, asked, now)
            states[f"{kind}_{told.state}"] += 1
    return states


def test_many_houses_are_counted_as_the_rules_count_one_place(zhao_home, qian_home, prefecture):
    parlour = make_unit("P9", "县殡仪馆", Kind.FUNERAL_HOME, prefecture)
    for seed in range(12):
        dice = random.Random(seed)
        Routine.objects.all().delete()
        Place.objects.all().delete()
        often: dict[Unit, Often] = {}
        for unit in (zhao_home, qian_home, parlour):
            furnish(unit, dice)
            hall = dice.choice([None, Decimal(2), Decimal("0.5"), Decimal("1.5"), Decimal(0)])
            often[unit] = Often({D: dice.randrange(5), V: dice.randrange(8)}, hall)
        asked = {u.pk: (o.rounds[D], o.rounds[V], o.hall_hours) for u, o in often.items()}
        for now in (moment(dice), moment(dice), at(DAY, 12), DAWN + timedelta(days=1)):
            found = counted.places(asked, DAY, at=now)
            for unit, one in often.items():
                told = {key: count for key, count in found[unit.pk].items() if count}
                assert told == dict(by_the_rules(unit, one, now)), (seed, unit, now)


def test_counting_all_houses_takes_as_many_statements_as_counting_one(zhao_home, qian_home):
    for unit in (zhao_home, qian_home):
        furnish(unit, random.Random(1))

    def statements(units: list[Unit]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as told:
            queries.missed_of(units, DAY, at=at(DAY, 12))
        return len(told)

    assert statements([zhao_home]) == statements([zhao_home, qian_home])
