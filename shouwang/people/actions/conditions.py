"""A resident's care and support become others: what they were until then is kept."""

from __future__ import annotations

from datetime import datetime

from shouwang.people.models import Former, Person, Side

Condition = tuple[str, bool]


def condition(person: Person) -> Condition:
    """Return what is counted of how a resident is looked after: care, whether 特困供养."""
    return person.care, person.is_destitute


def keep(person: Person, was: Condition, *, at: datetime) -> None:
    """Keep what the file of a locked person said until ``at``, where it says something else now.

    Part of the writer's transaction. A change entered for a moment before the last one leaves no
    time in which the former held, and nothing is kept.
    """
    if person.side != Side.RESIDENT or condition(person) == was:
        return
    last = Former.objects.filter(person=person).order_by("-until_at").first()
    since = last.until_at if last else None
    if since is not None and at <= since:
        return
    care, is_destitute = was
    Former.objects.create(
        person=person, care=care, is_destitute=is_destitute, from_at=since, until_at=at
    )
