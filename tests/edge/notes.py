"""A kind of entry for the tests of envelopes alone: a note that lands in its author's inbox."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.accounts.roles import Role
from shouwang.desk.actions import inbox
from shouwang.kit import clock, offline
from shouwang.kit.context import person_of
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.orgs.models import Unit
from tests.cast import PASSWORD, make_user

KIND = "test.note"


def receive(envelope: Envelope, *, by: User, scope: Any, at: datetime) -> Taken:
    """A kind of entry that leaves a note in its author's inbox, keyed by the entry's id."""
    match envelope.body.get("how"):
        case "unfit":
            raise Unfit({"temperature": "体温应在 34 到 42.5 之间"})
        case "conflict":
            raise Conflict("这位老人已于昨日离院", {"现状": "已离院"})
        case "forbidden":
            raise NotPermitted("test.note")
        case "fault":
            raise RuntimeError(f"{envelope.body.get('words')}的体温读不出")
    return settle(envelope, by=by, scope=scope, at=at)


def settle(envelope: Envelope, *, by: User, scope: Any, at: datetime) -> Taken:
    """Leave the note whatever stands against it; one with a photo names its size."""
    sizes = [len(file.read()) for file in envelope.files.values()]
    text = f"{envelope.body.get('words', '')} {sizes or ''}".strip()
    told = {"to": by, "text": text, "url": "/", "kind": "note"}
    is_new = inbox.leave(key=f"t:{envelope.id}", at=envelope.happened_at, **told)
    return Taken(f"已收下 {text}", url="/inbox/", is_new=is_new)


@pytest.fixture(autouse=True)
def a_kind() -> Iterator[None]:
    """A kind of entry for these tests alone."""
    offline.kind(offline.EntryKind(KIND, "便条", receive, settle, lambda e: {"便条": "一张"}))
    yield
    del offline._kinds[KIND]


@pytest.fixture
def wang(zhao_home: Unit) -> User:
    """The director of 赵家敬老院."""
    return make_user("wang", "王院长", zhao_home, Role.DIRECTOR)


@pytest.fixture
def phone(client: Client, zhao: User, zhao_home: Unit) -> Callable[..., Any]:
    """Send entries as zhao: ``phone({"how": "unfit"})`` answers the answers."""
    client.login(username=zhao.username, password=PASSWORD)

    def _send(*bodies: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
        answer = post(client, zhao, [row(zhao_home, body) for body in bodies], **more)
        assert answer.status_code == 200, answer.content
        return answer.json()["answers"]

    return _send


def row(unit: Unit, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An entry as a phone writes it."""
    made = {"id": str(uuid7()), "kind": KIND, "unit": unit.pk, "body": body}
    return made | {"device_at": clock.now().isoformat(), "text": "一张便条", "files": []} | more


def post(client: Client, user: User, rows: list[dict[str, Any]], **more: Any) -> Any:
    """Post a packet."""
    told = {"user": person_of(user.pk), "device_now": clock.now().isoformat()}
    return client.post("/m/envelopes/", told | {"entries": json.dumps(rows)} | more)
