"""The telephone list: whom to call about each report that is owed, and what came of calls."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from shouwang.chasing import ladder
from shouwang.chasing.board import Board, Line
from shouwang.chasing.ladder import Ladder
from shouwang.chasing.models import Call, Step
from shouwang.orgs.models import Unit


@dataclass(frozen=True)
class Number:
    """A number to call: whose it is, in words; empty where none is known."""

    who: str
    role: Any
    phone: str


@dataclass(frozen=True)
class Contact:
    """An institution to call: its state, its numbers, the calls made so far, the latest first."""

    unit: Unit
    line: Line
    numbers: list[Number]
    calls: list[Call]

    @property
    def is_urgent(self) -> bool:
        """Return whether messages no longer help, so that it stands first."""
        return self.line.is_spent


def contacts(board: Board, *, only: int | None = None) -> list[Contact]:
    """Return whom to call, those first whom messages do not reach; ``only`` of one institution."""
    by_unit = {line.debt.unit_id: line for line in reversed(board.lines)}
    ids = [only] if only is not None else list(by_unit)
    units = list(Unit.objects.filter(pk__in=ids).order_by("path"))
    people = ladder.ladders(units, above=board.unit, at=board.now)
    calls: dict[int, list[Call]] = defaultdict(list)
    days = {line.debt.period_on for line in board.lines} | {board.day}
    made = Call.objects.filter(unit__in=units, day__in=days).select_related("by")
    for call in made.order_by("-at", "-pk"):
        calls[call.unit_id].append(call)
    found = []
    for unit in units:
        numbers = [Number(unit.name, "", unit.phone)] if unit.phone else []
        numbers += _numbers(people[unit.pk])
        if unit.pk in by_unit:
            found.append(Contact(unit, by_unit[unit.pk], numbers, calls[unit.pk]))
    return sorted(found, key=lambda contact: not contact.is_urgent)


def _numbers(steps: Ladder) -> list[Number]:
    """Return the people of a ladder from the house upwards, each once."""
    found: dict[str, Number] = {}
    for step in sorted(steps):
        for person in steps[step]:
            found.setdefault(person.who, Number(person.name, Step(step).label, person.phone))
    return list(found.values())
