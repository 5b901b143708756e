"""Reading the audit trail: what an auditor may see of it, found by time, person, word and thing.

An audit administrator at a unit reads the events of that unit and all below it, and the events
without a unit of the people who hold or held a post there. At a top of the tree come the events
that belong to nobody: wrong sign-in names, the system's own doings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast

from shouwang.accounts import places, words
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import AuditEvent, AuditPending, AuditSeal, User
from shouwang.kit import clock

PAGE = 50
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Search:
    """What to look for; an empty part does not limit."""

    since: date | None = None
    until: date | None = None
    person: str = ""
    deed: str = ""
    unit: str = ""
    thing: str = ""
    kind: str = ""

    def as_detail(self) -> dict[str, Any]:
        """Return the parts that limit, for the trail's own record of the search."""
        return {key: str(value) for key, value in vars(self).items() if value}


@dataclass(frozen=True)
class Place:
    """A place in the trail between two events: the moment and number of one of them."""

    at: datetime
    pk: int

    @classmethod
    def read(cls, text: str) -> Place | None:
        """Return the place that ``str`` wrote, or None for anything else."""
        moment, _, number = text.rpartition("-")
        try:
            return cls(_EPOCH + timedelta(microseconds=int(moment)), int(number))
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // timedelta(microseconds=1)}-{self.pk}"


@dataclass(frozen=True)
class Page:
    """Events, the newest first, and the places of the newer and older pages."""

    events: list[AuditEvent]
    older: str
    newer: str


@dataclass(frozen=True)
class Chain:
    """How the sealing stands."""

    sealed: int
    pending: int
    head: str
    verified: AuditEvent | None


def events(scope: Any, search: Search | None = None) -> QuerySet[AuditEvent]:
    """Return the events in scope that a search finds, in no order."""
    found = AuditEvent.objects.filter(_within(places.reach(scope, words.READ_AUDIT)))
    return found.filter(_asked(search)) if search else found


def event(scope: Any, event_id: int) -> AuditEvent:
    """Return one event; raises ``OutOfScope`` (404) outside the scope."""
    found = events(scope).filter(pk=event_id).first()
    if found is None:
        raise OutOfScope(f"event {event_id}")
    return found


def page(scope: Any, search: Search, *, older_than: Place | None, newer_than: Place | None) -> Page:
    """Return a page of events. It starts at a place, not at a number: however long the trail is,
    a page costs the same, and events that come in meanwhile shift nothing."""
    found = events(scope, search)
    if newer_than:
        after = Q(at=newer_than.at, pk__gt=newer_than.pk) | Q(at__gt=newer_than.at)
        found = found.filter(at__gte=newer_than.at).filter(after)
        rows = list(found.order_by("at", "pk")[: PAGE + 1])
        more_newer, more_older = len(rows) > PAGE, True
        shown = rows[:PAGE][::-1]
    else:
        if older_than:
            before = Q(at=older_than.at, pk__lt=older_than.pk) | Q(at__lt=older_than.at)
            found = found.filter(at__lte=older_than.at).filter(before)
        rows = list(found.order_by("-at", "-pk")[: PAGE + 1])
        more_newer, more_older = older_than is not None, len(rows) > PAGE
        shown = rows[:PAGE]
    first, last = (_place(shown[0]), _place(shown[-1])) if shown else ("", "")
    return Page(shown, last if more_older else "", first if more_newer else "")


def in_order(scope: Any, search: Search, *, most: int) -> Iterator[AuditEvent]:
    """Return up to ``most`` events, the oldest first, without holding them all in memory."""
    return events(scope, search).order_by("at", "pk")[:most].iterator(chunk_size=2_000)


def chain() -> Chain:
    """Return how the sealing stands; the same for every auditor, for there is one chain."""
    last = AuditSeal.objects.order_by("-number").first()
    verified = AuditEvent.objects.filter(word=words.AUDIT_VERIFIED.code).order_by("-pk").first()
    pending = AuditPending.objects.count()
    return Chain(last.number if last else 0, pending, last.hash if last else "", verified)


def link(event: AuditEvent) -> AuditSeal | None:
    """Return the link that seals an event, or None while it waits."""
    return AuditSeal.objects.filter(event=event).first()


def _place(event: AuditEvent) -> str:
    return str(Place(event.at, event.pk))


def _within(reach: places.Reach) -> Q:
    if reach.everything:
        return Q()
    people = User.objects.filter(pk__in=reach.user_ids)
    known = Cast("pk", CharField())
    theirs = Q(by__in=reach.user_ids) | Q(
        about_kind="accounts.user", about_id__in=people.annotate(known=known).values("known")
    )
    if reach.ownerless:
        system = User.objects.filter(is_system=True).values("pk")
        theirs |= Q(by=None) & ~Q(about_kind="accounts.user") | Q(by__in=system)
    return Q(unit_id__in=reach.unit_ids) | Q(unit_id=None) & theirs


def _asked(search: Search) -> Q:
    asked = Q()
    if search.since:
        asked &= Q(at__gte=clock.start_of(search.since))
    if search.until:
        asked &= Q(at__lt=clock.start_of(search.until + timedelta(days=1)))
    if search.person:
        people = User.objects.filter(
            Q(name__icontains=search.person) | Q(username__iexact=search.person)
        )
        asked &= Q(by__in=people.values("pk")) | Q(by_name__icontains=search.person)
    if search.deed:
        asked &= Q(word=search.deed)
    if search.unit:
        asked &= Q(unit_id__in=places.named(search.unit))
    if search.thing:
        asked &= Q(about_text__icontains=search.thing) | Q(about_id=search.thing)
    if search.kind:
        asked &= Q(about_kind=search.kind)
    return asked
