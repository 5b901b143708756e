"""One stretch of a run: for each report of it decide whom to tell, tell them, write it down.

A stretch is one transaction. Whoever dies in it has told nobody; whoever takes over finds the
same targets pending. Two runs over the same reports wait for each other (a lock on each unit), so
that the second sees what the first did; the unique keys of targets, of people told and of inbox
entries would refuse a repetition all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.urls import reverse

from shouwang.chasing import ladder, policies, rules, texts, words
from shouwang.chasing.models import ChaseRun, Kind, Target, Told
from shouwang.chasing.rules import CALL, LEADER, OFFICE, TOLD, Decision, History, Person
from shouwang.chasing.texts import Spoken
from shouwang.desk.actions import inbox
from shouwang.desk.actions.inbox import Awaited, NewEntry
from shouwang.figures.models import Fact
from shouwang.reporting.daybook.timing import timing
from shouwang.reporting.models import Report

STRETCH = 100
Key = tuple[int, int, date]


@transaction.atomic
def advance(*, run: ChaseRun, at: datetime, most: int = STRETCH) -> int:
    """Treat the next targets of a run; returns how many, 0 when none is left to take.

    Targets that another worker holds at this moment are left to it.
    """
    pending = run.targets.filter(outcome=Target.Outcome.PENDING).select_for_update(
        skip_locked=True, of=("self",)
    )
    targets = list(pending.select_related("unit", "series").order_by("unit_id", "series_id")[:most])
    if not targets:
        return 0
    _lock({t.unit_id for t in targets})
    filed, told = _filed(targets), _history(targets, run.kind)
    units = list({t.unit_id: t.unit for t in targets}.values())
    ladders = ladder.ladders(units, above=run.unit, at=at)
    cooldown = policies.times_of(run.unit).cooldown
    decisions = [
        rules.decide(
            run.kind,
            ladders[t.unit_id],
            told.get(_key(t), History()),
            is_filed=_key(t) in filed,
            now=at,
            cooldown=cooldown,
        )
        for t in targets
    ]
    _write(run, targets, decisions, at)
    return len(targets)


def _key(target: Target) -> Key:
    return (target.unit_id, target.series_id, target.day)


def _lock(unit_ids: set[int]) -> None:
    """Let no other run treat these units until the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('chasing', unit_id)) FROM"
            " (SELECT unnest(%s::bigint[]) AS unit_id ORDER BY 1) AS ordered",
            [sorted(unit_ids)],
        )


def _filed(targets: Sequence[Target]) -> set[Key]:
    """Return which of the reports have come meanwhile."""
    found = Fact.objects.filter(
        unit_id__in={t.unit_id for t in targets},
        series_id__in={t.series_id for t in targets},
        day__in={t.day for t in targets},
    )
    return set(found.values_list("unit_id", "series_id", "day"))


def _history(targets: Sequence[Target], kind: str) -> dict[Key, History]:
    """Return what runs of a kind did about these reports before."""
    span = {
        "unit_id__in": {t.unit_id for t in targets},
        "day__in": {t.day for t in targets},
        "kind": kind,
    }
    people: dict[Key, set[str]] = defaultdict(set)
    for unit_id, series_id, day, who in Told.objects.filter(**span).values_list(
        "unit_id", "series_id", "day", "who"
    ):
        people[unit_id, series_id, day].add(who)
    taken = Target.objects.filter(**span, step__isnull=False).order_by("step")
    return {_key(t): History(t.step or 0, t.at, frozenset(people[_key(t)])) for t in taken}


def _write(run: ChaseRun, targets: list[Target], decisions: list[Decision], at: datetime) -> None:
    for target, decided in zip(targets, decisions, strict=True):
        target.outcome, target.step, target.at = decided.outcome, decided.step, at
        target.passed = list(decided.passed)
    Target.objects.bulk_update(targets, ["outcome", "step", "at", "passed"])
    pairs = [
        (target, decided, person)
        for target, decided in zip(targets, decisions, strict=True)
        if decided.outcome in {TOLD, CALL}
        for person in decided.people
    ]
    Told.objects.bulk_create(_told(t, d, p, at) for t, d, p in pairs)
    spoken = _spoken(run, [t for t, _decided, _person in pairs], at)
    inbox.leave_many(
        [_entry(run, t, d, p, spoken[_key(t)]) for t, d, p in pairs if p.user_id], at=at
    )


def _told(target: Target, decided: Decision, person: Person, at: datetime) -> Told:
    channel = Told.Channel.INBOX if person.user_id else Told.Channel.CALL
    return Told(
        target=target,
        unit_id=target.unit_id,
        series_id=target.series_id,
        day=target.day,
        kind=target.kind,
        step=decided.step or 0,
        who=person.who,
        to_id=person.user_id,
        name=person.name,
        channel=channel,
        at=at,
    )


def _spoken(run: ChaseRun, targets: list[Target], at: datetime) -> dict[Key, Spoken]:
    """Return what the texts say of each report."""
    if not targets:
        return {}
    held = timing({t.series_id: t.series for t in targets}.values(), run.day, now=at)
    back = Report.objects.filter(
        unit_id__in={t.unit_id for t in targets},
        day__in={t.day for t in targets},
        returned_at__isnull=False,
    )
    returned = set(back.values_list("unit_id", "form__series_id", "day"))
    found = {}
    for target in targets:
        version = held.by_series[target.series_id]
        found[_key(target)] = Spoken(
            target.unit.name,
            version.form_id,
            version.zh,
            target.day,
            version.due_at(target.day),
            is_returned=_key(target) in returned,
        )
    return found


def _entry(
    run: ChaseRun, target: Target, decided: Decision, person: Person, spoken: Spoken
) -> NewEntry:
    report = [target.unit_id, spoken.form_id, target.day]
    url, phone = reverse("reporting:entry", args=report), ""
    if decided.step == LEADER:
        url = reverse("reporting:unit_day", args=[target.day, target.unit_id])
    elif decided.step != OFFICE:
        phone = reverse("reporting:phone_entry", args=report)
    return NewEntry(
        to_id=person.user_id or 0,
        key=f"{run.kind}:{target.unit_id}:{target.series_id}:{target.day:%Y%m%d}",
        text=texts.entry(run.kind, spoken, decided.step or 0),
        url=url,
        kind=words.CHASED if run.kind == Kind.CHASE else words.REMINDED,
        awaits=Awaited(target.unit_id, target.series_id, target.day),
        phone_url=phone,
    )
