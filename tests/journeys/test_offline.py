"""Without a network, in a real browser: nothing lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.staticfiles import handlers
from django.http import HttpResponse
from playwright.sync_api import Page, expect

from shouwang.desk.models import Entry
from shouwang.edge.models import HeldEnvelope
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form
from shouwang.reporting.views import worker
from tests.cast import at
from tests.edge.notes import a_kind  # noqa: F401 (a fixture)
from tests.journeys.phone import BOX, Phone, cut, delivered, notes, put, until
from tests.reporting.stage import set_clock

pytestmark = pytest.mark.browser


def test_what_is_entered_offline_is_counted_and_goes_out_once(
    phone: Phone, zhao_home: Unit, axe: Callable[[Page], list[str]]
) -> None:
    page = phone()
    cut(page)
    put(page, zhao_home.pk, "甲", "乙")
    expect(page.locator("[data-outbox-badge]")).to_have_text("▲ 待上传 2")
    expect(page.locator("#box-trouble")).to_contain_text("没有联网")
    expect(page.locator(".outbox-line").first).to_contain_text("便条 乙")
    assert notes() == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == [], "\n".join(axe(page))
    cut(page, off=False)
    delivered(page, 2)
    expect(page.locator("[data-outbox-badge]")).to_be_hidden()
    expect(page.locator(".outbox-line").first).to_contain_text("已收下 乙")
    assert notes() == ["乙", "甲"]


def test_nothing_on_the_phone_is_readable_without_its_key(phone: Phone, zhao_home: Unit) -> None:
    page = phone()
    cut(page)
    put(page, zhao_home.pk, "王小明三十七度")
    stored = page.evaluate(
        """async () => {
            const opened = await new Promise((done) => {
                const asked = indexedDB.open('shouwang-outbox');
                asked.onsuccess = () => done(asked.result);
            });
            const all = (name) => new Promise((done) => {
                const asked = opened.transaction(name).objectStore(name).getAll();
                asked.onsuccess = () => done(asked.result);
            });
            const rows = await all('entries');
            const [{key}] = await all('keys');
            const raw = await crypto.subtle.exportKey('raw', key).then(() => 'told', () => 'kept');
            const text = rows.map((row) => new TextDecoder().decode(row.box.bytes)).join('');
            return {count: rows.length, raw, text: JSON.stringify(rows) + text};
        }"""
    )
    assert stored["count"] == 1
    assert stored["raw"] == "kept"
    assert "王小明" not in stored["text"]
    assert "test.note" not in stored["text"]


def test_a_clock_wrong_by_a_day_is_set_right(phone: Phone, zhao_home: Unit) -> None:
    page = phone()
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=1))
    put(page, zhao_home.pk, "甲")
    delivered(page, 1)
    assert abs(Entry.objects.get(text="甲").at - clock.now()) < timedelta(seconds=60)


def test_a_new_version_of_the_app_finds_what_the_old_one_kept(
    phone: Phone, live: str, zhao_home: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, script = handlers.StaticFilesHandler.serve, worker._read()
    newer = False

    def version(self: Any, request: Any) -> Any:
        answer = served(self, request)
        if not request.path.endswith("/outbox.js"):
            return answer
        text = b"".join(answer.streaming_content).decode()
        ours = ".version(1).stores({keys:"
        changed = text.replace(ours, ".version(2).stores({more:'id',keys:", 1)
        assert changed != text
        answer = HttpResponse(changed if newer else text, content_type="text/javascript")
        # a build names each version's file anew; here both bear one name, so none may be remembered
        answer["Cache-Control"] = "no-store"
        return answer

    monkeypatch.setattr(handlers.StaticFilesHandler, "serve", version)
    page = phone()
    cut(page)
    put(page, zhao_home.pk, "甲")
    newer = True
    monkeypatch.setattr(worker, "_script", lambda: script.replace("m-shell-", "m-shell-next", 1))
    cut(page, off=False)
    page.goto(f"{live}{BOX}")
    until(
        page,
        """await caches.keys().then((all) => all.filter((name) => name.startsWith('m-shell-')))
            .then((shells) => shells.length === 1 && shells[0].startsWith('m-shell-next'))""",
    )
    page.goto(f"{live}{BOX}")
    delivered(page, 1)
    found = "(await indexedDB.databases()).find((d) => d.name === 'shouwang-outbox').version"
    assert page.evaluate(f"async () => {found}") == 20
    assert notes() == ["甲"]


def test_what_is_refused_or_held_says_why_and_can_be_deleted(phone: Phone, zhao_home: Unit) -> None:
    page = phone()
    put(page, zhao_home.pk, "甲", how="unfit")
    put(page, zhao_home.pk, "乙", how="conflict")
    until(page, "(await box.summary()).refused === 1 && (await box.summary()).held === 1")
    expect(page.locator("[data-outbox-badge]")).to_have_text("✕ 未收下 1")
    lines = page.locator(".outbox-line")
    expect(lines.nth(0)).to_contain_text("待核对")
    expect(lines.nth(0)).to_contain_text("这位老人已于昨日离院")
    expect(lines.nth(1)).to_contain_text("体温应在 34 到 42.5 之间")
    page.on("dialog", lambda asked: asked.accept())
    lines.nth(1).get_by_role("button", name="删除").click()
    expect(lines).to_have_count(1)
    assert HeldEnvelope.objects.count() == 2


def test_the_pages_of_ones_tiles_open_without_a_network_after_one_visit(
    phone: Phone, live: str, axe: Callable[[Page], list[str]]
) -> None:
    page = phone(path="/m/?all=1")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(page) == [], "\n".join(axe(page))
    addresses = page.eval_on_selector_all("#outbox-keep a", "links => links.map(a => a.href)")
    assert len(addresses) > 2
    until(
        page,
        """navigator.serviceWorker.controller && await caches.open('m-pages')
            .then((pages) => pages.keys()).then((kept) => kept.map((one) => one.url))
            .then((kept) => [...document.querySelectorAll('#outbox-keep a')]
                .every(({href}) => kept.includes(href)))""",
    )
    cut(page)
    for address in addresses:
        page.goto(address)
        expect(page.locator(".phone-head h1")).not_to_have_text("未联网")
    page.goto(f"{live}/m/inbox/")
    expect(page.locator(".phone-head h1")).to_have_text("未联网")


def test_todays_report_is_brought_along_from_the_home(
    phone: Phone, live: str, form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, at(hour=16, minute=9))
    page = phone(path="/m/?all=1")
    address = page.get_by_role("link", name="填报", exact=True).get_attribute("href")
    until(page, f"await caches.open('m-pages').then((pages) => pages.match('{address}'))")
    cut(page)
    page.goto(f"{live}{address}")
    expect(page.locator("#item-in_house")).to_be_visible()
