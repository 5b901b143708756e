"""Who hears of an alarm: the institution's director, duty officer and medical staff, and the
offices of the township and the county above it (of the prefecture, where it has neither)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Left, Length
from django.urls import reverse

from shouwang.accounts.roles import Role
from shouwang.alarms import rules, words
from shouwang.alarms.models import Alarm
from shouwang.desk.actions import inbox
from shouwang.kit.language import for_others
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Holding, Unit

AT_HOME = (Role.DIRECTOR, Role.DUTY, Role.MEDIC)
ABOVE = (Role.CLERK, Role.OFFICE, Role.DUTY)
_NEAR = (Kind.TOWNSHIP, Kind.COUNTY, Kind.DEVELOPMENT_ZONE)


@for_others
def tell(alarms: Iterable[Alarm], *, at: datetime) -> None:
    """Leave word of new alarms with everybody who is to hear of them, once each."""
    found = list(alarms)
    told = people({alarm.unit_id: alarm.unit for alarm in found}, at=at)
    entries = [
        inbox.NewEntry(user_id, alarm.inbox_key, _words(alarm), _url(alarm), words.ALARM)
        for alarm in found
        for user_id in sorted(told[alarm.unit_id])
    ]
    inbox.leave_many(entries, at=at)


def people(units: Mapping[int, Unit], *, at: datetime) -> dict[int, set[int]]:
    """Return by unit the users who hear of its alarms at a moment."""
    home, over = _at_home(units, at=at), _above(units, at=at)
    return {unit_id: home[unit_id] | over[unit_id] for unit_id in units}


def at_home(unit: Unit, *, at: datetime) -> set[int]:
    """Return who hears of an alarm in the house itself."""
    return _at_home({unit.pk: unit}, at=at)[unit.pk]


def above(unit: Unit, *, at: datetime) -> set[int]:
    """Return who hears of it in the offices above."""
    return _above({unit.pk: unit}, at=at)[unit.pk]


def _at_home(units: Mapping[int, Unit], *, at: datetime) -> dict[int, set[int]]:
    homes = {unit.path for unit in units.values()}
    held = _held(at).filter(post__unit__path__in=homes, post__role__in=AT_HOME)
    found = _holders(held)
    return {unit_id: set(found.get(unit.path, ())) for unit_id, unit in units.items()}


def _above(units: Mapping[int, Unit], *, at: datetime) -> dict[int, set[int]]:
    lines = {unit_id: _superiors(line) for unit_id, line in _lines(units).items()}
    offices = {path for paths in lines.values() for path in paths}
    asked = _held(at).filter(post__role__in=ABOVE)
    over = _holders(asked.filter(post__unit__path__in=offices))
    sections = _sections(asked, offices)
    told: dict[int, set[int]] = {unit_id: set() for unit_id in units}
    for unit_id, unit in units.items():
        for path in lines[unit_id]:
            told[unit_id].update(over.get(path, ()))
            told[unit_id].update(
                user for kinds, user in sections.get(path, ()) if unit.kind in kinds
            )
    return told


def _held(at: datetime) -> QuerySet[Holding]:
    return Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at),
        from_at__lte=at,
        post__closed_on=None,
        user__is_active=True,
    )


def _holders(held: QuerySet[Holding]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for path, user_id in held.values_list("post__unit__path", "user_id"):
        found.setdefault(path, []).append(user_id)
    return found


def _sections(
    held: QuerySet[Holding], offices: Iterable[str]
) -> dict[str, list[tuple[list[str], int]]]:
    """Return by the bureau's path who sits in its sections, with the kinds that each reviews."""
    own = held.filter(post__unit__kind=Kind.SECTION).annotate(
        bureau=Left("post__unit__path", Length("post__unit__path") - Unit.steplen)
    )
    found: dict[str, list[tuple[list[str], int]]] = {}
    rows = own.filter(bureau__in=set(offices)).values_list(
        F("bureau"), "post__unit__reviews", "user_id"
    )
    for path, kinds, user_id in rows:
        found.setdefault(path, []).append((kinds, user_id))
    return found


def _lines(units: Mapping[int, Unit]) -> dict[int, list[Unit]]:
    """Return by unit the units above it, the highest first."""
    paths = {unit_id: [u.path[:n] for n in range(u.steplen, len(u.path), u.steplen)]
             for unit_id, u in units.items()}  # fmt: skip
    wanted = {path for each in paths.values() for path in each}
    by_path = {unit.path: unit for unit in Unit.objects.filter(path__in=wanted)}
    return {unit_id: [by_path[p] for p in each if p in by_path] for unit_id, each in paths.items()}


def _superiors(line: list[Unit]) -> list[str]:
    near = [unit.path for unit in line if unit.kind in _NEAR]
    return near or [unit.path for unit in line if unit.kind == Kind.PREFECTURE]


def _words(alarm: Alarm) -> str:
    return f"{rules.name(alarm.code)}：{alarm.unit.name}，{alarm.why}"


def _url(alarm: Alarm) -> str:
    return reverse("alarms:alarm", args=[alarm.pk])
