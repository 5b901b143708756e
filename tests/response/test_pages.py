"""The pages of response, as people go through them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from docx import Document

from shouwang.accounts.models import AuditEvent, User
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.response import measures, switching
from shouwang.response.actions import bundles, exemptions
from shouwang.response.models import Bundle, Exemption, Order, Reopening
from tests.cast import MORNING

Lay = Callable[..., Order]
pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return client


def minute(hours: float = 0) -> str:
    """Return a moment as a form's field holds it."""
    return f"{clock.now() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def test_a_leader_raises_the_level_after_seeing_what_it_brings(
    city: User, prefecture: Unit, zhao_home: Unit
) -> None:
    library = Bundle.objects.get(code="closed_management")
    bundles.adopt(bundle=library, unit=prefecture, levels=[1], by=city, at=MORNING)
    told = {
        "unit": prefecture.pk,
        "grade": 1,
        "from_at": minute(-1),
        "paper_number": "澜疫指〔2020〕3号",
        "paper_title": "关于启动一级响应的通知",
    }
    client = client_of(city)
    first = client.post("/response/change/", told).content.decode()
    assert "一律暂停探视" in first
    assert "还没有下达" in first
    assert not switching.levels(prefecture).exists()
    client.post("/response/change/", told | {"confirmed": "1"})
    assert switching.levels(prefecture).get().grade == 1
    page = client.get("/response/").content.decode()
    assert "一级响应" in page
    assert "澜疫指〔2020〕3号《关于启动一级响应的通知》" in page


def test_a_change_without_a_paper_is_refused_before_the_confirmation(
    city: User, prefecture: Unit
) -> None:
    told = {"unit": prefecture.pk, "grade": 1, "from_at": minute()}
    answer = client_of(city).post("/response/change/", told)
    assert answer.status_code == 422
    assert "这个字段是必填项" in answer.content.decode()


def test_a_looser_order_is_refused_on_the_form_with_the_superiors_paper(
    lay: Lay, prefecture: Unit, tangning: Unit, tang: User
) -> None:
    lay(prefecture, "fever_at", "37.0", number="澜疫指〔2020〕3号")
    told = {
        "unit": tangning.pk,
        "measure": "fever_at",
        "value": "37.5",
        "strength": "absolute",
        "approver": "county",
        "starts_at": minute(),
        "paper_number": "棠疫指〔2020〕1号",
        "paper_title": "关于加强测温的通知",
    }
    client = client_of(tang)
    answer = client.post("/measures/new/", told)
    assert answer.status_code == 422
    assert "澜川市 澜疫指〔2020〕3号" in answer.content.decode()
    answer = client.post("/measures/new/", told | {"value": "36.9"}, follow=True)
    assert "发热判定体温 36.9 ℃" in answer.content.decode()
    assert "棠疫指〔2020〕1号" in client.get("/measures/").content.decode()


def test_a_house_sees_what_applies_to_it_since_when_and_by_which_paper(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User, qian_home: Unit
) -> None:
    lay(prefecture, "visits", number="澜疫指〔2020〕3号")
    client = client_of(zhao)
    page = client.get("/measures/", follow=True)
    assert page.redirect_chain == [(f"/measures/{zhao_home.pk}/", 302)]
    text = page.content.decode()
    assert "一律暂停探视" in text
    assert "澜疫指〔2020〕3号" in text
    assert "自 2020-01-22 08:00" in text
    before = client.get(f"/measures/{zhao_home.pk}/", {"at": "2020-01-22T07:59"}).content.decode()
    assert "一律暂停探视" not in before
    assert client.get(f"/measures/{qian_home.pk}/").status_code == 404
    phone = client.get("/m/measures/").content.decode()
    assert "一律暂停探视" in phone


