"""What the page of an organ's route shows: kinds, what is skipped, how it was set before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from shouwang.accounts.roles import Role
from shouwang.orgs.models import Unit
from shouwang.papers import routes, words
from shouwang.papers.models import Paper, Route, RouteVersion
from shouwang.papers.rules import Stop


@dataclass(frozen=True)
class Before:
    """A route as it was set: ``steps`` in words, empty where the kind went by the common one."""

    version: RouteVersion
    steps: list[str]


@dataclass(frozen=True)
class RoutePage:
    """``tabs`` are the kinds with their addresses; ``skipped`` the deeds that are not done."""

    kind: str
    kind_zh: str
    has_own: bool
    under_way: int
    tabs: list[tuple[str, str, bool]]
    skipped: list[str]
    history: list[Before]
    drop_url: str


def page(unit: Unit, kind: str, stops: Sequence[Stop]) -> RoutePage:
    """Return the page of a unit's route for a kind of paper, for all where ``kind`` is empty."""
    own = set(Route.objects.filter(unit=unit).values_list("kind", flat=True))
    named = [("", _("通用流程")), *((k.value, str(k.label)) for k in Paper.Kind)]
    tabs = [
        (f"{zh} •" if code and code in own else zh, address(unit, code), code == kind)
        for code, zh in named
    ]
    going = Paper.objects.filter(unit=unit, state=Paper.State.REVIEW)
    drop = reverse("papers:route_drop", args=[unit.pk])
    return RoutePage(
        kind=kind, kind_zh=dict(named)[kind], has_own=kind in own,
        under_way=(going.filter(kind=kind) if kind else going).count(),
        tabs=tabs, skipped=[str(words.DEED_ZH[deed]) for deed in routes.skipped(stops)],
        history=_history(unit, kind), drop_url=f"{drop}?{urlencode({'kind': kind})}",
    )  # fmt: skip


def address(unit: Unit, kind: str) -> str:
    """Return the address of a unit's route for a kind."""
    plain = reverse("papers:route", args=[unit.pk])
    return f"{plain}?{urlencode({'kind': kind})}" if kind else plain


def _history(unit: Unit, kind: str) -> list[Before]:
    kept = routes.history(unit, kind)
    places = {step["unit"] for one in kept for step in one.steps}
    names = dict(Unit.objects.filter(pk__in=places).values_list("pk", "name"))
    return [Before(one, [_step(step, names) for step in one.steps]) for one in kept]


def _step(step: dict[str, object], names: dict[int, str]) -> str:
    deed = words.DEED_ZH[str(step["deed"])]
    return f"{deed}（{names.get(step['unit'], '')}{Role(step['role']).label}）"  # type: ignore[call-overload]
