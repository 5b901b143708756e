"""Somebody of a prefecture's office in front of the product's own sample pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from shouwang.accounts.roles import Role
from shouwang.orgs.kinds import Kind
from tests.cast import make_unit, make_user


@pytest.fixture
def office_key(live: str) -> str:
    """The session of somebody of the prefecture's office."""
    prefecture = make_unit("LC", "澜川市", Kind.PREFECTURE, None)
    client = Client()
    client.force_login(
        make_user("city", "成主任", prefecture, Role.OFFICE), settings.AUTHENTICATION_BACKENDS[0]
    )
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def show(live: str, office_key: str, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open a page signed in: ``show("/styleguide/", width=360, theme="dark", size="large")``."""

    def _show(path: str = "/styleguide/", *, theme="light", size="", **options) -> Page:
        page = open_page(**options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": office_key, "url": live}
        page.context.add_cookies([cookie])
        page.add_init_script(
            f"localStorage.setItem('theme', '{theme}'); localStorage.setItem('size', '{size}')"
        )
        page.goto(live + path)
        return page

    return _show


def focused(page: Page, what: str = "name") -> str:
    """Return a property of the focused element."""
    return page.evaluate(f"document.activeElement.{what}")
