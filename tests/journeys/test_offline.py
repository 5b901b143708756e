"""Without a network, in a real browser: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import handlers
from django.http import HttpResponse
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shouwang.accounts.models import User
from shouwang.desk.models import Entry
from shouwang.edge.models import HeldEnvelope
from shouwang.edge.views import envelopes
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form
from shouwang.reporting.views import worker
from tests.cast import at
from tests.edge.test_envelopes import a_kind  # noqa: F401 (a fixture)
from tests.journeys.line import Line
from tests.journeys.phone import Phone, delivered, enter, notes, put, states, until, use
from tests.reporting.stage import set_clock
from tests.stage.browser import FLAGS, chromium

pytestmark = pytest.mark.browser
BOX = "/m/outbox/"
PHOTO = """const canvas = document.createElement('canvas');
[canvas.width, canvas.height] = [3000, 2000];
const pen = canvas.getContext('2d');
for (let n = 0; n < 4000; n += 1) {
    pen.fillStyle = `hsl(${Math.random() * 360} 80% 50%)`;
    pen.fillRect(Math.random() * 3000, Math.random() * 2000, 60, 60);
}
const photo = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
const [text, files] = ['照片', {photo}];
await box.put({kind: 'test.note', unit: told, text, body: {words: text}, files});"""


@pytest.fixture
def phone(live: str, open_page: Callable[..., Page], zhao: User) -> Phone:
    """Open the outbox on a phone of somebody's, zhao's if nobody is named."""

    def _open(user: User = zhao, *, path: str = BOX) -> Page:
        page = open_page(width=360, height=740)
        enter(page.context, live, user)
        page.goto(f"{live}{path}")
        return page

    return _open


def cut(page: Page, *, off: bool = True) -> None:
    """Take the network away, or give it back."""
    page.context.set_offline(off)


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


def test_a_line_that_dies_in_the_middle_of_a_photo_loses_and_doubles_nothing(
    live: str, open_page: Callable[..., Page], zhao: User, zhao_home: Unit
) -> None:
    line = Line(live)
    page = open_page(width=360, height=740)
    enter(page.context, line.address, zhao)
    page.goto(f"{line.address}{BOX}")
    until(page, "!box.sender.running")
    line.tear_after(60_000)
    use(page, PHOTO, zhao_home.pk)
    until(page, "box.sender.trouble === 'slow' && (await first()).state === 'waiting'")
    assert line.torn > 0
    assert notes() == []
    line.tear_after(None)
    page.get_by_role("button", name="现在上传").click()
    delivered(page, 1)
    line.close()
    [text] = notes()
    size = int(re.fullmatch(r"照片 \[(\d+)\]", text)[1])
    assert 60_000 < size < 1_500_000
    assert use(page, "return box.rescue().then((file) => file.size);") < 300


def test_an_answer_that_is_lost_on_the_way_back_doubles_nothing(
    phone: Phone, zhao_home: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, lost = envelopes.receive, []

    def lose(*told: Any, **more: Any) -> Any:
        taken(*told, **more)
        if len(lost) < 2:
            lost.append(1)
            raise ConnectionError
        return taken(*told, **more)

    page = phone()
    monkeypatch.setattr(envelopes, "receive", lose)
    put(page, zhao_home.pk, "甲")
    until(page, "box.sender.trouble === 'server' && (await first()).state === 'waiting'")
    expect(page.locator("#box-trouble")).to_contain_text("服务器暂时出错")
    page.get_by_role("button", name="现在上传").click()
    until(page, "!box.sender.running")
    page.get_by_role("button", name="现在上传").click()
    delivered(page, 1)
    assert lost == [1, 1]
    assert notes() == ["甲"]


def test_a_browser_killed_with_200_entries_waiting_sends_each_once(
    browser: Browser, live: str, tmp_path: Path, zhao: User, zhao_home: Unit
) -> None:
    def start() -> BrowserContext:
        more = ["--no-sandbox"] if os.geteuid() == 0 else []
        options = {"executable_path": chromium(), "args": FLAGS + more}
        return browser.browser_type.launch_persistent_context(str(tmp_path), **options)

    context = start()
    enter(context, live, zhao)
    page = context.pages[0]
    page.goto(f"{live}/m/?all=1")
    context.set_offline(True)
    wanted = sorted(f"第{n}条" for n in range(200))
    put(page, zhao_home.pk, *wanted)
    os.kill(int(os.readlink(tmp_path / "SingletonLock").rpartition("-")[2]), signal.SIGKILL)
    page.wait_for_event("close") if not page.is_closed() else None
    assert notes() == []
    again = start()
    try:
        enter(again, live, zhao)
        page = again.pages[0]
        page.goto(f"{live}{BOX}")
        delivered(page, 200)
    finally:
        again.close()
    assert notes() == wanted


def test_a_clock_wrong_by_a_day_is_set_right(phone: Phone, zhao_home: Unit) -> None:
    page = phone()
    page.clock.set_system_time(datetime.now(UTC) + timedelta(days=1))
    put(page, zhao_home.pk, "甲")
    delivered(page, 1)
    assert abs(Entry.objects.get(text="甲").at - clock.now()) < timedelta(seconds=60)


def test_two_devices_and_a_queue_replayed_from_its_rescue_file(
    phone: Phone, zhao_home: Unit, tmp_path: Path
) -> None:
    first, second = phone(), phone()
    cut(first)
    put(first, zhao_home.pk, "甲", "乙")
    put(second, zhao_home.pk, "丙")
    with first.expect_download() as saving:
        first.get_by_role("button", name="导出救急文件").click()
    file = tmp_path / "rescue.json"
    saving.value.save_as(file)
    second.locator("#box-load").set_input_files(file)
    expect(second.locator("#box-said")).to_have_text("从救急文件装回 2 条。")
    delivered(second, 3)
    cut(first, off=False)
    delivered(first, 2)
    assert notes() == ["丙", "乙", "甲"]


def test_a_session_that_is_over_keeps_the_entries_until_the_sign_in(
    phone: Phone, live: str, zhao: User, zhao_home: Unit
) -> None:
    page = phone()
    page.context.clear_cookies()
    put(page, zhao_home.pk, "甲")
    expect(page.locator("#box-trouble")).to_contain_text("请登录后自动上传")
    expect(page.locator("[data-outbox-badge]")).to_have_text("▲ 待上传 1 · 请登录")
    # whoever opens the outbox asks it to send once more, so it may be trying just now
    until(page, "(await first()).state === 'waiting'")
    assert len(states(page)) == 1
    enter(page.context, live, zhao)
    page.goto(f"{live}{BOX}")
    delivered(page, 1)
    assert notes() == ["甲"]


def test_another_user_on_the_same_phone_sends_nothing_of_mine(
    phone: Phone, live: str, zhao: User, qian: User, zhao_home: Unit
) -> None:
    page = phone()
    cut(page)
    put(page, zhao_home.pk, "甲")
    enter(page.context, live, qian)
    cut(page, off=False)
    until(page, "box.sender.trouble === 'other-user'")
    page.goto(f"{live}{BOX}")
    expect(page.locator("#box-others")).to_contain_text("其他用户的 1 条")
    expect(page.locator(".outbox-line")).to_have_count(0)
    assert notes() == []
    enter(page.context, live, zhao)
    page.goto(f"{live}{BOX}")
    delivered(page, 1)
    assert notes() == ["甲"]


def test_signing_out_asks_about_what_waits_and_wipes_after_the_export(
    phone: Phone, live: str, zhao: User, zhao_home: Unit, tmp_path: Path
) -> None:
    page = phone()
    cut(page)
    put(page, zhao_home.pk, "甲")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    box = page.get_by_role("dialog")
    expect(box).to_contain_text("待上传 1 条")
    box.get_by_role("button", name="先上传，再退出").click()
    expect(box).to_contain_text("还没有全部送达")
    cut(page, off=False)
    with page.expect_download() as saving:
        box.get_by_role("button", name="导出救急文件后退出").click()
    saving.value.save_as(tmp_path / "rescue.json")
    page.wait_for_url("**/sign-in/**")
    assert page.evaluate("Object.keys(localStorage).filter((k) => k !== 'clock-skew')") == []
    enter(page.context, live, zhao)
    page.goto(f"{live}{BOX}")
    page.locator("#box-load").set_input_files(tmp_path / "rescue.json")
    until(page, "(await box.summary()).waiting === 0")
    assert len(notes()) == 1


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


def test_two_tabs_never_send_the_same_entry_twice(
    phone: Phone, live: str, zhao_home: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    came, taken = [], envelopes.receive

    def count(sent: Any, **more: Any) -> Any:
        came.append(sent.envelope.id)
        return taken(sent, **more)

    page = phone()
    other = page.context.new_page()
    other.goto(f"{live}{BOX}")
    cut(page)
    put(page, zhao_home.pk, *(f"甲{n}" for n in range(15)))
    put(other, zhao_home.pk, *(f"乙{n}" for n in range(15)))
    monkeypatch.setattr(envelopes, "receive", count)
    cut(page, off=False)
    delivered(page, 30)
    assert len(came) == len(set(came)) == 30
    assert len(notes()) == 30


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
