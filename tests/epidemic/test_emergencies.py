"""Cases: opened by a fever, carried through the chain, reported in time or late, closed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent
from shouwang.alarms.actions import watching
from shouwang.alarms.models import Alarm
from shouwang.desk.models import Entry
from shouwang.epidemic import case_queries, clocks, rules
from shouwang.epidemic.actions import cases
from shouwang.epidemic.models import Case
from shouwang.kit import retention
from shouwang.kit.ids import uuid7
from shouwang.orgs.scope import scope_of
from tests.cast import DAY
from tests.epidemic.conftest import FEVER
from tests.epidemic.stage import after, counted, note


def test_a_fever_opens_one_case_however_often_it_is_found(fever, wang, zhao_home, carer, head):
    again = cases.open_case(
        person_id=wang.pk, unit=zhao_home, at=after(5), why="复测", temperature=Decimal("38.0"),
        by=carer,
    )  # fmt: skip
    assert again.pk == fever.pk
    assert (Case.objects.count(), again.temperature) == (1, Decimal("37.6"))
    assert AuditEvent.objects.filter(word="epidemic.case_opened").count() == 1
    assert "王" not in AuditEvent.objects.get(word="epidemic.case_opened").about_text


def test_the_key_of_a_phone_finds_its_case_even_after_it_was_closed(wang, zhao_home, carer, head):
    key = uuid7()
    told = {"person_id": wang.pk, "unit": zhao_home, "at": FEVER, "why": "发热", "by": carer}
    first = cases.open_case(id=key, **told)
    cases.close(case=first, outcome="normal", by=head, at=after(5))
    assert cases.open_case(id=key, **told).pk == first.pk
    assert cases.open_case(id=uuid7(), **told | {"at": after(60)}).pk != first.pk


def test_the_house_is_told_at_once_with_the_hour_of_the_call(head, fever):
    entry = Entry.objects.get(to=head)
    assert "07:30" in entry.text
    assert "王" not in entry.text


def test_nobody_opens_a_case_for_somebody_of_another_house(wang, qian_home, qian, carer, zhao_home):
    told = {"person_id": wang.pk, "at": FEVER, "why": "发热"}
    with pytest.raises(OutOfScope):
        cases.open_case(unit=zhao_home, by=qian, **told)
    with pytest.raises(OutOfScope):
        cases.open_case(unit=qian_home, by=qian, **told)
    with pytest.raises(OutOfScope):
        cases.open_case(unit=qian_home, by=carer, **told)


def test_the_limits_are_those_of_the_moment_of_the_case(fever):
    assert fever.limits == rules.Limits(10, 30, 24)
    Case.objects.filter(pk=fever.pk).update(phone_minutes=5)
    fever.refresh_from_db()
    running = clocks.of(fever)
    assert rules.due_of(running, rules.PHONE_SUPERIOR) == after(5)


def test_an_exclusion_names_whose_word_it_is_and_closing_takes_it_off_every_list(
    fever, head, carer, tang
):
    with pytest.raises(ValidationError):
        cases.close(case=fever, outcome="excluded", by=head, at=after(300))
    cases.close(case=fever, outcome="excluded", word="区疾控中心 王主任", by=head, at=after(300))
    fever.refresh_from_db()
    assert (fever.outcome, fever.closed_by) == ("excluded", head)
    scope = scope_of(tang, at=after(301))
    assert list(case_queries.cases(scope)) == []
    assert [c.pk for c in case_queries.cases(scope, case_queries.CLOSED)] == [fever.pk]
    assert not Entry.objects.filter(kind="emergency", done_at=None).exists()
    with pytest.raises(ValidationError):
        note(fever, rules.SENT, 310, carer)
    note(fever, rules.DISINFECTED, 320, carer)
    note(fever, rules.FINAL, 330, head, details="终报")


def test_a_neighbour_sees_nothing_of_it(fever, qian, yan, sun):
    for stranger in (qian, yan, sun):
        with pytest.raises(OutOfScope):
            case_queries.case(scope_of(stranger, at=after(5)), fever.pk)


def test_an_overdue_step_raises_an_alarm_once_and_doing_it_removes_the_cause(fever, carer, tang):
    look = {"codes": ["epidemic.step_overdue"]}
    assert watching.look(at=after(9), **look) == 0
    assert watching.look(at=after(11), **look) == 2
    assert watching.look(at=after(16), **look) == 0
    assert watching.look(at=after(41), **look) == 1
    assert Entry.objects.filter(to=tang, kind="alarm").count() == 3
    assert "王" not in "".join(Alarm.objects.values_list("why", flat=True))
    note(fever, rules.PHONE_SUPERIOR, 42, carer)
    watching.look(at=after(45), **look)
    assert Alarm.objects.filter(gone_at=after(45)).exists()


def test_after_its_time_a_case_is_emptied_and_stays_counted(fever, head, carer, zhao_home, wang):
    note(fever, rules.FAMILY, 5, carer, who="王女士", details="电话告知")
    note(fever, rules.SENT, 30, carer)
    declared = retention.kept()["epidemic.cases"]
    assert any("王女士" in line for _at, line in declared.about(wang.pk))
    cases.close(case=fever, outcome="recovered", by=head, at=after(60))
    assert declared.purge(before=DAY, at=after(90)) == 0, "not yet"
    assert declared.purge(before=DAY + timedelta(days=1), at=after(90)) == 1
    fever.refresh_from_db()
    assert (fever.temperature, fever.symptoms, fever.place) == (None, [], "")
    assert not any("王女士" in line for _at, line in declared.about(wang.pk))
    assert counted("sent", zhao_home) == 1


def test_the_system_may_open_cases_of_the_past(wang, zhao_home):
    case = cases.open_case(
        person_id=wang.pk, unit=zhao_home, at=FEVER, why="发热", by=system_user()
    )
    assert case.cause == "contact"
