"""Alarms: raised once, told to the right people, acknowledged, closed with an outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.alarms import queries, rules, telling, works
from shouwang.alarms.actions import alarms, watching
from shouwang.alarms.models import Alarm
from shouwang.alarms.rules import Finding
from shouwang.desk.models import Entry
from shouwang.jobs.actions import firing
from shouwang.jobs.models import Firing
from shouwang.orgs import records
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import scope_of
from tests.cast import DAY, at, make_unit, make_user

NIGHT = at(DAY, 22, 30)


@pytest.fixture
def rule(monkeypatch):
    """A rule that finds what is put into its list."""
    found: list[Finding] = []

    def check(at, unit_ids):
        return [one for one in found if unit_ids is None or one.unit_id in unit_ids]

    monkeypatch.setattr(rules, "_rules", {})
    rules.watch("test.rule", "漏测体温", check)
    return found


def missed(unit, key="2020-02-11:2"):
    return Finding(unit.pk, key, "下午一轮体温到 16:00 还没有测", "/somewhere/")


def raised(unit, when=NIGHT, key="k"):
    found = [Finding(unit.pk, key, "两人发热", "/somewhere/")]
    return next(iter(alarms.raise_many(code="test.rule", found=found, at=when)), None)


def test_the_same_is_raised_once_while_open_and_again_only_after_closing(zhao_home, city):
    first = raised(zhao_home)
    assert first is not None
    assert raised(zhao_home, NIGHT + timedelta(hours=1)) is None
    alarms.close(alarm=first, outcome="已处置", by=city, at=NIGHT + timedelta(hours=2))
    assert raised(zhao_home, NIGHT + timedelta(hours=3)) is not None
    assert Alarm.objects.count() == 2


def test_the_house_and_the_offices_near_it_are_told_and_nobody_else(
    zhao_home, zhao, tang, yan, city, tangning, qian_home
):
    director = make_user("dir", "赵院长", zhao_home, Role.DIRECTOR)
    duty = make_user("duty", "赵值班", zhao_home, Role.DUTY)
    neighbour = make_user("qdir", "钱院长", qian_home, Role.DIRECTOR)
    section = make_unit(
        "LC/TN/EL", "养老股", Kind.SECTION, tangning, reviews=[Kind.PUBLIC_RURAL_HOME]
    )
    other = make_unit("LC/TN/FU", "殡葬股", Kind.SECTION, tangning, reviews=[Kind.FUNERAL_HOME])
    homes_clerk = make_user("elc", "股员", section, Role.CLERK)
    make_user("fuc", "殡葬股员", other, Role.CLERK)
    raised(zhao_home)
    told = set(Entry.objects.values_list("to__username", flat=True))
    assert told == {director.username, duty.username, tang.username, homes_clerk.username}
    assert not {zhao.username, yan.username, city.username, neighbour.username} & told


def test_a_home_without_township_or_county_is_told_to_the_prefecture(prefecture, city):
    home = make_unit("LC/OWN", "市社会福利院", Kind.PUBLIC_URBAN_HOME, prefecture)
    assert telling.people({home.pk: home}, at=NIGHT) == {home.pk: {city.pk}}


def test_an_alarm_is_acknowledged_by_the_first_and_closed_with_an_outcome(zhao_home, tang, city):
    alarm = raised(zhao_home)
    alarms.acknowledge(alarm=alarm, by=tang, at=NIGHT)
    alarms.acknowledge(alarm=alarm, by=city, at=NIGHT + timedelta(minutes=1))
    alarm.refresh_from_db()
    assert (alarm.acknowledged_by, alarm.acknowledged_at) == (tang, NIGHT)
    with pytest.raises(ValidationError):
        alarms.close(alarm=alarm, outcome="  ", by=tang, at=NIGHT)
    alarms.close(alarm=alarm, outcome="疾控排除聚集", by=tang, at=NIGHT)
    assert not Entry.objects.filter(key=alarm.inbox_key, done_at=None).exists()
    with pytest.raises(ValidationError):
        alarms.close(alarm=alarm, outcome="再关一次", by=tang, at=NIGHT)
    words = AuditEvent.objects.filter(about_kind="alarms.alarm").order_by("pk")
    assert [e.word for e in words] == ["alarms.raised", "alarms.acknowledged", "alarms.closed"]


def test_a_neighbour_neither_sees_nor_closes_it_and_the_house_cannot_close_what_it_may_not(
    zhao_home, qian, sun, yan
):
    carer = make_user("carer", "护理员", zhao_home, Role.CARER)
    alarm = raised(zhao_home)
    for stranger in (qian, sun, yan):
        scope = scope_of(stranger, at=NIGHT)
        assert list(queries.alarms(scope, queries.OPEN)) == []
        with pytest.raises(OutOfScope):
            alarms.close(alarm=alarm, outcome="与我无关", by=stranger, at=NIGHT)
    with pytest.raises(NotPermitted):
        alarms.close(alarm=alarm, outcome="关掉", by=carer, at=NIGHT)


def test_an_alarm_whose_cause_is_gone_closes_by_itself_on_record_and_comes_back_as_new(
    rule, zhao_home, tang, system
):
    rule.append(missed(zhao_home))
    assert [watching.look(at=NIGHT) for _ in range(3)] == [1, 0, 0]
    rule.clear()
    later = NIGHT + timedelta(minutes=5)
    watching.look(at=later)
    alarm = Alarm.objects.get()
    assert (alarm.closed_at, alarm.closed_by) == (later, system)
    assert alarm.outcome == "原因已消除（系统自动关闭）"
    event = AuditEvent.objects.get(word="alarms.gone")
    assert (event.at, event.by, event.about_id) == (later, system, str(alarm.pk))
    assert not Entry.objects.filter(key=alarm.inbox_key, done_at=None).exists()
    client = Client()
    client.force_login(tang)
    assert "原因已消除（系统自动关闭）" in client.get("/alarms/?show=closed").content.decode()
    assert "关闭：原因已消除" in client.get(f"/alarms/{alarm.pk}/").content.decode()
    rule.append(missed(zhao_home))
    assert watching.look(at=NIGHT + timedelta(minutes=10)) == 1


def test_what_was_missed_on_a_day_that_is_over_is_not_called_mended(rule, zhao_home, system):
    rules._rules["test.rule"] = replace(rules._rules["test.rule"], of_a_day=True)
    rule.append(missed(zhao_home))
    watching.look(at=NIGHT)
    rule.clear()
    watching.look(at=NIGHT + timedelta(hours=2))
    assert Alarm.objects.get().outcome == "时限已过，未见补做（系统自动关闭）"


def test_a_record_that_comes_after_midnight_corrects_the_outcome_on_record(
    rule, zhao_home, qian_home, tang, system
):
    done: set[int] = set()
    rules._rules["test.rule"] = replace(
        rules._rules["test.rule"],
        of_a_day=True,
        undone=lambda gone: [one for one in gone if one[0] not in done],
    )
    rule += [missed(zhao_home), missed(qian_home)]
    watching.look(at=NIGHT)
    rule.clear()
    watching.look(at=NIGHT + timedelta(hours=2))
    assert set(Alarm.objects.values_list("is_undone", flat=True)) == {True}
    done.update({zhao_home.pk, qian_home.pk})
    watching.look(at=NIGHT + timedelta(hours=3))
    assert not Alarm.objects.exclude(corrected_at=None).exists()  # nobody wrote a record: not asked
    records.changed([(zhao_home.pk, DAY)])
    later = NIGHT + timedelta(hours=4)
    watching.look(at=later)
    alarm = Alarm.objects.get(unit=zhao_home)
    assert (alarm.corrected_at, alarm.is_undone, alarm.is_asked_again) == (later, False, False)
    assert alarm.outcome == "时限内未见记录；后据补传的记录更正：已做（系统更正）"
    assert Alarm.objects.get(unit=qian_home).outcome == "时限已过，未见补做（系统自动关闭）"
    event = AuditEvent.objects.get(word="alarms.corrected")
    assert (event.by, event.about_id) == (system, str(alarm.pk))
    assert event.detail["old"] == "时限已过，未见补做（系统自动关闭）"
    client = Client()
    client.force_login(tang)
    page = client.get(f"/alarms/{alarm.pk}/").content.decode()
    assert "更正：时限内未见记录" in page
    assert "关闭：时限已过，未见补做" in page


def test_a_late_record_that_shows_nothing_done_corrects_nothing(rule, zhao_home, system):
    rules._rules["test.rule"] = replace(
        rules._rules["test.rule"], of_a_day=True, undone=lambda gone: list(gone)
    )
    rule.append(missed(zhao_home))
    watching.look(at=NIGHT)
    rule.clear()
    watching.look(at=NIGHT + timedelta(hours=2))
    records.changed([(zhao_home.pk, DAY)])
    assert Alarm.objects.get().is_asked_again
    watching.look(at=NIGHT + timedelta(hours=3))
    alarm = Alarm.objects.get()
    assert (alarm.is_undone, alarm.is_asked_again, alarm.corrected_at) == (True, False, None)


def test_an_alarm_that_cannot_be_written_takes_none_of_the_others_with_it(
    rule, zhao_home, qian_home, monkeypatch, caplog
):
    monkeypatch.setattr(watching, "BATCH", 4)
    broken = replace(missed(zhao_home, "3"), url="//elsewhere.example/")
    rule += [missed(unit, str(n)) for unit in (zhao_home, qian_home) for n in range(5)]
    rule[3] = broken
    assert watching.look(at=NIGHT) == 9
    assert "an alarm could not be written" in caplog.text
    assert not Alarm.objects.filter(unit=zhao_home, key="3").exists()
    rule.clear()
    close = alarms.close_gone

    def failing(*, alarm_ids, **told):
        if Alarm.objects.filter(pk__in=alarm_ids, unit=qian_home, key="2").exists():
            raise IntegrityError("no")
        return close(alarm_ids=alarm_ids, **told)

    monkeypatch.setattr(alarms, "close_gone", failing)
    watching.look(at=NIGHT + timedelta(minutes=5))
    assert [(one.unit, one.key) for one in Alarm.objects.filter(closed_at=None)] == [
        (qian_home, "2")
    ]


def test_of_a_cluster_a_person_says_how_it_ended(rule, zhao_home, city):
    rules._rules["test.rule"] = replace(rules._rules["test.rule"], needs_outcome=True)
    rule.append(missed(zhao_home))
    watching.look(at=NIGHT)
    rule.clear()
    watching.look(at=NIGHT + timedelta(minutes=5))
    alarm = Alarm.objects.get()
    assert (alarm.gone_at, alarm.closed_at) == (NIGHT + timedelta(minutes=5), None)
    rule.append(missed(zhao_home))
    watching.look(at=NIGHT + timedelta(minutes=10))
    alarm.refresh_from_db()
    assert alarm.gone_at is None


def test_what_was_closed_is_not_raised_again_at_the_next_look_but_after_a_day(
    rule, zhao_home, city
):
    rule.append(missed(zhao_home))
    watching.look(at=NIGHT)
    alarms.close(alarm=Alarm.objects.get(), outcome="已补测", by=city, at=NIGHT)
    assert watching.look(at=NIGHT + timedelta(minutes=5)) == 0
    assert watching.look(at=NIGHT + timedelta(hours=25)) == 1


def test_a_rule_that_fails_keeps_none_of_the_others_from_being_asked(rule, zhao_home):
    def broken(at, unit_ids):
        raise RuntimeError("no")

    rules._rules = {"a.broken": rules.Rule("a.broken", "坏", broken), **rules._rules}
    rule.append(missed(zhao_home))
    assert watching.look(at=NIGHT) == 1


def test_a_look_at_one_house_leaves_the_alarms_of_others_alone(rule, zhao_home, qian_home):
    rule.append(missed(zhao_home))
    watching.look(at=NIGHT)
    watching.look(at=NIGHT, unit_ids=[qian_home.pk])
    assert Alarm.objects.get().gone_at is None


def test_the_clock_asks_once_in_each_five_minutes(rule, zhao_home):
    for minutes in (0, 1, 4, 5):
        firing.fire(at=NIGHT + timedelta(minutes=minutes))
    slots = Firing.objects.filter(name="alarms.watch").order_by("due_at")
    assert [s.due_at for s in slots] == [NIGHT, NIGHT + timedelta(minutes=5)]


def test_a_rule_that_looks_at_every_house_is_asked_more_rarely(rule):
    rules.watch("test.slow", "全天没有记录", lambda at, unit_ids: [], every_min=60)
    asked = {due.due_at.minute: due.params["codes"] for minute in (0, 7, 30)
             for due in works.rounds(at(DAY, 9, minute))}  # fmt: skip
    assert asked == {0: ["test.rule", "test.slow"], 5: ["test.rule"], 30: ["test.rule"]}
    with pytest.raises(ValueError, match="every 7"):
        rules.watch("test.odd", "漏测", lambda at, unit_ids: [], every_min=7)


def test_the_pages_show_it_and_take_the_deeds(zhao_home, tang):
    alarm = raised(zhao_home)
    client = Client()
    client.force_login(tang)
    page = client.get("/alarms/").content.decode()
    assert "两人发热" in page
    assert "赵家敬老院" in page
    client.post(f"/alarms/{alarm.pk}/acknowledge/")
    client.post(f"/alarms/{alarm.pk}/close/", {"outcome": "已隔离并送诊"})
    assert "两人发热" not in client.get("/alarms/").content.decode()
    closed = client.get("/alarms/?show=closed").content.decode()
    assert "已隔离并送诊" in closed
    assert "唐科员" in closed
