"""Who knocks at the doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client

from shouwang.accounts import words
from shouwang.accounts.access import KEY, SIGNED_IN
from shouwang.accounts.models import AuditEvent, User
from shouwang.orgs.scope import scope_of
from tests.architecture.walk.doors import Door
from tests.cast import DAY, at


@dataclass(frozen=True)
class Visitor:
    """A user with a browser and a key."""

    user: User
    key: str

    @property
    def permissions(self) -> frozenset[str]:
        """Return what the user may do anywhere."""
        return scope_of(self.user, at=at(DAY)).permissions

    def may_knock(self, door: Door) -> bool:
        """Return whether the door opens to the user for things of their own."""
        return door.access in {(SIGNED_IN,), (KEY,)} or bool(
            self.permissions.intersection(door.access or ())
        )

    def knock(self, door: Door, values: dict[str, Any], method: str) -> tuple[int, list[str]]:
        """Return the answer's status and the words it left in the trail; undo what it did."""
        client = Client(raise_request_exception=False)
        headers = {}
        with transaction.atomic():
            if door.access == (KEY,):
                headers["Authorization"] = f"Bearer {self.key}"
            else:
                client.force_login(self.user)
            last = AuditEvent.objects.latest("pk").pk
            status = client.generic(method, door.path(values), headers=headers).status_code
            left = AuditEvent.objects.filter(pk__gt=last, by=self.user)
            told = list(left.values_list("word", flat=True)) if status < 500 else []
            transaction.set_rollback(True)
        return status, told


CAST = (
    "zhao", "director", "tang", "elder", "city", "lead", "sysadmin", "secadmin", "auditor",
)  # fmt: skip


TRACES = {words.OUT_OF_SCOPE.code, words.NOT_PERMITTED.code}


def refused(visitor: Visitor, door: Door, values: dict[str, Any]) -> Iterator[str]:
    """Yield a complaint for every way in which a door does not refuse as it should."""
    statuses = []
    for method in ("GET", "POST"):
        status, left = visitor.knock(door, values, method)
        statuses.append(status)
        line = f"{method} {door.path(values)} as {visitor.user.username}: {status}"
        if status == 405:
            continue
        if status not in {403, 404}:
            yield f"{line}, not 404"
        elif not TRACES.intersection(left):
            yield f"{line} without a line in the audit trail"
    if set(statuses) == {405}:
        yield f"{door.route} takes neither GET nor POST"
