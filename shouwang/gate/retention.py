"""How long what the gate knows of people is kept, and what a purge leaves: the rows, for counts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.gate.models import Parcel, Visit, Visitor, VisitStep
from shouwang.kit import clock, retention
from shouwang.response.models import Exemption

# twice the 14 days within which a visitor's contacts are asked for, and some days for the asking
DAYS = 30


def purge_visits(*, before: date, at: datetime) -> int:
    """Empty the visits of days before ``before``, remove the visitors of whom none is left;
    return how many visits were emptied."""
    old = Visit.objects.filter(happened_at__lt=clock.start_of(before), purged_at=None)
    VisitStep.objects.filter(visit__in=old).exclude(note="").update(note="")
    Exemption.objects.filter(pk__in=old.values("exemption")).update(
        reason="", conditions="", refusal=""
    )
    emptied = old.update(
        visitor=None,
        person=None,
        whom="",
        plate="",
        note="",
        void_reason="",
        needs_details=False,
        purged_at=at,
    )
    named = Visit.objects.filter(visitor=OuterRef("pk"))
    Visitor.objects.filter(~Exists(named), last_at__lt=clock.start_of(before)).delete()
    return emptied


def purge_parcels(*, before: date, at: datetime) -> int:
    """Empty the parcels of days before ``before``; return how many. One that is not passed on
    yet still needs its name, unless it was entered by mistake."""
    over = Q(passed_at__isnull=False) | Q(voided_at__isnull=False)
    old = Parcel.objects.filter(over, happened_at__lt=clock.start_of(before), purged_at=None)
    return old.update(
        person=None, for_whom="", sender="", sender_phone="", void_reason="", purged_at=at
    )


def visits_about(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return who came to see one of the house: when, why, what was decided; no visitor's name."""
    found = Visit.objects.filter(person=person_id, voided_at=None).order_by("happened_at")
    return [(row.happened_at, _("来访：%(what)s") % {"what": str(row)}) for row in found]


def parcels_about(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return what was left for one of the house."""
    found = Parcel.objects.filter(person=person_id, voided_at=None).order_by("happened_at")
    return [(row.happened_at, _("代收物品：%(what)s") % {"what": row.what}) for row in found]


retention.keep(
    retention.Kept(
        code="gate.visits",
        zh=gettext_lazy("来访登记"),
        purpose=gettext_lazy("疫情时查找来访人和接触者"),
        basis=gettext_lazy("个人信息保护法第十三条：应对突发公共卫生事件"),
        days=DAYS,
        purge=purge_visits,
        about=visits_about,
    )
)
retention.keep(
    retention.Kept(
        code="gate.parcels",
        zh=gettext_lazy("代收物品"),
        purpose=gettext_lazy("消毒、转交给住院人员"),
        basis=gettext_lazy("个人信息保护法第十三条：应对突发公共卫生事件"),
        days=DAYS,
        purge=purge_parcels,
        about=parcels_about,
        sensitive=False,
    )
)
