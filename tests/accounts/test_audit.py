"""The audit trail on screen: who may read what, how it is found, what reading leaves behind."""

from __future__ import annotations

import ast
import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib import auth
from django.utils.html import strip_tags

import shouwang
from shouwang.accounts import audit, exports, trail, wording, words
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.actions import seals, users
from shouwang.accounts.actions.users import create_user, system_user
from shouwang.accounts.models import AuditEvent
from shouwang.accounts.roles import Role
from shouwang.accounts.trail import Place, Search
from shouwang.kit import clock
from shouwang.orgs.kinds import Kind
from shouwang.orgs.scope import scope_of
from tests.cast import make_unit, make_user


def text(response) -> str:
    return strip_tags(response.content.decode())


def seen(user, **search) -> list[AuditEvent]:
    scope = scope_of(user, at=clock.now())
    return list(trail.events(scope, Search(**search)).order_by("pk"))


def happen(by, **more) -> AuditEvent:
    """Put a sign-in on record."""
    return audit.record(words.SIGNED_IN, by=by, at=clock.now(), **more)


@pytest.fixture
def county_auditor(tangning):
    """Audit administrator of 棠宁区."""
    return make_user("taudit", "区审计员", tangning, Role.AUDIT_ADMIN)


def test_an_auditor_sees_the_events_of_the_units_below(
    county_auditor, zhao, zhao_home, sun, sun_home
):
    here = happen(zhao, unit_id=zhao_home.pk)
    there = happen(sun, unit_id=sun_home.pk)
    found = seen(county_auditor)
    assert here in found
    assert there not in found


def test_and_the_events_without_a_unit_of_the_people_there(county_auditor, zhao, sun):
    mine, theirs = happen(zhao), happen(sun)
    auth.authenticate(None, username="zhao", password="Wrong-2020")
    auth.authenticate(None, username="sun", password="Wrong-2020")
    found = seen(county_auditor)
    assert mine in found
    assert theirs not in found
    failures = [e.about_text for e in found if e.word == "accounts.sign_in_failed"]
    assert failures == ["赵填报"]


def test_what_somebody_did_at_a_unit_elsewhere_stays_there(county_auditor, zhao, sun_home):
    assert happen(zhao, unit_id=sun_home.pk) not in seen(county_auditor)


def test_at_the_top_wrong_names_and_the_systems_doings_show_too(auditor, county_auditor):
    auth.authenticate(None, username="nobody", password="Wrong-2020")
    own = happen(system_user())
    wrong = AuditEvent.objects.get(word="accounts.sign_in_failed")
    assert {own, wrong} <= set(seen(auditor))
    assert not {own, wrong} & set(seen(county_auditor))


def test_another_prefectures_events_are_not_there(auditor, system):
    away = make_unit("XX", "远山市", Kind.PREFECTURE, None)
    stranger = make_user("far", "远科员", away, Role.CLERK)
    theirs = [happen(stranger, unit_id=away.pk), happen(stranger)]
    assert not set(theirs) & set(seen(auditor))
    with pytest.raises(OutOfScope):
        trail.event(scope_of(auditor, at=clock.now()), theirs[0].pk)


def test_a_person_who_left_the_post_stays_readable(auditor, zhao, secadmin):
    before = happen(zhao)
    zhao.holdings.update(until_at=clock.now())
    assert before in seen(auditor)


def test_only_audit_administrators_read_it(client, zhao, lead, secadmin, sysadmin, auditor):
    for user, status in (
        (zhao, 403),
        (lead, 403),
        (secadmin, 403),
        (sysadmin, 403),
        (auditor, 200),
    ):
        client.force_login(user)
        assert client.get("/audit/").status_code == status, user
    assert AuditEvent.objects.filter(word="accounts.not_permitted").count() == 4


