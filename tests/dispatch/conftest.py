"""Two days of reports, two recipients with a table each, and the leader's signature."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client

from shouwang.accounts.models import User
from shouwang.dispatch.actions import books, dispatches, recipients
from shouwang.dispatch.models import Dispatch, Layout, Recipient
from shouwang.dispatch.tables.design import CHILDREN, ITEMS, Design, Line
from shouwang.dispatch.tables.references import Names
from shouwang.figures.actions import rollups
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.papers import fonts
from shouwang.reporting.actions.reports import Filing, file_report
from shouwang.reporting.models import Form
from shouwang.review.actions.signs import sign_day
from tests.cast import DAY, PASSWORD, at
from tests.dispatch import superiors

SIGNED_AT = at(hour=18, minute=28)
EVENING = at(hour=18, minute=35)


@pytest.fixture(scope="session", autouse=True)
def typefaces() -> None:
    """The typefaces, made from the npm packages unless they are up to date."""
    fonts.build()


@pytest.fixture
def two_days(file: Callable, homes: list[Unit], zhao: User, qian: User, sun: User) -> None:
    """Yesterday all three homes filed; today 孙桥 has not, and nobody knows the supplies."""
    before = DAY - timedelta(days=1)
    for home, user, in_house in zip(homes, (zhao, qian, sun), (40, 30, 20), strict=True):
        file(home, user, day=before, in_house=in_house, admitted=2)
    file(homes[0], zhao, in_house=46, admitted=6)
    file(homes[1], qian, in_house=30)
    rollups.settle_all()


def design_of(unit: Unit, rows: str, *texts: str, title: str = "疫情防控日报表") -> Design:
    """Return a table whose lines are asked for by their Chinese names."""
    names = Names(unit)
    lines = tuple(Line(names.read(text)) for text in texts)
    return Design(
        title, rows, lines, reporter=f"{unit.name}民政局", number="民防1表", made_by="市指挥部"
    )


def recipient_of(unit: Unit, name: str, design: Design, *, by: User, due: time) -> Recipient:
    """Add a recipient whose table is published."""
    made = recipients.create_recipient(
        unit=unit, name=name, due=due, by=by, at=at(hour=9), reviewer="颜科长", phone="0999-12345"
    )
    recipients.save_layout(recipient=made, design=design, by=by, at=at(hour=9))
    recipients.publish_layout(recipient=made, by=by, at=at(hour=9))
    return made


@pytest.fixture
def headquarters(two_days: None, prefecture: Unit, city: User) -> Recipient:
    """市指挥部, due 18:40: one row a county."""
    asked = ("应报", "已报", "未报", "在院", "今日新发发热：服务对象", "最紧缺物资可用")
    design = design_of(prefecture, CHILDREN, *asked)
    return recipient_of(prefecture, "市指挥部", design, by=city, due=time(18, 40))


@pytest.fixture
def department(two_days: None, prefecture: Unit, city: User) -> Recipient:
    """省民政厅, due 19:00: one row an item, today, yesterday, since the start."""
    design = design_of(prefecture, ITEMS, "已报", "在院", "今日新入住", "最紧缺物资可用")
    return recipient_of(prefecture, "省民政厅", design, by=city, due=time(19))


@pytest.fixture
def province(two_days: None, prefecture: Unit, city: User) -> Recipient:
    """省民政厅, whose own sheet is to be filled."""
    return recipients.create_recipient(
        unit=prefecture, name="省民政厅", due=time(19), by=city, at=superiors.NINE,
        reviewer="颜科长", phone="0999-12345",
    )  # fmt: skip


@pytest.fixture
def uploaded(province: Recipient, city: User) -> Layout:
    """Its sheet, the cells proposed."""
    return superiors.upload(province, city)


@pytest.fixture
def confirmed(uploaded: Layout, province: Recipient, city: User) -> Layout:
    """The doubtful cells taken as proposed, the workbook in force."""
    books.settle_doubtful(recipient=province, take=True, by=city, at=superiors.NINE)
    return recipients.publish_layout(recipient=province, by=city, at=superiors.NINE)


@pytest.fixture
def client(city: User) -> Client:
    """The city's office, signed in."""
    made = Client()
    assert made.login(username=city.username, password=PASSWORD)
    return made


@pytest.fixture
def signed(two_days: None, prefecture: Unit, lead: User) -> None:
    """The leader has signed the day, one home missing."""
    sign(prefecture, lead)


def sign(unit: Unit, by: User, *, minute: int = 28) -> None:
    """Sign a unit's day."""
    when = at(hour=18, minute=minute)
    sign_day(unit=unit, day=DAY, stage="leader", by=by, at=when, with_gaps=True)


@pytest.fixture
def paper(headquarters: Recipient, signed: None, city: User) -> Dispatch:
    """The day's paper for 市指挥部."""
    return dispatches.make(recipient=headquarters, day=DAY, by=city, at=EVENING)


@pytest.fixture
def correct(form: Form, homes: list[Unit], zhao: User) -> Callable[..., None]:
    """Correct 赵家敬老院's report of the day: ``correct(in_house=50)``."""

    def _correct(**values: int) -> None:
        stated = {"in_house": 46, "admitted": 6, "staff": 16, "fever_residents": 0} | values
        sent = Filing(client_id=uuid7(), values=stated, correction_reason="漏计")
        when = at(hour=19)
        file_report(unit=homes[0], form=form, day=DAY, filing_=sent, by=zhao, at=when)
        rollups.settle_all()

    return _correct
