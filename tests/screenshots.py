"""The pictures of the README and of the user guide: the demonstration, opened in a real browser.

    make screenshots

Starts the demonstration in ``$SHOUWANG_DATA`` (``var/screenshots`` when unset) and writes
docs/screenshots/*.png and docs/guide/pictures/*.png. Some pictures of the guide need deeds done:
they are done in order, once; on data that have them behind them the picture is left as it is,
so take all of them on fresh data.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from typing import Any

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.pictures import GUIDE, PICTURES, README, ROOT, Picture

BIND = "127.0.0.1:8077"
PASSWORD = "Shouwang-2020"
# the demonstration is loaded first where it is missing
PATIENCE_S = 1200
STEP_MS = 25_000
# by user name: signed in once
_sessions: dict[str, list[Any]] = {}


def main() -> int:
    """Take every picture, or those named; return 0 when all were taken."""
    sys.path.insert(0, str(ROOT))
    from tests.stage.browser import FLAGS, chromium

    README.mkdir(parents=True, exist_ok=True)
    GUIDE.mkdir(parents=True, exist_ok=True)
    data = os.environ.get("SHOUWANG_DATA") or str(ROOT / "var" / "screenshots")
    env = {**os.environ, "SHOUWANG_DATA": data}
    command = [sys.executable, "-m", "shouwang.config.cli", "up", "--demo", "--bind", BIND]
    server = subprocess.Popen(command, env=env, cwd=ROOT)
    wanted = [p for p in PICTURES if not sys.argv[1:] or p.name in sys.argv[1:]]
    try:
        _wait()
        flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
            left = [picture.name for picture in wanted if not _take(browser, picture)]
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=60)
    if left:
        sys.stderr.write(f"left as they were: {', '.join(left)}\n")
    return 1 if left else 0


def _wait() -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://{BIND}/sign-in/", timeout=5).read()
            return
        except OSError:
            time.sleep(1)
    raise TimeoutError("the demonstration did not start")


def _take(browser: Browser, picture: Picture) -> bool:
    """Take a picture; return whether its steps could be done."""
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        device_scale_factor=1,
    )
    page = context.new_page()
    page.set_default_timeout(STEP_MS)
    try:
        _open(page, picture.user, picture.path)
        for step in picture.steps:
            _do(page, step)
        page.screenshot(path=str(picture.folder / f"{picture.name}.png"))
    except Error as why:
        sys.stderr.write(f"{picture.name}: {why.message.splitlines()[0]}\n")
        return False
    finally:
        context.close()
    return True


def _open(page: Page, user: str, path: str) -> None:
    page.context.clear_cookies()
    if user not in _sessions:
        page.goto(f"http://{BIND}/sign-in/")
        page.fill("input[name=username]", user)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_load_state("networkidle")
        _sessions[user] = list(page.context.cookies())
    page.context.add_cookies(_sessions[user])
    page.goto(f"http://{BIND}{path}")
    page.wait_for_load_state("networkidle")


def _do(page: Page, step: str) -> None:
    """Do one step, see ``Picture``; ``as USER PATH`` goes on with somebody else's eyes."""
    deed, _, what = step.partition(" ")
    if deed == "wait":
        page.wait_for_timeout(1000 * float(what))
    elif deed == "as":
        _open(page, *what.split(" ", 1))
    elif deed == "fill":
        selector, _, text = what.partition(" = ")
        page.locator(selector).first.fill(text)
    elif deed == "pick":
        selector, _, number = what.partition(" = ")
        page.locator(selector).first.select_option(index=int(number))
    elif deed == "see":
        page.locator(what).first.scroll_into_view_if_needed()
    elif deed == "check":
        page.locator(what).first.check()
    else:
        page.locator(what).first.click()
        page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