def test_search_by_person_word_unit_and_thing(auditor, zhao, qian, zhao_home, qian_home, secadmin):
    one = happen(zhao, unit_id=zhao_home.pk)
    two = happen(qian, unit_id=qian_home.pk)
    users.set_active(user=qian, active=False, by=secadmin, at=clock.now())
    last = AuditEvent.objects.order_by("pk").last()
    assert seen(auditor, person="赵填报") == [one]
    assert seen(auditor, person="ZHAO") == [one]
    assert seen(auditor, deed="accounts.user_disabled") == [last]
    assert two in seen(auditor, unit="钱村")
    assert one not in seen(auditor, unit="钱村")
    assert {one, two} <= set(seen(auditor, unit="棠宁区"))
    assert last in seen(auditor, thing="钱填报", kind="accounts.user")
    assert seen(auditor, unit="没有这个机构") == []


def test_search_by_days_counts_whole_local_days(auditor, zhao):
    midnight = clock.start_of(clock.today())
    last_night = audit.record(words.SIGNED_IN, by=zhao, at=midnight - timedelta(seconds=1))
    this_morning = audit.record(words.SIGNED_IN, by=zhao, at=midnight)
    today, yesterday = clock.today(), clock.today() - timedelta(days=1)
    assert this_morning in seen(auditor, since=today)
    assert last_night not in seen(auditor, since=today)
    assert seen(auditor, since=yesterday, until=yesterday) == [last_night]


