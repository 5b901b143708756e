"""The lock of a day, and the leave given after it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent, User
from shouwang.figures.actions import rollups
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import AlreadyFiled, Refused
from shouwang.reporting.models import Form, Opening
from shouwang.review import signing
from shouwang.review.actions.openings import close_opening, open_report
from shouwang.review.actions.signs import sign_day
from shouwang.review.stages import Desk, desk_of
from tests.cast import DAY, at
from tests.review.days import File, send_back, tally


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
