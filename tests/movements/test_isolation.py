"""Isolation: it begins by itself, is checked every day, and two persons release it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.alarms.models import Alarm
from shouwang.epidemic.models import Case, CaseStep
from shouwang.figures.counting import Span, counters
from shouwang.kit.offline import Unfit
from shouwang.movements import isolation_queries
from shouwang.movements.actions import case_isolation, checks, deferrals, isolation, rooms
from shouwang.movements.actions.checks import Check
from shouwang.movements.actions.deferrals import Wait
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.kinds import End
from shouwang.movements.models import Isolation
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from tests.cast import DAY, at, make_user
from tests.movements import stage
from tests.movements.stage import BEGAN, begun, checked


def test_the_first_free_room_is_taken_and_full_rooms_are_an_alarm(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    first, second = stage.rooms(zhao_home, "隔离室1", "隔离室2")
    made = [begun(zhao_home, person, carer) for person in people[:3]]
    assert [one.room for one in made] == [first, second, None]
    alarm = Alarm.objects.get()
    assert (alarm.unit_id, alarm.code, alarm.why) == (
        zhao_home.pk,
        "isolation_rooms_full",
        "2 间隔离室都已有人",
    )
    observed = isolation_queries.counts([zhao_home], at=BEGAN)[0]
    assert (observed.isolated, observed.without_room, observed.rooms, observed.free) == (
        3,
        1,
        2,
        0,
    )
    with pytest.raises(Unfit) as full:
        isolation.change_room(isolation=made[2], room=first, by=carer, at=BEGAN)
    assert "住满" in full.value.findings["room"]
    with pytest.raises(Unfit):
        rooms.close_room(room=first, by=director, at=BEGAN)


def test_one_who_is_isolated_stays_as_they_are_whoever_asks_again(
    zhao_home: Unit, carer: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    again = isolation.begin(
        unit=zhao_home, who=Observed(people[0], "fever", at(hour=10)), by=carer, at=at(hour=10)
    )
    assert again.pk == one.pk


def test_what_was_in_force_at_the_start_stays_in_force(
    zhao_home: Unit, carer: User, people: list[UUID], suspend: object
) -> None:
    one = begun(zhao_home, people[0], carer)
    suspend("isolation_days", value=21, starts_at=BEGAN + timedelta(days=1))  # type: ignore[operator]
    one.refresh_from_db()
    assert one.days == 14
    later = Observed(people[1], "return", BEGAN + timedelta(days=2))
    next_one = isolation.begin(unit=zhao_home, who=later, by=carer, at=later.at)
    assert (next_one.days, "澜疫指〔2020〕3号" in next_one.paper) == (21, True)


def test_from_a_case_the_person_and_the_ticked_roommates_are_isolated(
    zhao_home: Unit, carer: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[2], carer)
    checked(one, [1], carer, times=1, tenths=376)
    case = Case.objects.get()
    case_isolation.isolate(case=case, roommates=[people[3]], by=carer, at=at(hour=10))
    causes = dict(Isolation.objects.values_list("person_id", "cause"))
    assert causes == {people[2]: "return", people[3]: "contact"}
    steps = dict(CaseStep.objects.values_list("step", "people"))
    assert steps["roommates"] == 1
    assert "isolate" in steps


def test_the_neighbour_sees_no_isolation_and_enters_none(
    zhao_home: Unit, qian: User, qian_home: Unit, carer: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    stranger = scope_of(qian, at=BEGAN)
    assert list(isolation_queries.isolations(stranger)) == []
    with pytest.raises(OutOfScope):
        isolation_queries.isolation(stranger, one.pk)
    with pytest.raises(OutOfScope):
        isolation.begin(unit=qian_home, who=Observed(people[1], "return", BEGAN), by=qian, at=BEGAN)
    nurse = make_user("nurse", "冯护理", qian_home, "carer")
    check = Check(one.pk, at(hour=9), tenths=365)
    with pytest.raises(OutOfScope):
        checks.check(unit=qian_home, made=check, by=nurse, at=at(hour=9))


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    spells=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 96), st.integers(1, 60)), max_size=8
    )
)
def test_isolated_today_is_yesterday_and_the_new_without_the_ended(
    spells: list[tuple[int, int, int]],
    zhao_home: Unit,
    carer: User,
    people: list[UUID],
) -> None:
    """isolated(t) = isolated(t−1) + new − released, whoever came and went at whatever hour."""
    Isolation.objects.all().delete()
    free_from = dict.fromkeys(range(4), 0)
    for who, start, length in sorted(spells, key=lambda spell: spell[1]):
        if start < free_from[who]:
            continue
        began = BEGAN + timedelta(hours=start)
        isolation.begin(
            unit=zhao_home, who=Observed(people[who], "return", began), by=carer, at=began
        )
        ended = began + timedelta(hours=length)
        told = {"unit": zhao_home, "people": [people[who]], "by": carer, "at": ended}
        isolation.end_of(ended_as=End.LEFT, ended_at=ended, **told)
        free_from[who] = start + length + 1
    held = counters()

    def count(code: str, span: Span) -> int:
        return sum(one.rows(span).count() for one in held[code])

    for day in range(-1, 9):
        until = at(DAY, 16) + timedelta(days=day)
        today = Span((zhao_home.pk,), until - timedelta(days=1), until)
        before = Span((zhao_home.pk,), until - timedelta(days=2), until - timedelta(days=1))
        assert count("isolated", today) == count("isolated", before) + count(
            "isolated_new", today
        ) - count("released", today)


def test_free_rooms_and_who_was_told_are_counted_at_the_moment_of_statistics(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    span = Span((zhao_home.pk,), at(hour=16) - timedelta(days=1), at(hour=16))
    (free,) = counters()["rooms_free"]
    (told,) = counters()["told"]
    assert free.known is not None
    assert not free.known(span).exists()
    stage.rooms(zhao_home, "隔离室1", "隔离室2")
    begun(zhao_home, people[0], carer)
    assert [free.line(row).text for row in free.rows(span)] == ["隔离室2"]

    gone = stage.ask(people[1])
    stage.sent_out(zhao_home, gone, carer=carer, director=director, when=at(hour=8))
    for hour in (10, 12, 17):
        wait = Wait(people[1], at(hour=hour), "王强（儿子）")
        deferrals.tell(unit=zhao_home, wait=wait, by=carer, at=at(hour=hour))
    (row,) = told.rows(span)
    assert (row.happened_at, told.line(row).text) == (at(hour=10), "李** 电话告知，周护理")
