"""Who is let in, refused, waits or leaves; what is on record of it; who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.desk.models import Entry
from shouwang.figures.counting import Span, counters
from shouwang.gate import queries
from shouwang.gate.actions import after, approvals, visits
from shouwang.gate.kinds import Decision
from shouwang.gate.models import Visit, Visitor
from shouwang.gate.refusals import Forbidden
from shouwang.gate.told import Step, Who
from shouwang.kit import clock
from shouwang.orgs import records
from shouwang.orgs.scope import scope_of
from shouwang.response.actions import exemptions
from shouwang.response.models import Exemption
from tests.cast import DAY, at
from tests.gate.conftest import NINE, PHONE, came


def enter(new, by, when=NINE) -> Visit:
    return visits.enter(new=new, by=by, at=when)


def count(code, unit, day=DAY) -> int:
    span = Span((unit.pk,), clock.start_of(day), clock.start_of(day + timedelta(days=1)))
    (one,) = counters()[code]
    rows = one.rows(span)
    assert all(one.line(row).url for row in rows)
    found = rows.order_by().values("unit").annotate(n=one.amount).values_list("n", flat=True)
    return found[0] if found else 0


def test_a_visitor_is_kept_once_and_encrypted_however_often_they_come(zhao_home, keeper, wang):
    enter(came(zhao_home, person_id=wang.pk, plate="皖a·d12345"), keeper)
    again = enter(came(zhao_home, who=Who(name="李建国", phone="138 1234 5678")), keeper)
    visitor = Visitor.objects.get()
    assert (visitor.masked, visitor.masked_phone) == ("李**", "138****5678")
    assert (visitor.tail, visitor.plate, visitor.person) == ("5678", "皖AD12345", wang)
    assert again.visitor == visitor
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, phone, plate FROM gate_visitor")
        kept = b"".join(bytes(value) for value in cursor.fetchone())
    assert "李建国".encode() not in kept
    assert PHONE.encode() not in kept


def test_a_known_visitor_is_entered_by_their_key_alone(zhao_home, keeper, qian_home, qian):
    first = enter(came(zhao_home), keeper)
    second = enter(came(zhao_home, who=Who(id=first.visitor_id)), keeper)
    assert second.visitor_id == first.visitor_id
    with pytest.raises(ValidationError):
        enter(came(qian_home, who=Who(id=first.visitor_id)), qian)
    with pytest.raises(ValidationError):
        enter(came(zhao_home, who=Who(id=uuid4())), keeper)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"purpose": "tea"}, "purpose"),
        ({"decision": "perhaps"}, "decision"),
        ({"who": Who()}, "name"),
        ({"who": Who(name="李建国", phone="12")}, "phone"),
        ({"who": Who(phone=PHONE)}, "name"),
        ({"temperature": None}, "temperature"),
        ({"temperature": 979}, "temperature"),
        ({"temperature": 376}, "temperature"),
        ({"temperature": 365, "recheck": 376}, "temperature"),
        ({"is_history_clear": False}, "history"),
        ({"plate": "皖AO1234"}, "plate"),
        ({"heads": 0}, "heads"),
        ({"happened_at": at(hour=10)}, "happened_at"),
        ({"left_at": at(hour=8)}, "left_at"),
        ({"person_id": uuid4()}, "person"),
        ({"decision": "refused"}, "reason"),
        ({"decision": "waiting"}, "decision"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(zhao_home, keeper, told, field):
    with pytest.raises(ValidationError) as why:
        enter(replace(came(zhao_home), **told), keeper)
    assert why.value.code == field
    assert not Visit.objects.exists()


def test_the_fever_mark_is_that_of_the_measure_in_force(zhao_home, keeper, lay):
    enter(came(zhao_home, temperature=370), keeper)
    lay(zhao_home, "fever_at", 37)
    with pytest.raises(ValidationError):
        enter(came(zhao_home, temperature=370), keeper)


def test_a_fine_second_reading_lets_in_and_both_stay_on_record(zhao_home, keeper):
    made = enter(came(zhao_home, temperature=376, recheck=368), keeper)
    made.refresh_from_db()
    assert (made.temperature, made.recheck) == (Decimal("37.6"), Decimal("36.8"))
    assert made.decision == Decision.ADMITTED


def test_a_closed_house_refuses_with_the_paper_beside_it(zhao_home, keeper, closed):
    with pytest.raises(Forbidden) as why:
        enter(came(zhao_home), keeper)
    assert "澜疫指〔2020〕3号" in why.value.order.refusal
    refused = came(zhao_home, decision="refused", reason="measure", who=Who(), wants_video=True)
    made = enter(refused, keeper)
    assert "澜疫指〔2020〕3号" in made.paper
    assert made.measure == "visits"
    assert (made.visitor, made.wants_video) == (None, True)
    assert count("refused", zhao_home) == 1
    assert count("allowed", zhao_home) == 0


def test_the_measure_that_counts_is_that_of_the_moment_they_came(zhao_home, keeper, lay):
    lay(zhao_home, "visits", starts_at=at(hour=20))
    enter(came(zhao_home, happened_at=at(hour=19, minute=59)), keeper, at(hour=22))
    with pytest.raises(Forbidden):
        enter(came(zhao_home, happened_at=at(hour=20, minute=1)), keeper, at(hour=22))


def test_in_principle_means_by_special_approval_with_the_approver_on_record(
    zhao_home, keeper, head, closed
):
    made = enter(came(zhao_home, "business", decision="waiting", note="电梯年检"), keeper)
    asked = Exemption.objects.get(about=f"gate.visit:{made.pk}")
    assert asked.reason == "电梯年检"
    assert Entry.objects.filter(to=head, url__contains="exemption").exists()
    with pytest.raises(ValidationError):
        approvals.let_in(visit=made, happened_at=NINE, by=keeper, at=NINE)
    exemptions.approve(exemption=asked, by=head, at=at(hour=9, minute=5), conditions="不超过一小时")
    ten = at(hour=9, minute=10)
    done = approvals.let_in(visit=made, happened_at=ten, by=keeper, at=ten)
    assert (done.decision, done.approver) == (Decision.SPECIAL, "赵院长")
    assert approvals.let_in(visit=made, happened_at=ten, by=keeper, at=ten).pk == made.pk
    assert count("allowed", zhao_home) == 1


def test_whoever_may_approve_grants_first_and_the_gate_lets_in(zhao_home, keeper, head, closed):
    new = came(zhao_home, "business", decision="special")
    with pytest.raises(ValidationError):
        enter(new, keeper)
    exemptions.grant(
        unit=zhao_home, measure="business", about=f"gate.visit:{new.id}", reason="年检", by=head,
        at=NINE,
    )  # fmt: skip
    assert enter(new, keeper).approver == "赵院长"


def test_what_is_forbidden_without_exception_is_not_asked_for(zhao_home, keeper, closed):
    with pytest.raises(Forbidden):
        enter(came(zhao_home, decision="waiting"), keeper)
    assert not Exemption.objects.exists()


def test_who_was_not_approved_is_turned_away_and_counted(zhao_home, keeper, closed):
    made = enter(came(zhao_home, "business", decision="waiting", heads=3), keeper)
    approvals.turn_away(visit=made, by=keeper, at=NINE)
    assert count("refused", zhao_home) == 3
    assert Exemption.objects.get().state == Exemption.State.WITHDRAWN
    with pytest.raises(ValidationError):
        approvals.let_in(visit=made, happened_at=NINE, by=keeper, at=NINE)


def test_an_ambulance_goes_in_whatever_is_in_force_and_is_written_down_later(
    zhao_home, keeper, wang, closed
):
    made = enter(came(zhao_home, "emergency", who=Who(), temperature=None), keeper)
    assert list(queries.to_supplement(scope_of(keeper, at=NINE), zhao_home)) == [made]
    told = after.Details(Who(name="急救员", phone=PHONE), "皖A1234应急", 3, wang.pk)
    after.supplement(visit=made, details=told, by=keeper, at=at(hour=11))
    after.supplement(visit=made, details=after.Details(), by=keeper, at=at(hour=12))
    made.refresh_from_db()
    assert (made.plate, made.heads, made.person, made.needs_details) == (
        "皖A1234应急", 3, wang, False,
    )  # fmt: skip
    assert made.decision == Decision.ADMITTED


def test_a_fever_is_refused_step_by_step_and_told_to_the_director_without_a_name(
    zhao_home, keeper, head
):
    steps = (Step("recheck", "37.7", NINE),)
    made = enter(
        came(zhao_home, decision="refused", reason="fever", temperature=376, recheck=377,
             steps=steps), keeper,
    )  # fmt: skip
    waits = Step("wait", "院门外", at(hour=9, minute=3))
    for _ in range(2):
        after.step(visit=made, new=waits, by=keeper, at=at(hour=9, minute=4))
    assert [step.step for step in made.steps.order_by("happened_at")] == ["recheck", "wait"]
    told = Entry.objects.get(to=head)
    assert "37.6" in told.text
    assert "李建国" not in told.text
    assert count("refused", zhao_home) == 1


def test_leaving_is_one_tap_and_the_first_moment_stands(zhao_home, keeper):
    made = enter(came(zhao_home), keeper)
    scope = scope_of(keeper, at=NINE)
    assert list(queries.inside(scope, zhao_home)) == [made]
    after.leave(visit=made, happened_at=at(hour=8), by=keeper, at=at(hour=10))
    after.leave(visit=made, happened_at=at(hour=11), by=keeper, at=at(hour=11))
    made.refresh_from_db()
    assert made.left_at == NINE
    assert not queries.inside(scope, zhao_home)
    refused = enter(came(zhao_home, decision="refused", reason="other"), keeper)
    with pytest.raises(ValidationError):
        after.leave(visit=refused, happened_at=NINE, by=keeper, at=NINE)


def test_a_voided_visit_counts_no_more(zhao_home, keeper):
    made = enter(came(zhao_home, decision="refused", reason="other"), keeper)
    with pytest.raises(ValidationError):
        after.void(visit=made, reason=" ", by=keeper, at=NINE)
    after.void(visit=made, reason="点错了", by=keeper, at=NINE)
    assert count("refused", zhao_home) == 0


def test_neighbours_and_superiors_have_no_business_at_the_gate(zhao_home, keeper, qian, tang):
    made = enter(came(zhao_home), keeper)
    for stranger, why in ((qian, OutOfScope), (tang, NotPermitted)):
        with pytest.raises(why):
            enter(came(zhao_home), stranger)
        with pytest.raises(why):
            after.leave(visit=made, happened_at=NINE, by=stranger, at=NINE)
        with pytest.raises((OutOfScope, NotPermitted)):
            list(queries.register(scope_of(stranger, at=NINE), zhao_home, DAY))
        with pytest.raises(OutOfScope):
            queries.visit(scope_of(stranger, at=NINE), made.pk)


def test_a_second_arrival_writes_nothing_and_a_late_one_tells_its_own_day(
    zhao_home, keeper, monkeypatch
):
    told: list[tuple[int, object]] = []
    monkeypatch.setattr(records, "_listeners", [told.extend])
    yesterday = DAY - timedelta(days=1)
    new = came(zhao_home, happened_at=at(yesterday, 22))
    first, second = enter(new, keeper, at(hour=7)), enter(new, keeper, at(hour=8))
    assert first.pk == second.pk
    assert told == [(zhao_home.pk, yesterday)]
    assert AuditEvent.objects.filter(word="gate.admitted").count() == 1


def test_many_visits_of_many_days_take_few_statements(zhao_home, sun_home, system, closed):
    def statements(days: int) -> int:
        entries = [
            came(home, "repair", happened_at=at(DAY - timedelta(days=n), 8 + n % 3),
                 who=Who(name=f"师傅{n}", phone=f"1381234{n:04d}"), left_at=at(hour=12))
            for n in range(days) for home in (zhao_home, sun_home)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            made = visits.enter_many(entries=entries, by=system, at=at())
        assert len(made) == 2 * days
        return len(captured)

    few, many = statements(4), statements(16)
    # two statements an hour that anything happened in, the rest for all together
    assert many - few <= 2 * (16 - 4)
    assert AuditEvent.objects.filter(word="gate.many").count() == 2
