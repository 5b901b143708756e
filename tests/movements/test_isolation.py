"""Isolation: it begins by itself, is checked every day, and two persons release it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.alarms.models import Alarm
from shouwang.epidemic.models import Case, CaseStep
from shouwang.figures.counting import Span, counters
from shouwang.health.models import Temperature
from shouwang.kit.offline import Conflict, Unfit
from shouwang.movements import isolation_queries, observing
from shouwang.movements.actions import (
    case_isolation,
    checks,
    deaths,
    deferrals,
    isolation,
    releases,
    rooms,
)
from shouwang.movements.actions.checks import Check
from shouwang.movements.actions.deaths import Passed
from shouwang.movements.actions.deferrals import Wait
from shouwang.movements.actions.isolation import Observed
from shouwang.movements.kinds import End
from shouwang.movements.models import Isolation, IsolationCheck
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people.models import Stay
from tests.cast import DAY, at, make_user
from tests.movements import stage

BEGAN = at(hour=8)


def begun(unit: Unit, person: UUID, by: User) -> Isolation:
    who = Observed(person, "return", BEGAN)
    return isolation.begin(unit=unit, who=who, by=by, at=BEGAN)


def checked(
    one: Isolation, days: Sequence[int], by: User, *, times: int = 2, tenths: int = 365
) -> None:
    """Enter so many checks on each of these days (1 is the first)."""
    made = [
        Check(one.pk, BEGAN + timedelta(days=day - 1, hours=1 + 6 * n), tenths=tenths)
        for day in days
        for n in range(times)
    ]
    now = max(check.at for check in made)
    checks.check_many(unit=one.unit, checks=made, by=by, at=now)


def test_two_sign_when_every_check_is_there_and_not_before(
    zhao_home: Unit, carer: User, medic: User, director: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    checked(one, range(1, 14), carer)
    last = BEGAN + timedelta(days=14)
    with pytest.raises(Unfit) as early:
        releases.sign(isolation=one, signed_as="medic", by=medic, at=last - timedelta(days=1))
    assert "未满 14 天，2020-02-25 起可以解除" in early.value.findings["days"]
    with pytest.raises(Unfit) as lacking:
        releases.sign(isolation=one, signed_as="medic", by=medic, at=last)
    assert "第 14 天" in lacking.value.findings["gaps"]

    # one is entered late, the other explained
    checks.check(
        unit=zhao_home,
        made=Check(one.pk, last - timedelta(hours=20), tenths=366),
        by=carer,
        at=last,
    )
    explained = Check(one.pk, last, missed_because="外出检查未测", number=14)
    checks.check(unit=zhao_home, made=explained, by=carer, at=last)
    signed = releases.sign(isolation=one, signed_as="medic", by=medic, at=last)
    assert signed.ended_at is None
    with pytest.raises(NotPermitted):
        releases.sign(isolation=one, signed_as="director", by=medic, at=last)
    for _turn in range(2):
        released = releases.sign(isolation=one, signed_as="director", by=director, at=last)
    assert (released.ended_as, released.ended_at) == ("released", last)


def test_one_person_with_both_posts_does_not_sign_for_two(
    zhao_home: Unit, carer: User, medic: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    checked(one, range(1, 15), carer)
    by = {"by": system_user(), "at": BEGAN}
    post = create_post(unit=zhao_home, name="院长", role="director", **by)
    fill_post(post=post, user=medic, **by)
    last = BEGAN + timedelta(days=14)
    releases.sign(isolation=one, signed_as="medic", by=medic, at=last)
    with pytest.raises(Unfit) as twice:
        releases.sign(isolation=one, signed_as="director", by=medic, at=last)
    assert "两个人" in twice.value.findings["signer"]


def test_a_last_reading_of_fever_holds_the_release_and_opens_a_case(
    zhao_home: Unit, carer: User, medic: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    checked(one, range(1, 14), carer)
    checked(one, [14], carer, tenths=376)
    assert Case.objects.get().person_id == people[0]
    with pytest.raises(Unfit) as feverish:
        releases.sign(isolation=one, signed_as="medic", by=medic, at=BEGAN + timedelta(days=14))
    assert "发热" in feverish.value.findings["fever"]


def test_on_disease_controls_word_two_sign_before_the_days_are_full(
    zhao_home: Unit, carer: User, medic: User, director: User, people: list[UUID]
) -> None:
    one, other = (begun(zhao_home, person, carer) for person in people[:2])
    checked(one, range(1, 6), carer)
    now = BEGAN + timedelta(days=5)
    told = {"word": "县疾控 李某：流感，可以解除", "said_at": now - timedelta(hours=1)}
    with pytest.raises(Unfit) as early:
        releases.sign(isolation=one, signed_as="medic", by=medic, at=now)
    assert "未满" in early.value.findings["days"]
    with pytest.raises(NotPermitted):
        releases.hear(isolations=[one], **told, by=carer, at=now)
    for wrong, moment in (("", now), ("可以解除", now + timedelta(1)), ("可以", at(hour=7))):
        with pytest.raises(Unfit):
            releases.hear(isolations=[one], word=wrong, said_at=moment, by=medic, at=now)

    releases.hear(isolations=[one, other], **told, by=director, at=now)
    # the other lacks checks: the word lets off the days, nothing else
    with pytest.raises(Unfit) as lacking:
        releases.sign(isolation=other, signed_as="medic", by=medic, at=now)
    assert "第 1、2、3、4、5 天" in lacking.value.findings["gaps"]
    releases.sign(isolation=one, signed_as="medic", by=medic, at=now)
    with pytest.raises(Unfit) as signed:
        releases.hear(isolations=[one], **told, by=director, at=now)
    assert "已有人签字" in signed.value.findings["word"]
    for _turn in range(2):
        done = releases.sign(isolation=one, signed_as="director", by=director, at=now)
    assert (done.ended_as, done.ended_at) == (End.BY_WORD, now)
    assert str(done.get_ended_as_display()) == "依疾控意见提前解除"
    assert AuditEvent.objects.filter(word="movements.released_early").count() == 1


def test_a_word_that_came_too_late_to_matter_makes_no_early_release(
    zhao_home: Unit, carer: User, medic: User, director: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    checked(one, range(1, 15), carer)
    last = BEGAN + timedelta(days=14)
    releases.hear(isolations=[one], word="县疾控：可以解除", said_at=last, by=medic, at=last)
    releases.sign(isolation=one, signed_as="medic", by=medic, at=last)
    done = releases.sign(isolation=one, signed_as="director", by=director, at=last)
    assert done.ended_as == End.RELEASED


def test_a_check_is_a_temperature_too_and_comes_once(
    zhao_home: Unit, carer: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    made = Check(one.pk, at(hour=9), tenths=368, symptoms=["cough"])
    for _turn in range(2):
        row = checks.check(unit=zhao_home, made=made, by=carer, at=at(hour=9))
    taken = Temperature.objects.get()
    assert (taken.pk, taken.context, taken.tenths) == (row.pk, "isolation", 368)
    assert IsolationCheck.objects.count() == 1
    observed = observing.observe([one], at=at(hour=9))[0]
    assert (observed.number, observed.made, observed.due) == (1, 1, 2)


def test_a_check_made_after_the_end_is_a_conflict(
    zhao_home: Unit, carer: User, director: User, people: list[UUID]
) -> None:
    one = begun(zhao_home, people[0], carer)
    passed = Passed(people[0], at(hour=12), "hospital", cause="肺炎", cause_told_by="市医院 张医师")
    for _turn in range(2):
        deaths.record_death(unit=zhao_home, passed=passed, by=director, at=at(hour=13))
    one.refresh_from_db()
    assert (one.ended_as, one.ended_at) == ("died", at(hour=12))
    assert Stay.objects.get(person=people[0]).end == "deceased"
    with pytest.raises(Conflict) as conflict:
        checks.check(
            unit=zhao_home, made=Check(one.pk, at(hour=15), tenths=365), by=carer, at=at(hour=18)
        )
    assert conflict.value.held == {"死亡": "2020-02-11 12:00"}


def test_a_cause_of_death_needs_the_physician_who_told_it(
    zhao_home: Unit, director: User, people: list[UUID]
) -> None:
    passed = Passed(people[0], at(hour=12), "house", cause="心脏病")
    with pytest.raises(Unfit) as refused:
        deaths.record_death(unit=zhao_home, passed=passed, by=director, at=at(hour=13))
    assert "医师" in refused.value.findings["cause_told_by"]


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
