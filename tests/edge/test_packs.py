"""Packs: what a phone takes along, answered to who may have it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from shouwang.accounts.models import User
from shouwang.kit import offline
from shouwang.orgs.models import Unit
from tests.cast import PASSWORD


def test_a_pack_is_answered_to_who_may_have_it(
    client: Client, zhao: User, zhao_home: Unit, qian_home: Unit
) -> None:
    def build(**asked: Any) -> dict[str, Any]:
        return {"unit": asked["unit"].name}

    offline.pack(offline.Pack("test.names", "reporting.file_report", build))
    try:
        client.login(username=zhao.username, password=PASSWORD)
        answer = client.get(f"/m/packs/test.names/{zhao_home.pk}/")
        assert answer.json()["data"] == {"unit": "赵家敬老院"}
        assert "no-store" in answer.headers["Cache-Control"]
        assert client.get(f"/m/packs/test.names/{qian_home.pk}/").status_code == 404
        assert client.get(f"/m/packs/test.none/{zhao_home.pk}/").status_code == 404
    finally:
        del offline._packs["test.names"]
