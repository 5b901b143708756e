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
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "docs" / "screenshots"
GUIDE = ROOT / "docs" / "guide" / "pictures"
BIND = "127.0.0.1:8077"
PASSWORD = "Shouwang-2020"
PATIENCE_S = 400
STEP_MS = 8000
# a phone's page and a desk's, of moderate weight
PHONE, DESK = (360, 760), (1200, 800)


@dataclass(frozen=True)
class Picture:
    """One picture: its file, whose eyes, the address, the size of the window.

    ``steps`` come before it is taken: ``click SELECTOR``, ``check SELECTOR``, ``wait SECONDS`` or
    ``fill SELECTOR = TEXT``, ``as USER PATH``.
    """

    name: str
    user: str
    path: str
    size: tuple[int, int] = DESK
    steps: tuple[str, ...] = ()
    folder: Path = GUIDE


_LARGE = (1440, 900)
_REASON = "口罩库存与台账不符，请核对"
_CHAT = "1. 墨坪松萱护理院 在院61 职工25 无异常\n2. 松鹤敬老院 在院45 职工12 无异常\n收到"
_TEXT = "截至今日16时，全市应报231家，已报226家，迟报9家，在院XX人。"
_REVIEW = "/reports/today/?show=waiting&q=砚坪镇敬老院"

PICTURES = (
    Picture("day", "bangongshi", "/day/", _LARGE, folder=README),
    Picture(
        "evidence",
        "bangongshi",
        "/day/",
        _LARGE,
        ("click table a[data-drawer]", "wait 3"),
        README,
    ),
    Picture("review", "bangongshi", "/reports/today/", _LARGE, folder=README),
    Picture("phone", "tianbao", "/m/", PHONE, folder=README),
    Picture("leader", "lingdao", "/m/leader/", PHONE, folder=README),
    Picture("forms", "xitong", "/forms/", _LARGE, folder=README),
    Picture("units", "xitong", "/units/", _LARGE, folder=README),
    Picture("audit", "shenji", "/audit/", _LARGE, folder=README),
    Picture("county-today", "xianju", "/reports/today/"),
    Picture(
        "county-chase", "bangongshi", "/reports/today/", steps=("click main a:has-text('催报')",)
    ),
    Picture(
        "county-phones",
        "xianju",
        "/reports/today/",
        (1200, 560),
        ("click main a:has-text('催报')", "click main a:has-text('电话名单')"),
    ),
    Picture(
        "township-paste",
        "xianju",
        "/reports/behalf/",
        steps=(f"fill #paste = {_CHAT}", "click .behalf-paste button[type=submit]", "wait 1"),
    ),
    Picture("township-grid", "xianju", "/reports/behalf/", steps=("click #behalf td.cell input",)),
    Picture("phone-home", "tianbao", "/m/", PHONE),
    Picture("phone-statements", "tianbao", "/m/", PHONE, ("check #same", "check #is_zero")),
    Picture(
        "phone-receipt",
        "tianbao",
        "/m/",
        PHONE,
        ("check #same", "check #is_zero", "click .phone-foot button", "wait 1"),
    ),
    Picture(
        "county-review",
        "xianju",
        _REVIEW,
        steps=(
            "click #review-rows a[data-drawer]",
            "wait 1",
            "click .drawer details.sign-deed summary",
            f"fill .drawer #return-reason = {_REASON}",
        ),
    ),
    Picture(
        "phone-returned",
        "xianju",
        _REVIEW,
        PHONE,
        (
            "click #review-rows a[data-drawer]",
            "wait 1",
            "click .drawer details.sign-deed summary",
            f"fill .drawer #return-reason = {_REASON}",
            "click .drawer form.sign-form button[type=submit]",
            "wait 1",
            "as tianbao /m/?all=1",
        ),
    ),
    Picture(
        "county-sign",
        "xianju",
        "/reports/today/",
        steps=("click .sign-deed summary", "check input[name=with_gaps]"),
    ),
    Picture("phone-leader", "lingdao", "/m/leader/", PHONE),
    Picture(
        "office-evidence",
        "bangongshi",
        "/day/",
        steps=("click table a[data-drawer]", "wait 3"),
    ),
    Picture("office-dispatch", "bangongshi", "/dispatch/"),
    Picture(
        "office-check",
        "bangongshi",
        "/check/",
        (1200, 640),
        (f"fill textarea = {_TEXT}", "click main button:has-text('核对')", "wait 3"),
    ),
    Picture("office-paper", "lingdao", "/papers/", steps=("click main table a",)),
    Picture(
        "brief",
        "bangongshi",
        "/docs/new/",
        _LARGE,
        ("click .action-bar button.primary", "wait 4"),
        README,
    ),
    Picture(
        "office-brief",
        "bangongshi",
        "/docs/new/",
        steps=("click .action-bar button.primary", "wait 3"),
    ),
    Picture("admin-form", "xitong", "/forms/", steps=("click main a:has-text('开新版')",)),
    Picture(
        "admin-user",
        "anquan",
        "/users/?q=tianbao",
        (1200, 640),
        ("click main a:has-text('填报人甲')",),
    ),
    Picture("admin-audit", "shenji", "/audit/"),
)


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
    page.goto(f"http://{BIND}/sign-in/")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_load_state("networkidle")
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
    elif deed == "check":
        page.locator(what).first.check()
    else:
        page.locator(what).first.click()
        page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    sys.exit(main())
