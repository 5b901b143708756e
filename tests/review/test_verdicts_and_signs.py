"""Returning and passing reports, signing the day, the lock and what is opened after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.desk import queries as desk
from shouwang.desk.models import Entry
from shouwang.figures import totals
from shouwang.figures.actions import rollups
from shouwang.figures.models import Fact, Rollup, Series
from shouwang.kit.ids import uuid7
from shouwang.orgs.actions.units import close_unit, move_unit
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import AlreadyFiled, Filing, Receipt, Refused, file_report
from shouwang.reporting.models import Form, Opening, Report, Review, Submission
from shouwang.reporting.returned import returned
from shouwang.review import signing
from shouwang.review.actions.openings import close_opening, open_report
from shouwang.review.actions.signs import sign_day, withdraw_sign
from shouwang.review.actions.verdicts import pass_reports, return_report
from shouwang.review.models import DaySign
from shouwang.review.stages import Desk, desk_of
from shouwang.review.today import page, screen
from tests.cast import DAY, MORNING, START, at, make_unit, make_user

File = Callable[..., Receipt]


def report_of(unit: Unit, day: date = DAY) -> Report:
    return Report.objects.select_related("unit", "form").get(unit=unit, day=day)


def tally(unit: Unit, day: date = DAY) -> totals.Tally:
    rollups.settle_all()
    return totals.unit_day(SYSTEM, unit, day).total


def value(unit: Unit, form: Form, code: str = "in_house") -> Any:
    figure = form.versions.get(number=1).items.get(figure__code=code).figure
    return tally(unit).values.get(figure.pk)


def send_back(
    unit: Unit, by: User, *, when: datetime | None = None, why: str = "在院与名册不符"
) -> Review:
    return return_report(
        report=report_of(unit), reason=why, by=by, at=when or at(hour=16, minute=20)
    )


@pytest.fixture
def filed(file: File, homes: list[Unit], zhao: User, qian: User, sun: User) -> None:
    """All three homes have filed: 46, 30 and 24 residents."""
    file(homes[0], zhao, in_house=46, options={"is_zero": True})
    file(homes[1], qian, in_house=30)
    file(homes[2], sun, in_house=24)


# -- returning


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


# -- signing


def test_each_level_signs_in_its_turn_and_the_figures_are_kept(
    filed: None,
    homes: list[Unit],
    tangning: Unit,
    prefecture: Unit,
    elderly_section: Unit,
    tang: User,
    elder: User,
    city: User,
    lead: User,
    form: Form,
) -> None:
    sign = sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17, minute=20))
    assert (sign.due, sign.filed, sign.zero, sign.missing) == (2, 2, 1, [])
    sign_day(unit=elderly_section, day=DAY, stage="section", by=elder, at=at(hour=17, minute=55))
    sign_day(unit=prefecture, day=DAY, stage="office", by=city, at=at(hour=18, minute=15))
    last = sign_day(unit=prefecture, day=DAY, stage="leader", by=lead, at=at(hour=18, minute=28))
    key = form.versions.get(number=1).items.get(figure__code="in_house").figure.key
    assert last.values[key] == 100
    assert AuditEvent.objects.filter(word="reporting.day_signed").count() == 4
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        DaySign.objects.filter(pk=last.pk).update(filed=1)


def test_a_level_that_never_signs_blocks_nobody_above(
    filed: None, prefecture: Unit, lead: User
) -> None:
    sign = sign_day(unit=prefecture, day=DAY, stage="leader", by=lead, at=at(hour=18, minute=28))
    assert sign.filed == 3
    assert not DaySign.objects.exclude(pk=sign.pk).exists()


def test_signing_with_units_missing_names_them(
    file: File, homes: list[Unit], tangning: Unit, zhao: User, qian: User, tang: User
) -> None:
    file(homes[0], zhao)
    file(homes[1], qian)
    send_back(homes[1], tang)
    with pytest.raises(ValidationError, match="报送时限未到，还有 1 家待报"):
        sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=16, minute=25))
    with pytest.raises(ValidationError, match="钱村托养院"):
        sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17))
    sign = sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17), with_gaps=True)
    assert sign.missing == [{"id": homes[1].pk, "name": "钱村托养院", "returned": True}]
    assert (sign.missing_count, sign.missing_names) == (1, ["钱村托养院"])


def test_only_who_sits_at_the_desk_signs_for_it(
    filed: None,
    homes: list[Unit],
    tangning: Unit,
    prefecture: Unit,
    elderly_section: Unit,
    tang: User,
    yan: User,
    city: User,
    lead: User,
    elder: User,
    zhao: User,
) -> None:
    def sign(unit: Unit, stage: str, by: User) -> DaySign:
        return sign_day(unit=unit, day=DAY, stage=stage, by=by, at=at(hour=18))

    with pytest.raises(OutOfScope):
        sign(tangning, "county", yan)
    for unit, stage, by in (
        (tangning, "county", city),
        (tangning, "leader", tang),
        (prefecture, "office", lead),
        (prefecture, "leader", city),
        (prefecture, "office", elder),
        (elderly_section, "section", city),
        (tangning, "county", elder),
    ):
        with pytest.raises(NotPermitted):
            sign(unit, stage, by)
    with pytest.raises((NotPermitted, OutOfScope)):
        sign(tangning, "county", zhao)


def test_what_changed_since_the_signature_is_told_old_and_new(
    filed: None, file: File, homes: list[Unit], tangning: Unit, tang: User, zhao: User, form: Form
) -> None:
    sign = sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17))
    desk = desk_of(tangning, "county")
    assert isinstance(desk, Desk)
    assert not signing.is_changed(sign, signing.figures_at(desk, DAY))
    send_back(homes[0], tang, when=at(hour=17, minute=10))
    rollups.settle_all()
    now = signing.figures_at(desk, DAY)
    told = {(c.label, c.old, c.new) for c in signing.changes(sign, now)}
    assert {("已报", 2, 1), ("零报", 1, 0), ("在院", 76, 30)} <= told

    with pytest.raises(ValidationError, match="请看过新的数字再签"):
        sign_day(
            unit=tangning,
            day=DAY,
            stage="county",
            by=tang,
            at=at(hour=17, minute=12),
            with_gaps=True,
            seen="2-1",
        )
    anew = sign_day(
        unit=tangning,
        day=DAY,
        stage="county",
        by=tang,
        at=at(hour=17, minute=12),
        with_gaps=True,
        seen=signing.stamp(now),
    )
    sign.refresh_from_db()
    assert (anew.filed, sign.filed) == (1, 2)
    assert sign.withdrawn_reason == "签后数字有变动，重新签"


def test_a_signature_is_taken_back_with_a_reason_and_may_be_given_again(
    filed: None, homes: list[Unit], tangning: Unit, tang: User, city: User
) -> None:
    sign = sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17))
    with pytest.raises(ValidationError, match="唐科员已于 2020-02-11 17:00 签过"):
        sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17, minute=1))
    with pytest.raises(ValidationError, match="请写明撤回原因"):
        withdraw_sign(sign=sign, reason="", by=tang, at=at(hour=17, minute=2))
    with pytest.raises(NotPermitted):
        withdraw_sign(sign=sign, reason="错了", by=city, at=at(hour=17, minute=2))
    withdraw_sign(sign=sign, reason="漏看一家", by=tang, at=at(hour=17, minute=2))
    sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17, minute=3))
    assert DaySign.objects.filter(unit=tangning).count() == 2


# -- the lock


def test_late_is_late_until_the_lock_and_then_nothing_is_taken_without_leave(
    file: File, homes: list[Unit], zhao: User, qian: User, prefecture: Unit
) -> None:
    late = file(homes[0], zhao, when=at(hour=21, minute=59))
    assert late.is_late
    with pytest.raises(Refused) as refused:
        file(homes[1], qian, when=at(hour=22))
    assert refused.value.findings[0].message == (
        "已于 2020-02-11 22:00 锁定，不能再报；需补报的，请联系棠宁区开放补报"
    )
    with pytest.raises(Refused, match="开放更正"):
        file(homes[0], zhao, when=at(hour=22), in_house=45, options={"correction_reason": "漏数"})
    # a copy that arrives after the lock finds what stands
    assert not file(homes[0], zhao, when=at(hour=23)).is_new
    assert tally(prefecture).filed == 1


def test_an_opened_report_is_filed_once_traced_and_changes_what_was_signed(
    file: File, homes: list[Unit], tangning: Unit, zhao: User, qian: User, tang: User, form: Form
) -> None:
    file(homes[0], zhao)
    signed = sign_day(
        unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17, minute=30), with_gaps=True
    )
    tomorrow = DAY + timedelta(days=1)
    opening = open_report(
        unit=homes[1], form=form, day=DAY, reason="停电", by=tang, at=at(tomorrow, 8)
    )
    assert opening.purpose == Opening.Purpose.LATE
    receipt = file(homes[1], qian, in_house=30, when=at(tomorrow, 9))
    assert receipt.is_late
    opening.refresh_from_db()
    assert (opening.used_number, opening.used_by_id) == (1, qian.pk)
    assert AuditEvent.objects.filter(word="reporting.opening_used").count() == 1
    with pytest.raises(Refused):
        file(homes[1], qian, in_house=31, when=at(tomorrow, 10), options={"correction_reason": "x"})

    rollups.settle_all()
    desk = desk_of(tangning, "county")
    assert isinstance(desk, Desk)
    told = [(c.label, c.old, c.new) for c in signing.changes(signed, signing.figures_at(desk, DAY))]
    assert ("已报", 1, 2) in told
    assert ("在院", 46, 76) in told


def test_an_opened_correction_lets_one_correction_through(
    filed: None, file: File, homes: list[Unit], zhao: User, tang: User, city: User, form: Form
) -> None:
    night = at(hour=22, minute=30)
    opening = open_report(unit=homes[0], form=form, day=DAY, reason="漏数", by=tang, at=night)
    assert opening.purpose == Opening.Purpose.CORRECTION
    with pytest.raises(ValidationError, match="唐科员已开放"):
        open_report(unit=homes[0], form=form, day=DAY, reason="漏数", by=city, at=night)
    with pytest.raises(AlreadyFiled):
        file(homes[0], zhao, in_house=45, when=night)
    mended = {"correction_reason": "漏数一人", "is_zero": True}
    assert file(homes[0], zhao, in_house=45, when=night, options=mended).submission_number == 2
    with pytest.raises(Refused):
        file(homes[0], zhao, in_house=44, when=night, options=mended)


def test_a_leave_lapses_is_taken_back_and_is_never_given_before_the_lock(
    file: File, homes: list[Unit], zhao: User, tang: User, yan: User, form: Form
) -> None:
    home, night = homes[0], at(hour=22, minute=30)
    with pytest.raises(ValidationError, match="还没有锁定"):
        open_report(unit=home, form=form, day=DAY, reason="停电", by=tang, at=at(hour=21))
    with pytest.raises(OutOfScope):
        open_report(unit=home, form=form, day=DAY, reason="停电", by=yan, at=night)
    with pytest.raises(NotPermitted):
        open_report(unit=home, form=form, day=DAY, reason="停电", by=zhao, at=night)
    opening = open_report(unit=home, form=form, day=DAY, reason="停电", by=tang, at=night)
    with pytest.raises(Refused):
        file(home, zhao, when=night + timedelta(hours=25))
    again = open_report(
        unit=home, form=form, day=DAY, reason="停电", by=tang, at=night + timedelta(hours=25)
    )
    close_opening(opening=again, by=tang, at=night + timedelta(hours=26))
    with pytest.raises(Refused):
        file(home, zhao, when=night + timedelta(hours=26))
    opening.refresh_from_db()
    assert opening.used_at is None


def test_nothing_is_returned_after_the_lock_a_correction_is_opened_instead(
    filed: None, zhao_home: Unit, tang: User
) -> None:
    with pytest.raises(ValidationError, match="请改为开放更正"):
        send_back(zhao_home, tang, when=at(hour=22))


# -- bad days


def test_a_home_closed_at_noon_owes_nothing_more_and_what_it_filed_stands(
    file: File, homes: list[Unit], tangning: Unit, zhao: User, qian: User, system: User
) -> None:
    file(homes[0], zhao, when=at(hour=10))
    for home in homes[:2]:
        close_unit(unit=home, closed_on=DAY, by=system, at=at(hour=12))
    now = tally(tangning)
    assert (now.due, now.filed, now.missing) == (1, 1, 0)
    homes[1].refresh_from_db()
    with pytest.raises(Refused, match="当日未开办或已关闭"):
        file(homes[1], qian)


def test_a_home_moved_at_noon_counts_once_where_it_filed_even_when_returned(
    file: File,
    homes: list[Unit],
    tangning: Unit,
    yanning: Unit,
    prefecture: Unit,
    zhao: User,
    city: User,
    system: User,
) -> None:
    file(homes[0], zhao, when=at(hour=10))
    move_unit(unit=homes[0], to=yanning, from_on=DAY, by=system, at=at(hour=12))
    homes[0].refresh_from_db()
    send_back(homes[0], city)
    assert tally(prefecture).missing == 3
    file(homes[0], zhao, in_house=44)
    assert (tally(tangning).filed, tally(yanning).filed, tally(prefecture).filed) == (1, 0, 1)
    assert tally(prefecture).due == 3


def test_a_form_renewed_at_noon_keeps_what_was_filed_and_tells_who_types_the_old_one(
    filed_by_one: None,
    browse: Callable[[User], Client],
    homes: list[Unit],
    prefecture: Unit,
    qian: User,
    form: Form,
    system: User,
) -> None:
    renew(form, system)
    address = reverse("reporting:entry", args=[homes[1].pk, form.pk, DAY])
    typed = {"item-in_house": "30", "item-admitted": "0", "item-staff": "9"}
    page = browse(qian).post(address, {**typed, "item-fever_residents": "0"})
    assert page.status_code == 422
    told = page.content.decode()
    assert "表式刚刚换了新版本" in told
    assert 'value="30"' in told
    assert "在岗" in told
    assert not Report.objects.filter(unit=homes[1]).exists()
    assert (tally(prefecture).filed, value(prefecture, form)) == (1, 46)


@pytest.fixture
def filed_by_one(file: File, homes: list[Unit], zhao: User) -> None:
    """One home filed in the morning, in the old version."""
    file(homes[0], zhao, when=at(hour=10))


def renew(form: Form, by: User) -> None:
    """Publish a version at noon of the day, starting that day: 在岗 instead of 在册职工."""
    figure, item = forms.FigureSpec, forms.ItemDraft
    draft = forms.FormDraft(
        items=[
            item(figure("in_house", "在院", "stock"), group="服务对象", carries=True),
            item(figure("admitted", "今日新入住", "flow"), group="服务对象"),
            item(figure("on_post", "在岗", "stock"), group="职工"),
            item(
                figure("fever_residents", "今日新发发热：服务对象", "flow", abnormal=True),
                zero_when_quiet=True,
            ),
        ],
        clock={"filing": {"institution": "16:30"}},
    )
    forms.save_draft(form=form, draft=draft, starts_on=DAY, by=by, at=at(hour=12))
    forms.publish(form=form, by=by, at=at(hour=12))


def test_mondays_returned_report_is_not_told_of_the_days_after(
    file: File, homes: list[Unit], zhao: User, tang: User, tangning: Unit
) -> None:
    monday = DAY - timedelta(days=1)
    file(homes[0], zhao, day=monday)
    when = at(monday, 16, 20)
    return_report(report=report_of(homes[0], monday), reason="核实在院", by=tang, at=when)
    rollups.settle_all()
    counting = list(Series.objects.select_related("owner"))
    assert returned(tangning, monday, counting).count() == 1
    assert returned(tangning, DAY, counting).count() == 0
    desk = desk_of(tangning, "county")
    assert desk is not None
    assert [gap.returned for gap in signing.missing(desk, monday)] == [True, False]
    assert [gap.returned for gap in signing.missing(desk, DAY)] == [False, False]


def test_a_returned_weekly_report_is_told_on_every_day_of_its_week(
    prefecture: Unit, tangning: Unit, city: User, tang: User, system: User
) -> None:
    weekly = forms.create_form(
        owner=prefecture, code="graves", zh="周报", period="weekly", kinds=[Kind.CEMETERY],
        starts_on=START, by=system, at=MORNING,
    )  # fmt: skip
    draft = forms.FormDraft(items=[forms.ItemDraft(forms.FigureSpec("mourners", "祭扫", "flow"))])
    forms.save_draft(form=weekly, draft=draft, starts_on=START, by=system, at=MORNING)
    forms.publish(form=weekly, by=system, at=MORNING)
    hill = make_unit("LC/TN/HILL", "青山陵园", Kind.CEMETERY, tangning)
    by = make_user("hill", "凌填报", hill, Role.REPORTER)
    sent, monday = Filing({"mourners": 3}, uuid7()), DAY - timedelta(days=DAY.weekday())
    file_report(unit=hill, form=weekly, day=DAY, filing_=sent, by=by, at=at())
    return_report(report=report_of(hill, monday), reason="核实人数", by=tang, at=at(hour=17))
    rollups.settle_all()
    day, now = DAY + timedelta(days=2), at(DAY + timedelta(days=2))
    found = page.review_day(scope_of(city, at=now), prefecture, day, now=now)
    assert (found.total.missing, found.returned) == (1, 1)
    lines = page.lines(scope_of(city, at=now), found, "returned").object_list
    assert [(line.name, line.word) for line in lines] == [("青山陵园", "退回修改")]
