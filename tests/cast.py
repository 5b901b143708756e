"""The cast: a small prefecture whose people every test knows.

    澜川市 LC
    ├── 办公室 (section, merges) · 养老服务科 (section, reviews homes)
    ├── 棠宁区 LC/TN ── 赵家敬老院 (zhao_home) · 钱村托养院 (qian_home)
    └── 砚宁县 LC/YN ── 孙桥敬老院 (sun_home)

``zhao`` files for zhao_home, ``qian`` for qian_home, ``sun`` for sun_home. ``tang`` is the clerk
of 棠宁区, ``yan`` of 砚宁县; ``city`` of the prefecture's office, ``lead`` its leader, ``elder``
of its section for homes. ``sysadmin``, ``secadmin``, ``auditor`` are the three administrators.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import pytest

from shouwang.accounts.actions.users import create_user, system_user
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.actions.posts import create_post, fill_post
from shouwang.orgs.actions.units import NewUnit, create_unit
from shouwang.orgs.kinds import ELDERLY_HOMES, Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, Receipt, file_report
from shouwang.reporting.models import Form

PASSWORD = "Watch-2020"
START = date(2020, 1, 22)
DAY = date(2020, 2, 11)


def at(day: date = DAY, hour: int = 16, minute: int = 0) -> datetime:
    """Return a moment of the story."""
    return clock.at(day, time(hour, minute))


MORNING = at(START, 8)


@pytest.fixture
def system(db: None) -> User:
    """The audited user of the command line."""
    return system_user()


@pytest.fixture
def prefecture(system: User) -> Unit:
    """澜川市."""
    return make_unit("LC", "澜川市", Kind.PREFECTURE, None)


@pytest.fixture
def tangning(prefecture: Unit) -> Unit:
    """棠宁区."""
    return make_unit("LC/TN", "棠宁区", Kind.COUNTY, prefecture)


@pytest.fixture
def yanning(prefecture: Unit, tangning: Unit) -> Unit:
    """砚宁县."""
    return make_unit("LC/YN", "砚宁县", Kind.COUNTY, prefecture)


@pytest.fixture
def zhao_home(tangning: Unit) -> Unit:
    """赵家敬老院, in 棠宁区."""
    return make_unit("LC/TN/ZHAO", "赵家敬老院", Kind.PUBLIC_RURAL_HOME, tangning)


@pytest.fixture
def qian_home(tangning: Unit) -> Unit:
    """钱村托养院, the neighbour in 棠宁区."""
    return make_unit("LC/TN/QIAN", "钱村托养院", Kind.PRIVATE_RURAL_HOME, tangning)


@pytest.fixture
def sun_home(yanning: Unit) -> Unit:
    """孙桥敬老院, in 砚宁县."""
    return make_unit("LC/YN/SUN", "孙桥敬老院", Kind.PUBLIC_RURAL_HOME, yanning)


@pytest.fixture
def office(prefecture: Unit) -> Unit:
    """办公室 of the prefecture's bureau."""
    return make_unit("LC/OFFICE", "办公室", Kind.SECTION, prefecture)


@pytest.fixture
def elderly_section(prefecture: Unit) -> Unit:
    """养老服务科: reviews homes only."""
    return make_unit(
        "LC/ELDERLY", "养老服务科", Kind.SECTION, prefecture, reviews=list(ELDERLY_HOMES)
    )


@pytest.fixture
def homes(zhao_home: Unit, qian_home: Unit, sun_home: Unit) -> list[Unit]:
    """The three homes."""
    return [zhao_home, qian_home, sun_home]


@pytest.fixture
def zhao(zhao_home: Unit) -> User:
    """Files for 赵家敬老院."""
    return make_user("zhao", "赵填报", zhao_home, Role.REPORTER)


@pytest.fixture
def qian(qian_home: Unit) -> User:
    """Files for 钱村托养院."""
    return make_user("qian", "钱填报", qian_home, Role.REPORTER)


@pytest.fixture
def sun(sun_home: Unit) -> User:
    """Files for 孙桥敬老院."""
    return make_user("sun", "孙填报", sun_home, Role.REPORTER)


@pytest.fixture
def tang(tangning: Unit) -> User:
    """Clerk of 棠宁区."""
    return make_user("tang", "唐科员", tangning, Role.CLERK)


@pytest.fixture
def yan(yanning: Unit) -> User:
    """Clerk of 砚宁县."""
    return make_user("yan", "严科员", yanning, Role.CLERK)


