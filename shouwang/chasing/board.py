"""What the pages of chasing show: who owes, what was done about it, what comes next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from shouwang.chasing import policies, rules, texts
from shouwang.chasing.actions.runs import what_is_due
from shouwang.chasing.debts import Debt, debts
from shouwang.chasing.models import Call, Kind, Step, Target
from shouwang.chasing.plan import plans
from shouwang.chasing.rules import Decision, Times
from shouwang.kit.templatetags.shouwang import hm
from shouwang.orgs import responsible
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

# above this many a clerk chases all, not one by one
MOST_ROWS = 500


@dataclass(frozen=True)
class Line:
    """A report that is owed with what was done about it. ``last`` is the last step taken, ``ended``
    whether a run found nobody left to tell, ``plan`` what a chase would do once the report has
    rested; None where the list is too long to look at."""

    debt: Debt
    kind: str
    last: Target | None = None
    ended: Target | None = None
    call: Call | None = None
    # until when the report was promised at the last call; None once that time has come
    promised_until: datetime | None = None
    rests_until: datetime | None = None
    plan: Decision | None = None

    @property
    def key(self) -> str:
        """Return how a form names it."""
        return f"{self.debt.unit_id}-{self.debt.series_id}"

    @property
    def word(self) -> Any:
        """Return its state in a word (B4): 待报 before the filing time, 未报 after it."""
        if self.debt.is_returned:
            return _("退回待重报")
        return _("未报") if self.debt.is_over else _("待报")

    @property
    def tone(self) -> str:
        """Return the tone of its state."""
        return "warn" if self.debt.is_returned else "none"

    @property
    def is_spent(self) -> bool:
        """Return whether everybody was told already, or nobody can be told here."""
        if self.plan is not None:
            return self.plan.outcome in {rules.SPENT, rules.CALL} and not self.plan.step
        top = rules.DIRECTOR if self.kind == Kind.REMIND else rules.LEADER
        reminded = self.kind == Kind.REMIND and self.last is not None
        return reminded or self.ended is not None or bool(self.last and self.last.step == top)

    @property
    def may_be_chased(self) -> bool:
        """Return whether a chase at this moment would reach somebody new."""
        return self.rests_until is None and not self.is_spent

    @property
    def is_ticked(self) -> bool:
        """Return whether a chase takes it unless told otherwise: a promise is waited for."""
        return self.may_be_chased and self.promised_until is None

    @property
    def next_words(self) -> str:
        """Return what comes next, in words."""
        if self.kind == Kind.REMIND and self.last is not None:
            return _("已提醒")
        if self.is_spent:
            return _("各级均已催过，请打电话") if self.last else _("无账号，请打电话")
        if self.rests_until is not None:
            return _("%(at)s 后可再催") % {"at": hm(self.rests_until)}
        step = rules.next_step(self.last.step or 0 if self.last else 0)
        step = self.plan.step if self.plan else step
        return str(Step(step).label) if step else ""

    @property
    def next_names(self) -> str:
        """Return who would be told next, by name; who has no account is to be called."""
        if self.plan is None or not self.may_be_chased:
            return ""
        names = _("、").join(person.name for person in self.plan.people)
        return _("%(names)s（转电话）") % {"names": names} if self._is_call else names

    @property
    def _is_call(self) -> bool:
        return self.plan is not None and self.plan.outcome == rules.CALL

    @property
    def next_passed(self) -> str:
        """Return the steps that are passed over for want of somebody new, in words."""
        passed = self.plan.passed if self.plan and self.may_be_chased else ()
        return _("、").join(str(Step(step).label) for step in passed)


@dataclass(frozen=True)
class Board:
    """Who owes reports below a unit, ready to be reminded or chased."""

    unit: Unit
    day: date
    kind: str
    now: datetime
    lines: list[Line]
    times: Times
    text: str

    @property
    def is_chase(self) -> bool:
        """Return whether the filing time has passed for those on the board."""
        return self.kind == Kind.CHASE

    @property
    def verb(self) -> Any:
        """Return 提醒 or 催报."""
        return Kind(self.kind).label

    @property
    def units(self) -> int:
        """Return how many institutions stand on the board."""
        return len({line.debt.unit_id for line in self.lines})

    @property
    def chaseable(self) -> list[Line]:
        """Return those that a chase would reach now."""
        return [line for line in self.lines if line.may_be_chased]

    @property
    def ticked(self) -> list[Line]:
        """Return those of them that the page proposes."""
        return [line for line in self.lines if line.is_ticked]

    @property
    def promised(self) -> list[Line]:
        """Return those that were promised until a time that has not come."""
        return [line for line in self.lines if line.promised_until]

    @property
    def is_picked(self) -> bool:
        """Return whether the page lets one pick: not when there are too many to look at."""
        return len(self.lines) <= MOST_ROWS

    @property
    def groups(self) -> list[tuple[str, list[Line]]]:
        """Return the lines by the unit's child that they count in; one nameless group if each
        stands for itself."""
        shown = self.lines[:MOST_ROWS]
        if all(line.debt.child_id == line.debt.unit_id for line in shown):
            return [("", shown)] if shown else []
        parts = groupby(shown, key=lambda line: (line.debt.child_id, line.debt.child))
        return [(name, list(part)) for (_id, name), part in parts]

    @property
    def due_at(self) -> datetime | None:
        """Return the earliest filing time on the board."""
        return min((x.debt.due_at for x in self.lines if x.debt.due_at), default=None)

    @property
    def rests_until(self) -> datetime | None:
        """Return from when on the first may be chased again, None when none rests."""
        return min(
            (x.rests_until for x in self.lines if x.rests_until and not x.is_spent), default=None
        )

    @property
    def cooldown_minutes(self) -> int:
        """Return how many minutes lie between two chases."""
        return int(self.times.cooldown.total_seconds() // 60)


def board(
    scope: Scope, unit: Unit, day: date, *, now: datetime, only: Collection[int] | None = None
) -> Board:
    """Return who owes reports of a day below a unit. ``only`` limits it to some institutions.

    A constant number of statements. Raises ``OutOfScope``.
    """
    kind, owed = what_is_due(debts(scope, unit, day, now=now))
    if only is not None:
        owed = [d for d in owed if d.unit_id in only]
    times = policies.times_of(unit)
    lines = _planned(_lines(owed, kind, now, times.cooldown), kind, unit, now)
    text = texts.for_group(kind, unit, owed, _leaders(owed, now), now=now) if owed else ""
    return Board(unit, day, kind, now, lines, times, text)


def _lines(owed: Sequence[Debt], kind: str, now: datetime, cooldown: timedelta) -> list[Line]:
    if not owed:
        return []
    units, days = {d.unit_id for d in owed}, {d.period_on for d in owed}
    found = {(d.unit_id, d.series_id, d.period_on): Line(d, kind) for d in owed}
    taken = Target.objects.filter(unit_id__in=units, day__in=days, kind=kind).exclude(at=None)
    for target in taken.select_related("run__by").order_by("at", "pk"):
        key = (target.unit_id, target.series_id, target.day)
        if key in found:
            found[key] = _with(found[key], target, now, cooldown)
    calls = {c.unit_id: c for c in latest_calls(units, days)}
    return [_called(line, calls.get(line.debt.unit_id), now) for line in found.values()]


def _called(line: Line, call: Call | None, now: datetime) -> Line:
    until = call.promised_at if call else None
    return replace(line, call=call, promised_until=until if until and until > now else None)


def _planned(lines: list[Line], kind: str, unit: Unit, now: datetime) -> list[Line]:
    """Return lines with whom a chase would tell, where they are few enough to be looked at."""
    if not lines or len(lines) > MOST_ROWS:
        return lines
    keys = [(x.debt.unit_id, x.debt.series_id, x.debt.period_on) for x in lines]
    taken = {key: x.last for key, x in zip(keys, lines, strict=True) if x.last is not None}
    owed = [line.debt for line in lines]
    decided = plans(owed, taken, kind, above=unit, now=now)
    return [replace(line, plan=decided[key]) for key, line in zip(keys, lines, strict=True)]


def _with(line: Line, target: Target, now: datetime, cooldown: timedelta) -> Line:
    if target.step is not None and target.at is not None:
        until = target.at + cooldown
        rests = until if until > now else None
        return replace(line, last=target, ended=None, rests_until=rests)
    over = target.outcome in {Target.Outcome.SPENT, Target.Outcome.CALL}
    return replace(line, ended=target) if over else line


def latest_calls(units: Collection[int], days: Collection[date]) -> list[Call]:
    """Return the last call to each institution about reports of some days."""
    found = Call.objects.filter(unit_id__in=units, day__in=days).select_related("by")
    return list(found.order_by("unit_id", "-at", "-pk").distinct("unit_id"))


def _leaders(owed: Sequence[Debt], now: datetime) -> list[str]:
    ids = {d.unit_id for d in owed[: texts.MOST_NAMED]}
    units = Unit.objects.filter(pk__in=ids).order_by("path")
    answering = responsible.answering_for(units, at=now)
    return [people[0].name for people in answering.values() if people]
