"""The way in force for a unit's papers: its own, or the usual one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shouwang.accounts.roles import Role
from shouwang.orgs.models import Unit
from shouwang.papers import rules
from shouwang.papers.models import Route, RouteVersion
from shouwang.papers.rules import Stop


@dataclass(frozen=True)
class Way:
    """How a paper travels: the organ that signs, its 代字, the steps in order."""

    organ: str
    word: str
    stops: tuple[Stop, ...]


def usual(unit: Unit) -> Way:
    """Return the way of a unit that has set none: the office checks, the leader signs, the office
    numbers, seals and hands out."""
    office, leader = Role.OFFICE.value, Role.LEADER.value
    deeds = (
        (rules.CHECK, office), (rules.SIGN, leader), (rules.NUMBER, office),
        (rules.SEAL, office), (rules.DISTRIBUTE, office),
    )  # fmt: skip
    organ = f"{unit.name}民政局"
    return Way(organ, f"{unit.label[:1]}民发", tuple(Stop(d, unit.pk, role) for d, role in deeds))


def way(unit: Unit, kind: str) -> Way:
    """Return the way of a unit's papers of a kind: set for the kind, for all, or the usual."""
    found = {r.kind: r for r in Route.objects.filter(unit=unit, kind__in=[kind, ""])}
    route = found.get(kind) or found.get("")
    if route is None:
        return usual(unit)
    stops = tuple(Stop(s["deed"], s["unit"], s["role"]) for s in route.steps)
    return Way(route.organ, route.word, stops)


def has_own(unit: Unit, kind: str) -> bool:
    """Return whether papers of a kind have a route of their own (all kinds: a route was set)."""
    return Route.objects.filter(unit=unit, kind=kind).exists()


def history(unit: Unit, kind: str) -> list[RouteVersion]:
    """Return how a route was set, the latest first."""
    kept = RouteVersion.objects.filter(unit=unit, kind=kind).select_related("by")
    return list(kept.order_by("-number"))


def skipped(stops: Sequence[Stop]) -> list[str]:
    """Return the deeds that a route leaves out, in the order in which they would stand."""
    done = {stop.deed for stop in stops}
    return [deed for deed in rules.DEEDS if deed not in done]