@pytest.fixture
def city(prefecture: Unit) -> User:
    """Office of the prefecture."""
    return make_user("city", "成主任", prefecture, Role.OFFICE)


@pytest.fixture
def lead(prefecture: Unit) -> User:
    """Leader of the prefecture's bureau."""
    return make_user("lead", "李局长", prefecture, Role.LEADER)


@pytest.fixture
def elder(elderly_section: Unit) -> User:
    """Section clerk: homes of the whole prefecture."""
    return make_user("elder", "颜科长", elderly_section, Role.CLERK)


@pytest.fixture
def sysadmin(prefecture: Unit) -> User:
    """System administrator: units and forms."""
    return make_user("sysadmin", "系统管理员", prefecture, Role.SYSTEM_ADMIN)


@pytest.fixture
def secadmin(prefecture: Unit) -> User:
    """Security administrator: users and posts."""
    return make_user("secadmin", "安全管理员", prefecture, Role.SECURITY_ADMIN)


@pytest.fixture
def auditor(prefecture: Unit) -> User:
    """Audit administrator: the trail."""
    return make_user("auditor", "审计管理员", prefecture, Role.AUDIT_ADMIN)


@pytest.fixture
def form(prefecture: Unit) -> Form:
    """The homes' daily report, short: 在院, 职工, 发热, 口罩可用天数; due 16:30."""
    made = forms.create_form(
        owner=prefecture,
        code="home_daily",
        zh="养老机构日报",
        period="daily",
        kinds=list(ELDERLY_HOMES),
        starts_on=START,
        by=system_user(),
        at=MORNING,
    )
    figure, item, rule = forms.FigureSpec, forms.ItemDraft, forms.RuleDraft
    draft = forms.FormDraft(
        items=[
            item(figure("in_house", "在院", "stock"), group="服务对象", carries=True),
            item(figure("admitted", "今日新入住", "flow"), group="服务对象"),
            item(figure("staff", "在册职工", "stock"), group="职工", carries=True),
            item(
                figure("fever_residents", "今日新发发热：服务对象", "flow", abnormal=True),
                group="健康",
                zero_when_quiet=True,
            ),
            item(
                figure("days_left", "最紧缺物资可用", "stock", measure="天", aggregate="min"),
                group="物资",
                is_required=False,
            ),
        ],
        rules=[
            rule("in_house >= admitted", "error", "新入住不能多于在院", about="admitted"),
            rule("days_left >= 3", "warning", "物资可用不足 3 天", about="days_left"),
        ],
        clock={
            "statistics": "16:00",
            "lock": "22:00",
            "filing": {"institution": "16:30", "county": "17:30", "prefecture": "18:40"},
        },
    )
    forms.save_draft(form=made, draft=draft, starts_on=START, by=system_user(), at=MORNING)
    forms.publish(form=made, by=system_user(), at=MORNING)
    return made


@pytest.fixture
def file(form: Form) -> Callable[..., Receipt]:
    """File the homes' daily report: ``file(zhao_home, zhao, in_house=46)``."""

    def _file(
        unit: Unit,
        by: User,
        *,
        day: date = DAY,
        when: datetime | None = None,
        options: dict[str, Any] | None = None,
        **values: int,
    ) -> Receipt:
        stated = {"in_house": 46, "admitted": 0, "staff": 16, "fever_residents": 0} | values
        sent = Filing(values=stated, client_id=uuid7(), **(options or {}))
        return file_report(unit=unit, form=form, day=day, filing_=sent, by=by, at=when or at(day))

    return _file


def make_unit(
    code: str, name: str, kind: str, parent: Unit | None, *, opened_on: date = START, **more: Any
) -> Unit:
    """Create a unit of the cast."""
    new = NewUnit(code=code, name=name, kind=kind, opened_on=opened_on, parent=parent, **more)
    return create_unit(new, by=system_user(), at=MORNING)


def make_user(username: str, name: str, unit: Unit, role: str) -> User:
    """Create a user on a post of that role at a unit."""
    by = system_user()
    user = create_user(
        username=username, name=name, password=PASSWORD, by=by, at=MORNING, must_change=False
    )
    post = create_post(
        unit=unit, name=f"{Role(role).label}·{username}", role=role, by=by, at=MORNING
    )
    fill_post(post=post, user=user, by=by, at=MORNING)
    return user
