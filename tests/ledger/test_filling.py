"""The daily report fills itself from records: confirmed, or corrected with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.desk.models import Entry
from shouwang.health.actions import rounds
from shouwang.health.actions.rounds import Walk
from shouwang.health.models import Temperature
from shouwang.health.readings import Reading
from shouwang.jobs import schedule
from shouwang.kit.retention import kept
from shouwang.ledger.actions import counts
from shouwang.ledger.models import Count
from shouwang.orgs.models import Unit
from shouwang.people.actions import retention, stays
from shouwang.people.models import Stay
from shouwang.reporting import prefill, versions
from shouwang.reporting.models import Form, Submission
from tests.cast import DAY, at
from tests.reporting.test_entry import body, fields, place

pytestmark = pytest.mark.django_db
Admit = Callable[..., Stay]
Browse = Callable[[User], Client]


@pytest.fixture
def three(zhao_home: Unit, admit: Admit) -> list[Stay]:
    """Three residents, one of them new today."""
    held = [admit(zhao_home, name) for name in ("王秀英", "李桂兰")]
    return [*held, admit(zhao_home, "周小妹", when=at(DAY, 9))]


def value_of(page: str, code: str) -> str:
    """Return what a field of the page holds."""
    return page.split(f'name="item-{code}" value="')[1].split('"')[0]


def test_the_page_comes_filled_and_each_number_opens_its_rows(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, three: list[Stay]
) -> None:
    client = browse(zhao)
    page = body(client.get(place("entry", zhao_home, form)))
    assert value_of(page, "in_house") == "3"
    assert value_of(page, "admitted") == "1"
    assert value_of(page, "days_left") == ""
    link = page.split('data-counted="item-in_house"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert "台账记录 3 条" in body(client.get(link))


def test_the_same_numbers_are_taken_without_a_question(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, three: list[Stay]
) -> None:
    answer = browse(zhao).post(place("entry", zhao_home, form), fields(in_house="3", admitted="1"))
    assert answer.status_code == 302
    assert Submission.objects.get().counted == {}


def test_another_number_needs_a_reason_and_stands_beside_the_ledgers(
    browse: Browse, zhao: User, tang: User, zhao_home: Unit, form: Form, three: list[Stay]
) -> None:
    client, here = browse(zhao), place("entry", zhao_home, form)
    typed = fields(in_house="43", admitted="1")
    refused = client.post(here, typed)
    assert refused.status_code == 422
    assert "填 43，台账 3" in body(refused)
    assert not Submission.objects.exists()
    taken = client.post(here, typed | {"reason-in_house": "四十人的档案还没录"})
    assert taken.status_code == 302
    assert Submission.objects.get().counted == {"in_house": 3}
    day = body(browse(tang).get(reverse("review:today") + f"?day={DAY:%Y-%m-%d}&only=doubtful"))
    assert "填 43，台账 3" in day
    assert "四十人的档案还没录" in day


def test_a_program_that_files_by_api_answers_for_its_own_numbers(
    zhao: User, zhao_home: Unit, three: list[Stay], file: Callable[..., Any]
) -> None:
    assert file(zhao_home, zhao, in_house=43).is_new


def test_a_record_that_comes_after_the_report_is_told_to_who_files_once(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, three: list[Stay], admit: Admit
) -> None:
    browse(zhao).post(place("entry", zhao_home, form), fields(in_house="3", admitted="1"))
    wang = three[0]
    stays.leave(person_id=wang.person_id, kind="medical", at=at(DAY, 11), by=system_user())
    counts.settle_all(at=at(hour=18))
    told = Entry.objects.get(to=zhao, kind="ledger")
    assert "在院填 3，台账 2" in told.text
    admit(zhao_home, "吴阿婆", when=at(DAY, 12))
    counts.settle_all(at=at(hour=19))
    assert Entry.objects.filter(to=zhao, kind="ledger").count() == 1


def test_at_the_statistics_moment_the_worker_counts_everyone_who_owes(
    story_clock: Callable[[datetime], None],
    homes: list[Unit],
    form: Form,
    three: list[Stay],
) -> None:
    due = [d for d in schedule.due(at(DAY, 16, 1)) if d.kind == prefill.PREFILL]
    assert len(due) == 1
    assert due[0].due_at == at(DAY, 16)
    assert not [d for d in schedule.due(at(DAY, 15, 59)) if d.kind == prefill.PREFILL]
    version = versions.in_force(form.pk, DAY)
    assert version is not None
    assert prefill.prefill(version, DAY) == len(homes)
    assert Count.objects.get(unit=homes[0]).values["in_house"] == 3
    assert Count.objects.filter(day=DAY).count() == len(homes)
    assert Count.objects.get(unit=homes[0]).since == at(DAY - timedelta(days=1), 16)


def test_a_fever_after_the_statistics_moment_bars_the_zero_report_all_the_same(
    browse: Browse,
    story_clock: Callable[[datetime], None],
    zhao: User,
    zhao_home: Unit,
    carer: User,
    form: Form,
    three: list[Stay],
) -> None:
    for number, (hour, minute, tenths) in enumerate(((9, 0, 365), (16, 5, 376)), 1):
        begun = at(DAY, hour, minute)
        taken = [Reading(three[0].person_id, begun, tenths=tenths)]
        walk = Walk(zhao_home, number, taken, begun, begun + timedelta(minutes=5))
        rounds.record_round(walk=walk, by=carer, at=begun + timedelta(minutes=5))
    story_clock(at(DAY, 16, 20))
    client, here = browse(zhao), place("entry", zhao_home, form)
    page = body(client.get(here))
    assert value_of(page, "fever_residents") == "0"
    assert "今日新发发热：服务对象 1（统计时点之后）" in page
    quiet = fields(in_house="3", admitted="1", field_is_zero="1")
    refused = client.post(here, quiet)
    assert refused.status_code == 422
    assert "不能零报告" in body(refused)
    assert AuditEvent.objects.filter(word="reporting.zero_refused").count() == 1
    assert client.post(here, fields(in_house="3", admitted="1")).status_code == 302


def test_a_day_that_nobody_counted_is_counted_before_its_records_are_purged(
    system: User, zhao_home: Unit, form: Form, three: list[Stay]
) -> None:
    walk = Walk(zhao_home, 1, [Reading(three[0].person_id, at(DAY, 9), tenths=365)], at(DAY, 9))
    rounds.record_round(walk=walk, by=system, at=at(DAY, 9, 5))
    night = at(DAY, 3) + timedelta(days=_first_gone())
    assert not Count.objects.exists()
    retention.purge(by=system, at=night)
    assert not Temperature.objects.exists()
    kept_count = Count.objects.get(unit=zhao_home, day=DAY)
    assert (kept_count.values["temp_done"], kept_count.values["in_house"]) == (1, 3)
    assert kept_count.frozen


def _first_gone() -> int:
    """Return after how many days the readings of a day go."""
    return kept()["health.temperatures"].days + 1
