"""Hands on the page of a report: its fields, its button, and its copy on the phone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from tests.stage.browser import PATIENCE_MS

GOOD = {"in_house": "46", "admitted": "0", "staff": "16", "fever_residents": "0"}


def cell(page: Page, code: str) -> Locator:
    """Return the field of an item."""
    return page.locator(f"#item-{code}")


def fill(page: Page, **values: str) -> None:
    """Fill items by code."""
    for code, text in values.items():
        cell(page, code).fill(text)


def wait_until_kept(page: Page) -> None:
    """Wait until this page can be opened without a network."""
    page.evaluate(
        """async (patience) => {
            for (const end = Date.now() + patience; Date.now() < end; ) {
                if (await (await caches.open('m-pages')).match(location.href)) return;
                await new Promise((go) => setTimeout(go, 100));
            }
            throw new Error('the page was not kept');
        }""",
        PATIENCE_MS,
    )


def hand_in(page: Page) -> None:
    """Press 提交."""
    page.get_by_role("button", name="提交", exact=True).click()
