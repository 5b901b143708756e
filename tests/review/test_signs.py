"""Signing a day at each level, and what changed since."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.figures.actions import rollups
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.reporting.models import Form
from shouwang.review import signing
from shouwang.review.actions.signs import sign_day, withdraw_sign
from shouwang.review.models import DaySign
from shouwang.review.stages import Desk, desk_of
from tests.cast import DAY, at
from tests.review.days import File, send_back


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


def test_a_form_asked_for_once_changes_nothing_that_was_signed(
    filed: None, homes: list[Unit], prefecture: Unit, tangning: Unit, tang: User, zhao: User
) -> None:
    once = forms.create_form(
        owner=prefecture, code="heating", zh="取暖安全专项表", period="once",
        kinds=[Kind.PUBLIC_RURAL_HOME], starts_on=DAY, by=system_user(), at=at(),
    )  # fmt: skip
    draft = forms.FormDraft([forms.ItemDraft(forms.FigureSpec("heaters", "取暖设备", "stock"))])
    forms.save_draft(form=once, draft=draft, starts_on=DAY, by=system_user(), at=at())
    forms.publish(form=once, by=system_user(), at=at())
    sign = sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17, minute=20))
    sent = Filing(values={"heaters": 12}, client_id=uuid7())
    file_report(unit=homes[0], form=once, day=DAY, filing_=sent, by=zhao, at=at(hour=17, minute=40))
    rollups.settle_all()
    desk = desk_of(tangning, "county")
    assert desk is not None
    now = signing.figures_at(desk, DAY)
    assert signing.changes(sign, now) == []
    assert not signing.is_changed(sign, now)


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
