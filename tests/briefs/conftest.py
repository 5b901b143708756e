"""Days of reports to draft papers from, and the typefaces that PDF needs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from shouwang.accounts.models import User
from shouwang.briefs.actions import briefs, templates
from shouwang.briefs.models import Brief, Template
from shouwang.briefs.models.template import Kind
from shouwang.figures.actions import rollups
from shouwang.orgs.models import Unit
from shouwang.papers import fonts
from tests.cast import DAY, at
from tests.reporting.stage import set_clock

EVENING = at(hour=18)


@pytest.fixture(scope="session", autouse=True)
def typefaces() -> None:
    """The typefaces, made from the npm packages unless they are up to date."""
    fonts.build()


@pytest.fixture
def two_days(file: Callable, homes: list[Unit], zhao: User, qian: User, sun: User) -> None:
    """Yesterday all three homes filed; today 孙桥 has not, and 赵家 has a fever."""
    before = DAY - timedelta(days=1)
    for home, user, in_house in zip(homes, (zhao, qian, sun), (40, 30, 20), strict=True):
        file(home, user, day=before, in_house=in_house, days_left=9)
    file(homes[0], zhao, in_house=46, fever_residents=2, days_left=2)
    file(homes[1], qian, in_house=30, days_left=5)
    rollups.settle_all()


@pytest.fixture
def week(file: Callable, homes: list[Unit], zhao: User, qian: User, sun: User) -> None:
    """Six days: in the first three 2 are admitted a day, in the last three 5; the last day lacks
    孙桥, and 赵家 has a fever."""
    users = (zhao, qian, sun)
    for back in range(5, -1, -1):
        day = DAY - timedelta(days=back)
        for number, (home, user) in enumerate(zip(homes, users, strict=True)):
            if back == 0 and number == 2:
                continue
            admitted = (5 if back < 3 else 2) if number == 0 else 0
            fever = 2 if back == 0 and number == 0 else 0
            in_house = (60, 30, 20)[number] - back
            file(
                home, user, day=day, in_house=in_house, admitted=admitted,
                fever_residents=fever, days_left=2 if number == 1 else 9,
            )  # fmt: skip
    rollups.settle_all()


@pytest.fixture
def brief(two_days: None, prefecture: Unit, city: User) -> Brief:
    """The city office's draft of today."""
    return briefs.create_draft(unit=prefecture, day=DAY, by=city, at=EVENING)


@pytest.fixture
def as_user(monkeypatch):
    """A browser signed in as somebody of the cast, in the evening of the story."""
    set_clock(monkeypatch, EVENING)

    def sign_in(user) -> Client:
        client = Client()
        client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
        return client

    return sign_in


@pytest.fixture
def copied(two_days: None, prefecture: Unit, city: User) -> Template:
    """The city's own copy of 每日简报, not published yet."""
    templates.keep_built_in(at=EVENING)
    source = Template.objects.get(unit=None, kind=Kind.DAILY)
    return templates.copy(template=source, unit=prefecture, name="晚间简报", by=city, at=EVENING)
