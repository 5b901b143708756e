"""What the office finds in its inbox: a day that may be sent, a paper that needs 更正."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.translation import override

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.desk.models import Entry
from shouwang.dispatch.actions import dispatches, sendings
from shouwang.dispatch.models import Dispatch, Recipient
from shouwang.dispatch.sending import hours, telling
from shouwang.jobs.actions import firing
from shouwang.jobs.models import Work
from shouwang.orgs.models import Unit
from tests.cast import DAY, at, make_user
from tests.dispatch.conftest import EVENING, sign
from tests.reporting.stage import set_clock


def texts(user: User) -> list[str]:
    """Return what waits in somebody's inbox."""
    return [e.text for e in Entry.objects.filter(to=user, done_at=None).order_by("pk")]


def test_the_leaders_signature_tells_the_office_once_that_the_papers_may_leave(
    headquarters: Recipient, department: Recipient, prefecture: Unit, lead: User, city: User,
    tang: User, correct: Callable[..., None],
) -> None:  # fmt: skip
    assert texts(city) == []
    sign(prefecture, lead)
    assert texts(city) == [
        f"{lead.name}已签发，可以报送市指挥部，18:40 前报出",
        f"{lead.name}已签发，可以报送省民政厅，19:00 前报出",
    ]
    # a county's office and the leader are told nothing; signing anew tells nobody twice
    assert texts(tang) == texts(lead) == []
    correct(in_house=50)
    sign(prefecture, lead, minute=58)
    assert len(texts(city)) == 2
    # what is made waits no longer
    dispatches.make(recipient=headquarters, day=DAY, by=city, at=EVENING + timedelta(minutes=30))
    assert texts(city) == [f"{lead.name}已签发，可以报送省民政厅，19:00 前报出"]


def test_the_office_is_told_in_chinese_whichever_language_the_leader_reads(
    headquarters: Recipient, prefecture: Unit, lead: User, city: User
) -> None:
    with override("en"):
        sign(prefecture, lead)
    assert texts(city) == [f"{lead.name}已签发，可以报送市指挥部，18:40 前报出"]


def test_a_correction_after_the_paper_leaves_word_that_it_needs_an_amendment(
    paper: Dispatch, prefecture: Unit, city: User, lead: User, correct: Callable[..., None]
) -> None:
    later = at(hour=19, minute=10)
    assert telling.tell_amendments(prefecture, at=later) == 0
    correct(in_house=50)
    for _again in range(2):
        assert telling.tell_amendments(prefecture, at=later) == 1
    told = f"报市指挥部的 {paper.label} 之后数字有变动，需要更正"
    assert texts(city) == [told]
    # on the next days too, without a second word
    assert telling.tell_amendments(prefecture, at=later + timedelta(days=1)) == 1
    assert texts(city) == [told]
    sign(prefecture, lead, minute=59)
    dispatches.amend(dispatch=paper, reason="漏计", by=city, at=later + timedelta(days=1))
    assert texts(city) == []


@pytest.fixture
def evening(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be 19:03 for whatever is added up from now on."""
    set_clock(monkeypatch, at(hour=19, minute=3))


def test_totals_that_move_after_a_paper_are_looked_at_once_in_ten_minutes(
    evening: None, paper: Dispatch, correct: Callable[..., None]
) -> None:
    def looks() -> int:
        return Work.objects.filter(kind=telling.AMEND_WORK).count()

    correct(in_house=50)
    now = at(hour=19, minute=10)
    firing.fire(at=now - timedelta(seconds=1))
    assert looks() == 0
    for minutes in (0, 1, 5):
        firing.fire(at=now + timedelta(minutes=minutes))
    assert looks() == 1


def test_an_office_that_is_a_section_of_the_bureau_is_told_as_well(
    headquarters: Recipient, prefecture: Unit, office: Unit, elder: User, lead: User
) -> None:
    clerk = make_user("clerk", "白主任", office, Role.OFFICE)
    sign(prefecture, lead)
    assert texts(clerk) == [f"{lead.name}已签发，可以报送市指挥部，18:40 前报出"]
    assert texts(elder) == []


def test_an_hour_that_passes_unsent_is_told_to_the_office_once_until_the_paper_is_sent(
    headquarters: Recipient, department: Recipient, signed: None, city: User, lead: User
) -> None:
    at_once = at(hour=18, minute=41)
    assert hours.tell_unsent(headquarters, DAY, at=at(hour=18, minute=40)) == 0
    for _again in range(2):
        assert hours.tell_unsent(headquarters, DAY, at=at_once) == 1
    assert hours.tell_unsent(department, DAY, at=at_once) == 0
    told = "报市指挥部的表 18:40 到时限，还没有生成"
    assert [text for text in texts(city) if "到时限" in text] == [told]
    assert texts(lead) == []
    made = dispatches.make(recipient=headquarters, day=DAY, by=city, at=at_once)
    later = at(hour=18, minute=45)
    sendings.mark_sent(dispatch=made, sent_at=later, way="mail", by=city, at=later)
    assert not any("到时限" in text for text in texts(city))
    assert hours.tell_unsent(headquarters, DAY, at=later) == 0


def test_each_recipients_hour_is_looked_at_once_when_it_has_passed(
    headquarters: Recipient, department: Recipient, signed: None, city: User
) -> None:
    def looks() -> list[int]:
        found = Work.objects.filter(kind=hours.UNSENT_WORK).order_by("pk")
        return [work.params["recipient"] for work in found]

    firing.fire(at=at(hour=18, minute=40))
    assert looks() == []
    for minute in (41, 42, 59):
        firing.fire(at=at(hour=18, minute=minute))
    assert looks() == [headquarters.pk]
    firing.fire(at=at(hour=19, minute=1))
    assert looks() == [headquarters.pk, department.pk]
