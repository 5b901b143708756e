"""Whatever happens, totals, rows, children and states of a day are one truth."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.models import User
from shouwang.figures.actions import periods, rollups
from shouwang.figures.models import Fact, Rollup, Series
from shouwang.figures.totals import unit_day
from shouwang.kit.ids import uuid7
from shouwang.orgs.actions.units import close_unit, move_unit
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, Receipt, Refused, file_report
from shouwang.reporting.models import Form
from tests.cast import DAY, MORNING, START, at, make_unit
from tests.figures.truth import agree

File = Callable[..., Receipt]


class Prefecture:
    """A prefecture of random shape, where things happen at random."""

    def __init__(self, system: User, form: Form, top: Unit, seed: int) -> None:
        self.by, self.form, self.top = system, form, top
        self.chance = random.Random(seed)
        self.counties = [
            make_unit(f"LC/{n}", f"第{n}县", Kind.COUNTY, top)
            for n in range(self.chance.randint(2, 4))
        ]
        self.townships = [
            make_unit(f"{c.code}/{n}", f"{c.name}{n}镇", Kind.TOWNSHIP, c)
            for c in self.counties
            for n in range(self.chance.randint(0, 2))
        ]
        homes = (Kind.PUBLIC_RURAL_HOME, Kind.PRIVATE_URBAN_HOME)
        self.homes = [
            make_unit(
                f"LC/H{n}",
                f"{n}号院",
                self.chance.choice(homes),
                self.chance.choice([*self.counties, *self.townships]),
                opened_on=START + timedelta(days=self.chance.choice([0, 0, 0, 3])),
            )
            for n in range(self.chance.randint(4, 9))
        ]
        # an institution's ward that reports on its own
        self.homes.append(make_unit("LC/H0/W", "护理区", Kind.PRIVATE_URBAN_HOME, self.homes[0]))

    def happen(self, day: date) -> None:
        """Let one thing happen, if it may."""
        chance = self.chance
        deed = chance.choice(
            [self._file] * 6 + [self._correct, self._move, self._move_township, self._close]
        )
        with suppress(ValidationError, Refused):
            deed(Unit.objects.get(pk=chance.choice(self.homes).pk), day)

    def _file(self, home: Unit, day: date, reason: str = "") -> None:
        chance = self.chance
        values = {
            "in_house": chance.randint(1, 60),
            "admitted": 0,
            "staff": chance.randint(1, 20),
            "fever_residents": chance.choice([0, 0, 0, 1]),
        }
        if chance.random() < 0.7:
            values["days_left"] = chance.randint(0, 9)
        sent = Filing(
            values=values,
            client_id=uuid7(),
            correction_reason=reason,
            is_zero=values["fever_residents"] == 0 and chance.random() < 0.5,
        )
        when = at(day, chance.choice([15, 17]))
        if reason or not Fact.objects.filter(unit=home, day=day).exists():
            file_report(unit=home, form=self.form, day=day, filing_=sent, by=self.by, at=when)

    def _correct(self, home: Unit, day: date) -> None:
        self._file(home, day, "复核更正")

    def _move(self, home: Unit, day: date) -> None:
        to = self.chance.choice([*self.counties, *self.townships])
        move_unit(unit=home, to=Unit.objects.get(pk=to.pk), from_on=day, by=self.by, at=at(day))

    def _move_township(self, home: Unit, day: date) -> None:
        if self.townships:
            town, to = self.chance.choice(self.townships), self.chance.choice(self.counties)
            move_unit(
                unit=Unit.objects.get(pk=town.pk),
                to=Unit.objects.get(pk=to.pk),
                from_on=day,
                by=self.by,
                at=at(day),
            )

    def _close(self, home: Unit, day: date) -> None:
        if self.chance.random() < 0.4:
            close_unit(unit=home, closed_on=day, by=self.by, at=at(day))


def kept() -> list[tuple[object, ...]]:
    """Return every roll-up as it stands."""
    rows = Rollup.objects.order_by("unit_id", "series_id", "day")
    return list(rows.values_list("unit_id", "placed_in_id", "day", "values", "expected", "filed"))


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_totals_rows_children_and_states_are_one_truth(
    system: User, form: Form, prefecture: Unit, seed: int
) -> None:
    there = Prefecture(system, form, prefecture, seed)
    days = [START + timedelta(days=n) for n in range(6)]
    for day in days:
        periods.ensure_open(Series.objects.all(), day, at=at(day))
        for _event in range(8):
            there.happen(day)
            if there.chance.random() < 0.3:
                rollups.settle()
    rollups.settle_all()
    for day in days:
        for unit in Unit.objects.all():
            agree(SYSTEM, unit, day)
    before = kept()
    rollups.rebuild()
    assert before == kept()


def test_a_weeks_total_counts_a_unit_that_came_within_the_week_once(
    system: User, prefecture: Unit, tangning: Unit, yanning: Unit
) -> None:
    weekly = forms.create_form(
        owner=prefecture,
        code="weekly",
        zh="周报",
        period="weekly",
        kinds=[Kind.CEMETERY],
        starts_on=START,
        by=system,
        at=MORNING,
    )
    draft = forms.FormDraft(items=[forms.ItemDraft(forms.FigureSpec("mourners", "祭扫", "flow"))])
    forms.save_draft(form=weekly, draft=draft, starts_on=START, by=system, at=MORNING)
    forms.publish(form=weekly, by=system, at=MORNING)
    tuesday = date(2020, 2, 11)
    hill = make_unit("LC/TN/HILL", "青山陵园", Kind.CEMETERY, tangning)
    make_unit("LC/YN/HILL", "白石陵园", Kind.CEMETERY, yanning, opened_on=date(2020, 2, 14))
    move_unit(unit=hill, to=yanning, from_on=date(2020, 2, 13), by=system, at=at(date(2020, 2, 13)))
    periods.ensure_open(Series.objects.all(), tuesday, at=at(date(2020, 2, 16)))
    rollups.settle_all()
    for day in (tuesday, date(2020, 2, 16)):
        agree(SYSTEM, tangning, day)
        assert agree(SYSTEM, yanning, day).total.due == 2


def test_who_filed_only_the_nights_supplement_still_owes_the_day_and_since_when_is_said(
    homes: list[Unit],
    prefecture: Unit,
    tangning: Unit,
    system: User,
    zhao: User,
    form: Form,
    file: File,
) -> None:
    night = forms.create_form(
        owner=prefecture,
        code="night",
        zh="夜间补充表",
        period="daily",
        completes=False,
        kinds=[Kind.PUBLIC_RURAL_HOME],
        starts_on=START,
        by=system,
        at=MORNING,
    )
    item = forms.ItemDraft(forms.FigureSpec("night_rounds", "夜间巡查", "flow", measure="次"))
    draft = forms.FormDraft([item])
    forms.save_draft(form=night, draft=draft, starts_on=START, by=system, at=MORNING)
    forms.publish(form=night, by=system, at=MORNING)
    file(homes[0], zhao, day=DAY - timedelta(days=2))
    for day in (DAY - timedelta(days=1), DAY):
        sent = Filing(values={"night_rounds": 3}, client_id=uuid7())
        file_report(unit=homes[0], form=night, day=day, filing_=sent, by=zhao, at=at(DAY))
    periods.ensure_open([form.series, night.series], DAY, at=at())
    rollups.settle_all()
    home = next(c for c in agree(SYSTEM, tangning, DAY).children if c.unit == homes[0])
    assert (home.filed_at, home.series_id) == (None, form.series_id)
    assert (home.tally.due, home.tally.filed) == (1, 0)
    assert home.since == DAY - timedelta(days=1)


def test_periods_open_by_themselves_within_bounds(
    form: Form, homes: list[Unit], prefecture: Unit
) -> None:
    tomorrow, before = DAY + timedelta(days=1), START - timedelta(days=1)
    for day in (tomorrow, before):
        assert periods.ensure_open([form.series], day, at=at()) == 0
    assert unit_day(SYSTEM, prefecture, DAY).unopened == [form.series]
    periods.ensure_open([form.series], DAY, at=at())
    found = agree(SYSTEM, prefecture, DAY)
    assert (found.total.due, found.total.filed, found.unopened) == (3, 0, [])


def test_a_days_queries_do_not_grow_with_the_children(
    form: Form, homes: list[Unit], tangning: Unit, system: User
) -> None:
    def count() -> int:
        periods.ensure_open([form.series], DAY, at=at())
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert len(unit_day(SYSTEM, tangning, DAY).children) == children
        return len(seen)

    children = 2
    few = count()
    for n in range(60):
        make_unit(f"LC/TN/N{n}", f"{n}号院", Kind.PUBLIC_RURAL_HOME, tangning)
    children = 62
    rollups.settle_all()
    assert count() == few <= 6
