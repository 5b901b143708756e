"""How long people's own data is kept here; rows over which is counted stay, without a person.

The legal basis named is the one a bureau may rely on for a statutory duty (个人信息保护法 arts.
13, 19, 47); the days are proposals that its security administrator sets.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.kit import clock
from shouwang.kit.retention import Kept, keep
from shouwang.people.models import (
    Absence,
    Contact,
    Engagement,
    Former,
    Person,
    Presence,
    Side,
    Stay,
)

_AT_ONCE = 5_000
_EMPTY: dict[str, Any] = {
    "name": "",
    "id_number": "",
    "phone": "",
    "id_digest": "",
    "born_on": None,
    "birth_year": None,
    "room": "",
    "bed": "",
}
_BASIS = gettext_lazy(
    "个人信息保护法第十三条、第十九条、第四十七条：履行法定职责所必需，目的实现后删除"
)


def purge_residents(*, before: date, at: datetime) -> int:
    """Empty the files of residents whose last stay ended before a day; stays stay, for counting."""
    held = Stay.objects.standing().filter(person=OuterRef("pk"))
    return _empty(Person.objects.filter(side=Side.RESIDENT), held, before=before, at=at)


def purge_staff(*, before: date, at: datetime) -> int:
    """Empty the files of staff who were released before a day."""
    held = Engagement.objects.standing().filter(person=OuterRef("pk"))
    return _empty(Person.objects.filter(side=Side.STAFF), held, before=before, at=at)


def purge_contacts(*, before: date, at: datetime) -> int:
    """Delete the relatives of residents whose last stay ended before a day."""
    start = clock.start_of(before)
    held = Stay.objects.standing().filter(person=OuterRef("person"))
    gone = Contact.objects.filter(_ended(held, start), recorded_at__lt=start)
    return gone.delete()[0]


def about_residence(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return a resident's stays and absences as lines, and how they were looked after before."""
    lines = []
    for stay in Stay.objects.filter(person_id=person_id).select_related("unit"):
        lines.append((stay.from_at, _("入住 %(unit)s") % {"unit": stay.unit.name}))
        if stay.until_at:
            lines.append((stay.until_at, f"{stay.get_end_display()} {stay.unit.name}"))
    for absence in Absence.objects.filter(person_id=person_id):
        lines.append((absence.from_at, str(absence.get_kind_display())))
        if absence.until_at:
            lines.append((absence.until_at, str(absence.get_end_display())))
    for former in Former.objects.filter(person_id=person_id):
        was = [former.get_care_display(), _("特困供养") if former.is_destitute else ""]
        said = "、".join(str(word) for word in was if word) or "—"
        lines.append((former.until_at, _("在此以前：%(was)s") % {"was": said}))
    return sorted(lines)


def about_service(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return a member of staff's engagements and presences as lines."""
    lines = []
    for one in Engagement.objects.filter(person_id=person_id).select_related("unit"):
        lines.append((one.from_at, _("登记职工 %(unit)s") % {"unit": one.unit.name}))
        if one.until_at:
            lines.append((one.until_at, _("离职 %(unit)s") % {"unit": one.unit.name}))
    for presence in Presence.objects.filter(person_id=person_id):
        lines.append((presence.from_at, str(presence.get_state_display())))
    return sorted(lines)


def about_family(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return a resident's relatives as lines, in the clear: it is the person's own file."""
    return [
        (one.recorded_at, f"{one.name} {one.relation} {one.phone}".strip())
        for one in Contact.objects.filter(person_id=person_id).order_by("recorded_at")
    ]


def _ended(held: QuerySet[Any], start: datetime) -> Q:
    """Return the condition that of what is held something ended, and nothing lasts beyond."""
    return Q(Exists(held)) & ~Q(Exists(held.filter(Q(until_at=None) | Q(until_at__gte=start))))


def _empty(people: QuerySet[Person], held: QuerySet[Any], *, before: date, at: datetime) -> int:
    start, emptied = clock.start_of(before), 0
    found = people.filter(_ended(held, start), purged_at=None).order_by("pk")
    while ids := list(found.values_list("pk", flat=True)[:_AT_ONCE]):
        with transaction.atomic():
            emptied += Person.objects.filter(pk__in=ids).update(**_EMPTY, purged_at=at)
            _forget_corrections(ids)
    return emptied


def _forget_corrections(person_ids: list[UUID]) -> None:
    """Drop the typed reasons of corrections: somebody may have written a name into one."""
    with connection.cursor() as cursor:
        for table in ("people_stay", "people_absence", "people_engagement"):
            cursor.execute(
                f"UPDATE {table} SET corrections = '[]', void_reason = ''"  # noqa: S608
                " WHERE person_id = ANY(%s) AND (corrections <> '[]' OR void_reason <> '')",
                [person_ids],
            )


keep(
    Kept(
        "people.residents",
        gettext_lazy("服务对象档案"),
        gettext_lazy("入住照料、疫情防控、联系家属；离开以后备查"),
        _BASIS,
        1_825,
        purge_residents,
        about_residence,
    )
)
keep(
    Kept(
        "people.staff",
        gettext_lazy("职工档案"),
        gettext_lazy("在岗管理、健康监测；离职以后备查"),
        _BASIS,
        1_095,
        purge_staff,
        about_service,
        sensitive=False,
    )
)
keep(
    Kept(
        "people.contacts",
        gettext_lazy("家属联系方式"),
        gettext_lazy("告知发热、送医、离返院等情况"),
        _BASIS,
        180,
        purge_contacts,
        about_family,
        sensitive=False,
    )
)
