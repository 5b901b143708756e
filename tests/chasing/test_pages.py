"""The pages of chasing: the list, the result, the telephone list, the times."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.models import AuditEvent, User
from shouwang.accounts.roles import Role
from shouwang.chasing.models import Call, ChaseRun, Policy, Told
from shouwang.orgs.kinds import Kind
from tests.cast import DAY, make_unit, make_user
from tests.chasing.conftest import after, answer_for, told
from tests.reporting.stage import set_clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(client: Client, monkeypatch):
    """Open a page as somebody at 16:31: ``seen(tang, "/day/…")`` gives its text."""
    set_clock(monkeypatch, after(16, 31))

    def _seen(user: User, address: str) -> str:
        client.force_login(user)
        answer = client.get(address)
        assert answer.status_code == 200, answer
        return answer.content.decode()

    return _seen


def page(unit, name: str) -> str:
    return f"/day/{DAY}/{unit.pk}/{name}/"


def test_who_is_missing_is_chased_in_two_clicks_and_the_result_says_by_which_channel(
    seen, client, form, file, tangning, zhao_home, qian_home, zhao, qian, tang
):
    make_user("qian_head", "钱院长", qian_home, Role.DIRECTOR)
    file(zhao_home, zhao, when=after(16, 20))
    assert f'href="{page(tangning, "chase")}"' in seen(tang, f"/day/{DAY}/{tangning.pk}/")
    shown = seen(tang, page(tangning, "chase"))
    assert ("钱村托养院" in shown, "赵家敬老院" in shown) == (True, False)
    box = f"{qian_home.pk}-{form.series_id}"
    assert f'value="{box}"' in shown
    answer = client.post(page(tangning, "chase"), {"pick": [box]}, follow=True)
    result = answer.content.decode()
    assert ("已催 1 家" in result, "站内 1 家 1 人" in result) == (True, True)
    assert len(told(qian)) == 1
    again = seen(tang, page(tangning, "chase"))
    assert ("16:31 催报 填报人" in again, "16:46 后可再催" in again) == (True, True)
    assert "16:31 催报 填报人" in seen(tang, "/reports/today/")
    file(qian_home, qian, when=after(16, 33))
    assert "之后已报 1 家" in seen(tang, f"/chasing/{ChaseRun.objects.get().pk}/")


def test_before_the_filing_time_the_same_button_reminds_and_after_it_chases_anew(
    seen, client, form, tangning, zhao_home, zhao, tang, monkeypatch
):
    client.force_login(tang)
    for hour, minute, verb, other in ((16, 9, "提醒", "催报"), (16, 31, "催报", "提醒")):
        set_clock(monkeypatch, after(hour, minute))
        assert f">{verb} 1<" in client.get(f"/day/{DAY}/{tangning.pk}/").content.decode()
        shown = client.get(page(tangning, "chase")).content.decode()
        assert (f"【{verb}】" in shown, f"【{other}】" in shown) == (True, False)
        answer = client.post(
            page(tangning, "chase"), {"pick": [f"{zhao_home.pk}-{form.series_id}"]}, follow=True
        )
        done = {"提醒": "已提醒 1 家", "催报": "已催 1 家"}[verb]
        assert done in answer.content.decode()
    reminded, chased = told(zhao)
    assert reminded == "赵家敬老院：2月11日养老机构日报请在 16:30 前报送"
    assert "尚未报送" in chased
    assert list(ChaseRun.objects.order_by("pk").values_list("kind", flat=True)) == [
        "remind", "chase",
    ]  # fmt: skip


def test_who_chased_a_moment_too_late_reads_whom_the_other_clerk_told(
    seen, chase, form, prefecture, tangning, zhao_home, zhao, city, tang
):
    chase(prefecture, city, after(16, 31))
    late = chase(tangning, tang, after(16, 31))
    shown = re.sub(r"<[^>]+>|\s", "", seen(tang, f"/chasing/{late.pk}/"))
    assert "这次没有新告知任何人刚催过1家" in shown
    assert "赵家敬老院●刚催过16:31填报人赵填报成主任" in shown


def test_the_text_for_the_group_names_who_until_when_and_the_leaders(
    seen, form, prefecture, tangning, zhao_home, qian_home, sun_home, zhao, city, lead, tang
):
    answer_for(zhao_home, prefecture, user=lead)
    shown = seen(city, page(prefecture, "chase"))
    text = shown.split('id="group-text"')[1].split(">", 1)[1].split("</pre>")[0]
    assert text.split("\n") == [
        "【催报】截至16:31，以下3家尚未报送2月11日养老机构日报（时限 16:30）：",
        "棠宁区（2家）：赵家敬老院、钱村托养院",
        "砚宁县（1家）：孙桥敬老院",
        "请立即报送；网络不便的，电话报所在民政所（县局）代报。",
        "抄送包保领导：李局长（1家）",
        "澜川市",
    ]
    text = seen(tang, page(tangning, "chase")).split('id="group-text"')[1]
    assert "以下2家尚未报送2月11日养老机构日报（时限 16:30）：\n赵家敬老院、钱村托养院\n" in text


def test_the_preview_says_whom_the_button_will_tell(
    seen, chase, form, prefecture, tangning, zhao_home, qian_home, zhao, lead, tang
):
    def cell(name: str) -> str:
        shown = seen(tang, page(tangning, "chase"))
        row = re.search(rf'<th scope="row">{name}.*?</tr>', shown, re.DOTALL)
        assert row
        return re.sub(r"<[^>]+>|\s", "", row[0])

    answer_for(zhao_home, prefecture, user=lead)
    assert cell("赵家敬老院").endswith("填报人赵填报")
    assert cell("钱村托养院").endswith("无账号，请打电话")
    answer_for(qian_home, prefecture, name="周副县长", phone="13800005678")
    passed = "填报人、院长、民政所/县局没有账号"
    assert cell("钱村托养院").endswith("包保领导周副县长（转电话）" + passed)
    run = chase(tangning, tang, after(16, 31))
    names = Told.objects.filter(target__run=run).order_by("unit__path").values_list("name")
    assert [name for (name,) in names] == ["赵填报", "周副县长"]


def test_who_has_nobody_left_to_tell_is_to_be_called_at_once_and_not_after_a_rest(
    seen, chase, form, prefecture, tangning, zhao_home, qian_home, zhao, lead, tang
):
    answer_for(qian_home, prefecture, user=lead)
    chase(tangning, tang, after(16, 31))
    shown = seen(tang, page(tangning, "chase"))
    rows = {name: shown.split(f'<th scope="row">{name}')[1].split("</tr>")[0]
            for name in ("赵家敬老院", "钱村托养院")}  # fmt: skip
    assert "各级均已催过，请打电话" in rows["钱村托养院"]
    # told a moment ago on the first step, with nobody above who could be told next
    assert "各级均已催过，请打电话" in rows["赵家敬老院"]
    assert "后可再催" not in shown


def test_the_telephone_list_climbs_the_ladder_and_names_who_has_no_number(
    seen, form, tangning, prefecture, lead, city
):
    township = make_unit("LC/TN/SQ", "拾桥镇", Kind.TOWNSHIP, tangning)
    home = make_unit("LC/TN/SQ/H", "拾桥镇敬老院", Kind.PUBLIC_RURAL_HOME, township)
    clerk = make_user("sq", "桥办事员", township, Role.CLERK)
    User.objects.filter(pk=clerk.pk).update(phone="13900009999")
    answer_for(home, prefecture, user=lead)
    shown = seen(city, page(prefecture, "phones")).split(f'id="u{home.pk}"')[1]
    shown = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown.split("<form")[0]))
    assert "13900009999 13900009999 民政所/县局 桥办事员 包保领导 李局长 没有登记电话" in shown


def test_the_telephone_list_shows_whole_numbers_and_every_look_is_on_record(
    seen, form, tangning, qian_home, qian, tang
):
    User.objects.filter(pk=qian.pk).update(phone="13900001234")
    assert "13900001234" not in seen(tang, page(tangning, "chase"))
    assert 'href="tel:13900001234"' in seen(tang, page(tangning, "phones"))
    look = AuditEvent.objects.get(word="chasing.phones_seen")
    assert (look.by, look.detail["units"]) == (tang, 1)


def test_what_came_of_a_call_is_noted_with_who_and_when(
    seen, client, form, tangning, qian_home, tang
):
    seen(tang, page(tangning, "phones"))
    sent = {"outcome": "promised", "promised": "17:00", "note": "网络故障"}
    answer = client.post(page(qian_home, "called"), sent, headers={"HX-Request": "true"})
    assert "接通，已承诺报送" in answer.content.decode()
    call = Call.objects.get()
    assert (call.unit, call.by, call.promised_at) == (qian_home, tang, after(17, 0))
    client.post(page(qian_home, "called"), {"outcome": "no_answer", "promised": "17:30"})
    assert Call.objects.get(outcome="no_answer").promised_at is None
    shown = seen(tang, page(tangning, "phones"))
    assert shown.index("无人接听 <span") < shown.index("17:00 前")
    for wrong in ({"outcome": "sorcery"}, {"outcome": "promised", "promised": "later"}):
        assert client.post(page(qian_home, "called"), wrong).status_code == 422
    assert AuditEvent.objects.filter(word="chasing.call_noted", by=tang).count() == 2


def test_who_promised_to_file_comes_unticked_with_the_promise_until_its_time_has_passed(
    seen, client, form, tangning, zhao_home, qian_home, zhao, qian, tang, monkeypatch
):
    def ticked(shown: str, unit) -> bool:
        box = re.search(rf'value="{unit.pk}-{form.series_id}"[^>]*>', shown)
        assert box
        assert "disabled" not in box[0]
        return "checked" in box[0]

    address = page(tangning, "chase")
    assert ticked(seen(tang, address), qian_home)
    client.post(page(qian_home, "called"), {"outcome": "promised", "promised": "17:00"})
    shown = seen(tang, address)
    assert (ticked(shown, zhao_home), ticked(shown, qian_home)) == (True, False)
    name = shown.split('<th scope="row">钱村托养院')[1].split("</th>")[0]
    assert "承诺时间 17:00" in name
    assert 'data-picked-count="#chase">1<' in shown
    client.post(address, {"all": "1"})
    assert (len(told(zhao)), told(qian)) == (1, []), "a chase of all waits for the promise too"
    set_clock(monkeypatch, after(17, 1))
    assert ticked(client.get(address).content.decode(), qian_home)


def test_a_neighbour_gets_404_and_a_reporter_no_page_at_all(
    seen, client, chase, form, tangning, yanning, zhao_home, sun_home, zhao, tang, yan
):
    run = chase(yanning, yan, after(16, 31))
    client.force_login(tang)
    there = [page(yanning, "chase"), page(yanning, "phones"), f"/chasing/{run.pk}/"]
    assert [client.get(a).status_code for a in there] == [404] * 3
    assert client.post(page(yanning, "chase"), {"all": 1}).status_code == 404
    assert client.post(page(sun_home, "called"), {"outcome": "no_answer"}).status_code == 404
    client.force_login(zhao)
    assert client.get(page(zhao_home, "chase")).status_code == 403
    assert (ChaseRun.objects.count(), Call.objects.count()) == (1, 0)


def test_what_is_picked_of_a_neighbour_is_left_alone(
    seen, client, form, tangning, zhao_home, sun_home, zhao, sun, tang
):
    client.force_login(tang)
    client.post(page(tangning, "chase"), {"pick": [f"{sun_home.pk}-{form.series_id}", "x", "1-"]})
    assert (ChaseRun.objects.count(), told(sun)) == (0, [])


def test_the_office_sets_the_times_and_a_clerk_does_not(seen, client, prefecture, city, tang):
    address = f"/chasing/times/{prefecture.pk}/"
    assert "现按系统默认" in seen(city, address)
    assert client.post(address, {"remind_minutes": 20, "cooldown_minutes": 1}).status_code == 200
    assert not Policy.objects.exists()
    client.post(address, {"remind_minutes": 20, "cooldown_minutes": 10})
    assert Policy.objects.get().cooldown_minutes == 10
    assert "成主任" in seen(city, address)
    client.force_login(tang)
    assert client.get(address).status_code == 403


def test_an_empty_list_says_why(seen, form, file, tangning, zhao_home, zhao, tang):
    file(zhao_home, zhao, when=after(16, 20))
    for name in ("chase", "phones"):
        assert "应报机构均已报送" in seen(tang, page(tangning, name))


def test_the_list_asks_as_often_for_many_institutions_as_for_few(
    seen, chase, form, tangning, zhao_home, zhao, tang
):
    def statements() -> int:
        seen(tang, page(tangning, "chase"))  # the first mark of the session
        with CaptureQueriesContext(connection) as captured:
            seen(tang, page(tangning, "chase"))
        return len(captured)

    chase(tangning, tang, after(16, 20))
    few = statements()
    for n in range(30):
        make_unit(f"LC/TN/{n}", f"第{n}院", Kind.PUBLIC_RURAL_HOME, tangning)
    chase(tangning, tang, after(16, 25))
    assert statements() == few
