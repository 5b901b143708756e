"""The warning of a silent house: about any record that it used to enter, and of no other house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from shouwang.alarms.actions import watching
from shouwang.alarms.models import Alarm
from shouwang.ledger import silence
from shouwang.orgs import records
from shouwang.routines.kinds import RoutineKind
from shouwang.routines.models import Routine
from tests.cast import DAY, at

MORNING_AFTER = at(DAY + timedelta(days=1), 8)


@pytest.fixture
def aired(zhao):
    """Enter that a house was aired on a day, so many days before the story's."""

    def _aired(unit, *days_before: int) -> None:
        for before in days_before:
            when = at(DAY - timedelta(days=before), 9)
            Routine.objects.create(
                unit=unit, kind=RoutineKind.VENTILATION, places=[1], place_count=1,
                happened_at=when, recorded_at=when, recorded_by=zhao,
            )  # fmt: skip

    return _aired


def test_a_house_that_never_used_temperatures_is_told_silent_when_its_other_records_stop(
    aired, zhao_home, qian_home, tang
):
    aired(zhao_home, 1, 2, 3)
    aired(qian_home, 0, 1, 2, 3)
    assert watching.look(at=MORNING_AFTER, codes=[silence.SILENT]) == 1
    alarm = Alarm.objects.get()
    assert (alarm.unit, alarm.key) == (zhao_home, DAY.isoformat())
    assert alarm.why == "2月11日全天没有任何记录，此前 7 天里有 3 天有记录"
    client = Client()
    client.force_login(tang)
    assert client.get(alarm.url).status_code == 200
    # what was entered late makes it no longer silent
    aired(zhao_home, 0)
    watching.look(at=MORNING_AFTER + timedelta(hours=1), codes=[silence.SILENT])
    alarm.refresh_from_db()
    assert "原因已消除" in alarm.outcome


def test_what_is_sent_days_later_corrects_that_a_house_was_silent(aired, zhao_home, tang):
    aired(zhao_home, 1, 2, 3)
    watching.look(at=MORNING_AFTER, codes=[silence.SILENT])
    watching.look(at=MORNING_AFTER + timedelta(days=1), codes=[silence.SILENT])
    alarm = Alarm.objects.filter(key=DAY.isoformat()).get()
    assert "未见补做" in alarm.outcome
    aired(zhao_home, 0)
    records.changed([(zhao_home.pk, DAY)])
    watching.look(at=MORNING_AFTER + timedelta(days=1, hours=1), codes=[silence.SILENT])
    alarm.refresh_from_db()
    assert "后据补传的记录更正" in alarm.outcome


def test_a_house_that_never_used_any_or_gave_them_up_is_not_asked(aired, zhao_home, qian_home):
    aired(zhao_home, 1, 2)
    aired(qian_home, 8, 9, 10, 11)
    assert list(silence.silent(MORNING_AFTER, None)) == []


def test_every_kind_of_record_tells_that_a_house_is_there(db):
    labels = {kind._meta.label_lower for kind in records.kinds()}
    assert {"gate.visit", "health.round", "routines.routine", "guides.sheet"} <= labels


def test_a_look_for_silence_takes_as_many_statements_for_one_house_as_for_more(
    aired, zhao_home, qian_home, django_assert_max_num_queries
):
    aired(zhao_home, 1, 2, 3)
    aired(qian_home, 1, 2, 3)
    with django_assert_max_num_queries(1 + len(records.kinds())):
        assert len(list(silence.silent(MORNING_AFTER, None))) == 2
