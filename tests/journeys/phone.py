"""A phone for journeys: signed in without the form, with a kind of entry of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from shouwang.accounts.models import User
from shouwang.desk.models import Entry
from tests.stage.browser import PATIENCE_MS

BOX = "/m/outbox/"
# the outbox as a page's own module would use it
OPEN = """const meta = document.querySelector('meta[name="shouwang"]').dataset;
const box = await (await import(meta.outbox)).open(meta.user, meta);"""


def use(page: Page, script: str, told: Any = None) -> Any:
    """Run a script on a page; in it ``box`` is the outbox and ``told`` what is handed in."""
    return page.evaluate(f"async (told) => {{ {OPEN} {script} }}", told)


def put(page: Page, unit_id: int, *texts: str, how: str = "") -> None:
    """Put one entry for each text."""
    told = {"unit": unit_id, "texts": list(texts), "how": how}
    use(
        page,
        """for (const text of told.texts)
            await box.put({
                kind: 'test.note', unit: told.unit, text, body: {words: text, how: told.how},
            });""",
        told,
    )


def states(page: Page) -> list[str]:
    """Return the states of what is on the phone, the newest first."""
    return use(page, "return (await box.entries()).map((entry) => entry.state);")


def until(page: Page, condition: str) -> None:
    """Wait until a condition on ``box`` or its ``first()`` entry holds."""
    script = f"""const first = async () => (await box.entries())[0] || {{}};
        const end = Date.now() + {PATIENCE_MS};
        while (Date.now() < end) {{
            if ({condition}) return;
            await new Promise((go) => setTimeout(go, 60));
        }}
        const all = (await box.entries()).slice(0, 9).map((e) => [e.state, e.answer]);
        throw new Error('not within patience: ' + JSON.stringify(all) + box.sender.trouble);"""
    use(page, script)


def delivered(page: Page, count: int) -> None:
    """Wait until nothing is left to be sent, then see that this many entries have arrived."""
    until(page, "(await box.summary()).waiting === 0")
    assert states(page) == ["delivered"] * count


def notes() -> list[str]:
    """Return the words that the server has, one for each record."""
    return sorted(Entry.objects.filter(key__startswith="t:").values_list("text", flat=True))


def enter(context: BrowserContext, live: str, user: User) -> None:
    """Sign a browser in without its form."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live}
    context.add_cookies([cookie])


Phone = Callable[..., Page]


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
