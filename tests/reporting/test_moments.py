"""Several reports a day and one-off forms (专项表), each with its own clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.figures import totals
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import ELDERLY_HOMES
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.reporting import blueprint, moments, versions
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, Receipt, file_report
from shouwang.reporting.models import Form, Report
from tests.cast import DAY, MORNING, START, at
from tests.reporting.test_entry import body, fields, place

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]


def make_form(owner: Unit, code: str, zh: str, clock_: dict[str, Any], **more: Any) -> Form:
    """Publish a form of one item: 职工到岗."""
    by = system_user()
    told = {"period": "daily", "starts_on": START, "completes": False} | more
    made = forms.create_form(
        owner=owner, code=code, zh=zh, kinds=list(ELDERLY_HOMES), by=by, at=MORNING, **told
    )
    item = forms.ItemDraft(forms.FigureSpec(f"{code}_n", "到岗", "stock"), carries=True)
    draft = forms.FormDraft(items=[item], clock=clock_)
    forms.save_draft(form=made, draft=draft, starts_on=told["starts_on"], by=by, at=MORNING)
    forms.publish(form=made, by=by, at=MORNING)
    return made


@pytest.fixture
def night_form(prefecture: Unit) -> Form:
    """The overnight supplement: as of 24:00 of the day before, due at 08:00."""
    clock_ = {"statistics": "24:00", "filing": {"institution": "08:00"}}
    return make_form(prefecture, "night", "夜间补充表", clock_)


@pytest.fixture
def special(prefecture: Unit) -> Form:
    """A one-off form asked for on the 10th, due at noon of the 14th."""
    return make_form(
        prefecture,
        "survey",
        "防火自查专项表",
        {"due": "2020-02-14T12:00"},
        period="once",
        starts_on=DAY - timedelta(days=1),
        paper="澜民发〔2020〕9 号",
    )


def send(form: Form, unit: Unit, by: User, *, when: Any, day: date = DAY) -> Receipt:
    """File the form's one item."""
    code = next(iter(versions.in_force(form.pk, day).key_of))
    sent = Filing(values={code: 3}, client_id=uuid7())
    return file_report(unit=unit, form=form, day=day, filing_=sent, by=by, at=when)


def test_the_overnight_supplement_states_the_end_of_yesterday_and_is_due_at_eight(
    browse: Browse, story_clock: Callable[..., None], zhao: User, zhao_home: Unit, night_form: Form
) -> None:
    version = versions.in_force(night_form.pk, DAY)
    assert version.statistics_at(DAY) == clock.start_of(DAY)
    assert moments.statistics(version, DAY, today=DAY) == "昨日 24:00"
    assert moments.due(version, DAY, today=DAY) == "今日 08:00"
    client = browse(zhao)
    story_clock(at(hour=7, minute=30))
    page = body(client.get(place("phone_entry", zhao_home, night_form)))
    assert "昨日 24:00" in page
    assert "今日 08:00" in page
    story_clock(at(hour=8, minute=1))
    assert "未报" in body(browse(zhao).get(reverse("reporting:owed")))


def test_a_supplement_counts_nobody_twice_and_leaves_the_day_open(
    browse: Browse,
    zhao: User,
    qian: User,
    zhao_home: Unit,
    qian_home: Unit,
    night_form: Form,
    file: Callable[..., Receipt],
) -> None:
    file(qian_home, qian)
    send(night_form, zhao_home, zhao, when=at(hour=7, minute=40))
    rollups.settle_all()
    total = totals.unit_day(SYSTEM, zhao_home.get_parent(), DAY).total
    assert (total.due, total.filed) == (2, 1)
    owed = body(browse(zhao).get(reverse("reporting:phone"), {"all": "1"}))
    assert "夜间补充表" in owed
    assert "待报" in owed


