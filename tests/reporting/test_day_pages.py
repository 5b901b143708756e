"""The day's addresses: where they open, to whom, and what they ask of the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import AuditEvent, User
from shouwang.figures.actions import rollups
from shouwang.figures.models import Figure
from shouwang.kit import clock
from shouwang.orgs.actions.units import move_unit
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting.actions import forms
from shouwang.reporting.daybook.institution import institution_day
from shouwang.reporting.models import Form
from tests.cast import DAY, at, make_unit
from tests.reporting.days import File, opened, states


def test_the_day_opens_at_the_users_top_and_shows_every_child(
    signed_in: Callable[[User], Client], city: User, form: Form, homes: list[Unit], prefecture: Unit
) -> None:
    answer = signed_in(city).get("/day/", follow=True)
    assert answer.redirect_chain[0][0] == f"/day/{clock.today()}/{prefecture.pk}/"
    text = answer.content.decode()
    assert all(name in text for name in ("今日报送", "棠宁区", "砚宁县", "需要关注"))


def test_a_section_opens_at_the_whole_area_with_its_own_kinds(
    signed_in: Callable[[User], Client],
    elder: User,
    form: Form,
    homes: list[Unit],
    prefecture: Unit,
) -> None:
    answer = signed_in(elder).get("/day/")
    assert answer.headers["Location"] == f"/day/{clock.today()}/{prefecture.pk}/"


def test_a_picked_day_leads_to_its_page_and_none_to_come(
    signed_in: Callable[[User], Client], city: User, form: Form, prefecture: Unit
) -> None:
    client = signed_in(city)
    page = f"/day/{DAY}/{prefecture.pk}/"
    assert (
        client.get(page + "?day=2020-02-01").headers["Location"]
        == f"/day/2020-02-01/{prefecture.pk}/"
    )
    to_come = clock.today() + timedelta(days=3)
    answer = client.get(f"{page}?day={to_come}")
    assert answer.headers["Location"] == f"/day/{clock.today()}/{prefecture.pk}/"


def test_every_page_of_a_neighbour_is_not_there_and_on_record(
    signed_in: Callable[[User], Client], tang: User, form: Form, homes: list[Unit], yanning: Unit
) -> None:
    client, figure = signed_in(tang), Figure.objects.get(code="in_house")
    for unit in (yanning, homes[2]):
        base = f"/day/{DAY}/{unit.pk}/"
        for tail in ("", "live/", "missing/", "export/", "missing/export/", f"figure/{figure.pk}/"):
            assert client.get(base + tail).status_code == 404, tail
        assert client.get(f"/figures/{figure.pk}/{unit.pk}/").status_code == 404
    assert AuditEvent.objects.filter(word="accounts.out_of_scope", by=tang).count() == 14


def test_an_institution_leads_to_its_report_or_says_what_it_owes(
    signed_in: Callable[[User], Client], tang: User, zhao: User, homes: list[Unit], file: File
) -> None:
    client, receipt = signed_in(tang), file(homes[0], zhao)
    answer = client.get(f"/day/{DAY}/{homes[0].pk}/")
    assert answer.headers["Location"] == reverse("reporting:receipt", args=[receipt.report_id])
    text = client.get(f"/day/{DAY}/{homes[1].pk}/").content.decode()
    assert "未报" in text
    assert "养老机构日报" in text


def test_what_an_institution_owes_names_the_last_report_of_that_form_alone(
    tang: User, prefecture: Unit, zhao: User, homes: list[Unit], file: File
) -> None:
    once = forms.create_form(
        owner=prefecture, code="heating", zh="取暖安全专项表", period="once",
        kinds=[Kind.PUBLIC_RURAL_HOME], starts_on=DAY, by=system_user(), at=at(),
    )  # fmt: skip
    draft = forms.FormDraft([forms.ItemDraft(forms.FigureSpec("heaters", "取暖设备", "stock"))])
    forms.save_draft(form=once, draft=draft, starts_on=DAY, by=system_user(), at=at())
    forms.publish(form=once, by=system_user(), at=at())
    receipt = file(homes[0], zhao, day=DAY - timedelta(days=1))
    found = institution_day(scope_of(tang, at=at()), homes[0], DAY, now=at())
    assert {gap.version.zh: gap.last and gap.last.pk for gap in found.gaps} == {
        "养老机构日报": receipt.report_id,
        "取暖安全专项表": None,
    }
    tomorrow = DAY + timedelta(days=1)
    later = institution_day(scope_of(tang, at=at()), homes[0], tomorrow, now=at(tomorrow))
    assert [gap.version.zh for gap in later.gaps] == ["养老机构日报"], "it was asked for once"


def test_a_poll_draws_nothing_until_something_changes(
    signed_in: Callable[[User], Client],
    city: User,
    zhao: User,
    homes: list[Unit],
    prefecture: Unit,
    file: File,
) -> None:
    client, today = signed_in(city), clock.today()
    live = f"/day/{today}/{prefecture.pk}/live/"
    page = client.get(f"/day/{today}/{prefecture.pk}/").context["page"]
    same = {"seen": page.stamp, "columns": ".".join(str(c.id) for c in page.shown)}
    assert client.get(live, same).status_code == 204
    file(homes[0], zhao, day=today, when=at(today), in_house=46)
    rollups.settle_all()
    answer = client.get(live, same)
    assert answer.status_code == 200
    assert "HX-Refresh" not in answer.headers
    assert b'id="day-rows"' in answer.content
    assert ">46<" in answer.content.decode()


def test_polling_does_not_keep_a_session_alive(
    signed_in: Callable[[User], Client], city: User, form: Form, prefecture: Unit
) -> None:
    client = signed_in(city)
    client.get(f"/day/{DAY}/{prefecture.pk}/live/", headers={"X-Background": "1"})
    assert "seen_at" not in client.session


def test_chosen_columns_are_kept_and_given_back(
    signed_in: Callable[[User], Client], city: User, form: Form, homes: list[Unit], prefecture: Unit
) -> None:
    client, page = signed_in(city), f"/day/{DAY}/{prefecture.pk}/"
    staff = Figure.objects.get(code="staff").pk

    def shown(query: str = "") -> list[str]:
        return [c.figure.code for c in client.get(page + query).context["page"].shown]

    assert shown(f"?c=&c={staff}") == ["staff"]
    assert shown() == ["staff"]
    assert shown("?c=") == ["in_house", "admitted", "staff", "fever_residents", "days_left"]
    assert len(shown("?view=all")) == 5


def test_a_moved_home_is_shown_where_it_reported(
    signed_in: Callable[[User], Client],
    city: User,
    zhao: User,
    homes: list[Unit],
    tangning: Unit,
    yanning: Unit,
    system: User,
    file: File,
) -> None:
    file(homes[0], zhao)
    tomorrow = DAY + timedelta(days=1)
    move_unit(unit=homes[0], to=yanning, from_on=tomorrow, by=system, at=at(tomorrow))
    rollups.settle_all()
    assert "赵家敬老院" in states(opened(city, tangning))
    assert "赵家敬老院" not in states(opened(city, yanning))
    assert "赵家敬老院" in states(opened(city, yanning, tomorrow))


@pytest.mark.parametrize("tail", ["", "live/", "missing/"])
def test_a_page_asks_as_much_of_the_database_for_300_children_as_for_3(
    signed_in: Callable[[User], Client],
    city: User,
    homes: list[Unit],
    tangning: Unit,
    form: Form,
    tail: str,
) -> None:
    client, url = signed_in(city), f"/day/{DAY}/{tangning.pk}/{tail}"

    def count() -> int:
        rollups.settle_all()
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        return len(seen)

    few = count()
    for n in range(300):
        make_unit(f"LC/TN/N{n}", f"{n}号院", Kind.PUBLIC_RURAL_HOME, tangning)
    assert count() == few <= 12