def test_the_notice_at_the_door_says_what_is_in_force_on_screen_and_in_word(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User
) -> None:
    for code in ("visits", "admission"):
        lay(prefecture, code, number="澜疫指〔2020〕3号")
    lay(prefecture, "leave", strength="principle", number="澜疫指〔2020〕3号")
    client = client_of(zhao)
    page = client.get(f"/measures/{zhao_home.pk}/notice/").content.decode()
    for said in ("封闭管理告知书", "一律暂停：探视、新入住。", "原则上暂停：外出请假", "37.3 ℃"):
        assert said in page
    word = client.get(f"/measures/{zhao_home.pk}/notice.docx")
    text = "".join(p.text for p in Document(io.BytesIO(word.content)).paragraphs)
    assert "封闭管理告知书" in text
    assert "澜疫指〔2020〕3号" in text
    assert client.get(f"/measures/{zhao_home.pk}/notice.pdf").content.startswith(b"%PDF")
    assert AuditEvent.objects.filter(word="response.notice_exported").count() == 2


def test_a_case_goes_from_the_house_to_the_county_and_back(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User, tang: User, yan: User
) -> None:
    lay(prefecture, "leave", strength="principle", number="澜疫指〔2020〕3号")
    told = {"measure": "leave", "what": "302 室", "reason": "亲属病危"}
    client_of(zhao).post(f"/measures/{zhao_home.pk}/ask/", told)
    found = Exemption.objects.get()
    county = client_of(tang)
    assert "302 室" in county.get("/measures/exemptions/").content.decode()
    page = f"/measures/exemptions/{found.pk}/"
    assert client_of(yan).get(page).status_code == 404
    county.post(page, {"deed": "approve", "words": "一人陪同", "until_at": minute(6)})
    assert exemptions.covering("leave", zhao_home, found.about, clock.now())
    assert "一人陪同" in client_of(zhao).get(page).content.decode()


def test_a_house_reopens_step_by_step_on_the_pages(
    lay: Lay, prefecture: Unit, zhao_home: Unit, zhao: User, tang: User, city: User
) -> None:
    lay(prefecture, "visits", number="澜疫指〔2020〕3号")
    told = {"measures_": ["visits"], "plan": "预约、限时探视"}
    client_of(zhao).post(f"/measures/{zhao_home.pk}/reopen/", told)
    page = f"/measures/reopenings/{Reopening.objects.get().pk}/"
    county = client_of(tang)
    assert "隔离观察室" in county.get(page).content.decode()
    answers = {f"line_{n}": "yes" for n in range(6)}
    county.post(page, answers | {"passed": "yes"})
    reply = {"granted": "yes", "from_at": minute(), "paper_number": "澜民函〔2020〕8号"}
    reply["paper_title"] = "关于同意恢复探视的批复"
    assert client_of(city).post(page, reply, follow=True).status_code == 200
    now = clock.now()
    assert measures.forbidden("visits", unit=zhao_home, at=now) is None
    assert "澜民函〔2020〕8号" in client_of(zhao).get(f"/measures/{zhao_home.pk}/").content.decode()
    client_of(city).post(page, {"withdrawn": "1", "reason": "发现发热"})
    assert measures.forbidden("visits", unit=zhao_home, at=clock.now())


def test_a_bureau_edits_its_bundles(city: User, prefecture: Unit) -> None:
    client = client_of(city)
    library = Bundle.objects.get(code="five_pauses")
    page = client.get("/measures/bundles/").content.decode()
    assert "非官方建议" in page
    adopt = {"unit": prefecture.pk, "bundle": library.pk, "levels": ["1"]}
    client.post("/measures/bundles/adopt/", adopt)
    own = Bundle.objects.get(unit=prefecture)
    assert own.is_on is False
    here = f"/measures/bundles/{own.pk}/"
    item = {"measure": "visits", "strength": "absolute", "approver": "county"}
    client.post(here, item)
    assert own.items.get().measure_id == "visits"
    head = {"name": "本市五个暂停", "levels": ["1", "2"], "source": "来文", "is_on": "on"}
    client.post(here, head)
    own.refresh_from_db()
    assert (own.name, own.levels, own.is_on) == ("本市五个暂停", [1, 2], True)
    client.post(f"/measures/bundles/items/{own.items.get().pk}/remove/")
    assert own.items.get().removed_at is not None
