"""What the tests of pages share: signing a browser in, and a clock that stands in the story."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from playwright.sync_api import Page

from shouwang.accounts.models import User
from shouwang.kit import clock
from tests.cast import PASSWORD


def set_clock(monkeypatch: object, moment: datetime) -> None:
    """Let the story's moment be now, for every part of the product."""
    shift = moment - clock.now() + getattr(settings, "CLOCK_SHIFT", moment - moment)
    monkeypatch.setattr(settings, "CLOCK_SHIFT", shift, raising=False)  # type: ignore[attr-defined]


def sign_in(page: Page, live: str, user: User) -> None:
    """Sign a browser in as a member of the cast."""
    page.goto(f"{live}/sign-in/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("main button[type=submit]")
