"""The pictures of the README: the demonstration, opened in a real browser.

    make screenshots

Starts the demonstration in a data folder of its own and writes docs/screenshots/*.png.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "docs" / "screenshots"
BIND = "127.0.0.1:8077"
PASSWORD = "Shouwang-2020"
PATIENCE_S = 400


@dataclass(frozen=True)
class Picture:
    """One picture: its file, whose eyes, the address, the size of the window."""

    name: str
    user: str
    path: str
    width: int = 1440
    height: int = 900
    click: str = ""


PICTURES = (
    Picture("day", "bangongshi", "/day/"),
    Picture("evidence", "bangongshi", "/day/", click="table a[data-drawer]"),
    Picture("brief", "bangongshi", "/docs/new/", click=".action-bar button.primary"),
    Picture("forms", "xitong", "/forms/"),
    Picture("units", "xitong", "/units/"),
    Picture("audit", "shenji", "/audit/"),
    Picture("phone", "tianbao", "/m/", width=360, height=760),
)


def main() -> int:
    """Take every picture; return 0 when all were taken."""
    sys.path.insert(0, str(ROOT))
    from tests.stage.browser import FLAGS, chromium

    OUT.mkdir(parents=True, exist_ok=True)
    env = {**os.environ, "SHOUWANG_DATA": str(ROOT / "var" / "screenshots")}
    command = [sys.executable, "-m", "shouwang.config.cli", "up", "--demo", "--bind", BIND]
    server = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        _wait()
        flags = FLAGS + (["--no-sandbox"] if os.geteuid() == 0 else [])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=flags)
            for picture in PICTURES:
                _take(browser, picture)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=60)
    return 0


def _wait() -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(f"http://{BIND}/sign-in/", timeout=5).read()
            return
        except OSError:
            time.sleep(1)
    raise TimeoutError("the demonstration did not start")


def _take(browser: Browser, picture: Picture) -> None:
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        device_scale_factor=1,
    )
    page = context.new_page()
    page.goto(f"http://{BIND}/sign-in/")
    page.fill("input[name=username]", picture.user)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_load_state("networkidle")
    page.goto(f"http://{BIND}{picture.path}")
    page.wait_for_load_state("networkidle")
    if picture.click:
        page.locator(picture.click).first.click()
        page.wait_for_timeout(4000)
    page.screenshot(path=str(OUT / f"{picture.name}.png"))
    context.close()


if __name__ == "__main__":
    sys.exit(main())
