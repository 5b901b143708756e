"""The duty officer (值班员): at night and on holidays the filing right is his."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting import words
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Form, Submission
from tests.cast import at, make_user
from tests.reporting.test_entry import fields, place

pytestmark = pytest.mark.django_db
HOLIDAY = date(2020, 1, 25)  # 正月初一
WORKDAY = date(2020, 2, 11)


@pytest.fixture
def watch(zhao_home: Unit) -> User:
    """On duty at 赵家敬老院."""
    return make_user("watch", "魏值班", zhao_home, Role.DUTY)


def test_on_a_holiday_on_which_only_the_duty_officer_is_there_he_files(
    browse: Callable[[User], Client],
    story_clock: Callable[..., None],
    watch: User,
    zhao_home: Unit,
    form: Form,
) -> None:
    client = browse(watch)
    story_clock(at(HOLIDAY, 16, 20))
    owed = place("phone_entry", zhao_home, form, HOLIDAY)
    assert f'href="{owed}' in client.get(reverse("reporting:phone")).content.decode()
    sent = client.post(place("phone_entry", zhao_home, form, HOLIDAY), fields(), follow=True)
    made = Submission.objects.select_related("report").get()
    assert made.report.receipt in sent.content.decode()
    assert (made.by_name, made.source) == ("魏值班", Submission.Source.PHONE)


def test_in_office_hours_of_a_work_day_he_reads_and_does_not_file(
    browse: Callable[[User], Client],
    story_clock: Callable[..., None],
    watch: User,
    zhao: User,
    zhao_home: Unit,
    form: Form,
    file: Callable[..., Receipt],
) -> None:
    receipt = file(zhao_home, zhao)
    client = browse(watch)
    story_clock(at(WORKDAY, 10))
    address = place("phone_entry", zhao_home, form, WORKDAY)
    assert client.post(address, fields()).status_code == 403
    paper = reverse("reporting:phone_receipt", args=(receipt.report_id,))
    assert client.get(paper).status_code == 200
    with pytest.raises(NotPermitted):
        file(zhao_home, watch, day=WORKDAY, when=at(WORKDAY, 10))


@pytest.mark.parametrize(
    ("day", "hour", "minute", "may"),
    [
        (WORKDAY, 8, 29, True),
        (WORKDAY, 8, 30, False),
        (WORKDAY, 17, 29, False),
        (WORKDAY, 17, 30, True),
        (date(2020, 4, 26), 10, 0, False),  # a Sunday worked for 劳动节
        (date(2020, 1, 31), 10, 0, True),  # the holiday that was made longer overnight
    ],
)
def test_the_right_comes_at_half_past_five_and_goes_at_half_past_eight(
    watch: User, zhao_home: Unit, form: Form, day: date, hour: int, minute: int, may: bool
) -> None:
    scope = scope_of(watch, at=at(day, hour, minute))
    assert scope.allows(words.FILE_REPORT, zhao_home) is may
    assert scope.allows(words.READ_REPORTS, zhao_home)


def test_a_duty_officer_of_the_county_files_for_its_homes_at_night(
    tangning: Unit, zhao_home: Unit, sun_home: Unit, form: Form, file: Callable[..., Receipt]
) -> None:
    night = make_user("night", "叶值班", tangning, Role.DUTY)
    assert file(zhao_home, night, when=at(WORKDAY, 21)).number
    scope = scope_of(night, at=at(WORKDAY, 21))
    assert not scope.covers(sun_home)
