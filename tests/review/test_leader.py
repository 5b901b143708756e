"""The leader's one page: how complete, what is abnormal, who is late and whose, one tap to call."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.orgs import leaders
from shouwang.orgs.actions.responsibility import assign, list_leader
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.review.actions.signs import sign_day
from shouwang.review.models import DaySign
from tests.cast import DAY, MORNING, at

EVENING = at(hour=16, minute=45)


@pytest.fixture
def day(
    homes: list[Unit],
    tangning: Unit,
    file: Callable[..., object],
    story_clock: Callable[[object], None],
    zhao: User,
    city: User,
    lead: User,
) -> None:
    """One of three homes filed, with a fever; one missing has its own leader, one nobody."""
    file(homes[0], zhao, fever_residents=1, when=at(hour=16))
    deputy = list_leader(unit=tangning, name="韩副区长", phone="000-6011", by=city, at=MORNING)
    assign(leader=deputy, units=[homes[1]], by=city, at=MORNING)
    rollups.settle_all()
    story_clock(EVENING)


@pytest.mark.usefixtures("day")
def test_it_names_who_is_late_under_whom_with_one_tap_to_call_and_what_is_abnormal(
    browse: Callable[[User], Client], story_clock: Callable[[object], None], lead: User
) -> None:
    client = browse(lead)
    story_clock(EVENING)
    page = re.sub(r"\s+", " ", client.get("/m/leader/").content.decode())
    assert re.search(r"<strong>1</strong> <span class=\"muted\">/ 3</span>", page)
    assert page.index("韩副区长") < page.index("钱村托养院")
    assert 'href="tel:000-6011"' in page
    assert page.index("没有包保领导") < page.index("孙桥敬老院")
    assert "今日新发发热：服务对象" in page
    assert "赵家敬老院" in page


@pytest.mark.usefixtures("day")
def test_signing_with_gaps_is_one_tick_and_one_tap_and_counts_as_what_the_leader_did(
    browse: Callable[[User], Client], story_clock: Callable[[object], None], lead: User, city: User
) -> None:
    client = browse(lead)
    story_clock(EVENING)
    page = client.get("/m/leader/").content.decode()
    deed = re.search(r'action="([^"]+/sign/[^"]+)"', page)
    seen = re.search(r'name="seen" value="([^"]+)"', page)
    assert deed
    assert seen
    client.post(deed[1], {"with_gaps": "1", "seen": seen[1], "back": "/m/leader/"})
    sign = DaySign.objects.get()
    assert (sign.by, sign.day, sign.missing_count) == (lead, DAY, 2)
    me = list_leader(unit=sign.unit, user=lead, by=city, at=MORNING)
    done = leaders.done_by(scope_of(city, at=EVENING), me)
    assert [(d.is_derived, str(d.what)) for d in done] == [(True, "签发当日汇总")]


@pytest.mark.usefixtures("day")
def test_it_tells_who_signed_before_the_leader_and_who_below_has_not(
    browse: Callable[[User], Client], story_clock: Callable[[object], None], lead: User,
    city: User, prefecture: Unit,
) -> None:  # fmt: skip
    client = browse(lead)
    story_clock(EVENING)
    before = client.get("/m/leader/")
    stamp = before.context["found"].stamp
    page = before.content.decode()
    assert "前面环节已签 0 / 1" in page
    assert "下级单位已签 0 / 2" in page
    assert "下级单位未签：棠宁区、砚宁县" in page
    sign_day(unit=prefecture, day=DAY, stage="office", by=city, at=EVENING, with_gaps=True)
    renewed = client.get("/m/leader/", {"seen": stamp}).content.decode()
    assert "前面环节已签 1 / 1" in renewed
    assert "成主任" in renewed


@pytest.mark.usefixtures("day")
def test_a_page_that_has_seen_everything_is_answered_with_nothing(
    browse: Callable[[User], Client], story_clock: Callable[[object], None], lead: User
) -> None:
    client = browse(lead)
    story_clock(EVENING)
    stamp = re.search(r'data-seen="([^"]+)"', client.get("/m/leader/").content.decode())
    assert stamp
    assert client.get("/m/leader/", {"seen": stamp[1]}).status_code == 204
    part = client.get("/m/leader/", {"seen": "older"}).content.decode()
    assert "<html" not in part
    assert "data-stamp" in part


@pytest.mark.usefixtures("day")
def test_the_phone_leads_a_leader_there_and_a_clerk_of_a_home_never_sees_it(
    browse: Callable[[User], Client], lead: User, zhao: User, sun_home: Unit, tang: User
) -> None:
    assert browse(lead).get("/m/").headers["Location"] == "/m/leader/"
    assert browse(zhao).get("/m/leader/").status_code == 403
    assert browse(tang).get(f"/m/leader/?unit={sun_home.pk}").status_code == 404
