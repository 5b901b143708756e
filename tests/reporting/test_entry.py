"""The desk's pages: what is owed, filling, correcting, the trace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shouwang.accounts.models import AuditEvent, User
from shouwang.figures.actions import rollups
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Draft, Form, Report, Submission
from tests.cast import DAY, at

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
File = Callable[..., Receipt]

GOOD = {"in_house": "46", "admitted": "0", "staff": "16", "fever_residents": "0", "days_left": ""}


def place(name: str, unit: Unit, form: Form, day: date = DAY) -> str:
    """Return the address of a report's page."""
    return reverse(f"reporting:{name}", args=(unit.pk, form.pk, day))


def fields(**changed: str) -> dict[str, str]:
    """Return the posted fields of a page; items by code, other fields by ``field_…``."""
    own = {k.removeprefix("field_"): v for k, v in changed.items() if k.startswith("field_")}
    items = GOOD | {k: v for k, v in changed.items() if not k.startswith("field_")}
    return {f"item-{c}": v for c, v in items.items()} | {"client_id": str(uuid7())} | own


def body(response: Any) -> str:
    """Return a page's text."""
    return response.content.decode()


def test_a_clerk_sees_what_the_home_owes_and_owed(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, file: File
) -> None:
    yesterday = DAY - timedelta(days=1)
    receipt = file(zhao_home, zhao, day=yesterday, when=at(yesterday, 20))
    page = body(browse(zhao).get(reverse("reporting:owed")))
    assert "待报" in page
    assert "迟报" in page
    assert receipt.number in page
    assert page.count("未报</span>") == 5


def test_without_a_form_the_page_says_why_it_is_empty(
    browse: Browse, zhao: User, prefecture: Unit
) -> None:
    assert "您的单位没有要填的表" in body(browse(zhao).get(reverse("reporting:owed")))


def test_the_list_asks_the_database_no_more_for_more_homes(
    browse: Browse,
    tang: User,
    zhao: User,
    homes: list[Unit],
    form: Form,
    file: File,
    django_assert_max_num_queries: Callable[[int], Any],
) -> None:
    file(homes[0], zhao)
    client = browse(tang)
    client.get(reverse("reporting:owed"))
    with django_assert_max_num_queries(12):
        client.get(reverse("reporting:owed"))


