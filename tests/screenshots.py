"""The pictures of the README and of the user guide: the demonstration, opened in a real browser.

    make screenshots                        all of them, on a demonstration made anew (minutes)
    make screenshots ARGS="day county-sign" some, on the data that the last run left

Writes docs/screenshots/*.png and docs/guide/pictures/*.png. The data are in ``var/screenshots``; a
copy of a demonstration just loaded may be given as ``$SHOUWANG_DATA`` instead, the address as
``$SHOUWANG_BIND``. Some pictures need deeds done: they are done in order, once; on data that have
them behind them the picture is left as it is, named at the end, and the exit code is 1.
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tests.pictures import GUIDE, PICTURES, README, ROOT, Picture

BIND = os.environ.get("SHOUWANG_BIND") or "127.0.0.1:8077"
DATA = ROOT / "var" / "screenshots"
PASSWORD = "Shouwang-2020"
# the demonstration is loaded first where it is missing
PATIENCE_S = 1800
STEP_MS = 30_000
COLOURS = 192
# by user name: signed in once
_sessions: dict[str, list[Any]] = {}


def main() -> int:
    """Take every picture, or those named; return 0 when all were taken."""
    sys.path.insert(0, str(ROOT))
    from tests.stage.browser import FLAGS, chromium

    README.mkdir(parents=True, exist_ok=True)
    GUIDE.mkdir(parents=True, exist_ok=True)
    given = os.environ.get("SHOUWANG_DATA")
    wanted = [p for p in PICTURES if not sys.argv[1:] or p.name in sys.argv[1:]]
    env = {**os.environ, "SHOUWANG_DATA": given or str(DATA)}
    shouwang = [sys.executable, "-m", "shouwang.config.cli"]
    if DATA.exists() and not given and not sys.argv[1:]:
        subprocess.run([*shouwang, "db", "stop"], env=env, cwd=ROOT, check=True)
        shutil.rmtree(DATA)
    server = subprocess.Popen([*shouwang, "up", "--demo", "--bind", BIND], env=env, cwd=ROOT)
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
        _keep(page.screenshot(), picture.folder / f"{picture.name}.png")
    except Error as why:
        sys.stderr.write(f"{picture.name}: {why.message.splitlines()[0]}\n")
        return False
    finally:
        context.close()
    return True


def _keep(taken: bytes, path: Path) -> None:
    """Write a picture in few colours: an interface needs no more, and it is half the size."""
    few = Image.open(io.BytesIO(taken)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


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
