"""Reads of checklists and sheets, scope first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from shouwang.accounts import access
from shouwang.guides import rules, words
from shouwang.guides.models import Answer, Checklist, Item, Sheet
from shouwang.guides.queries import lines_above
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.placing import open_on
from shouwang.orgs.scope import Scope

SELF = "self"


@dataclass(frozen=True)
class Line:
    """A list as it stands in an institution; ``last`` is the sheet that counts, if any."""

    unit: Unit
    checklist: Checklist
    standing: rules.Standing | None
    last: Sheet | None


def is_for(checklist: Checklist, unit: Unit) -> bool:
    """Return whether a list is asked of an institution."""
    return unit.kind in checklist.kinds and unit.path.startswith(checklist.owner.path)


def of_unit(unit: Unit) -> list[Checklist]:
    """Return the lists that are asked of an institution, daily ones first, its county's last."""
    found = Checklist.objects.filter(
        owner__path__in=lines_above(unit), kinds__contains=[unit.kind], closed_on=None
    )
    return list(found.select_related("owner").order_by("cadence", "owner__path", "pk"))


def checklists(scope: Scope) -> QuerySet[Checklist]:
    """Return the lists that a scope manages, closed ones too, the latest first."""
    held = scope.narrowed(words.MANAGE_LISTS)
    return Checklist.objects.filter(held.q("owner__")).select_related("owner").order_by(
        "closed_on", "-made_at"
    )  # fmt: skip


def checklist(scope: Scope, list_id: int) -> Checklist:
    """Return one list that a scope manages; raises ``OutOfScope``."""
    return access.one(checklists(scope), pk=list_id)


def asked(scope: Scope, unit: Unit, list_id: int) -> Checklist:
    """Return one list that is asked of an institution; raises ``OutOfScope``."""
    scope.require(words.READ_CHECKS, unit)
    found = {one.pk: one for one in of_unit(unit)}.get(list_id)
    return found or access.one(Checklist.objects.none(), pk=list_id)


def asked_items(checklists: Collection[Checklist]) -> dict[int, list[Item]]:
    """Return by list the questions that are asked, in their order."""
    found: dict[int, list[Item]] = defaultdict(list)
    rows = Item.objects.filter(checklist__in=[c.pk for c in checklists], is_on=True)
    for item in rows.order_by("checklist_id", "order", "pk"):
        found[item.checklist_id].append(item)
    return found


def lines(unit: Unit, *, now: datetime) -> list[Line]:
    """Return how each list stands in one institution."""
    return [_lines(one, [unit], now)[0] for one in of_unit(unit)]


def board(scope: Scope, one: Checklist, units: Sequence[Unit], *, now: datetime) -> list[Line]:
    """Return how one list stands in some institutions of a scope."""
    held = scope.narrowed(words.READ_CHECKS)
    return _lines(one, [unit for unit in units if held.covers(unit)], now)


def targets(scope: Scope, one: Checklist, *, day: date) -> QuerySet[Unit]:
    """Return the institutions of a scope that are asked a list on a day."""
    held = scope.narrowed(words.READ_CHECKS)
    below = {"path__gt": one.owner.path, "path__lt": one.owner.path + "~"}
    found = Unit.objects.filter(held.q(), open_on(day), kind__in=one.kinds, **below)
    return found.order_by("path")


def asked_within(scope: Scope) -> list[Checklist]:
    """Return the lists asked of institutions in a bureau's scope, of whatever bureau."""
    held = scope.narrowed(words.READ_CHECKS)
    found = Checklist.objects.filter(closed_on=None).select_related("owner")
    if not held.everything:
        over = {p for tree in held.subtrees for p in _prefixes(tree.path)}
        found = found.filter(owner__path__in=over) | found.filter(held.q("owner__"))
    kinds = held.kinds()
    listed = found.order_by("owner__path", "cadence", "pk")
    return [one for one in listed if kinds is None or kinds & set(one.kinds)]


def _prefixes(path: str) -> list[str]:
    return [path[:n] for n in range(Unit.steplen, len(path) + 1, Unit.steplen)]


def _lines(one: Checklist, units: Sequence[Unit], now: datetime) -> list[Line]:
    today = clock.local_day(now)
    is_asked = one.cadence != Checklist.Cadence.NONE
    since = rules.looks_back_to(one.cadence, today) if is_asked else date.min
    rows = Sheet.objects.filter(
        checklist=one, unit__in=units, purpose=SELF, voided_at=None, period_on__gte=since,
        happened_at__lte=now,
    ).order_by("unit_id", "-happened_at", "-pk")  # fmt: skip
    if not is_asked:
        rows = rows.distinct("unit_id")
    filled: dict[int, set[date]] = defaultdict(set)
    last: dict[int, Sheet] = {}
    for sheet in rows:
        filled[sheet.unit_id].add(sheet.period_on)
        last.setdefault(sheet.unit_id, sheet)
    return [
        Line(u, one, _standing(one, filled[u.pk], now) if is_asked else None, last.get(u.pk))
        for u in units
    ]


def _standing(one: Checklist, filled: Collection[date], now: datetime) -> rules.Standing:
    return rules.standing(
        one.cadence, starts_on=one.starts_on, due_time=one.due_time, filled=filled,
        now=clock.local(now),
    )  # fmt: skip


def sheets(scope: Scope, unit: Unit) -> QuerySet[Sheet]:
    """Return an institution's self-checks, voided ones too, the latest first."""
    scope.require(words.READ_CHECKS, unit)
    found = Sheet.objects.filter(unit=unit, purpose=SELF)
    return found.select_related("checklist", "recorded_by").order_by("-happened_at", "-pk")


def sheet(scope: Scope, sheet_id: object) -> Sheet:
    """Return one sheet with its answers; raises ``OutOfScope``."""
    answers = Answer.objects.select_related("item").order_by("item__order", "item_id")
    within = Sheet.objects.filter(scope.narrowed(words.READ_CHECKS).q("unit__"))
    related = within.select_related("unit", "checklist", "recorded_by", "voided_by")
    return access.one(related.prefetch_related(Prefetch("answers", answers)), pk=sheet_id)


def denied(last: Collection[Sheet]) -> dict[object, list[Answer]]:
    """Return by sheet what was answered 否, with its note."""
    found: dict[object, list[Answer]] = defaultdict(list)
    ids = [sheet.pk for sheet in last if sheet.no]
    rows = Answer.objects.filter(sheet__in=ids, value=Answer.Value.NO).select_related("item")
    for answer in rows.order_by("item__order"):
        found[answer.sheet_id].append(answer)
    return found
