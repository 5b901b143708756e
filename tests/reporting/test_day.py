"""The day as the bureau sees it: awaited, missing, late, silent, abnormal; totals and names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.daybook.lines import day_url, evidence_url
from shouwang.reporting.daybook.page import attention
from shouwang.reporting.models import Form
from tests.cast import DAY, at, make_unit
from tests.reporting.days import File, code, opened, states


def test_a_report_is_awaited_before_the_filing_time_and_missing_after_it(
    tang: User, zhao: User, homes: list[Unit], tangning: Unit, file: File
) -> None:
    file(homes[0], zhao)
    rollups.settle_all()
    assert states(opened(tang, tangning)) == {"赵家敬老院": "已报 16:00", "钱村托养院": "待报"}
    after = opened(tang, tangning, hour=16, minute=31)
    assert states(after)["钱村托养院"] == "未报"
    assert (after.total.due, after.total.filed, after.total.missing) == (2, 1, 1)


def test_a_late_and_a_zero_report_are_parts_of_what_was_filed(
    city: User, zhao: User, sun: User, homes: list[Unit], prefecture: Unit, file: File
) -> None:
    file(homes[0], zhao, options={"is_zero": True})
    file(homes[2], sun, when=at(hour=17))
    rollups.settle_all()
    page = opened(city, prefecture, hour=18)
    total = page.total
    assert (total.due, total.filed, total.zero, total.late, page.full) == (3, 2, 1, 1, 1)
    assert states(page) == {"棠宁区": "未报 1 家", "砚宁县": "报齐，迟报 1 家"}
    assert page.share_words == "66.7"


def test_who_has_been_silent_for_days_is_said_since_when(
    tang: User, zhao: User, homes: list[Unit], tangning: Unit, form: Form, file: File
) -> None:
    file(homes[0], zhao, day=DAY - timedelta(days=3))
    page = opened(tang, tangning)
    assert {x.unit.name: x.state.note for x in page.lines} == {
        "赵家敬老院": "2月9日起未报",
        "钱村托养院": "1月22日起未报",
    }


def test_what_is_abnormal_comes_first_and_leads_to_its_rows(
    city: User, zhao: User, sun: User, homes: list[Unit], prefecture: Unit, file: File
) -> None:
    file(homes[2], sun, fever_residents=2)
    rollups.settle_all()
    page = opened(city, prefecture)
    first = attention(page)[0]
    assert (first.tone, first.unit.name, first.word) == ("bad", "砚宁县", "2 人")
    assert first.href == evidence_url(DAY, first.unit.pk, code(page, "fever_residents"))
    assert page.bad_sum == 2


def test_the_total_on_the_screen_is_the_sum_of_the_lines_even_before_it_is_settled(
    tang: User, zhao: User, qian: User, homes: list[Unit], tangning: Unit, file: File
) -> None:
    file(homes[0], zhao, in_house=40, days_left=9)
    rollups.settle_all()
    file(homes[1], qian, in_house=5, days_left=4)
    page = opened(tang, tangning)
    values = {c.column.figure.code: c.value for c in page.totals}
    assert (values["in_house"], values["days_left"], page.total.filed) == (45, 4, 2)


def test_a_change_is_told_only_between_two_complete_days(
    tang: User, zhao: User, qian: User, homes: list[Unit], tangning: Unit, file: File
) -> None:
    before = DAY - timedelta(days=1)
    file(homes[0], zhao, day=before, in_house=40)
    file(homes[1], qian, day=before, in_house=10)
    file(homes[0], zhao, in_house=38)
    rollups.settle_all()
    assert opened(tang, tangning).stocks[0].note == "昨日 50 · 未报 1 家未计入"
    file(homes[1], qian, in_house=10)
    rollups.settle_all()
    assert opened(tang, tangning).stocks[0].note == "较昨日 −2"


def test_the_addresses_written_out_are_the_routes() -> None:
    assert evidence_url(DAY, 7, 9) == reverse("reporting:figure", args=[DAY, 7, 9])
    assert day_url(DAY, 7) == reverse("reporting:unit_day", args=[DAY, 7])


def test_a_name_that_looks_like_markup_stays_a_name(
    signed_in: Callable[[User], Client], city: User, form: Form, prefecture: Unit, tangning: Unit
) -> None:
    make_unit("LC/TN/X", "<b>甲</b>院", Kind.PUBLIC_RURAL_HOME, tangning)
    text = signed_in(city).get(f"/day/{DAY}/{tangning.pk}/").content.decode()
    assert "&lt;b&gt;甲" in text
    assert "<b>甲" not in text
