from __future__ import annotations

from collections.abc import Callable

import pytest

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.figures.actions import rollups
from shouwang.figures.evidence import evidence, missing
from shouwang.figures.models import Figure
from shouwang.figures.totals import unit_day
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting.actions.reports import AlreadyFiled, Filing, Receipt, Refused, file_report
from shouwang.reporting.models import Report, Submission
from tests.cast import DAY, at

File = Callable[..., Receipt]


def test_a_report_is_filed_once_and_answers_with_a_receipt(
    zhao: User, zhao_home: Unit, file: File
) -> None:
    receipt = file(zhao_home, zhao, in_house=46)
    report = Report.objects.get(receipt=receipt.number)
    assert (report.unit, report.day, report.is_late) == (zhao_home, DAY, False)
    assert AuditEvent.objects.filter(word="reporting.report_filed", by=zhao).count() == 1


def test_the_same_values_from_two_devices_are_one_report_with_one_receipt(
    zhao: User, zhao_home: Unit, file: File
) -> None:
    first, second = file(zhao_home, zhao), file(zhao_home, zhao)
    assert first.number == second.number
    assert not second.is_new
    assert Submission.objects.count() == 1


def test_the_same_client_id_answers_the_first_result_even_after_a_correction(
    zhao: User, zhao_home: Unit, form: object
) -> None:
    sent = Filing(
        values={"in_house": 46, "admitted": 0, "staff": 16, "fever_residents": 0}, client_id=uuid7()
    )
    first = file_report(unit=zhao_home, form=form, day=DAY, filing_=sent, by=zhao, at=at())  # type: ignore[arg-type]
    again = file_report(unit=zhao_home, form=form, day=DAY, filing_=sent, by=zhao, at=at(hour=17))  # type: ignore[arg-type]
    assert (first.number, first.filed_at) == (again.number, again.filed_at)


def test_other_values_need_a_reason_and_leave_a_trace(
    zhao: User, zhao_home: Unit, file: File
) -> None:
    file(zhao_home, zhao, in_house=46)
    with pytest.raises(AlreadyFiled):
        file(zhao_home, zhao, in_house=45)
    file(zhao_home, zhao, in_house=45, options={"correction_reason": "一人昨日已退住"})
    kept = list(Submission.objects.order_by("number").values_list("number", "correction_reason"))
    assert kept == [(1, ""), (2, "一人昨日已退住")]
    line = AuditEvent.objects.get(word="reporting.report_corrected")
    assert line.detail["changed"] == {"in_house": ["46", "45"]}


def test_a_blank_is_not_zero(zhao: User, zhao_home: Unit, form: object) -> None:
    sent = Filing(values={"in_house": 46, "admitted": 0, "staff": 16}, client_id=uuid7())
    with pytest.raises(Refused) as refused:
        file_report(unit=zhao_home, form=form, day=DAY, filing_=sent, by=zhao, at=at())  # type: ignore[arg-type]
    assert [f.code for f in refused.value.findings] == ["fever_residents"]


def test_a_zero_report_is_refused_when_the_values_say_otherwise(
    zhao: User, zhao_home: Unit, file: File
) -> None:
    with pytest.raises(Refused, match="不能零报告"):
        file(zhao_home, zhao, fever_residents=1, options={"is_zero": True})


def test_a_report_after_the_filing_time_is_late(zhao: User, zhao_home: Unit, file: File) -> None:
    assert file(zhao_home, zhao, when=at(hour=16, minute=31)).is_late


def test_a_neighbour_can_neither_see_nor_file(qian: User, zhao_home: Unit, file: File) -> None:
    with pytest.raises(OutOfScope):
        file(zhao_home, qian)


def test_a_leader_sees_but_does_not_file(lead: User, zhao_home: Unit, file: File) -> None:
    with pytest.raises(NotPermitted):
        file(zhao_home, lead)


def test_totals_at_every_level_equal_the_sum_of_their_rows(
    city: User,
    zhao: User,
    sun: User,
    homes: list[Unit],
    prefecture: Unit,
    tangning: Unit,
    file: File,
) -> None:
    file(homes[0], zhao, in_house=46, days_left=9)
    file(homes[2], sun, in_house=30, days_left=2, fever_residents=1)
    rollups.settle_all()
    scope = scope_of(city, at=at())
    day = unit_day(scope, prefecture, DAY)
    figures = {f.code: f for f in day.figures}
    assert {c: day.total.values[f.pk] for c, f in figures.items()} == {
        "in_house": 76,
        "admitted": 0,
        "staff": 32,
        "fever_residents": 1,
        "days_left": 2,
    }
    assert (day.total.due, day.total.filed, day.total.missing) == (3, 2, 1)
    assert [(c.unit.name, c.tally.filed, c.tally.due) for c in day.children] == [
        ("棠宁区", 1, 2),
        ("砚宁县", 1, 1),
    ]
    found = evidence(scope, prefecture, figures["in_house"], DAY)
    assert (found.total, found.count, [r.value for r in found.rows]) == (76, 2, [46, 30])
    county = unit_day(scope, tangning, DAY)
    assert [(c.unit.name, c.tally.filed, c.tally.due) for c in county.children] == [
        ("赵家敬老院", 1, 1),
        ("钱村托养院", 0, 1),
    ]
    assert [m.name for m in missing(scope, prefecture, DAY)] == ["钱村托养院"]


def test_a_correction_reaches_every_total_above(
    city: User, zhao: User, zhao_home: Unit, prefecture: Unit, file: File
) -> None:
    file(zhao_home, zhao, in_house=46)
    rollups.settle_all()
    file(zhao_home, zhao, in_house=45, options={"correction_reason": "重复计数"})
    rollups.settle_all()
    total = unit_day(scope_of(city, at=at()), prefecture, DAY).total
    assert total.values[Figure.objects.get(code="in_house").pk] == 45
