"""The cluster of the demonstration, lived by one small house: from 37.6 ℃ to the release."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.alarms.models import Alarm
from shouwang.demo.life import days
from shouwang.demo.life.cluster import Cluster
from shouwang.demo.life.house import House, Staff, found
from shouwang.demo.story import DAY_1
from shouwang.epidemic import clocks
from shouwang.epidemic.models import Case, CaseStep
from shouwang.health.actions.fevers import CLUSTER
from shouwang.health.models import Temperature
from shouwang.kit import clock
from shouwang.movements.models import Isolation
from shouwang.orgs.models import Unit
from tests.cast import MORNING, make_user

pytestmark = pytest.mark.django_db
ILL, ISOLATED = 3, 11


@pytest.fixture
def house(zhao_home: Unit, tang: User) -> House:
    """赵家敬老院 with fifteen residents and its staff after days 13 to 19."""
    values = {zhao_home.code: {"registered": 15, "staff": 5, "rooms_free": 2}}
    by = system_user()
    (house,) = found([zhao_home], values, by, MORNING)
    roles = {
        "院长": Role.DIRECTOR,
        "护理员": Role.CARER,
        "护士": Role.MEDIC,
        "门卫": Role.GATEKEEPER,
    }
    hands = [make_user(role, name, zhao_home, role) for name, role in roles.items()]
    house.hands = Staff(*hands)
    cluster = Cluster(house, house.hands, tang)
    for number in range(13, 20):
        day = DAY_1 + timedelta(days=number - 1)
        cluster.happen(number, day)
        for turn in (1, 2):
            days.walk([house], day, turn, by)
        days.watch([house], day, by, by)
    return house


def test_the_cluster_can_be_followed_from_the_first_fever_to_the_release(house: House) -> None:
    taken = Temperature.objects.filter(unit=house.unit, tenths__gte=373).order_by("happened_at")
    assert [one.tenths for one in taken] == [376, 378, 375]
    closed = Case.objects.filter(unit=house.unit, outcome=Case.Outcome.EXCLUDED)
    assert closed.count() == ILL

    alarm = Alarm.objects.get(code=CLUSTER)
    assert alarm.acknowledged_at
    assert alarm.closed_at
    assert clock.local_day(alarm.raised_at) == DAY_1 + timedelta(days=13)
    assert clock.local_day(alarm.closed_at) == DAY_1 + timedelta(days=17)

    released = Isolation.objects.filter(unit=house.unit, ended_as="by_word")
    assert released.count() == ISOLATED
    assert not released.filter(room=None).exists(), "each of them had a room"
    assert not Isolation.objects.filter(ended_at=None).exists()


def test_the_superior_confirmed_what_was_reported_and_nothing_was_late(house: House) -> None:
    told = CaseStep.objects.filter(step__in=["phone_superior", "written_first", "written_final"])
    assert told.count() == 3 * ILL
    confirmed = CaseStep.objects.filter(step="receipt").values_list("answers", flat=True)
    assert {one.pk for one in told} <= set(confirmed)
    for case in Case.objects.filter(unit=house.unit, closed_at__isnull=False):
        assert case.closed_at
        assert [c.step for c in clocks.of(case) if c.late(case.closed_at)] == []
        texts = case.steps.filter(step__startswith="written_").order_by("happened_at")
        moments = list(texts.values_list("happened_at", flat=True))
        apart = [later - before for before, later in itertools.pairwise(moments)]
        assert max(apart) <= timedelta(hours=case.follow_hours)
