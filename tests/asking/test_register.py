"""The register of forms: what is asked, by whom, until when, and what it costs to fill."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.asking import queries
from shouwang.asking.actions import requests
from shouwang.asking.actions.making import make_form
from shouwang.asking.models import FormRequest
from shouwang.asking.rules import Asked
from shouwang.asking.showing import RegisterPage
from shouwang.desk.models import Entry
from shouwang.figures.actions import rollups
from shouwang.figures.totals import unit_day
from shouwang.kit.ids import uuid7
from shouwang.orgs.kinds import ELDERLY_HOMES
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import SYSTEM, scope_of
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.reports import Filing, Receipt, file_report
from shouwang.reporting.models import Form, FormVersion
from tests.cast import DAY, at

pytestmark = pytest.mark.django_db
NOON = at(DAY, 12)
VALUES = {"in_house": 46, "admitted": 0, "staff": 16, "fever_residents": 0}


def ask(unit: Unit, by: User, *items: Asked) -> FormRequest:
    return requests.request_form(
        unit=unit, title="老人情况表", asked_by="市老龄办", paper="老龄办函〔2020〕3号",
        until_on=None, items=items, by=by, at=NOON,
    )  # fmt: skip


def test_what_is_collected_already_is_not_asked_again(
    prefecture: Unit, form: Form, city: User, lead: User
) -> None:
    made = ask(prefecture, city, Asked("在院", "人"), Asked("志愿者", "人"))
    assert (made.known, made.new) == (1, ["志愿者"])
    with pytest.raises(NotPermitted):
        requests.decide(request=made, admit=True, by=lead, at=NOON)
    assert requests.decide(request=made, admit=True, by=city, at=NOON).state == "admitted"
    again = ask(prefecture, city, Asked("在院", "人"))
    with pytest.raises(ValidationError, match="全部项目都已在收"):
        requests.decide(request=again, admit=True, by=city, at=NOON)
    with pytest.raises(ValidationError, match="理由"):
        requests.decide(request=again, admit=False, by=city, at=NOON)


def test_a_sum_of_two_figures_is_not_asked_again(prefecture: Unit, form: Form, city: User) -> None:
    more = forms.create_form(
        owner=prefecture, code="staff_daily", zh="职工日报", period="daily",
        kinds=list(ELDERLY_HOMES), starts_on=DAY, by=system_user(), at=NOON, completes=False,
    )  # fmt: skip
    spec = forms.FigureSpec("fever_staff", "今日新发发热：职工", "flow")
    forms.save_draft(
        form=more, draft=forms.FormDraft(items=[forms.ItemDraft(spec)]), starts_on=DAY,
        by=system_user(), at=NOON,
    )  # fmt: skip
    forms.publish(form=more, by=system_user(), at=NOON)
    made = ask(prefecture, city, Asked("新发发热人数", "人"), Asked("志愿者", "人"))
    assert (made.known, made.unsettled, made.new) == (1, 0, ["志愿者"])
    client = Client()
    client.force_login(city)
    page = client.get(f"/asking/requests/{made.pk}/").content.decode()
    assert "今日新发发热：服务对象＋今日新发发热：职工" in page


def test_a_doubtful_item_waits_for_a_person(prefecture: Unit, form: Form, city: User) -> None:
    made = ask(prefecture, city, Asked("在院", "张"), Asked("志愿者", "人"))
    assert made.unsettled == 1
    with pytest.raises(ValidationError, match="1 项没有核定"):
        requests.decide(request=made, admit=True, by=city, at=NOON)
    settled = requests.say_what_it_is(request=made, number=0, figure_id=None, by=city, at=NOON)
    assert settled.new == ["在院", "志愿者"]


def test_a_neighbours_request_is_not_there(
    prefecture: Unit, tangning: Unit, form: Form, city: User, tang: User, yan: User
) -> None:
    made = ask(tangning, tang, Asked("在院", "人"))
    assert queries.request(scope_of(city, at=NOON), made.pk) == made
    with pytest.raises(OutOfScope):
        queries.request(scope_of(yan, at=NOON), made.pk)


def test_an_expired_form_stops_asking_and_what_was_owed_stays_owed(
    prefecture: Unit, homes: list[Unit], form: Form, city: User
) -> None:
    with pytest.raises(ValidationError, match="早于今天"):
        requests.set_end(form=form, until_on=DAY - timedelta(days=1), by=city, at=NOON)
    requests.set_end(form=form, until_on=DAY, by=city, at=NOON)
    for day in (DAY, DAY + timedelta(days=1)):
        rollups.open_period(form.series_id, day)
    due = [unit_day(SYSTEM, prefecture, day).total.due for day in (DAY, DAY + timedelta(days=1))]
    assert due == [3, 0]
    (line,) = queries.register(prefecture, on=DAY + timedelta(days=1))
    assert line.is_over
    with pytest.raises(ValidationError, match="已到期"):
        requests.set_end(form=form, until_on=None, by=city, at=at(DAY + timedelta(days=2)))


def test_minutes_are_measured_from_opening_to_handing_in_and_machines_are_left_out(
    prefecture: Unit, homes: list[Unit], form: Form, zhao: User, qian: User, sun: User
) -> None:
    for unit, by, open_for in zip(homes, (zhao, qian, sun), (90, 150, 999_999), strict=True):
        sent = Filing(values=VALUES, client_id=uuid7(NOON - timedelta(seconds=open_for)))
        file_report(unit=unit, form=form, day=DAY, filing_=sent, by=by, at=NOON)
    (line,) = queries.register(prefecture, on=DAY)
    assert (line.filed, line.items, line.minutes) == (3, 5, 2.0)
    last = queries.burden(prefecture, until=DAY).last
    assert last is not None
    assert (last.institutions, last.items, last.minutes) == (3, 12, 2.0)


def test_what_stands_as_yesterday_is_not_counted_as_typed(
    prefecture: Unit, homes: list[Unit], form: Form, zhao: User, file: Callable[..., Receipt]
) -> None:
    before = DAY - timedelta(days=1)
    file(homes[0], zhao, day=before, when=at(before, 16), in_house=46)
    file(homes[0], zhao, in_house=46)
    file_carried = [b.items for b in queries.burden(prefecture, until=DAY).days]
    assert file_carried[1] < file_carried[0]


def test_the_course_of_the_burden_is_drawn_as_a_line_over_days(
    prefecture: Unit, homes: list[Unit], form: Form, zhao: User, file: Callable[..., Receipt]
) -> None:
    before = DAY - timedelta(days=1)
    file(homes[0], zhao, day=before, when=at(before, 16), in_house=46)
    file(homes[0], zhao, in_house=46)
    trend = queries.burden(prefecture, until=DAY)
    told = RegisterPage(prefecture, [], trend, [], may_ask=True, may_decide=True).chart
    assert len(told["labels"]) == 2
    # what the charts can draw: another word leaves the frame empty
    assert {series.get("kind", told["type"]) for series in told["series"]} == {"line"}


def test_the_register_is_read_and_a_request_made_through_the_pages(
    client: Client, prefecture: Unit, homes: list[Unit], form: Form, city: User,
    zhao: User, file: Callable[..., Receipt],
) -> None:  # fmt: skip
    file(homes[0], zhao, in_house=46)
    rollups.settle_all()
    client.force_login(city)
    page = client.get(f"/asking/{prefecture.pk}/")
    assert form.series.zh in page.content.decode()
    sent = {"unit": prefecture.pk, "title": "老人表", "asked_by": "老龄办", "paper": "函3号"}
    told = client.post("/asking/new/", sent | {"items": "在院\t人\n志愿者\t人"}, follow=True)
    assert "2 项中已有 1 项" in told.content.decode()


def test_an_admitted_request_becomes_a_form_of_the_items_nobody_collects(
    client: Client, prefecture: Unit, homes: list[Unit], form: Form, city: User, sysadmin: User
) -> None:
    made = ask(
        prefecture, city, Asked("在院", "人"), Asked("今日志愿者", "人次"), Asked("空床", "张")
    )
    client.force_login(sysadmin)
    path = f"/asking/requests/{made.pk}/"
    terms = {"period": "daily", "starts_on": DAY.isoformat(), "kinds": ["public_rural_home"]}
    assert "没有准入" in client.post(f"{path}form/", terms, follow=True).content.decode()
    requests.decide(request=made, admit=True, by=city, at=NOON)
    assert (
        Entry.objects.filter(to=sysadmin, done_at=None).get().text == "“老人情况表”已准入，请建表"
    )
    page = client.get(path).content.decode()
    assert 'value="public_rural_home" id="id_kinds_' in page.replace("\n", " ")
    opened = client.post(f"{path}form/", terms, follow=True)
    assert opened.redirect_chain[-1][0].endswith("/draft/")
    assert "今日志愿者" in opened.content.decode()
    version = FormVersion.objects.exclude(form=form).get()
    items = [
        (i.figure.zh, i.figure.measure, i.figure.nature) for i in version.items.order_by("order")
    ]
    assert items == [("今日志愿者", "人次", "flow"), ("空床", "张", "stock")]
    assert (version.state, version.form.series.completes) == ("draft", False)
    assert not Entry.objects.filter(to=sysadmin, done_at=None).exists()
    told = {"period": "daily", "kinds": ["public_rural_home"], "starts_on": DAY}
    assert make_form(request=made, by=sysadmin, at=NOON, **told) == version.form
    with pytest.raises(NotPermitted):
        make_form(request=made, by=city, at=NOON, **told)
