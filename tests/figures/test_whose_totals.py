"""Who sees which totals: a neighbour none, a section its own, the former superior its past."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.figures.actions import periods, rollups
from shouwang.figures.streams import series_in
from shouwang.figures.totals import unit_day
from shouwang.orgs.actions.units import move_unit
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Form
from tests.cast import DAY, MORNING, START, at, make_unit
from tests.figures.truth import agree

File = Callable[..., Receipt]


def test_a_moved_units_past_stays_with_whom_it_reported_to(
    city: User,
    tang: User,
    yan: User,
    zhao: User,
    homes: list[Unit],
    tangning: Unit,
    yanning: Unit,
    system: User,
    file: File,
) -> None:
    file(homes[0], zhao, in_house=46)
    tomorrow = DAY + timedelta(days=1)
    move_unit(unit=homes[0], to=yanning, from_on=tomorrow, by=system, at=at(tomorrow))
    rollups.settle_all()
    past = agree(scope_of(tang, at=at()), tangning, DAY)
    assert [c.unit.name for c in past.children if c.filed_at] == ["赵家敬老院"]
    assert "赵家敬老院" not in [
        c.unit.name for c in agree(scope_of(yan, at=at()), yanning, DAY).children
    ]


def test_nobody_sees_a_neighbours_day(
    tang: User, homes: list[Unit], prefecture: Unit, yanning: Unit
) -> None:
    scope = scope_of(tang, at=at())
    for unit in (yanning, prefecture, homes[2]):
        with pytest.raises(OutOfScope):
            unit_day(scope, unit, DAY)


def test_a_section_sees_its_own_series_only_and_completeness_of_them(
    elder: User,
    city: User,
    zhao: User,
    homes: list[Unit],
    prefecture: Unit,
    tangning: Unit,
    system: User,
    file: File,
) -> None:
    funerals = forms.create_form(
        owner=prefecture,
        code="funeral_daily",
        zh="殡仪馆日报",
        period="daily",
        kinds=[Kind.FUNERAL_HOME],
        starts_on=START,
        by=system,
        at=MORNING,
    )
    shared = forms.create_form(
        owner=prefecture,
        code="shared",
        zh="共用表",
        period="daily",
        completes=False,
        kinds=[Kind.FUNERAL_HOME, Kind.PUBLIC_RURAL_HOME],
        starts_on=START,
        by=system,
        at=MORNING,
    )
    make_unit("LC/TN/FUNERAL", "棠宁殡仪馆", Kind.FUNERAL_HOME, tangning)
    file(homes[0], zhao)
    periods.ensure_open([funerals.series], DAY, at=at())
    rollups.settle_all()
    section, office = scope_of(elder, at=at()), scope_of(city, at=at())
    assert agree(section, prefecture, DAY).total.due == 3
    assert agree(office, prefecture, DAY).total.due == 4
    assert "棠宁殡仪馆" not in [c.unit.name for c in unit_day(section, tangning, DAY).children]
    assert shared.series not in series_in(section, unit=prefecture)


def test_two_posts_do_not_lend_each_other_their_reach(
    elder: User, yanning: Unit, prefecture: Unit, form: Form, system: User
) -> None:
    from shouwang.accounts.roles import Role
    from shouwang.orgs.actions.posts import create_post, fill_post

    forms.create_form(
        owner=prefecture,
        code="funeral_daily",
        zh="殡仪馆日报",
        period="daily",
        kinds=[Kind.FUNERAL_HOME],
        starts_on=START,
        by=system,
        at=MORNING,
    )
    post = create_post(unit=yanning, name="兼职", role=Role.CLERK, by=system, at=MORNING)
    fill_post(post=post, user=elder, by=system, at=MORNING)
    scope = scope_of(elder, at=at())
    assert [s.code for s in series_in(scope, unit=yanning)] == ["home_daily", "funeral_daily"]
    assert [s.code for s in series_in(scope, unit=prefecture)] == ["home_daily"]
