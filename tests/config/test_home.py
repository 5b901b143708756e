"""Each person lands where their day begins."""

from __future__ import annotations

from django.test import Client

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit

PHONE = {"HTTP_USER_AGENT": "Mozilla/5.0 (Linux; Android 9) Chrome/120.0 Mobile Safari/537.36"}


def landed(user: User, **how: str) -> str:
    """Return the path that the first page leads to in the end."""
    client = Client(**how)
    client.force_login(user)
    answer = client.get("/", follow=True)
    assert answer.status_code == 200
    return answer.request["PATH_INFO"]


def test_a_leader_on_a_phone_begins_with_the_one_page(homes: list[Unit], lead: User) -> None:
    assert landed(lead, **PHONE) == "/m/leader/"
    assert landed(lead).startswith("/day/")


def test_a_countys_clerk_begins_with_the_day_on_any_screen(homes: list[Unit], tang: User) -> None:
    assert landed(tang, **PHONE).startswith("/day/")
