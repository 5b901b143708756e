"""Who was in the house, at any past moment; what cannot have been is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.scope import scope_of
from shouwang.people import queries
from shouwang.people.actions import admissions, corrections, staff, stays
from shouwang.people.actions.admissions import Admission
from shouwang.people.actions.stays import Leaving
from shouwang.people.checks import NewPerson
from shouwang.people.models import Absence, Person, Stay
from tests.cast import DAY, at
from tests.people.conftest import BEFORE, WANG_ID

NOON = at(DAY, 12)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, object]]:
    """What the ledger would hear."""
    heard: list[tuple[int, object]] = []
    monkeypatch.setattr(records, "_listeners", [heard.extend])
    return heard


def test_a_past_noon_knows_who_was_in_the_house(zhao_home, zhao, admit, head):
    wang, li = admit(zhao_home, "王秀英", room="201"), admit(zhao_home, "李大山", room="102")
    stays.leave(person_id=wang.person_id, kind="medical", at=at(DAY, 9), by=zhao)
    stays.come_back(person_id=wang.person_id, at=at(DAY, 15), by=zhao)
    stays.discharge(person_id=li.person_id, at=at(DAY, 14), by=head)
    scope = scope_of(zhao, at=at(DAY, 16))
    roll = queries.roll(scope, zhao_home, at=NOON)
    assert [(one.name, one.is_out) for one in roll] == [("李大山", False), ("王秀英", True)]
    assert queries.in_house([zhao_home.pk], NOON) == {zhao_home.pk: 1}
    assert queries.in_house([zhao_home.pk], at(DAY, 13, 59)) == {zhao_home.pk: 1}
    assert queries.in_house([zhao_home.pk], at(DAY, 15)) == {zhao_home.pk: 1}
    assert queries.registered([zhao_home.pk], at(DAY, 14)) == {zhao_home.pk: 1}
    assert queries.in_house([zhao_home.pk], BEFORE - timedelta(seconds=1)) == {}


def test_above_the_house_a_roll_has_no_names(zhao_home, qian_home, tang, carer, zhao, qian, admit):
    admit(zhao_home, "王秀英")
    admit(qian_home, "周福生")
    assert queries.roll(scope_of(carer, at=NOON), zhao_home, at=NOON)[0].name == "王秀英"
    assert queries.roll(scope_of(tang, at=NOON), zhao_home, at=NOON)[0].name == "王**"
    with pytest.raises(OutOfScope):
        queries.roll(scope_of(qian, at=NOON), zhao_home, at=NOON)


def test_children_have_no_name_at_the_gate_and_not_even_a_surname_above(
    childrens_home, tang, system, admit
):
    from shouwang.accounts.roles import Role
    from tests.cast import make_user

    admit(childrens_home, "陈小满", born_on=DAY.replace(year=2014))
    nurse = make_user("nurse", "护士", childrens_home, Role.MEDIC)
    keeper = make_user("gate2", "门卫", childrens_home, Role.GATEKEEPER)
    shown = {
        user.username: queries.roll(scope_of(user, at=NOON), childrens_home, at=NOON)[0].name
        for user in (nurse, keeper, tang)
    }
    assert shown == {"nurse": "陈小满", "gate2": "***", "tang": "***"}


def test_a_second_arrival_writes_nothing(zhao_home, zhao, admit):
    stay, key, back = admit(zhao_home, "王秀英", id=uuid7()), uuid7(), uuid7()
    again = admit(zhao_home, "王秀英", id=stay.pk)
    assert (again.pk, Person.objects.count()) == (stay.pk, 1)
    out = {"person_id": stay.person_id, "kind": "leave", "at": at(DAY, 9), "by": zhao, "id": key}
    assert stays.leave(**out).pk == stays.leave(**out).pk == key
    home = {"person_id": stay.person_id, "at": at(DAY, 11), "by": zhao, "id": back}
    assert stays.come_back(**home).pk == stays.come_back(**home).pk == key
    ended = {**home, "at": at(DAY, 12), "id": uuid7()}
    assert stays.die(**ended).pk == stays.die(**ended).pk == stay.pk
    words = AuditEvent.objects.filter(word__startswith="people.").values_list("word", flat=True)
    assert sorted(words) == [
        "people.admitted", "people.came_back", "people.left", "people.stay_ended"
    ]  # fmt: skip


def test_what_cannot_be_is_refused_in_plain_words(zhao_home, qian_home, zhao, qian, admit):
    wang = admit(zhao_home, "王秀英", id_number=WANG_ID)

    def refused(deed, **given) -> str:
        with pytest.raises(ValidationError) as refusal:
            deed(**given)
        return refusal.value.messages[0]

    twin = NewPerson("王秀英", id_number=WANG_ID)
    here = {"person_id": wang.person_id, "by": zhao}
    assert "另一家机构在册" in refused(
        admissions.admit, unit=qian_home, person=twin, at=NOON, by=qian
    )
    assert "已在册" in refused(admissions.admit, unit=zhao_home, person=twin, at=NOON, by=zhao)
    assert "没有在外记录" in refused(stays.come_back, at=NOON, **here)
    stays.leave(kind="leave", at=at(DAY, 9), **here)
    assert "已登记在外" in refused(stays.leave, kind="medical", at=at(DAY, 10), **here)
    assert "之后已有离院记录" in refused(stays.leave, kind="leave", at=at(DAY, 8), **here)
    assert "不能晚于现在" in refused(stays.come_back, at=NOON, now=at(DAY, 11), **here)
    assert "当时不在册" in refused(
        stays.leave, kind="leave", at=BEFORE - timedelta(1), now=NOON, **here
    )
    assert "校验位" in refused(
        admissions.admit, unit=zhao_home, at=NOON, by=zhao,
        person=NewPerson("李四", id_number="110105194912310021"),
    )  # fmt: skip


def test_who_moves_on_is_the_same_person_under_the_same_number(zhao_home, qian_home, zhao, qian,
                                                               admit):  # fmt: skip
    wang = admit(zhao_home, "王秀英", id_number=WANG_ID, room="201")
    stays.end_many([stays.Closing(wang.person_id, "transferred", NOON)], by=zhao, now=NOON)
    told = NewPerson("王秀英", id_number=WANG_ID.lower(), room="8")
    there = admissions.admit(unit=qian_home, person=told, at=NOON, by=qian)
    assert (there.person_id, Person.objects.get().room) == (wang.person_id, "8")
    here = scope_of(zhao, at=NOON)
    assert [stay.unit_id for stay in queries.stays(here, queries.get(here, wang.person_id))] == [
        zhao_home.pk
    ]


def test_death_closes_the_stay_and_an_absence_with_it(zhao_home, zhao, admit):
    wang = admit(zhao_home, "王秀英")
    stays.leave(person_id=wang.person_id, kind="medical", at=at(DAY, 9), by=zhao)
    ended = stays.die(person_id=wang.person_id, at=NOON, by=zhao)
    assert (ended.end, ended.was_away) == ("deceased", True)
    assert Absence.objects.get().end == "closed"
    assert queries.registered([zhao_home.pk], NOON) == {}


def test_a_correction_has_a_reason_leaves_its_trace_and_reopens_the_days(
    zhao_home, zhao, admit, told
):
    wang = admit(zhao_home, "王秀英", when=at(DAY, 9))
    told.clear()
    earlier = at(DAY, 9) - timedelta(days=2)
    with pytest.raises(ValidationError, match="理由"):
        corrections.correct_stay(
            stay_id=wang.pk, from_at=earlier, reason=" ", by=zhao, now=at(DAY, 16)
        )
    fixed = corrections.correct_stay(
        stay_id=wang.pk, from_at=earlier, reason="按入住登记表更正", by=zhao, now=at(DAY, 16)
    )
    (trace,) = fixed.corrections
    assert (trace["reason"], trace["by"]) == ("按入住登记表更正", "赵填报")
    assert {day for _unit, day in told} == {DAY - timedelta(days=n) for n in range(3)}


def test_a_correction_may_not_leave_an_absence_outside_the_stay(zhao_home, zhao, admit):
    wang = admit(zhao_home, "王秀英")
    stays.leave(person_id=wang.person_id, kind="leave", at=at(DAY, 9), by=zhao)
    with pytest.raises(ValidationError, match="先更正"):
        corrections.correct_stay(
            stay_id=wang.pk, from_at=NOON, reason="误填", by=zhao, now=at(DAY, 16)
        )


def test_the_database_itself_refuses_an_overlap(zhao_home, admit):
    wang = admit(zhao_home, "王秀英")
    stays.discharge(person_id=wang.person_id, at=NOON, by=wang.recorded_by)
    again = Stay(
        person_id=wang.person_id,
        unit=zhao_home,
        from_at=NOON - timedelta(hours=1),
        recorded_at=NOON,
    )
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        _commit(again)


def _commit(stay: Stay) -> None:
    stay.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_carer_records_moves_and_admits_nobody(zhao_home, carer, admit):
    wang = admit(zhao_home, "王秀英")
    assert stays.leave(person_id=wang.person_id, kind="leave", at=NOON, by=carer).kind == "leave"
    with pytest.raises(NotPermitted):
        admissions.admit(unit=zhao_home, person=NewPerson("李四"), at=NOON, by=carer)


def test_staff_live_in_go_out_and_are_released(zhao_home, zhao, engage):
    sun = engage(zhao_home, "孙护士", state="on_post")
    who = {"person_id": sun.person_id, "by": zhao}
    staff.live_in(at=at(DAY, 9), **who)
    heads = queries.heads([zhao_home.pk], at(DAY, 10))[zhao_home.pk]
    assert (heads.staff, heads.on_post, heads.live_in) == (1, 1, 1)
    staff.go_out(at=at(DAY, 11), **who)
    assert queries.heads([zhao_home.pk], NOON)[zhao_home.pk].on_post == 0
    staff.release(at=at(DAY, 13), **who)
    assert queries.heads([zhao_home.pk], at(DAY, 14)) == {}


def test_a_prefecture_moves_in_within_seconds(zhao_home, qian_home, sun_home, system):
    """Many at once are few statements: 600 people here, by the same path as one."""
    units = [zhao_home, qian_home, sun_home]
    coming = [
        Admission(units[n % 3], NewPerson(f"王{n}", room=str(n // 9)), BEFORE, uuid7())
        for n in range(600)
    ]
    with connection.execute_wrapper(_Few(limit=25)):
        made = admissions.admit_many(coming, by=system, now=NOON)
    with connection.execute_wrapper(_Few(limit=15)):
        out = [Leaving(stay.person_id, "leave", NOON) for stay in made]
        stays.leave_many(out, by=system, now=NOON)
    assert queries.heads([u.pk for u in units], NOON)[zhao_home.pk].away == 200
    assert AuditEvent.objects.filter(word="people.left").get().detail == {"people": 600}


class _Few:
    """Fails when more statements run than so many people should need."""

    def __init__(self, *, limit: int) -> None:
        self.left = limit

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        assert self.left >= 0, sql[:200]
        return execute(sql, params, many, context)


def test_the_ledger_hears_of_each_day_up_to_now(zhao_home, zhao, admit, told):
    admit(zhao_home, "王秀英")
    assert told == [(zhao_home.pk, clock.local_day(BEFORE))]
    told.clear()
    late = at(DAY, 9) - timedelta(days=3)
    wang = Stay.objects.get()
    stays.leave(person_id=wang.person_id, kind="leave", at=late, now=NOON, by=zhao)
    assert [day for _unit, day in told] == [DAY - timedelta(days=n) for n in (3, 2, 1, 0)]
