"""A level that never signs: it is told, the desk above is told, and nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from shouwang.accounts.models import User
from shouwang.desk.models import Entry
from shouwang.figures.actions import rollups
from shouwang.jobs.actions import firing, works
from shouwang.jobs.models import Work
from shouwang.orgs.models import Unit
from shouwang.review.actions.signs import sign_day
from shouwang.review.models import DaySign
from shouwang.review.works import NUDGE_WORK
from tests.cast import DAY, at
from tests.reporting.stage import set_clock

Look = Callable[[datetime], int]


@pytest.fixture
def look(monkeypatch: pytest.MonkeyPatch) -> Look:
    """Let a moment be now, start what is due, run it; return how many looks it were."""

    def _look(moment: datetime) -> int:
        set_clock(monkeypatch, moment)
        firing.fire(at=moment)
        begun = list(Work.objects.filter(state=Work.State.QUEUED, kind=NUDGE_WORK))
        for work in begun:
            works.run(work.pk)
            work.refresh_from_db()
            assert work.state == Work.State.DONE
        return len(begun)

    return _look


def told(user: User) -> list[str]:
    """Return what waits in somebody's inbox about signing, the latest first."""
    found = Entry.objects.filter(to=user, kind="unsigned", done_at=None)
    return list(found.order_by("-at", "-pk").values_list("text", flat=True))


@pytest.fixture
def evening(
    filed: None,
    form: object,
    tangning: Unit,
    yanning: Unit,
    tang: User,
    yan: User,
    city: User,
    lead: User,
    elder: User,
) -> None:
    """All homes filed; 棠宁区 signs in time, 砚宁县 never does."""
    rollups.settle_all()
    sign_day(unit=tangning, day=DAY, stage="county", by=tang, at=at(hour=17, minute=20))


@pytest.mark.usefixtures("evening")
def test_a_county_that_does_not_sign_in_time_is_told_once_and_so_is_the_office_above(
    look: Look, tang: User, yan: User, city: User, elder: User
) -> None:
    # the minute of the time still counts, and a second look tells nobody twice
    assert [look(at(hour=17, minute=m)) for m in (30, 31, 32)] == [0, 1, 0]
    assert told(yan) == ["砚宁县县级审核：2月11日 应于 17:30 签字，尚未签（已报 1/1）"]
    assert told(tang) == []
    assert told(elder) == []
    # nobody sits at either county's leader's desk: those are counted, not named
    assert told(city) == [
        "2月11日 过了 17:30，还有 1 处未签：砚宁县县级审核（不影响本级签发）；另有 2 处没有签字人"
    ]


@pytest.mark.usefixtures("evening")
def test_at_the_lock_it_is_told_again_so_that_it_stands_there_the_next_morning(
    look: Look, yan: User, yanning: Unit, lead: User, prefecture: Unit
) -> None:
    look(at(hour=17, minute=31))
    Entry.objects.filter(to=yan).update(read_at=at(hour=17, minute=40))
    # a worker that was away at ten looks after midnight
    midnight = at(DAY + timedelta(days=1), hour=0, minute=30)
    assert look(midnight) == 1
    assert told(yan) == ["砚宁县县级审核：2月11日 已锁定，仍未签字（已报 1/1），可以补签"]
    assert told(lead)[0].startswith("澜川市领导签发：2月11日 已锁定")
    # signed the next morning, nothing waits any longer, and the levels above never waited
    sign_day(unit=prefecture, day=DAY, stage="leader", by=lead, at=midnight)
    morning = at(DAY + timedelta(days=1), hour=8)
    sign_day(unit=yanning, day=DAY, stage="county", by=yan, at=morning)
    assert told(yan) == []
    assert told(lead) == []
    assert DaySign.objects.filter(withdrawn_at=None).count() == 3


@pytest.mark.usefixtures("evening")
def test_a_superiors_word_leads_to_the_very_day_on_the_desk_and_on_the_phone(
    look: Look, browse: Callable[[User], Client], lead: User, prefecture: Unit
) -> None:
    look(at(hour=22, minute=1))
    entry = Entry.objects.filter(to=lead, key__endswith=":lock").get()
    assert entry.url == f"/reports/today/?unit={prefecture.pk}&day={DAY}"
    assert entry.phone_url == f"/m/leader/?unit={prefecture.pk}&day={DAY}"


def test_the_day_before_that_one_left_unsigned_stands_on_the_page_until_it_is_signed(
    evening: None, browse: Callable[[User], Client], look: Look, city: User, lead: User,
    prefecture: Unit, homes: list[Unit], file: Callable[..., object], zhao: User,
) -> None:  # fmt: skip
    next_day = DAY + timedelta(days=1)
    file(homes[0], zhao, day=next_day)
    rollups.settle_all()
    sign_day(unit=prefecture, day=DAY, stage="office", by=city, at=at(hour=18, minute=20))
    look(at(next_day, hour=8))
    page = browse(lead).get("/reports/today/").content.decode()
    assert "前一日未签" in page
    assert f"day={DAY}" in page
    assert "前一日未签" not in browse(city).get("/reports/today/").content.decode()
    phone = browse(lead)
    assert "补签 2 月 11 日" in phone.get("/m/leader/").content.decode()
    then = phone.get("/m/leader/", {"day": DAY}).content.decode()
    assert "2 月 11 日" in then
    assert f"/sign/{DAY}/{prefecture.pk}/leader/" in then
    sign_day(unit=prefecture, day=DAY, stage="leader", by=lead, at=at(next_day, hour=8))
    assert "补签" not in phone.get("/m/leader/").content.decode()
