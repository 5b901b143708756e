"""Days on which a home closes, moves, or its form is renewed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.figures.actions import rollups
from shouwang.figures.models import Series
from shouwang.kit.ids import uuid7
from shouwang.orgs.actions.units import close_unit, move_unit
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, Refused, file_report
from shouwang.reporting.models import Form, Report
from shouwang.reporting.returned import returned
from shouwang.review import signing
from shouwang.review.actions.verdicts import return_report
from shouwang.review.stages import desk_of
from shouwang.review.today import page
from tests.cast import DAY, MORNING, START, at, make_unit, make_user
from tests.review.days import File, report_of, send_back, tally, value


def test_a_home_closed_at_noon_owes_nothing_more_and_what_it_filed_stands(
    file: File, homes: list[Unit], tangning: Unit, zhao: User, qian: User, system: User
) -> None:
    file(homes[0], zhao, when=at(hour=10))
    for home in homes[:2]:
        close_unit(unit=home, closed_on=DAY, by=system, at=at(hour=12))
    now = tally(tangning)
    assert (now.due, now.filed, now.missing) == (1, 1, 0)
    homes[1].refresh_from_db()
    with pytest.raises(Refused, match="当日未开办或已关闭"):
        file(homes[1], qian)


def test_a_home_moved_at_noon_counts_once_where_it_filed_even_when_returned(
    file: File,
    homes: list[Unit],
    tangning: Unit,
    yanning: Unit,
    prefecture: Unit,
    zhao: User,
    city: User,
    system: User,
) -> None:
    file(homes[0], zhao, when=at(hour=10))
    move_unit(unit=homes[0], to=yanning, from_on=DAY, by=system, at=at(hour=12))
    homes[0].refresh_from_db()
    send_back(homes[0], city)
    assert tally(prefecture).missing == 3
    file(homes[0], zhao, in_house=44)
    assert (tally(tangning).filed, tally(yanning).filed, tally(prefecture).filed) == (1, 0, 1)
    assert tally(prefecture).due == 3


def test_a_form_renewed_at_noon_keeps_what_was_filed_and_tells_who_types_the_old_one(
    filed_by_one: None,
    browse: Callable[[User], Client],
    homes: list[Unit],
    prefecture: Unit,
    qian: User,
    form: Form,
    system: User,
) -> None:
    renew(form, system)
    address = reverse("reporting:entry", args=[homes[1].pk, form.pk, DAY])
    typed = {"item-in_house": "30", "item-admitted": "0", "item-staff": "9"}
    page = browse(qian).post(address, {**typed, "item-fever_residents": "0"})
    assert page.status_code == 422
    told = page.content.decode()
    assert "表式刚刚换了新版本" in told
    assert 'value="30"' in told
    assert "在岗" in told
    assert not Report.objects.filter(unit=homes[1]).exists()
    assert (tally(prefecture).filed, value(prefecture, form)) == (1, 46)


@pytest.fixture
def filed_by_one(file: File, homes: list[Unit], zhao: User) -> None:
    """One home filed in the morning, in the old version."""
    file(homes[0], zhao, when=at(hour=10))


def renew(form: Form, by: User) -> None:
    """Publish a version at noon of the day, starting that day: 在岗 instead of 在册职工."""
    figure, item = forms.FigureSpec, forms.ItemDraft
    draft = forms.FormDraft(
        items=[
            item(figure("in_house", "在院", "stock"), group="服务对象", carries=True),
            item(figure("admitted", "今日新入住", "flow"), group="服务对象"),
            item(figure("on_post", "在岗", "stock"), group="职工"),
            item(
                figure("fever_residents", "今日新发发热：服务对象", "flow", abnormal=True),
                zero_when_quiet=True,
            ),
        ],
        clock={"filing": {"institution": "16:30"}},
    )
    forms.save_draft(form=form, draft=draft, starts_on=DAY, by=by, at=at(hour=12))
    forms.publish(form=form, by=by, at=at(hour=12))


def test_mondays_returned_report_is_not_told_of_the_days_after(
    file: File, homes: list[Unit], zhao: User, tang: User, tangning: Unit
) -> None:
    monday = DAY - timedelta(days=1)
    file(homes[0], zhao, day=monday)
    when = at(monday, 16, 20)
    return_report(report=report_of(homes[0], monday), reason="核实在院", by=tang, at=when)
    rollups.settle_all()
    counting = list(Series.objects.select_related("owner"))
    assert returned(tangning, monday, counting).count() == 1
    assert returned(tangning, DAY, counting).count() == 0
    desk = desk_of(tangning, "county")
    assert desk is not None
    assert [gap.returned for gap in signing.missing(desk, monday)] == [True, False]
    assert [gap.returned for gap in signing.missing(desk, DAY)] == [False, False]


def test_a_returned_weekly_report_is_told_on_every_day_of_its_week(
    prefecture: Unit, tangning: Unit, city: User, tang: User, system: User
) -> None:
    weekly = forms.create_form(
        owner=prefecture, code="graves", zh="周报", period="weekly", kinds=[Kind.CEMETERY],
        starts_on=START, by=system, at=MORNING,
    )  # fmt: skip
    draft = forms.FormDraft(items=[forms.ItemDraft(forms.FigureSpec("mourners", "祭扫", "flow"))])
    forms.save_draft(form=weekly, draft=draft, starts_on=START, by=system, at=MORNING)
    forms.publish(form=weekly, by=system, at=MORNING)
    hill = make_unit("LC/TN/HILL", "青山陵园", Kind.CEMETERY, tangning)
    by = make_user("hill", "凌填报", hill, Role.REPORTER)
    sent, monday = Filing({"mourners": 3}, uuid7()), DAY - timedelta(days=DAY.weekday())
    file_report(unit=hill, form=weekly, day=DAY, filing_=sent, by=by, at=at())
    return_report(report=report_of(hill, monday), reason="核实人数", by=tang, at=at(hour=17))
    rollups.settle_all()
    day, now = DAY + timedelta(days=2), at(DAY + timedelta(days=2))
    found = page.review_day(scope_of(city, at=now), prefecture, day, now=now)
    assert (found.total.missing, found.returned) == (1, 1)
    lines = page.lines(scope_of(city, at=now), found, "returned").object_list
    assert [(line.name, line.word) for line in lines] == [("青山陵园", "退回修改")]
