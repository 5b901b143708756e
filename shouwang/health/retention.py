"""How long temperatures are kept, how they are purged and handed out (I7)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.health import readings, rules
from shouwang.health.actions import partitions
from shouwang.health.models import Temperature
from shouwang.health.queries import WIDER
from shouwang.kit import clock, retention
from shouwang.people.models import Engagement, Person, Stay

# the longest that a cluster is looked back on, twice over, and the quarter that a superior asks for
DAYS = 92


@transaction.atomic
def purge(*, before: date, at: datetime) -> int:
    """Remove the readings of days before a day; whole months are dropped, the rest deleted.

    A row's moment lies at most ``WIDER`` from its partition's month, so a month is dropped when
    its end is that much past. What was counted of them stays in the ledger.
    """
    gone = [
        table
        for table, first in partitions.existing()
        if partitions.following(first) <= before - WIDER
    ]
    removed = 0
    with connection.cursor() as cursor:
        for table in gone:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608
            removed += cursor.fetchone()[0]
        partitions.drop(gone)
        cursor.execute(
            "DELETE FROM health_temperature WHERE happened_at < %s AND device_on < %s",
            [clock.start_of(before), before + WIDER],
        )
        return removed + cursor.rowcount


def about(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return every reading of a person, in words, in the houses where they ever were."""
    houses = {
        *Person.objects.filter(pk=person_id).values_list("unit_id", flat=True),
        *Stay.objects.filter(person=person_id).values_list("unit_id", flat=True),
        *Engagement.objects.filter(person=person_id).values_list("unit_id", flat=True),
    }
    found = Temperature.objects.filter(unit__in=houses, person=person_id).select_related("unit")
    return [(one.happened_at, _words(one)) for one in found.order_by("happened_at", "id")]


def _words(one: Temperature) -> str:
    value = f"{one.shown} ℃" if one.tenths is not None else one.get_absent_display()
    ticked = [str(readings.SYMPTOMS[code]) for code in rules.codes(one.symptoms)]
    parts = [one.unit.name, one.get_context_display(), value, *ticked]
    return "，".join(parts) + (_("（已作废）") if one.voided_at else "")


retention.keep(
    retention.Kept(
        code="health.temperatures",
        zh=gettext_lazy("体温与症状"),
        purpose=gettext_lazy("及时发现发热，处置并追溯聚集性发热"),
        basis=gettext_lazy("传染病防治法第十二条；个人信息保护法第十九条、第四十七条"),
        days=DAYS,
        purge=purge,
        about=about,
    )
)
