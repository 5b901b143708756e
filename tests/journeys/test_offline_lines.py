"""Lines that break, browsers that die, tabs and phones at once: each entry arrives once."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shouwang.accounts.models import User
from shouwang.edge.views import envelopes
from shouwang.orgs.models import Unit
from tests.edge.notes import a_kind  # noqa: F401 (a fixture)
from tests.journeys.line import Line
from tests.journeys.phone import (
    BOX,
    Phone,
    cut,
    delivered,
    enter,
    notes,
    put,
    until,
    use,
)
from tests.stage.browser import FLAGS, chromium

pytestmark = pytest.mark.browser
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