def test_a_bureau_with_many_homes_searches_instead_of_reading_thousands(
    browse: Browse,
    tang: User,
    zhao: User,
    homes: list[Unit],
    form: Form,
    file: File,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shouwang.reporting.owed_list.FEW", 1)
    file(homes[0], zhao)
    client = browse(tang)
    assert "赵家敬老院" in body(client.get(reverse("reporting:owed"), {"q": "赵家"}))
    open_only = body(client.get(reverse("reporting:owed"), {"only": "open"}))
    assert "钱村托养院" in open_only
    assert "赵家敬老院" not in open_only


def test_a_stock_that_carries_is_suggested_and_a_flow_is_not(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, file: File
) -> None:
    file(zhao_home, zhao, day=DAY - timedelta(days=1))
    response = browse(zhao).get(place("entry", zhao_home, form))
    lines = {x.item.code: x for group in response.context["groups"] for x in group.lines}
    assert (lines["in_house"].text, lines["in_house"].is_carried) == ("46", True)
    assert (lines["admitted"].text, lines["admitted"].before) == ("", 0)
    assert not Report.objects.filter(day=DAY).exists()


def test_a_filled_page_becomes_a_report_with_a_receipt(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    response = browse(zhao).post(
        place("entry", zhao_home, form), fields(in_house="１，０４６"), follow=True
    )
    report = Report.objects.get()
    assert report.receipt in body(response)
    assert "按时报送" in body(response)
    made = Submission.objects.get()
    assert sorted(made.values.values()) == [0, 0, 16, 1046]
    assert made.source == Submission.Source.DESK


def test_a_double_click_gives_one_report_and_the_same_receipt(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    client, sent = browse(zhao), fields()
    first = client.post(place("entry", zhao_home, form), sent)
    again = client.post(place("entry", zhao_home, form), sent)
    assert first.url == again.url
    assert Submission.objects.count() == 1


def test_going_back_and_changing_a_number_is_not_taken_for_an_echo(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    client, sent = browse(zhao), fields()
    client.post(place("entry", zhao_home, form), sent)
    response = client.post(place("entry", zhao_home, form), sent | {"item-in_house": "45"})
    assert response.status_code == 409
    assert "您填的内容都在" in body(response)
    assert Submission.objects.count() == 1


def test_what_is_wrong_is_listed_with_links_and_nothing_is_lost(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    response = browse(zhao).post(
        place("entry", zhao_home, form), fields(in_house="四十", admitted="", staff="-1")
    )
    assert response.status_code == 422
    where = [field for field, _words in response.context["errors"]]
    assert where == ["item-in_house", "item-admitted", "item-staff"]
    assert "<title>错误：" in body(response)
    assert 'value="四十"' in body(response)
    assert not Report.objects.exists()


def test_a_jump_asks_for_a_reason_in_its_place_and_does_not_block(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, file: File
) -> None:
    file(zhao_home, zhao, day=DAY - timedelta(days=1))
    client = browse(zhao)
    refused = client.post(place("entry", zhao_home, form), fields(in_house="20"))
    assert [f for f, _words in refused.context["errors"]] == ["reason-in_house"]
    answered = fields(in_house="20") | {"reason-in_house": "二十六人回家过节"}
    assert client.post(place("entry", zhao_home, form), answered).status_code == 302
    assert Submission.objects.get(report__day=DAY).reasons == {"in_house": "二十六人回家过节"}


def test_a_warning_is_told_on_the_receipt(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    response = browse(zhao).post(
        place("entry", zhao_home, form), fields(days_left="2"), follow=True
    )
    assert "物资可用不足 3 天" in body(response)


def test_a_zero_report_with_a_fever_in_it_is_refused_and_the_attempt_is_on_record(
    browse: Browse,
    zhao: User,
    tang: User,
    yan: User,
    homes: list[Unit],
    zhao_home: Unit,
    form: Form,
) -> None:
    rollups.settle_all()
    response = browse(zhao).post(
        place("entry", zhao_home, form), fields(fever_residents="1", field_is_zero="1")
    )
    assert response.status_code == 422
    assert "不能零报告" in body(response)
    # its superior finds the attempt on the line of the missing, the auditor in the trail
    line = "16:09 零报告未收：今日新发发热：服务对象 1 人"
    assert line in body(browse(tang).get("/reports/today/", {"show": "missing"}))
    assert line not in body(browse(yan).get("/reports/today/", {"show": "missing"}))
    event = AuditEvent.objects.get(word="reporting.zero_refused")
    assert (event.unit_id, event.by, event.detail["day"]) == (zhao_home.pk, zhao, DAY.isoformat())
    browse(zhao).post(place("entry", zhao_home, form), fields(in_house="", field_is_zero="1"))
    assert AuditEvent.objects.filter(word="reporting.zero_refused").count() == 1


def test_after_the_filing_time_the_receipt_says_late(
    browse: Browse, story_clock: Callable[..., None], zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(zhao)
    story_clock(at(hour=16, minute=40))
    assert "迟报" in body(client.post(place("entry", zhao_home, form), fields(), follow=True))


def test_a_second_clerk_with_other_numbers_sees_the_first_ones_beside_his(
    browse: Browse, zhao: User, tang: User, zhao_home: Unit, form: Form
) -> None:
    browse(zhao).post(place("entry", zhao_home, form), fields())
    response = browse(tang).post(place("entry", zhao_home, form), fields(in_house="44"))
    assert response.status_code == 409
    line = response.context["groups"][0].lines[0]
    assert (line.standing, line.text) == (46, "44")
    assert "赵填报" in body(response)
    assert Submission.objects.count() == 1


def test_a_correction_needs_a_reason_and_shows_old_and_new(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, file: File
) -> None:
    receipt = file(zhao_home, zhao)
    client, address = browse(zhao), place("correct", zhao_home, form)
    assert 'value="46"' in body(client.get(address))
    sent = fields(in_house="45", field_seen_number="1")
    assert client.post(address, sent).context["errors"] == [("correction_reason", "请写明更正原因")]
    client.post(address, sent | {"correction_reason": "一人昨日已退住"})
    trace = body(client.get(reverse("reporting:history", args=(receipt.report_id,))))
    for words in ("一人昨日已退住", "第 1 次更正", "首次报送", "46", "45", "赵填报"):
        assert words in trace


def test_a_correction_of_what_was_corrected_meanwhile_is_shown_not_taken(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, file: File
) -> None:
    file(zhao_home, zhao)
    file(zhao_home, zhao, in_house=45, options={"correction_reason": "甲"})
    sent = fields(in_house="44", field_seen_number="1", field_correction_reason="乙")
    response = browse(zhao).post(place("correct", zhao_home, form), sent)
    assert response.status_code == 409
    assert response.context["sheet"].report.current_number == 2
    assert Submission.objects.count() == 2


def test_a_correction_takes_its_draft_away(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, file: File
) -> None:
    file(zhao_home, zhao)
    client = browse(zhao)
    sent = fields(in_house="45", field_seen_number="1", field_correction_reason="重复计数")
    client.post(place("draft", zhao_home, form), sent)
    client.post(place("correct", zhao_home, form), sent)
    assert not Draft.objects.exists()


def test_a_report_by_the_bureau_is_marked_as_on_behalf(
    browse: Browse, tang: User, zhao_home: Unit, form: Form
) -> None:
    browse(tang).post(place("entry", zhao_home, form), fields(field_source_note="电话，王院长"))
    made = Submission.objects.get()
    assert (made.source, made.source_note) == (Submission.Source.ON_BEHALF, "电话，王院长")


@pytest.mark.parametrize("name", ["entry", "correct", "phone_entry", "phone_correct"])
def test_a_neighbour_gets_404_and_a_leader_403(
    browse: Browse, qian: User, lead: User, zhao_home: Unit, form: Form, name: str
) -> None:
    address = place(name, zhao_home, form)
    assert browse(qian).get(address).status_code == 404
    assert browse(qian).post(address, fields()).status_code == 404
    assert browse(lead).get(address).status_code == 403


def test_a_neighbour_cannot_open_a_receipt_or_its_trace(
    browse: Browse, zhao: User, qian: User, zhao_home: Unit, form: Form, file: File
) -> None:
    receipt = file(zhao_home, zhao)
    for name in ("receipt", "history", "phone_receipt"):
        address = reverse(f"reporting:{name}", args=(receipt.report_id,))
        assert browse(qian).get(address).status_code == 404
        assert browse(zhao).get(address).status_code == 200


def test_a_day_that_has_not_come_is_no_page(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    tomorrow = place("entry", zhao_home, form, DAY + timedelta(days=1))
    assert browse(zhao).get(tomorrow).status_code == 404


def test_a_form_of_other_kinds_of_unit_is_no_page_of_this_one(
    browse: Browse, tang: User, tangning: Unit, form: Form
) -> None:
    assert browse(tang).get(place("entry", tangning, form)).status_code == 404