def test_a_one_off_form_waits_until_its_own_moment_and_is_filed_once(
    browse: Browse, story_clock: Callable[..., None], zhao: User, zhao_home: Unit, special: Form
) -> None:
    assert special.series.ends_on == DAY
    client = browse(zhao)
    story_clock(at(DAY + timedelta(days=3), 11, 50))
    listed = body(client.get(reverse("reporting:owed")))
    assert listed.count("防火自查专项表") >= 1
    assert "待报" in listed
    today = place("phone_entry", zhao_home, special, DAY + timedelta(days=3))
    page = body(client.get(today))
    assert "今日 12:00" in page
    assert "澜民发〔2020〕9 号" in page
    story_clock(at(DAY + timedelta(days=3), 12, 10))
    assert "未报" in body(client.get(reverse("reporting:owed")))
    code = next(iter(versions.in_force(special.pk, DAY).key_of))
    sent = {f"item-{code}": "3", "client_id": str(uuid7())}
    assert "迟报" in body(client.post(today, sent, follow=True))
    assert Report.objects.get().day == DAY - timedelta(days=1)
    # of another day it is the same report, not a second one
    assert client.get(today).status_code == 302


def test_a_one_off_form_never_completes_a_day(special: Form) -> None:
    assert special.series.completes is False


def test_the_editor_reads_both_clocks_and_names_a_slip() -> None:
    post = QueryDict(
        "item=i0&i0-code=n&i0-zh=到岗&i0-decimals=0&starts_on=2020-02-10&statistics=24:00"
        "&due=2020-02-14 12:00&signing=director&signing=checker"
    )
    draft, starts_on, problems = blueprint.read(blueprint.of_post(post))
    assert problems == []
    assert starts_on == date(2020, 2, 10)
    assert draft.clock == {"statistics": "24:00", "due": "2020-02-14T12:00"}
    assert sorted(draft.signing) == ["checker", "director"]
    wrong = blueprint.of_post(QueryDict("starts_on=2020-02-10&due=明天&lock=24:00"))
    assert [where for where, _words in blueprint.read(wrong)[2]] == ["lock", "due"]


def test_midnight_is_spoken_of_as_the_end_of_the_day_before() -> None:
    assert moments.spoken(clock.start_of(DAY + timedelta(days=1)), today=DAY) == "今日 24:00"
    assert moments.spoken(at(DAY - timedelta(days=5), 16), today=DAY) == "2 月 6 日 16:00"


def test_the_day_of_the_server_is_the_day_of_shanghai(
    browse: Browse, story_clock: Callable[..., None], zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(zhao)
    story_clock(at(hour=23, minute=59))  # 15:59 in Greenwich
    home = reverse("reporting:phone")
    assert f'href="{place("phone_entry", zhao_home, form)}' in body(client.get(home))
    story_clock(at(DAY + timedelta(days=1), 0, 1))  # still the 11th in Greenwich
    next_day = place("phone_entry", zhao_home, form, DAY + timedelta(days=1))
    assert f'href="{next_day}' in body(client.get(home))
    # the page of yesterday that was still open is yesterday's: locked, not taken for today's
    late = client.post(place("phone_entry", zhao_home, form), fields())
    assert "请联系棠宁区开放补报" in body(late)
    assert not Report.objects.exists()


def test_a_superior_sees_who_has_not_filed_the_supplement_and_the_one_off_form(
    browse: Browse,
    story_clock: Callable[..., None],
    zhao: User,
    homes: list[Unit],
    night_form: Form,
    special: Form,
    city: User,
    tang: User,
) -> None:
    send(night_form, homes[0], zhao, when=at(hour=7, minute=40))
    rollups.settle_all()
    story_clock(at(hour=8, minute=5))

    def beside(user: User, **asked: Any) -> str:
        page = browse(user).get(reverse("review:today"), asked).content.decode()
        part = page.partition('id="review-extras"')[2].partition("tree-left")[0]
        return " ".join(strip_tags(part).split())

    told = beside(city)
    assert "夜间补充表 ○未报 2" in told
    assert "已报 1 / 应报 3 · 报送时限 今日 08:00" in told
    assert f"{homes[1].name}、{homes[2].name}" in told
    assert "防火自查专项表 ○待报 3" in told
    # a county sees its own, and nobody of the neighbour's
    assert homes[2].name not in beside(tang)
    assert "已报 1 / 应报 2" in beside(tang)
    # the one-off form is over once its moment is
    story_clock(at(DAY + timedelta(days=4), 9, 0))
    later = beside(city)
    assert "防火自查专项表" not in later
    assert "夜间补充表 ○未报 3" in later
