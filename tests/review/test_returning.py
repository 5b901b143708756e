"""Returning a report and passing it: what counts meanwhile, who may, who is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import override

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.desk import queries as desk
from shouwang.desk.models import Entry
from shouwang.figures.models import Fact, Rollup
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Filing, Refused, file_report
from shouwang.reporting.models import Form, Review, Submission
from shouwang.review.actions.verdicts import pass_reports, return_report
from shouwang.review.today import screen
from tests.cast import DAY, at
from tests.review.days import File, report_of, send_back, tally, value


def test_a_returned_report_leaves_the_totals_and_filing_it_again_brings_it_back(
    filed: None,
    file: File,
    zhao_home: Unit,
    tangning: Unit,
    prefecture: Unit,
    zhao: User,
    tang: User,
    form: Form,
) -> None:
    assert (tally(prefecture).filed, value(prefecture, form)) == (3, 100)
    send_back(zhao_home, tang)
    now = tally(prefecture)
    assert (now.due, now.filed, now.missing, now.zero) == (3, 2, 1, 0)
    assert (value(tangning, form), value(prefecture, form)) == (30, 54)
    assert report_of(zhao_home).returned_at is not None

    receipt = file(zhao_home, zhao, in_house=45, when=at(hour=16, minute=40))
    assert receipt.submission_number == 2
    now = tally(prefecture)
    assert (now.filed, now.late, value(prefecture, form)) == (3, 0, 99)
    assert report_of(zhao_home).returned_at is None
    stands = Submission.objects.get(report=report_of(zhao_home), number=2)
    assert stands.correction_reason == "按退回意见修改"
    assert Fact.objects.get(unit=zhao_home).source_id == stands.pk


def test_totals_equal_their_rows_whatever_was_returned_and_filed_again(
    filed: None,
    file: File,
    homes: list[Unit],
    prefecture: Unit,
    zhao: User,
    tang: User,
    yan: User,
    form: Form,
) -> None:
    send_back(homes[0], tang)
    send_back(homes[2], yan)
    file(homes[0], zhao, in_house=40)
    standing = Fact.objects.filter(day=DAY)
    key = form.versions.get(number=1).items.get(figure__code="in_house").figure.key
    assert value(prefecture, form) == sum(f.values[key] for f in standing) == 70
    rows = Rollup.objects.filter(day=DAY)
    assert all(row.filed <= row.expected for row in rows)


def test_the_same_figures_again_need_words_because_the_superior_did_not_believe_them(
    filed: None, file: File, zhao_home: Unit, zhao: User, tang: User
) -> None:
    send_back(zhao_home, tang, why="在院比昨日多 12 人")
    with pytest.raises(Refused) as refused:
        file(zhao_home, zhao, in_house=46, options={"is_zero": True})
    assert "在院比昨日多 12 人" in refused.value.findings[0].message
    assert report_of(zhao_home).returned_at is not None
    why = {"is_zero": True, "correction_reason": "已逐人核对，46 人无误"}
    assert file(zhao_home, zhao, in_house=46, options=why).submission_number == 2


def test_an_old_copy_of_the_returned_page_does_not_bring_it_back(
    file: File, zhao_home: Unit, zhao: User, tang: User, form: Form
) -> None:
    key = uuid7()
    stated = {"in_house": 46, "admitted": 0, "staff": 16, "fever_residents": 0}
    sent = Filing(values=stated, client_id=key)
    file_report(unit=zhao_home, form=form, day=DAY, filing_=sent, by=zhao, at=at())
    send_back(zhao_home, tang)
    again = file_report(unit=zhao_home, form=form, day=DAY, filing_=sent, by=zhao, at=at())
    assert not again.is_new
    assert not Fact.objects.filter(unit=zhao_home).exists()


def test_a_return_needs_a_reason_and_is_on_record(filed: None, zhao_home: Unit, tang: User) -> None:
    with pytest.raises(ValidationError, match="请写明退回原因"):
        send_back(zhao_home, tang, why="  ")
    review = send_back(zhao_home, tang)
    assert (review.submission_number, review.by_name, review.on_behalf_of) == (
        1,
        "唐科员",
        "棠宁区",
    )
    event = AuditEvent.objects.get(word="reporting.report_returned")
    assert event.detail["reason"] == "在院与名册不符"
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(reason="另一个理由")


def test_the_institution_finds_the_return_in_its_inbox_until_it_files_again(
    filed: None, file: File, zhao_home: Unit, zhao: User, qian: User, tang: User
) -> None:
    send_back(zhao_home, tang)
    entry = Entry.objects.get(kind="returned")
    assert entry.to_id == zhao.pk
    assert entry.text == "赵家敬老院 2月11日 的报表被退回修改：在院与名册不符（唐科员）"
    assert desk.waiting(zhao.pk) == 1
    file(zhao_home, zhao, in_house=45)
    assert desk.waiting(zhao.pk) == 0


def test_a_report_is_returned_once_and_never_after_it_was_filed_again_unread(
    filed: None, file: File, zhao_home: Unit, zhao: User, tang: User, city: User
) -> None:
    send_back(zhao_home, tang)
    with pytest.raises(ValidationError, match="唐科员已于 2020-02-11 16:20 退回"):
        send_back(zhao_home, city)
    file(zhao_home, zhao, in_house=45)
    with pytest.raises(ValidationError, match="机构刚刚重新报送"):
        return_report(report=report_of(zhao_home), reason="太少", by=city, at=at(), seen_number=1)


def test_who_may_return_is_whose_institution_it_is(
    filed: None, zhao_home: Unit, yan: User, zhao: User, lead: User, elder: User
) -> None:
    with pytest.raises(OutOfScope):
        send_back(zhao_home, yan)
    for nobody in (zhao, lead):
        with pytest.raises(NotPermitted):
            send_back(zhao_home, nobody)
    assert send_back(zhao_home, elder).on_behalf_of == "养老服务科"


def test_passing_many_says_so_once_of_each_and_leaves_out_what_is_returned(
    filed: None, homes: list[Unit], city: User, tang: User
) -> None:
    send_back(homes[0], tang)
    every = [report_of(home) for home in homes]
    assert pass_reports(reports=every, by=city, at=at(hour=17)) == 2
    assert pass_reports(reports=every, by=city, at=at(hour=17)) == 0
    assert Review.objects.filter(verdict="passed").count() == 2


def test_what_was_filed_again_since_it_was_read_is_not_passed_unread(
    filed: None, homes: list[Unit], form: Form, zhao: User, city: User
) -> None:
    report = report_of(homes[0])
    seen = screen.picked([f"{report.pk}-{report.current_number}", "7", "x-1", "9-"])
    assert seen == {report.pk: 1}
    again = Filing({"in_house": 45, "admitted": 0, "staff": 20, "fever_residents": 0}, uuid7())
    again = replace(again, correction_reason="漏报一人")
    file_report(unit=homes[0], form=form, day=DAY, filing_=again, by=zhao, at=at(hour=17))
    assert pass_reports(reports=[report], seen=seen, by=city, at=at(hour=17)) == 0
    assert pass_reports(reports=[report], seen={report.pk: 2}, by=city, at=at(hour=17)) == 1


def test_a_home_is_told_in_chinese_whichever_language_its_reviewer_reads(
    filed: None, zhao_home: Unit, zhao: User, tang: User
) -> None:
    with override("en"):
        send_back(zhao_home, tang)
    told = Entry.objects.get(to=zhao).text
    assert told.startswith("赵家敬老院 2月11日 的报表被退回修改：")
