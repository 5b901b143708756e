"""A gate: its keeper, a resident to be visited, measures that close it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from shouwang.accounts.models import User
from shouwang.gate.told import NewVisit, Who
from shouwang.kit import offline
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Envelope, Taken
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.people.models import Person, Stay
from tests.cast import at
from tests.people.conftest import admit, engage, head, keeper
from tests.response.conftest import lay

__all__ = ["admit", "engage", "head", "keeper", "lay"]

PHONE = "13812345678"
NINE = at(hour=9)


@pytest.fixture
def wang(zhao_home: Unit, admit: Callable[..., Stay]) -> Person:
    """王秀英, who lives in room 201 of 赵家敬老院."""
    return admit(zhao_home, "王秀英", room="201").person


@pytest.fixture
def closed(zhao_home: Unit, lay: Callable[..., object]) -> None:
    """Visits are forbidden without exception, business in principle."""
    lay(zhao_home, "visits", number="澜疫指〔2020〕3号")
    lay(zhao_home, "business", strength="principle", approver="home", number="澜疫指〔2020〕4号")


def came(unit: Unit, purpose: str = "visit", **more: Any) -> NewVisit:
    """Return somebody at the gate at nine, well and with a name."""
    told: dict[str, Any] = {"happened_at": NINE, "temperature": 365, "is_history_clear": True}
    told |= {"who": Who(name="李建国", phone=PHONE), "wears_mask": True}
    return NewVisit(unit, purpose, **(told | more))


def sent(
    unit: Unit, kind: str, body: dict[str, Any], when: datetime = NINE, id: UUID | None = None
) -> Envelope:
    """Return an entry as a phone with a right clock sends it."""
    return Envelope(id or uuid7(), kind, unit.pk, body, when, when)


def receive(envelope: Envelope, by: User, when: datetime = NINE, *, settle: bool = False) -> Taken:
    """Hand an entry to whoever receives its kind."""
    kind = offline.kinds()[envelope.kind]
    deed = kind.settle if settle else kind.receive
    assert deed is not None
    return deed(envelope, by=by, scope=scope_of(by, at=when), at=when)
