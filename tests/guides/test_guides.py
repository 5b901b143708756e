"""Guides: who is asked to sign, who has, who is reminded; a new version asks again."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from shouwang.accounts.access import NotPermitted, OutOfScope
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.desk.models import Entry
from shouwang.guides import queries
from shouwang.guides.actions import guides
from shouwang.guides.actions.guides import NewVersion
from shouwang.guides.models import GuideReceipt
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import scope_of
from tests.cast import at, make_user
from tests.reporting.stage import set_clock

RURAL = [Kind.PUBLIC_RURAL_HOME, Kind.PRIVATE_RURAL_HOME]


@pytest.fixture
def guide(tangning, homes, zhao, qian, sun, tang):
    """棠宁区's guide for its two rural homes."""
    new = NewVersion(text="一、出入口测温登记。\n二、每日消毒两次。", source="某文〔2020〕1号")
    return guides.issue(
        issuer=tangning, title="养老机构防控指南", kinds=RURAL, new=new, by=tang, at=at(hour=9)
    )


def asked(user) -> list[str]:
    found = Entry.objects.filter(to=user, kind="guide", done_at=None).order_by("pk")
    return list(found.values_list("text", flat=True))


def unsigned(guide) -> set[int]:
    return set(queries.unsigned_ids(queries.current(guide), at=at(hour=10)))


def test_a_guide_asks_the_institutions_below_its_bureau_and_no_other(guide, zhao, qian, sun, homes):
    assert unsigned(guide) == {homes[0].pk, homes[1].pk}
    assert [len(asked(user)) for user in (zhao, qian, sun)] == [1, 1, 0]


def test_a_signature_says_who_and_when_and_twice_is_once(guide, zhao, zhao_home, qian):
    first = guides.sign(guide=guide, unit=zhao_home, by=zhao, at=at(hour=10))
    again = guides.sign(guide=guide, unit=zhao_home, by=zhao, at=at(hour=11))
    assert (first.pk, again.at, first.by_name) == (again.pk, at(hour=10), "赵填报")
    assert AuditEvent.objects.filter(word="guides.signed").count() == 1
    assert asked(zhao) == []
    assert len(asked(qian)) == 1


def test_a_reminder_reaches_who_has_not_signed_and_leaves_with_the_signature(
    guide, zhao, zhao_home, qian, qian_home, tang
):
    guides.sign(guide=guide, unit=zhao_home, by=zhao, at=at(hour=10))
    made = guides.remind(guide=guide, by=tang, at=at(hour=11))
    assert (made.number, made.units) == (1, 1)
    assert asked(zhao) == []
    assert len(asked(qian)) == 2
    guides.sign(guide=guide, unit=qian_home, by=qian, at=at(hour=12))
    assert asked(qian) == []
    assert guides.remind(guide=guide, by=tang, at=at(hour=13)) is None


def test_a_new_version_asks_again_and_the_old_signature_stays(guide, zhao, zhao_home, qian, tang):
    guides.sign(guide=guide, unit=zhao_home, by=zhao, at=at(hour=10))
    new = NewVersion(text="三、返院隔离十四日。", changes="增加返院隔离")
    second = guides.reissue(guide=guide, new=new, by=tang, at=at(hour=11))
    assert unsigned(guide) == {zhao_home.pk, qian.holdings.get().post.unit_id}
    assert [text.endswith("第2版") for text in asked(zhao) + asked(qian)] == [True, True]
    guides.sign(guide=guide, unit=zhao_home, by=zhao, at=at(hour=12))
    signed = GuideReceipt.objects.filter(unit=zhao_home).order_by("version__number")
    assert [one.version.number for one in signed] == [1, 2]
    assert signed.last().version == second


def test_a_withdrawn_guide_is_asked_for_no_more(guide, zhao, zhao_home, tang):
    guides.withdraw(guide=guide, reason="已有新指南", by=tang, at=at(hour=11))
    assert asked(zhao) == []
    with pytest.raises(ValidationError, match="已废止"):
        guides.sign(guide=guide, unit=zhao_home, by=zhao, at=at(hour=12))


def test_nobody_signs_for_a_neighbour_or_what_is_not_meant_for_them(
    guide, zhao, qian_home, sun, sun_home, zhao_home
):
    with pytest.raises(OutOfScope):
        guides.sign(guide=guide, unit=qian_home, by=zhao, at=at(hour=10))
    with pytest.raises(OutOfScope):
        guides.sign(guide=guide, unit=sun_home, by=sun, at=at(hour=10))
    carer = make_user("carer", "何护理", zhao_home, Role.CARER)
    with pytest.raises(NotPermitted):
        guides.sign(guide=guide, unit=zhao_home, by=carer, at=at(hour=10))
    assert list(queries.guides(scope_of(sun, at=at(hour=10)))) == []
    assert GuideReceipt.objects.count() == 0


def test_a_superior_sees_how_far_it_is_signed_for_and_another_county_does_not(
    guide, zhao, zhao_home, city, yan
):
    guides.sign(guide=guide, unit=zhao_home, by=zhao, at=at(hour=10))
    version = queries.current(guide)
    seen = queries.coverage(scope_of(city, at=at(hour=11)), version, at=at(hour=11))
    assert ([r.unit.name for r in seen.signed], [u.name for u in seen.unsigned]) == (
        ["赵家敬老院"],
        ["钱村托养院"],
    )
    with pytest.raises(OutOfScope):
        queries.guide(scope_of(yan, at=at(hour=11)), guide.pk)


def test_a_file_is_what_it_says_and_can_be_taken_by_who_is_to_sign(
    guide, tang, zhao, sun, monkeypatch
):
    bad = NewVersion(file=io.BytesIO(b"MZ\x90"), file_name="指南.pdf")
    with pytest.raises(ValidationError, match="只收"):
        guides.reissue(guide=guide, new=bad, by=tang, at=at(hour=11))
    good = NewVersion(file=io.BytesIO(b"%PDF-1.4 x"), file_name="C:\\指南.doc")
    assert guides.reissue(guide=guide, new=good, by=tang, at=at(hour=11)).file_name == "指南.pdf"
    set_clock(monkeypatch, at(hour=12))
    browser = Client()
    browser.force_login(zhao)
    answer = browser.get(f"/guides/{guide.pk}/file/2/")
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 x"
    browser.force_login(sun)
    assert browser.get(f"/guides/{guide.pk}/file/2/").status_code == 404


def test_a_house_reads_and_signs_on_the_page_and_the_bureau_sees_it(guide, zhao, tang, monkeypatch):
    set_clock(monkeypatch, at(hour=12))
    browser = Client()
    browser.force_login(zhao)
    assert "代表赵家敬老院签收" in browser.get(f"/guides/{guide.pk}/").content.decode()
    browser.post(f"/guides/{guide.pk}/sign/")
    assert "本机构已签收" in browser.get(f"/guides/{guide.pk}/").content.decode()
    assert "已签收" in browser.get("/guides/").content.decode()
    browser.force_login(tang)
    page = browser.get(f"/guides/{guide.pk}/").content.decode()
    assert "已签收 1 / 2 家" in page
    assert "未签收 1 家" in page
    told = {"title": "新指南", "kinds": RURAL, "text": "正文", "source": ""}
    assert browser.post("/guides/new/", told | {"text": ""}).status_code == 422
    made = browser.post("/guides/new/", told)
    assert "新指南" in browser.get(made.url).content.decode()
