"""Steps of a case: before any form, in time or late, once or often, by whose right."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import AuditEvent
from shouwang.epidemic import clocks, rules
from shouwang.epidemic import steps as offers
from shouwang.epidemic.actions import cases, findings
from shouwang.epidemic.models import CaseStep
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from tests.cast import DAY, at
from tests.epidemic.stage import after, counted, note


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
