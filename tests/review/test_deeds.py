"""What is done on the page of a superior's day: returned, passed, signed, opened."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from shouwang.accounts.models import User
from shouwang.figures.actions import rollups
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form, Opening, Report, Review
from shouwang.review import signing
from shouwang.review.actions.signs import sign_day
from shouwang.review.stages import desk_of
from tests.cast import DAY, at
from tests.review.days import TODAY, Browse, File, shown


def test_a_clerk_reads_returns_and_passes(
    browse: Browse, afternoon: list[Report], tang: User, homes: list[Unit]
) -> None:
    client, report = browse(tang), afternoon[1]
    part = client.get(reverse("review:report", args=[report.pk]), headers={"HX-Request": "true"})
    told = part.content.decode()
    assert "<html" not in told
    assert "物资可用不足 3 天" in told
    assert "昨日" in told
    passed = client.post(reverse("review:pass"), {"pick": [f"{report.pk}-1"]}, follow=True)
    assert "已审核通过 1 份" in passed.content.decode()
    assert "唐科员 16:4" in shown(client, show="filed")
    address = reverse("review:return", args=[report.pk])
    bare = client.post(address, {"reason": " ", "seen_number": "1"}, follow=True)
    assert "请写明退回原因" in bare.content.decode()
    back = client.post(address, {"reason": "发热请附处置情况", "seen_number": "1"}, follow=True)
    assert "已退回钱村托养院修改" in back.content.decode()
    report.refresh_from_db()
    assert report.returned_at is not None
    assert Review.objects.filter(report=report).count() == 2


def test_the_day_is_signed_with_its_gaps_named_and_says_when_it_changed(
    browse: Browse,
    afternoon: list[Report],
    tang: User,
    tangning: Unit,
    file: File,
    homes: list[Unit],
    zhao: User,
    lead: User,
) -> None:
    client = browse(tang)
    desk = desk_of(tangning, "county")
    assert desk is not None
    address = reverse("review:sign", args=[DAY, tangning.pk, "county"])
    assert "赵家敬老院（退回）" in shown(client)
    stale = client.post(address, {"with_gaps": "1", "seen": "2-77"}, follow=True)
    assert "请看过新的数字再签" in stale.content.decode()
    seen = signing.stamp(signing.figures_at(desk, DAY))
    client.post(address, {"with_gaps": "1", "seen": seen, "note": "已电话催过"})
    text = shown(client)
    assert "带缺 1 家" in text
    assert "签字时缺 1 家：赵家敬老院 · 已电话催过" in text

    file(homes[0], zhao, in_house=46, when=at(hour=16, minute=50))
    rollups.settle_all()
    text = shown(client)
    assert "签后有变动" in text
    assert '在院 <span class="num">30</span> → <strong class="num">76</strong>' in text
    # above, the county's signature shows, and nothing waits for it
    above = shown(browse(lead))
    assert "下级单位已签 1 / 2" in above
    assert "未签：砚宁县" in above


def test_a_section_sees_that_others_signed_but_only_its_own_figures(
    browse: Browse,
    afternoon: list[Report],
    elder: User,
    city: User,
    prefecture: Unit,
    elderly_section: Unit,
) -> None:
    sign_day(
        unit=prefecture, day=DAY, stage="office", by=city, at=at(hour=16, minute=39), with_gaps=True
    )
    shown = browse(elder).get(TODAY)
    assert "只计本科室审核的机构类别" in shown.content.decode()
    assert "只计本科室" not in browse(city).get(TODAY).content.decode()
    signatures = shown.context["page"].signatures
    assert [(s.desk.stage, s.may_sign, s.now is None) for s in signatures] == [
        ("section", True, False), ("office", False, True), ("leader", False, True),
    ]  # fmt: skip
    assert signatures[1].sign.by_name == "成主任"


def test_after_the_lock_the_superior_opens_what_is_missing_and_what_is_wrong(
    browse: Browse, afternoon: list[Report], tang: User, form: Form, story_clock: Any
) -> None:
    story_clock(at(hour=22, minute=10))
    client = browse(tang)
    assert "已于 22:00 锁定" in shown(client)
    home = afternoon[1].unit
    part = client.get(reverse("review:report", args=[afternoon[1].pk])).content.decode()
    assert "开放更正" in part
    address = reverse("review:open", args=[home.pk, form.pk, DAY])
    assert "原数、新数都留下记录" in client.get(address).content.decode()
    client.post(address, {"reason": "漏数一人"})
    opening = Opening.objects.get()
    assert (opening.purpose, opening.by_name) == ("correction", "唐科员")
    missing = client.get(reverse("reporting:unit_day", args=[DAY, afternoon[0].unit_id]))
    assert "开放补报" in missing.content.decode()
    closed = client.post(reverse("review:close_opening", args=[opening.pk]), follow=True)
    assert "已收回" in closed.content.decode()
