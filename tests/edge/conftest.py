"""What the tests of edge share: a key, a report to hand in with it, notes that phones send."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from shouwang.accounts.actions.users import system_user
from shouwang.accounts.models import User
from shouwang.edge.actions.tokens import issue_token
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.reporting.models import Form
from tests.cast import DAY, MORNING, at
from tests.edge.notes import a_kind, phone, wang  # noqa: F401 (fixtures)
from tests.reporting.stage import set_clock

GOOD = {"in_house": 46, "admitted": 0, "staff": 16, "fever_residents": 0}
Ask = Callable[..., Any]


@pytest.fixture(autouse=True)
def story(monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(monkeypatch, at(hour=16, minute=9))


@pytest.fixture
def key(zhao: User) -> str:
    """The key with which another system files for 赵家敬老院."""
    return issue_token(user=zhao, name="机构系统", by=system_user(), at=MORNING)


@pytest.fixture
def send(key: str, zhao_home: Unit, form: Form) -> Ask:
    """Hand in the home's report: ``send(values={…})``; anything may be replaced."""

    def _send(**changes: Any) -> Any:
        body = {
            "client_id": str(uuid7()), "unit": zhao_home.code, "form": form.pk,
            "day": DAY.isoformat(), "values": GOOD,
        } | changes  # fmt: skip
        text = changes.pop("raw", None) or json.dumps(body)
        headers = {"Authorization": f"Bearer {key}"}
        return Client().post("/api/v1/reports", text, "application/json", headers=headers)

    return _send