def test_pages_hold_every_event_once_though_many_share_a_moment(auditor, zhao):
    now = clock.now()
    made = [
        audit.record(words.SIGNED_OUT, by=zhao, at=now - timedelta(seconds=n // 60)).pk
        for n in range(130)
    ]
    scope, search = scope_of(auditor, at=now), Search(deed="accounts.signed_out")
    first = trail.page(scope, search, older_than=None, newer_than=None)
    second = trail.page(scope, search, older_than=Place.read(first.older), newer_than=None)
    third = trail.page(scope, search, older_than=Place.read(second.older), newer_than=None)
    pages = [first, second, third]
    assert [len(p.events) for p in pages] == [50, 50, 30]
    assert sorted(e.pk for p in pages for e in p.events) == made
    assert (first.newer, third.older) == ("", "")
    back = trail.page(scope, search, older_than=None, newer_than=Place.read(second.newer))
    assert back.events == first.events
    happen(zhao)
    assert (
        trail.page(scope, search, older_than=Place.read(first.older), newer_than=None).events
        == second.events
    )


@pytest.mark.parametrize("junk", ["", "x", "1-", "-", "9" * 40 + "-1", "1-x"])
def test_a_place_that_nobody_wrote_is_no_place(junk):
    assert Place.read(junk) is None


def test_looking_and_searching_are_on_record_and_turning_pages_is_not(client, auditor):
    client.force_login(auditor)
    asked = {
        "person": "赵", "thing": "赵", "deed": "accounts.signed_in", "unit": "LC",
        "kind": "orgs.unit", "until": "2020-02-11",
    }  # fmt: skip
    client.get("/audit/", {"since": "", **asked})
    event = AuditEvent.objects.get(word="accounts.audit_searched")
    assert (event.by, event.detail) == (auditor, asked)
    assert ("事项", "登录") in wording.details(event)
    assert ("类别", "机构") in wording.details(event)
    client.get("/audit/", {"since": "", "older": "1-1"})
    assert AuditEvent.objects.filter(word="accounts.audit_searched").count() == 1


def test_the_page_opens_on_the_last_week_and_shows_the_chain(client, auditor, zhao):
    happen(zhao)
    seals.seal_pending(at=clock.now())
    client.force_login(auditor)
    page = client.get("/audit/").content.decode()
    assert f'value="{clock.today() - timedelta(days=6)}"' in page
    assert trail.chain().head[:12] in page
    assert "从未核验" in page


def test_a_wrong_date_is_said_and_does_not_limit(client, auditor):
    client.force_login(auditor)
    answer = client.get("/audit/", {"since": "2020-13-40", "deed": "no.such"})
    assert answer.status_code == 200
    assert "输入一个有效的日期" in text(answer)


def test_verifying_says_what_it_found_and_is_on_record(client, auditor, zhao):
    happen(zhao)
    seals.seal_pending(at=clock.now())
    client.force_login(auditor)
    said = text(client.post("/audit/verify/", follow=True))
    assert "核验完成" in said
    assert AuditEvent.objects.get(word="accounts.audit_verified").detail["sound"] is True


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_export_holds_what_the_search_found_and_is_on_record(
    client, auditor, zhao, zhao_home, kind
):
    event = happen(zhao, unit_id=zhao_home.pk, about=zhao)
    client.force_login(auditor)
    answer = client.post("/audit/export/", {"person": "赵填报", "format": kind})
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    recorded = AuditEvent.objects.get(word="accounts.audit_exported")
    assert recorded.detail == {"person": "赵填报", "format": kind, "rows": 1}
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert rows[1][0] == str(event.pk)
        assert rows[1][2:7] == ["赵填报", "登录", "用户", "赵填报", "赵家敬老院"]


def test_an_export_too_long_is_refused_with_the_way_out(client, auditor, zhao, monkeypatch):
    monkeypatch.setattr(exports, "MOST", 1)
    happen(zhao)
    happen(zhao)
    client.force_login(auditor)
    assert "请缩短时间范围" in text(client.post("/audit/export/", {}, follow=True))


def test_an_events_details_read_in_chinese(client, auditor, zhao, zhao_home, secadmin):
    users.change_details(user=zhao, name="赵新名", by=secadmin, at=clock.now())
    event = AuditEvent.objects.get(word="accounts.user_changed")
    assert wording.details(event) == [("改动", "名称"), ("改前", "赵填报"), ("改后", "赵新名")]
    client.force_login(auditor)
    page = text(client.get(f"/audit/{event.pk}/"))
    assert "修改用户" in page
    assert "等待封存" in page
    part = client.get(f"/audit/{event.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_changes_of_many_fields_read_old_to_new(system, zhao_home):
    event = happen(
        system,
        before={"name": "甲", "phone": ""},
        after={"name": "乙", "phone": "123"},
        role="office",
    )
    assert wording.in_one_line(event) == "改动：名称 甲 → 乙；电话 空 → 123；角色：办公室"


def test_a_corrected_report_names_the_items_as_the_form_does(form, file, zhao, zhao_home, system):
    event = happen(system, changed={"in_house": [46, 47]}, changes=[{"figure": "在院", "old": 1}])
    assert dict(wording.details(event)) == {"改动": "在院 46 → 47", "更新的数字": "指标 在院；旧 1"}


def test_doors_tried_in_vain_read_in_chinese(client, zhao, auditor):
    client.force_login(zhao)
    client.get("/audit/")
    event = AuditEvent.objects.get(word="accounts.not_permitted")
    assert dict(wording.details(event)) == {"地址": "/audit/", "内容": "查阅审计"}


def test_every_word_has_chinese_words(db):
    from shouwang.kit import registry

    for word in registry.words().values():
        assert any("一" <= sign <= "鿿" for sign in str(word.zh)), word.code


def _recorded_keys() -> set[tuple[str, str]]:
    """Return every key that a call of ``audit.record`` names, with the file it stands in."""
    root = Path(shouwang.__file__).parent
    known = {"by", "at", "about", "unit_id"}
    found = set()
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(called, ast.Attribute) and ast.unparse(called) == "audit.record":
                keys = {word.arg for word in node.keywords if word.arg}
                found |= {(key, str(path.relative_to(root))) for key in keys - known}
    return found


def test_every_detail_that_the_code_records_has_a_chinese_name():
    keys = _recorded_keys()
    assert ("failures", "accounts/actions/throttle.py") in keys
    unnamed = sorted(pair for pair in keys if not wording.is_named(pair[0]))
    assert not unnamed, (
        f"the audit pages would show these keys in English: {unnamed}; name them beside the app's"
        " words: accounts.wording.name({'key': _('名称')})"
    )


def test_users_made_are_readable_by_who_made_them_only_in_reach(county_auditor, auditor, secadmin):
    made = create_user(
        username="new", name="新用户", password="Watch-2020", by=secadmin, at=clock.now()
    )
    event = AuditEvent.objects.get(word="accounts.user_created", about_id=str(made.pk))
    assert event in seen(auditor)
    assert event not in seen(county_auditor)
