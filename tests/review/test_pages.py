"""The page of a superior's day: what it counts and lists."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form, Report
from shouwang.review.models import DaySign
from tests.cast import DAY, at, make_unit
from tests.review.days import TODAY, Browse, File, shown


def test_the_numbers_of_the_day_stand_apart_and_add_up(
    browse: Browse, afternoon: list[Report], city: User
) -> None:
    page = browse(city).get(TODAY).context["page"]
    assert (page.total.due, page.total.filed, page.total.missing, page.returned) == (3, 2, 1, 1)
    assert (page.counts.zero, page.counts.late) == (1, 1)
    assert (page.counts.bad, page.counts.doubtful, page.counts.waiting) == (1, 1, 2)
    text = shown(browse(city))
    assert "其中退回修改 1" in text
    assert "今日新发发热：服务对象 1 人" in text


def test_each_list_shows_its_own_and_why(
    browse: Browse, afternoon: list[Report], city: User
) -> None:
    client = browse(city)
    back = shown(client, show="returned")
    assert "赵家敬老院" in back
    assert "在院与名册不符 · 唐科员 16:38" in back
    assert "孙桥敬老院" not in back
    bad = shown(client, show="bad")
    assert "今日新发发热：服务对象 1 人" in bad
    assert "物资可用不足 3 天" in shown(client, show="doubtful")
    assert "孙桥敬老院" in shown(client, show="zero")
    found = shown(client, show="filed", q="钱村")
    assert "钱村托养院" in found
    assert "孙桥敬老院" not in found
    assert "没有符合条件的机构" in shown(client, show="filed", q="没有这家")


def test_a_search_among_the_missing_takes_pinyin_as_the_other_lists_do(
    browse: Browse, afternoon: list[Report], city: User
) -> None:
    missing = afternoon[0].unit
    typed = missing.pinyin[:4].upper()
    assert typed
    found = browse(city).get(TODAY, {"show": "missing", "q": typed}).context["rows"]
    assert [row.name for row in found.object_list] == [missing.name]
    assert "没有符合条件的机构" in shown(browse(city), show="missing", q="qqq")


def test_what_was_just_returned_is_counted_on_the_very_next_page(
    browse: Browse, afternoon: list[Report], tang: User
) -> None:
    client = browse(tang)
    address = reverse("review:return", args=[afternoon[1].pk])
    page = client.post(address, {"reason": "请核实"}, follow=True).context["page"]
    assert (page.total.filed, page.total.missing, page.returned) == (0, 2, 2)
    assert page.counts.filed == page.total.filed


def test_a_search_counts_what_it_found(browse: Browse, afternoon: list[Report], city: User) -> None:
    name = afternoon[2].unit.name
    found = browse(city).get(TODAY, {"show": "filed", "q": name}).context["rows"]
    assert [row.name for row in found.object_list] == [name]
    assert found.paginator.count == 1


def test_before_the_time_a_gap_is_waited_for_and_an_empty_day_says_so(
    browse: Browse, story_clock: object, homes: list[Unit], form: Form, city: User
) -> None:
    text = shown(browse(city))
    assert '<span class="tile-label">待报</span>' in text
    assert '<span class="tile-label">未报</span>' not in text
    assert "还没有机构报送" in shown(browse(city), show="waiting")
    assert "当日没有机构应报" in shown(browse(city), day="2020-01-01", show="filed")


def test_a_neighbours_day_is_not_found_and_an_institution_has_no_such_page(
    browse: Browse, afternoon: list[Report], yan: User, tangning: Unit, zhao: User
) -> None:
    assert browse(yan).get(TODAY, {"unit": tangning.pk}).status_code == 404
    assert browse(yan).get(reverse("review:report", args=[afternoon[0].pk])).status_code == 404
    address = reverse("review:return", args=[afternoon[1].pk])
    assert browse(yan).post(address, {"reason": "x"}).status_code == 404
    sign = reverse("review:sign", args=[DAY, tangning.pk, "county"])
    assert browse(yan).post(sign, {"with_gaps": "1"}).status_code == 404
    assert browse(zhao).get(TODAY).status_code == 403
    assert not DaySign.objects.exists()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_ends_of_the_calendar_is_no_day_of_ours(
    browse: Browse, form: Form, tangning: Unit, tang: User, day: str
) -> None:
    client = browse(tang)
    for page in (TODAY, reverse("review:leader")):
        assert client.get(page, {"day": day}).status_code == 200
    for page in ("", "chase/", "phones/"):
        assert client.get(f"/day/{day}/{tangning.pk}/{page}").status_code == 404


def test_a_number_longer_than_any_of_ours_is_read_as_none(
    browse: Browse, afternoon: list[Report], tang: User
) -> None:
    forged = {"reason": "请核实", "seen_number": "9" * 5000}
    address = reverse("review:return", args=[afternoon[1].pk])
    answer = browse(tang).post(address, forged, follow=True)
    assert "已退回钱村托养院修改" in answer.content.decode()


def test_a_page_that_asks_is_answered_only_when_something_changed(
    browse: Browse, afternoon: list[Report], city: User, file: File, homes: list[Unit], zhao: User
) -> None:
    client = browse(city)
    live = client.get(TODAY).context["live"]
    assert client.get(live).status_code == 204
    file(homes[0], zhao, in_house=46, when=at(hour=16, minute=41))
    rollups.settle_all()
    answer = client.get(live)
    assert answer.status_code == 200
    assert 'id="review-rows" hx-swap-oob="true"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_the_page_asks_the_database_no_more_for_more_homes(
    browse: Browse, afternoon: list[Report], city: User, tang: User
) -> None:
    client = browse(city)
    client.get(TODAY)
    with CaptureQueriesContext(connection) as three:
        client.get(TODAY, {"show": "filed"})
    assert len(three) <= 36


def test_a_returned_report_is_told_apart_from_one_that_never_came(
    browse: Browse,
    afternoon: list[Report],
    city: User,
    tang: User,
    prefecture: Unit,
    tangning: Unit,
) -> None:
    def words(address: str, user: User) -> str:
        return " ".join(strip_tags(browse(user).get(address).content.decode()).split())

    above = words(f"/day/{DAY}/{prefecture.pk}/", city)
    assert "其中退回（待重报） 1" in above
    assert "棠宁区○未报 1 家 其中退回 1" in above
    assert "▲退回（待重报）" in words(f"/day/{DAY}/{tangning.pk}/", tang)
    listed = words(f"/day/{DAY}/{prefecture.pk}/missing/", city)
    assert "▲退回（待重报）" in listed
    assert "○未报" not in listed


def test_the_lines_of_the_tree_add_up_to_the_unit_with_its_direct_institutions(
    browse: Browse, afternoon: list[Report], city: User, prefecture: Unit
) -> None:
    make_unit("LC/HOME", "市福利院", Kind.PUBLIC_URBAN_HOME, prefecture)
    rollups.settle_all()
    (top,) = browse(city).get(TODAY).context["nodes"]
    told = {node["label"]: node["note"] for node in top["children"]}
    assert (top["note"], told) == ("2/4", {"棠宁区": "1/2", "砚宁县": "1/1", "直属机构": "0/1"})
