"""The phone's pages: the same report for a thumb."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.messages import SUCCESS
from django.contrib.messages.storage.base import Message
from django.contrib.messages.storage.cookie import CookieStorage
from django.test import Client, RequestFactory
from django.urls import reverse

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.reporting import rules, sheets
from shouwang.reporting.actions.reports import Receipt
from shouwang.reporting.models import Draft, Form, Report, Submission
from shouwang.reporting.rules import Finding
from shouwang.reporting.typed import Typed
from shouwang.review.actions.openings import open_report
from shouwang.review.actions.verdicts import return_report
from tests.cast import DAY, at
from tests.reporting.test_entry import body, fields, place

pytestmark = pytest.mark.django_db
Browse = Callable[[User], Client]
BUILT = Path(settings.BASE_DIR) / "shouwang" / "kit" / "static" / "build"
MOST_BYTES = 75 * 1024


def test_the_first_card_of_the_phone_leads_straight_to_the_report_that_is_owed(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    page = body(browse(zhao).get(reverse("reporting:phone")))
    assert f'href="{place("phone_entry", zhao_home, form)}' in page


def test_what_was_filed_shows_its_receipt_on_the_first_page(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, file: Callable[..., Receipt]
) -> None:
    receipt = file(zhao_home, zhao)
    assert receipt.number in browse(zhao).get(reverse("reporting:phone")).content.decode()


def test_a_report_filed_on_the_phone_is_marked_so(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    sent = fields(field_device_at="2020-02-11T08:08:00.000Z")
    response = browse(zhao).post(place("phone_entry", zhao_home, form), sent, follow=True)
    made = Submission.objects.get()
    assert made.source == Submission.Source.PHONE
    assert made.device_at.isoformat() == "2020-02-11T08:08:00+00:00"
    assert made.report.receipt in response.content.decode()


def test_a_phone_s_clock_at_the_end_of_the_calendar_shuts_no_report(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    sent = fields(field_device_at="9999-12-31T23:59:59-12:00")
    receipt = browse(zhao).post(place("phone_entry", zhao_home, form), sent, follow=True)
    assert Submission.objects.select_related("report").get().report.receipt in body(receipt)


def test_a_draft_begun_at_the_desk_goes_on_on_the_phone(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(zhao)
    client.post(place("draft", zhao_home, form), fields(in_house="45") | {"revision": "0"})
    page = client.get(place("phone_entry", zhao_home, form)).content.decode()
    assert 'value="45"' in page
    assert 'name="revision" value="1"' in page
    assert Draft.objects.count() == 1


def test_the_first_page_with_all_it_loads_weighs_little(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    page = browse(zhao).get(place("phone_entry", zhao_home, form)).content
    loaded = [(BUILT / name).read_bytes() for name in ("phone.js", "phone.css", "boot.js")]
    assert sum(len(gzip.compress(part)) for part in [page, *loaded]) < MOST_BYTES


def test_both_moments_are_told_in_words(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    page = body(browse(zhao).get(place("phone_entry", zhao_home, form)))
    assert "<dt>统计时点</dt><dd>今日 16:00</dd>" in page
    assert "<dt>报送时限</dt><dd>今日 16:30</dd>" in page


def test_after_the_filing_time_it_is_taken_and_marked_late(
    browse: Browse, story_clock: Callable[..., None], zhao: User, zhao_home: Unit, form: Form
) -> None:
    client = browse(zhao)
    story_clock(at(hour=16, minute=31))
    address = place("phone_entry", zhao_home, form)
    assert "已过，现在报送记为迟报" in body(client.get(address))
    assert "已报（迟报）" in body(client.post(address, fields(), follow=True))


def test_a_returned_report_shows_why_by_whom_and_is_filed_again(
    browse: Browse,
    zhao: User,
    tang: User,
    zhao_home: Unit,
    form: Form,
    file: Callable[..., Receipt],
) -> None:
    file(zhao_home, zhao)
    return_report(
        report=Report.objects.get(), reason="在院与昨日对不上", by=tang, at=at(hour=16, minute=5)
    )
    client = browse(zhao)
    home = body(client.get(reverse("reporting:phone"), {"all": "1"}))
    assert "退回修改" in home
    assert "唐科员退回：在院与昨日对不上" in home
    address = client.get(place("phone_entry", zhao_home, form)).url
    assert address == place("phone_correct", zhao_home, form)
    page = body(client.get(address))
    assert "在院与昨日对不上" in page
    assert "重新报送" in page
    sent = fields(in_house="45", field_correction_reason="按退回意见修改")
    assert "已按时报送" in body(client.post(address, sent, follow=True))
    assert "退回修改" not in body(client.get(reverse("reporting:phone"), {"all": "1"}))


def test_after_the_lock_it_says_who_can_open_it_and_an_opening_lets_it_in(
    browse: Browse,
    story_clock: Callable[..., None],
    zhao: User,
    tang: User,
    zhao_home: Unit,
    form: Form,
) -> None:
    story_clock(at(hour=22, minute=5))
    client, address = browse(zhao), place("phone_entry", zhao_home, form)
    locked = body(client.get(address))
    assert "请联系棠宁区开放补报" in locked
    assert "phone-foot" not in locked, "nothing to press that could only be refused"
    refused = client.post(address, fields())
    assert refused.status_code == 422
    assert "请联系棠宁区开放补报" in body(refused)
    told = {"unit": zhao_home, "form": form, "day": DAY, "reason": "停电", "by": tang}
    open_report(**told, at=at(hour=22, minute=6))
    assert "请联系棠宁区开放补报" not in body(client.get(address))
    story_clock(at(hour=22, minute=7))
    assert "已报（迟报）" in body(client.post(address, fields(), follow=True))


@pytest.mark.parametrize(("is_filed", "purpose"), [(True, "更正"), (False, "补报")])
def test_what_a_superior_opened_stands_on_both_first_pages_until_used_or_lapsed(
    browse: Browse,
    story_clock: Callable[..., None],
    zhao: User,
    qian: User,
    tang: User,
    zhao_home: Unit,
    qian_home: Unit,
    form: Form,
    file: Callable[..., Receipt],
    is_filed: bool,
    purpose: str,
) -> None:
    # a day longer ago than the list goes back
    day = DAY - timedelta(days=9)
    if is_filed:
        file(zhao_home, zhao, day=day)
    open_report(unit=zhao_home, form=form, day=day, reason="多计一人", by=tang, at=at())
    client = browse(zhao)
    address = {device: _leave(client, device) for device in ("phone", "owed")}
    for device, shown in address.items():
        assert f"唐科员已开放{purpose}，2020-02-12 16:00 前有效" in shown, device
        assert "多计一人" in shown
        assert "2 月 2 日" in shown
    name = "phone_correct" if is_filed else "phone_entry"
    assert f'href="{place(name, zhao_home, form, day)}"' in address["phone"]
    assert _leave(browse(qian), "phone") == "", "the neighbour's is not theirs"
    story_clock(at(DAY + timedelta(days=1), hour=16, minute=1))
    later = browse(zhao)
    assert _leave(later, "phone") == _leave(later, "owed") == "", "past its end"
    story_clock(at(hour=16, minute=10))
    client = browse(zhao)
    sent = fields(in_house="45", field_correction_reason="多计一人")
    answer = client.post(place(name, zhao_home, form, day), sent, follow=True)
    assert Report.objects.get().receipt in body(answer)
    assert _leave(client, "phone") == _leave(client, "owed") == "", "used"


def _leave(client: Client, name: str) -> str:
    """Return the card of what a superior opened, empty without one."""
    answer = client.get(reverse(f"reporting:{name}"), {"all": "1"})
    assert answer.status_code == 200
    return body(answer).partition("data-opened")[2].partition("</section>")[0]


def test_a_locked_report_is_not_corrected_its_receipt_says_who_opens_it(
    browse: Browse,
    story_clock: Callable[..., None],
    zhao: User,
    tang: User,
    zhao_home: Unit,
    form: Form,
    file: Callable[..., Receipt],
) -> None:
    file(zhao_home, zhao)
    story_clock(at(hour=22, minute=5))
    client = browse(zhao)
    for device in ("phone_", ""):
        correct = place(f"{device}correct", zhao_home, form)
        page = client.get(correct, follow=True)
        assert page.redirect_chain[-1][0] == reverse(
            f"reporting:{device}receipt", args=(Report.objects.get().pk,)
        )
        assert "请联系棠宁区开放更正" in body(page)
        assert correct not in body(page), "nothing to press that could only be refused"
    told = {"unit": zhao_home, "form": form, "day": DAY, "reason": "多计一人", "by": tang}
    open_report(**told, at=at(hour=22, minute=6))
    assert client.get(place("phone_correct", zhao_home, form)).status_code == 200


def test_an_item_with_two_questions_is_one_line_of_what_to_mend() -> None:
    jump = Finding("staff", rules.REASON, "在册职工：由 11 变为 99，变动较大，请确认并说明原因")
    ledger = Finding("staff", rules.REASON, "填 99，台账 11，请确认并说明原因")
    found = [Finding("", rules.ERROR, "已锁定"), jump, ledger]
    assert sheets.summary(found, Typed({}), {"staff": "在册职工"}) == [
        ("", "已锁定"),
        ("reason-staff", f"{jump.message}；{ledger.message}"),
    ]


def test_every_error_says_which_item_it_speaks_of(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form
) -> None:
    sent = fields(admitted="50", staff="")
    response = browse(zhao).post(place("phone_entry", zhao_home, form), sent)
    assert sorted(response.context["errors"]) == [
        ("item-admitted", "今日新入住：新入住不能多于在院"),
        ("item-staff", "在册职工：未填（没有请填 0）"),
    ]


def test_what_was_carried_is_counted_at_the_button_and_on_the_receipt(
    browse: Browse, zhao: User, zhao_home: Unit, form: Form, file: Callable[..., Receipt]
) -> None:
    file(zhao_home, zhao, day=DAY - timedelta(days=1))
    client = browse(zhao)
    for name in ("phone_entry", "entry"):
        page = body(client.get(place(name, zhao_home, form)))
        assert "其中 2 项沿用昨日的数，提交即为核对无误" in page
    page = body(
        client.post(place("phone_entry", zhao_home, form), fields(in_house="45"), follow=True)
    )
    assert "其中 1 项与昨日一致，填报人已核对" in page


def test_the_page_for_no_network_names_nobody_and_shows_the_ways_on(
    client: Client, zhao: User, zhao_home: Unit
) -> None:
    client.force_login(zhao)
    page = client.get("/m/offline/").content.decode()
    for told in (zhao.name, zhao.username, zhao_home.name, "data-user", "data-outbox"):
        assert told not in page
    for way in ('href=""', 'href="/m/?all=1"', 'href="/m/outbox/"'):
        assert way in page
    assert zhao_home.name in client.get("/m/").content.decode()


def test_a_page_fetched_to_be_kept_takes_no_message_away_from_its_reader(
    client: Client, zhao: User
) -> None:
    client.force_login(zhao)
    left = CookieStorage(RequestFactory().get("/"))
    client.cookies[left.cookie_name] = left._encode([Message(SUCCESS, "已送审")])
    assert "已送审" not in client.get("/m/", headers={"X-Background": "1"}).content.decode()
    assert "已送审" in client.get("/m/").content.decode()
