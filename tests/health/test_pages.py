from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from shouwang.epidemic.models import Case
from shouwang.health.models import Round, Temperature
from shouwang.kit import clock
from tests.cast import DAY, at
from tests.health.conftest import AT_THE_GATE, AWAY, LIVES_IN, NAMES


@pytest.fixture
def now(monkeypatch):
    """The afternoon of the story's day."""
    monkeypatch.setattr(clock, "machine_now", lambda: at(DAY, 14))
    monkeypatch.setattr(settings, "CLOCK_SHIFT", at(DAY, 14) - at(DAY, 14))


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_a_house_sees_its_day_by_person_and_who_is_missing(house, carer, now) -> None:
    house.round(carer, 王秀英=376, 李桂兰=365, 张玉珍="asleep")
    page = signed_in(carer).get(reverse("health:house", args=[house.unit.pk])).content.decode()
    assert "37.6" in page
    assert "36.5" in page
    assert "睡着" in page
    assert page.count("未测</span>") + page.count("未测</c-status>") >= 4
    assert "未测 4 人" in page
    # the round was finished without them: no tick, and the number says what it is made of
    assert "已结束，未测齐" in page
    assert "✓" not in page.split('class="tiles"')[1].split("<table")[0]
    assert "应测 7 人 = 在册 7 − 不在院 1 + 封闭住院职工 1（按 08:00 的名册）" in page


def test_who_is_measured_along_without_being_asked_for_does_not_hide_who_is_missing(
    house, carer, now
) -> None:
    house.round(carer, **dict.fromkeys((*NAMES, AT_THE_GATE), 365))
    page = signed_in(carer).get(reverse("health:house", args=[house.unit.pk])).content.decode()
    assert "未测 1 人" in page
    assert "另有 1 人不在应测名册" in page
    house.round(carer, **{LIVES_IN: 365})
    page = signed_in(carer).get(reverse("health:house", args=[house.unit.pk])).content.decode()
    assert "已结束，未测齐" not in page
    assert "✓ " in page


def test_a_bureau_sees_counts_and_no_name(house, carer, tang, now) -> None:
    house.round(carer, 王秀英=376, 李桂兰=365)
    client = signed_in(tang)
    for address in (reverse("health:board"), reverse("health:house", args=[house.unit.pk])):
        page = client.get(address).content.decode()
        assert "已完成" in page
        assert not [name for name in (*NAMES, AWAY, LIVES_IN) if name in page]


def test_the_sheet_has_a_line_for_everybody_to_be_measured(house, carer, now) -> None:
    page = signed_in(carer).get(reverse("health:sheet", args=[house.unit.pk])).content.decode()
    assert all(name in page for name in (*NAMES, LIVES_IN))
    assert AWAY not in page
    assert "上午" in page
    assert "签名" in page
    # the sign line is a row of the table's last rows, which no page break parts from the others
    last = page.split("<tbody")[-1]
    assert "tr-last" in last
    assert last.count("<tr") == 4
    assert "异常____ 签字" in last


def test_a_round_is_entered_without_script_and_a_slip_is_shown_at_its_person(
    house, carer, now
) -> None:
    client, address = signed_in(carer), reverse("health:enter", args=[house.unit.pk])
    told = {"number": 2, f"t-{house['王秀英']}": "979", f"t-{house['李桂兰']}": "36.5"}
    refused = client.post(address, told)
    assert refused.status_code == 422
    assert "华氏" in refused.content.decode()
    assert Temperature.objects.count() == 0
    told |= {f"t-{house['王秀英']}": "376", f"a-{house['张玉珍']}": "out"}
    assert client.post(address, told).status_code == 302
    assert Round.objects.get().measured == 2
    assert Case.objects.get().person_id == house["王秀英"]


def test_a_tally_is_entered_with_its_abnormal_ones(house, carer, now) -> None:
    address = reverse("health:tally", args=[house.unit.pk])
    told = {"day": DAY.isoformat(), "number": 1, "time": "08:50", "should": 7, "measured": 7}
    told |= {"abnormal": 1, "signer": "何护理", "person-1": house["王秀英"], "t-1": "37.6"}
    client = signed_in(carer)
    assert client.post(address, told).status_code == 302
    assert (Round.objects.get().is_tally, Case.objects.count()) == (True, 1)
    page = client.get(reverse("health:house", args=[house.unit.pk])).content.decode()
    assert "汇总登记" in page


def test_a_persons_three_weeks_and_a_correction(house, carer, now) -> None:
    house.round(carer, 王秀英=386)
    reading = Temperature.objects.get()
    client = signed_in(carer)
    person = reverse("health:person", args=[house.unit.pk, house["王秀英"]])
    assert "38.6" in client.get(person).content.decode()
    correct = reverse("health:correct", args=[house.unit.pk, reading.pk])
    assert client.post(correct, {"value": "366", "reason": ""}).status_code == 422
    assert client.post(correct, {"value": "366", "reason": "看错"}).status_code == 302
    page = client.get(person).content.decode()
    assert "36.6" in page
    assert "38.6" not in page


def test_the_phones_frame_carries_nobodys_name(house, carer, now) -> None:
    page = signed_in(carer).get(reverse("health:phone")).content.decode()
    assert not [name for name in (*NAMES, AWAY, LIVES_IN) if name in page]
