from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.conf import LazySettings

from shouwang.accounts.actions import seals
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.demo import accounts, load, responsibility
from shouwang.demo import clock as demo_clock
from shouwang.demo.chat import TownshipOffice, homes_of
from shouwang.demo.story import DAY_1, Deed, Story
from shouwang.figures.evidence import evidence, missing
from shouwang.figures.totals import unit_day
from shouwang.kit import clock, registry
from shouwang.ledger import queries as ledger
from shouwang.ledger.actions import counts
from shouwang.orgs.coverage import coverage
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.reporting.models import Form, Submission
from shouwang.reporting.queries import values_standing

pytestmark = pytest.mark.django_db


def test_the_demonstration_loads_through_the_actions_and_its_totals_equal_their_rows(
    settings: LazySettings, tmp_path: object
) -> None:
    settings.DATA_DIR = tmp_path
    load.load(days=1)
    root = Unit.objects.get(code="LC")
    found = unit_day(SYSTEM, root, DAY_1)
    assert (found.total.due, found.total.filed) == (231, 209)
    assert len(missing(SYSTEM, root, DAY_1)) == 22
    for figure in found.figures[:6]:
        assert evidence(SYSTEM, root, figure, DAY_1).total == found.total.values[figure.pk]
    _what_is_filed_is_what_the_ledger_counts_or_a_reason_stands()
    assert seals.verify().is_sound
    assert any("bangongshi" in line for line in accounts.listing())
    assert "演示数据" in [str(mark) for mark in registry.marks()]
    _day_7s_chat_is_read_as_it_was_meant(root)
    _the_last_homes_get_their_leader_on_day_16(root)
    demo_clock.anchor()
    last = AuditEvent.objects.latest("at").at
    assert last < clock.now() < last + timedelta(days=21), "no deed lies in the future"


def _what_is_filed_is_what_the_ledger_counts_or_a_reason_stands() -> None:
    """Counted again from the records, so that a number kept too early would show."""
    until = clock.at(DAY_1, time(16))
    filed = Submission.objects.filter(report__day=DAY_1).select_related("report__unit")
    units = [of.report.unit_id for of in filed]
    counts.fill(units, since=until - timedelta(days=1), until=until, at=clock.now())
    kept = ledger.kept(units, since=until - timedelta(days=1), until=until)
    compared = 0
    for of in filed:
        stated, counted = values_standing(of.report), kept[of.report.unit_id].values
        other = {code for code in stated.keys() & counted.keys() if stated[code] != counted[code]}
        assert other <= of.reasons.keys(), of.report.unit.name
        compared += len(stated.keys() & counted.keys())
    assert compared > 209 * 8, "most of what an institution reports is counted"


def _day_7s_chat_is_read_as_it_was_meant(root: Unit) -> None:
    """Five homes or so, each line through the reader of chats, or it raises."""
    made = {u.code: u for u in Unit.objects.filter(path__startswith=root.path).order_by("path")}
    office = TownshipOffice(system_user(), homes_of(made))
    story = Story([load._place(u, made) for u in made.values() if u.is_institution])
    pasted = [
        deed
        for number in range(1, 8)
        for deed in story.tell(number)
        if isinstance(deed, Deed) and deed.on_behalf
    ]
    assert len(pasted) >= 3
    form = Form.objects.get(series__code="elderly_daily")
    for deed in pasted:
        sent = office.filing(deed, made[deed.place.code], form)
        assert (sent.values, sent.is_zero) == (deed.values, deed.is_zero)
        assert deed.place.name in sent.source_note


def _the_last_homes_get_their_leader_on_day_16(root: Unit) -> None:
    made = {u.code: u for u in Unit.objects.filter(path__startswith=root.path).order_by("path")}
    cast = responsibility.Cast(*(User.objects.get(username=n) for n in ("bangongshi", "lingdao")))
    without = []
    for number in (2, 9, 16):
        responsibility.happen(number, made, cast)
        day = DAY_1 + timedelta(days=number - 1)
        for hour in (12, 23):
            found = coverage(SYSTEM, root, at=clock.at(day, time(hour)))
            without.append(found.unassigned)
    assert without == [14, 14, 14, 14, 4, 0]
    bureau = [line for line in found.leaders if line.leader.unit_id == root.pk]
    assert (len(bureau), sum(len(line.areas) for line in bureau)) == (5, 9)
