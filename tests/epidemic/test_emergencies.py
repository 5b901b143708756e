"""Cases: opened by a fever, carried through the chain, reported in time or late, closed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.alarms.actions import watching
from shouwang.alarms.models import Alarm
from shouwang.desk.models import Entry
from shouwang.epidemic import case_queries, clocks, drafting, facts, rules
from shouwang.epidemic import steps as offers
from shouwang.epidemic.actions import answers, cases, findings
from shouwang.epidemic.models import Case, CaseStep
from shouwang.figures.counting import Span, counters
from shouwang.kit import retention
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.scope import scope_of
from tests.cast import DAY, at, make_user
from tests.epidemic.conftest import FEVER

AFTERNOON = at(DAY, 16)


def after(minutes):
    return FEVER + timedelta(minutes=minutes)


def note(case, step, minutes, by, **told):
    return cases.note(case=case, step=step, at=after(minutes), by=by, **told)


def counted(code, unit, until=AFTERNOON):
    span = Span((unit.pk,), until - timedelta(days=1), until)
    (counter,) = counters()[code]
    return counter.rows(span).count()


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


def test_an_emergency_goes_to_hospital_before_any_form(fever, carer):
    sent = note(fever, rules.SENT, 1, carer, who="区人民医院")
    assert sent.late_s is None
    assert fever.steps.count() == 1


def test_what_is_done_once_stands_once_and_the_rest_as_often_as_it_is_done(fever, carer):
    key = uuid7()
    assert note(fever, rules.ISOLATE, 2, carer).pk == note(fever, rules.ISOLATE, 3, carer).pk
    for minutes in (3, 4):
        note(fever, rules.RECHECK, minutes, carer, temperature=Decimal("37.8"))
    for _ in range(2):
        note(fever, rules.RECHECK, 9, carer, id=key, temperature=Decimal("37.9"))
    assert fever.steps.filter(step=rules.RECHECK).count() == 3


def test_a_call_in_time_and_one_that_is_late_are_kept_as_they_were(fever, carer):
    assert note(fever, rules.PHONE_SUPERIOR, 6, carer).late_s == 0
    late = note(fever, rules.PHONE_CDC, 22, carer)
    assert late.late_s == 12 * 60
    detail = AuditEvent.objects.filter(word="epidemic.step_noted").latest("pk").detail
    assert detail["late_s"] == 12 * 60


def test_moments_before_the_sign_and_in_the_future_are_refused(fever, carer):
    with pytest.raises(ValidationError):
        note(fever, rules.ISOLATE, -1, carer)
    with pytest.raises(ValidationError):
        note(fever, rules.ISOLATE, 60, carer, recorded_at=after(30))
    assert note(fever, rules.ISOLATE, 3, carer, recorded_at=after(30)).recorded_at == after(30)


def test_the_limits_are_those_of_the_moment_of_the_case(fever):
    assert fever.limits == rules.Limits(10, 30, 24)
    Case.objects.filter(pk=fever.pk).update(phone_minutes=5)
    fever.refresh_from_db()
    running = clocks.of(fever)
    assert rules.due_of(running, rules.PHONE_SUPERIOR) == after(5)


def test_a_carer_reports_by_phone_but_neither_writes_nor_finds_nor_closes(fever, carer):
    note(fever, rules.PHONE_SUPERIOR, 4, carer)
    with pytest.raises(NotPermitted):
        note(fever, rules.WRITTEN, 9, carer, details="初报")
    with pytest.raises(NotPermitted):
        findings.record_finding(case=fever, status="suspected", who="我", by=carer, at=after(9))
    with pytest.raises(NotPermitted):
        cases.close(case=fever, outcome="normal", by=carer, at=after(9))


def test_a_status_stands_by_a_medical_finding_with_its_source(fever, head, zhao_home):
    assert counted("suspected", zhao_home) == 0
    told = {"case": fever, "by": head}
    with pytest.raises(ValidationError):
        findings.record_finding(status="suspected", who=" ", at=after(60), **told)
    with pytest.raises(ValidationError):
        findings.record_finding(status="confirmed", who="区疾控", at=after(60), **told)
    findings.record_finding(status="suspected", who="区医院 李医生", at=after(60), **told)
    assert (counted("suspected", zhao_home), counted("confirmed", zhao_home)) == (1, 0)
    findings.record_finding(
        status="confirmed", who="区疾控", paper="检测报告 12 号", at=after(240), **told
    )
    assert (counted("suspected", zhao_home), counted("confirmed", zhao_home)) == (0, 1)
    assert counted("suspected", zhao_home, until=after(100)) == 1, "as it stood then"
    findings.record_finding(status="cleared", who="区疾控", at=after(300), **told)
    assert counted("confirmed", zhao_home) == 0


def test_a_database_takes_no_status_from_any_other_step(fever, carer):
    step = note(fever, rules.ISOLATE, 3, carer)
    with pytest.raises(Exception, match="case_status_by_finding_only"):
        CaseStep.objects.filter(pk=step.pk).update(status="confirmed")


def test_who_was_sent_is_counted_in_the_day_in_which_it_happened(fever, carer, zhao_home):
    step = note(fever, rules.SENT, 30, carer)
    assert counted("sent", zhao_home) == 1
    assert counted("sent", zhao_home, until=at(DAY, 16) + timedelta(days=1)) == 0
    cases.void(step=step, reason="未送", by=carer, at=after(60))
    assert counted("sent", zhao_home) == 0


def test_writers_of_records_say_which_days_have_changed(fever, carer, monkeypatch):
    told = []
    monkeypatch.setattr(records, "_listeners", [told.extend])
    cases.note(
        case=fever, step=rules.SENT, by=carer, at=after(1), recorded_at=after(1) + timedelta(days=1)
    )
    assert {day for _unit, day in told} == {DAY, DAY + timedelta(days=1)}


def test_voiding_a_call_lets_its_clock_run_again_and_leaves_it_to_be_seen(fever, carer):
    step = note(fever, rules.PHONE_SUPERIOR, 4, carer)
    with pytest.raises(ValidationError):
        cases.void(step=step, reason=" ", by=carer, at=after(5))
    cases.void(step=step, reason="没打通", by=carer, at=after(5))
    assert rules.due_of(clocks.of(fever), rules.PHONE_SUPERIOR) == after(10)
    assert fever.steps.get().void_reason == "没打通"


def test_the_superior_confirms_and_the_house_cannot_confirm_its_own(
    fever, carer, tang, city, zhao_home
):
    duty = make_user("duty", "赵值班", zhao_home, Role.DUTY)
    night = at(DAY, 21)
    call = note(fever, rules.PHONE_SUPERIOR, 4, carer)
    assert Entry.objects.filter(to=tang, text__contains="请确认收到").exists()
    with pytest.raises(NotPermitted):
        answers.receive(step=call, by=duty, at=night)
    first = answers.receive(step=call, by=tang, at=after(5))
    assert answers.receive(step=call, by=city, at=after(6)).pk == first.pk
    assert first.by_name == "唐科员"


def test_the_superior_asks_for_more_and_a_follow_up_answers_it(fever, head, tang):
    note(fever, rules.WRITTEN, 20, head, details="初报")
    with pytest.raises(ValidationError):
        answers.ask_follow_up(case=fever, due_at=after(30), details="", by=tang, at=after(40))
    answers.ask_follow_up(case=fever, due_at=after(90), details="诊断？", by=tang, at=after(40))
    assert rules.due_of(clocks.of(fever), rules.FOLLOW_UP) == after(90)
    assert Entry.objects.filter(to=head, text__contains="续报").exists()
    follow = note(fever, rules.FOLLOW_UP, 95, head, details="续报一")
    assert follow.late_s == 5 * 60
    assert rules.due_of(clocks.of(fever), rules.FOLLOW_UP) == after(95 + 24 * 60)


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


def test_the_draft_says_what_is_known_masks_names_and_guesses_nothing(
    fever, head, carer, resident, zhao_home
):
    resident(zhao_home, "李桂兰", room="201", bed="1")
    resident(zhao_home, "孙玉梅", room="305")
    note(fever, rules.PHONE_SUPERIOR, 6, carer, who="棠宁区民政局")
    note(fever, rules.PHONE_CDC, 25, carer, who="区疾控中心")
    note(fever, rules.ROOMMATES, 8, carer, people=1)
    note(fever, rules.ISOLATE, 3, carer)
    text = drafting.draft(facts.gather(fever, at=after(28)), rules.WRITTEN)
    for said in (
        "2月11日07:20", "赵家敬老院", "37.6℃", "王**", "同室1人", "已隔离2人", "正在核实",
        "电话首报：主管部门07:26（时限07:30，符合时限）", "超时15分钟",
    ):  # fmt: skip
        assert said in text
    assert "秀英" not in text
    assert "桂兰" not in text


def test_a_follow_up_says_only_what_changed_and_the_final_one_how_it_ended(fever, head, carer):
    note(fever, rules.ISOLATE, 3, carer)
    note(fever, rules.WRITTEN, 28, head, details="初报")
    note(fever, rules.SENT, 60, carer, who="区人民医院")
    text = drafting.draft(facts.gather(fever, at=after(90)), rules.FOLLOW_UP)
    assert "送诊（区人民医院）" in text
    assert "本人隔离" not in text
    cases.close(case=fever, outcome="excluded", word="区疾控中心 王主任", by=head, at=after(100))
    fever.refresh_from_db()
    final = drafting.draft(facts.gather(fever, at=after(120)), rules.FINAL)
    assert "疾控排除（区疾控中心 王主任）" in final


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


def test_words_about_a_person_lie_encrypted(fever, carer):
    note(fever, rules.FAMILY, 5, carer, who="王女士", details="电话告知女儿")
    raw = CaseStep.objects.filter(case=fever).extra(select={"d": "details::bytea", "w": "who"})
    for row in raw.values_list("d", "w"):
        assert "告知".encode() not in bytes(row[0])
        assert "王女士".encode() not in bytes(row[1])


def test_an_app_above_offers_the_page_behind_a_step(fever, monkeypatch):
    monkeypatch.setattr(offers, "_offers", {})
    offers.offer(rules.ISOLATE, "安排隔离", "epidemic:emergencies")
    assert offers.offered(rules.ISOLATE).url(fever).startswith("/emergencies/?case=")
    with pytest.raises(ValueError, match="twice"):
        offers.offer(rules.ISOLATE, "再一个", "epidemic:emergencies")
    with pytest.raises(ValueError, match="no step"):
        offers.offer("prayer", "祈祷", "epidemic:emergencies")


def test_the_system_may_open_cases_of_the_past(wang, zhao_home):
    case = cases.open_case(
        person_id=wang.pk, unit=zhao_home, at=FEVER, why="发热", by=system_user()
    )
    assert case.cause == "contact"
