"""A resident's care and support become others: what they were until then is kept."""

from __future__ import annotations

from datetime import datetime

from shouwang.people.models import Former, Person, Side

Condition = tuple[str, bool]


def condition(held: Person | Former) -> Condition:
    """Return what is counted of how a resident is looked after: care, whether 特困供养."""
    return held.care, held.is_destitute


def keep(person: Person, was: Condition, *, at: datetime) -> None:
    """Keep what the file of a locked person said until ``at``, where it says something else now.

    Part of the writer's transaction. A change entered for a moment before the last known one is
    put into its place: it holds until the next known change, and the file goes on saying what
    came to hold last.
    """
    if person.side != Side.RESIDENT or condition(person) == was:
        return
    history = Former.objects.filter(person=person).order_by("until_at")
    later = history.filter(until_at__gt=at).first()
    if later is not None:
        _insert(later, condition(person), at=at)
        person.care, person.is_destitute = was
        person.save(update_fields=["care", "is_destitute"])
        return
    last = history.last()
    since = last.until_at if last else None
    if since != at:  # two changes of one moment leave no time between them
        _write(person, was, since, at)


def _insert(held: Former, new: Condition, *, at: datetime) -> None:
    """Let what held over a moment end there, and the new condition hold for the rest of it."""
    was = condition(held)
    if was == new:
        return
    before = held.from_at
    held.care, held.is_destitute = new
    held.from_at = at
    held.save(update_fields=["care", "is_destitute", "from_at"])
    if before != at:
        _write(held.person, was, before, at)


def _write(person: Person, was: Condition, since: datetime | None, until: datetime) -> None:
    care, is_destitute = was
    Former.objects.create(
        person=person, care=care, is_destitute=is_destitute, from_at=since, until_at=until
    )
