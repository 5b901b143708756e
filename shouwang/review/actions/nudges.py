"""Telling a level that its day is not signed, and the desk above that it is not.

Nothing waits for it: the levels above sign without. Each is told once when its time has passed
and once at the lock, so that a level which never signs finds it again the next morning.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.desk.actions import inbox
from shouwang.figures.models import Series
from shouwang.kit.language import for_others
from shouwang.kit.templatetags.shouwang import hm, short_day
from shouwang.orgs.models import Unit
from shouwang.reporting.daybook.timing import timing
from shouwang.review import words
from shouwang.review.models import DaySign
from shouwang.review.stages import Desk, Stage, desk_above
from shouwang.review.unsigned import Unsigned, sitters, unsigned

# names told to the desk above; the rest is counted
_NAMES_TOLD = 8


def key_of(signer_id: int, stage: str, day: date) -> str:
    """Return the key under which those who sit at a desk are told that a day is not signed."""
    return f"day-sign:{signer_id}:{stage}:{day.isoformat()}"


def keys_of(signer_id: int, stage: str, day: date) -> list[str]:
    """Return every key that a signature answers: the first word and the one at the lock."""
    first = key_of(signer_id, stage, day)
    return [first, f"{first}:lock"]


@for_others
@transaction.atomic
def tell_unsigned(
    *, owner: Unit, streams: Sequence[Series], day: date, at: datetime
) -> tuple[int, int]:
    """Tell the desks of an owner's tree at which a day is overdue, and those above them.

    Returns how many desks are unsigned and how many people were told anew.
    """
    held = timing(streams, day, now=at)
    gaps = unsigned(owner, streams, held)
    if not gaps:
        return 0, 0
    locked_at = held.first.lock_at(held.first.start_of(day)) if held.first else None
    is_locked = locked_at is not None and at >= locked_at
    if is_locked:
        inbox.done_many([key_of(g.desk.signer.pk, g.desk.stage, day) for g in gaps], at=at)
    people = sitters([gap.desk for gap in gaps], at=at)
    staffed = [(gap, users) for gap, users in zip(gaps, people, strict=True) if users]
    vacant = [gap for gap, users in zip(gaps, people, strict=True) if not users]
    entries = _to_desks(staffed, day, is_locked=is_locked)
    entries += _to_above([gap for gap, _users in staffed], vacant, day, at)
    return len(gaps), len(inbox.leave_many(entries, at=at))


def close(sign: DaySign) -> None:
    """Close what was told of a day that is signed now."""
    inbox.done_many(keys_of(sign.unit_id, sign.stage, sign.day), at=sign.at)


def _to_desks(
    staffed: Sequence[tuple[Unsigned, list[int]]], day: date, *, is_locked: bool
) -> list[inbox.NewEntry]:
    made = []
    for gap, users in staffed:
        keys = keys_of(gap.desk.signer.pk, gap.desk.stage, day)
        text = _text(gap, day, is_locked=is_locked)
        url, phone = _urls(gap.desk, day)
        made += [
            inbox.NewEntry(user, keys[is_locked], text, url, words.UNSIGNED, None, phone)
            for user in users
        ]
    return made


def _text(gap: Unsigned, day: date, *, is_locked: bool) -> str:
    told = {
        "name": gap.name,
        "day": short_day(day),
        "at": hm(gap.due_at),
        "due": gap.due,
        "filed": gap.filed,
    }
    if is_locked:
        return _("%(name)s：%(day)s 已锁定，仍未签字（已报 %(filed)d/%(due)d），可以补签") % told
    return _("%(name)s：%(day)s 应于 %(at)s 签字，尚未签（已报 %(filed)d/%(due)d）") % told


def _to_above(
    gaps: Sequence[Unsigned], vacant: Sequence[Unsigned], day: date, at: datetime
) -> list[inbox.NewEntry]:
    """Return one entry for each desk above, naming those of one filing time that did not sign.

    Desks at which nobody sits are counted beside them: alone they are no news of the day.
    """
    parents = _parents([*gaps, *vacant])
    empty = Counter(key for gap in vacant if (key := _above(gap, parents)))
    below: dict[tuple[Desk, datetime], list[Unsigned]] = defaultdict(list)
    for gap in gaps:
        if key := _above(gap, parents):
            below[key].append(gap)
    people = sitters([desk for desk, _due in below], at=at)
    made = []
    for ((desk, due_at), found), users in zip(below.items(), people, strict=True):
        text = _text_above(found, empty[desk, due_at], day, due_at)
        key_ = f"day-unsigned:{desk.signer.pk}:{desk.stage}:{day.isoformat()}:{hm(due_at)}"
        url, phone = _urls(desk, day)
        made += [
            inbox.NewEntry(user, key_, text, url, words.UNSIGNED, None, phone) for user in users
        ]
    return made


def _above(gap: Unsigned, parents: Mapping[str, Unit]) -> tuple[Desk, datetime] | None:
    desk = desk_above(gap.desk, parents.get(gap.desk.unit.path[: -Unit.steplen]))
    return (desk, gap.due_at) if desk else None


def _text_above(gaps: Sequence[Unsigned], vacant: int, day: date, due_at: datetime) -> str:
    names = "、".join(gap.name for gap in gaps[:_NAMES_TOLD])
    told = {"day": short_day(day), "at": hm(due_at), "n": len(gaps), "vacant": vacant}
    told["names"] = f"{names}…" if len(gaps) > _NAMES_TOLD else names
    text = _("%(day)s 过了 %(at)s，还有 %(n)d 处未签：%(names)s（不影响本级签发）") % told
    return text + (_("；另有 %(vacant)d 处没有签字人") % told if vacant else "")


def _parents(gaps: Sequence[Unsigned]) -> dict[str, Unit]:
    paths = {gap.desk.unit.path[: -Unit.steplen] for gap in gaps}
    return {unit.path: unit for unit in Unit.objects.filter(path__in=paths)}


def _urls(desk: Desk, day: date) -> tuple[str, str]:
    """Return where a desk signs a day: at a table, and where a leader has a page on the phone."""
    query = f"?unit={desk.unit.pk}&day={day.isoformat()}"
    phone = reverse("review:leader") + query if desk.stage == Stage.LEADER else ""
    return reverse("review:today") + query, phone
