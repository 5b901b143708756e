from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from shouwang.accounts.models import AuditEvent, User
from shouwang.figures.actions import rollups
from shouwang.figures.models import Figure
from shouwang.kit import clock
from shouwang.orgs.actions.units import move_unit
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.daybook.lines import day_url, evidence_url
from shouwang.reporting.daybook.page import DayPage, attention, day_page
from shouwang.reporting.models import Form
from tests.cast import DAY, at, make_unit

File = Callable[..., Receipt]


def opened(user: User, unit: Unit, day: date = DAY, hour: int = 16, minute: int = 0) -> DayPage:
    """Return the day as that user would see it at that time."""
    return day_page(scope_of(user, at=at()), unit, day, now=at(day, hour, minute))


def states(page: DayPage) -> dict[str, str]:
    """Return what is said of each child."""
    return {x.unit.name: x.state.word for x in page.lines}


def code(page: DayPage, of: str) -> int:
    """Return the id of a figure."""
    return next(c.id for c in page.every if c.figure.code == of)


@pytest.fixture
def signed_in(client: Client) -> Callable[[User], Client]:
    """Sign a user in."""

    def sign(user: User) -> Client:
        client.force_login(user)
        return client

    return sign


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
    file(homes[0], zhao, day=today, when=clock.now(), in_house=46)
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


def test_evidence_says_who_entered_what_when_and_what_is_left_out(
    signed_in: Callable[[User], Client],
    city: User,
    zhao: User,
    qian: User,
    sun: User,
    homes: list[Unit],
    prefecture: Unit,
    file: File,
) -> None:
    file(homes[1], qian, day=DAY - timedelta(days=1), in_house=20)
    file(homes[0], zhao, in_house=46, options={"source": "phone"})
    file(homes[0], zhao, in_house=45, options={"correction_reason": "重复计数"})
    file(homes[2], sun, in_house=30)
    rollups.settle_all()
    figure = Figure.objects.get(code="in_house")
    url = f"/day/{DAY}/{prefecture.pk}/figure/{figure.pk}/"
    answer = signed_in(city).get(url, headers={"HX-Request": "true"})
    found, text = answer.context["found"], answer.content.decode()
    assert (found.shown, found.agrees, found.known.units, found.known.value) == (75, True, 1, 20)
    assert [(t.row.unit, t.corrections) for t in found.rows] == [
        ("赵家敬老院", 1),
        ("孙桥敬老院", 0),
    ]
    for words in ("行数相符", "赵填报", "电脑填报", "更正 1 次", "上次报数合计 20", "时点数"):
        assert words in text, words
    assert "<!doctype" not in text
    assert "<!doctype" in signed_in(city).get(url).content.decode()


def test_a_lowest_value_is_shown_with_who_has_it_first(
    city: User,
    zhao: User,
    sun: User,
    homes: list[Unit],
    prefecture: Unit,
    file: File,
    signed_in: Callable[[User], Client],
) -> None:
    file(homes[0], zhao, days_left=9)
    file(homes[2], sun, days_left=2)
    rollups.settle_all()
    figure = Figure.objects.get(code="days_left")
    found = signed_in(city).get(f"/day/{DAY}/{prefecture.pk}/figure/{figure.pk}/").context["found"]
    assert (found.shown, found.agrees, found.rows[0].row.unit) == (2, True, "孙桥敬老院")


def test_the_missing_are_listed_by_county_with_their_telephone(
    signed_in: Callable[[User], Client],
    city: User,
    homes: list[Unit],
    prefecture: Unit,
    tangning: Unit,
    form: Form,
) -> None:
    town = make_unit("LC/TN/T", "拾桥镇", Kind.TOWNSHIP, tangning)
    make_unit("LC/TN/T/LI", "李湾敬老院", Kind.PUBLIC_RURAL_HOME, town, phone="0899-5550001")
    answer = signed_in(city).get(f"/day/{DAY}/{prefecture.pk}/missing/")
    groups = {name: [g.unit.name for g in gaps] for name, gaps in answer.context["found"].groups}
    assert groups == {
        "棠宁区": ["赵家敬老院", "钱村托养院", "李湾敬老院"],
        "砚宁县": ["孙桥敬老院"],
    }
    assert 'href="tel:0899-5550001"' in answer.content.decode()


def test_the_course_of_a_figure_leaves_gaps_where_nothing_was_stated(
    signed_in: Callable[[User], Client],
    city: User,
    zhao: User,
    homes: list[Unit],
    prefecture: Unit,
    file: File,
) -> None:
    file(homes[0], zhao, day=DAY - timedelta(days=2), in_house=44)
    file(homes[0], zhao, in_house=46)
    rollups.settle_all()
    figure = Figure.objects.get(code="in_house")
    found = (
        signed_in(city)
        .get(f"/figures/{figure.pk}/{prefecture.pk}/?day={DAY}&days=7")
        .context["found"]
    )
    assert found.chart["series"][0]["data"] == [None, None, None, None, 44, None, 46]
    assert [(p.unit.name, p.value) for p in found.parts] == [("棠宁区", 46)]


def test_the_workbook_says_what_the_screen_says_and_is_on_record(
    signed_in: Callable[[User], Client],
    city: User,
    zhao: User,
    homes: list[Unit],
    prefecture: Unit,
    file: File,
) -> None:
    file(homes[0], zhao, in_house=46)
    rollups.settle_all()
    answer = signed_in(city).get(f"/day/{DAY}/{prefecture.pk}/export/")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [[c.value for c in row] for row in sheet.iter_rows()]
    text = "\n".join(str(v) for row in rows for v in row if v is not None)
    assert "截至" in text
    assert "完整度 33.3%" in text
    assert rows[-1][:9] == ["合计", None, 3, 1, 0, 0, 2, 46, 0]
    assert AuditEvent.objects.get(word="reporting.day_exported").detail["what"] == "day"
    signed_in(city).get(f"/day/{DAY}/{prefecture.pk}/missing/export/")
    assert AuditEvent.objects.filter(word="reporting.day_exported").count() == 2


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
