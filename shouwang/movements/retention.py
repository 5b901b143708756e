"""Personal data of movements and isolation: how long it is kept, purged, told to its person.

Rows stay for the counts; what says something about a person goes: words are emptied, readings and
symptoms of checks removed.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Func, IntegerField, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.health import rules as health
from shouwang.health.readings import SYMPTOMS
from shouwang.kit import clock
from shouwang.kit.retention import Kept, keep
from shouwang.movements.kinds import State
from shouwang.movements.models import Death, Deferral, Isolation, IsolationCheck, Movement
from shouwang.response.models import Exemption

_CLOSED = (State.DONE, State.REFUSED, State.WITHDRAWN)
_MOVEMENT_WORDS = ("reason", "destination", "companion", "told_whom", "decision_note")
# why a superior let it through or did not: its own words may name who it was about
_EXEMPTION_WORDS = ("conditions", "refusal")
_DEATH_WORDS = ("where_note", "cause", "cause_told_by", "documents")
_ISOLATION_WORDS = ("where", "community_told", "control_told", "control_word")


def purge_movements(*, before: date, at: datetime) -> int:
    """Empty the words of movements, of the special approvals that let them through, of deaths and
    notices to wait that closed before a day."""
    limit = clock.start_of(before)
    closed = Movement.objects.filter(happened_at__lt=limit, state__in=_CLOSED)
    old = closed.exclude(out_at__gte=limit).exclude(back_at__gte=limit)
    special = Exemption.objects.filter(pk__in=old.values("exemption"))
    done = _emptied(old, _MOVEMENT_WORDS) + _emptied(special, _EXEMPTION_WORDS)
    done += _emptied(Death.objects.filter(happened_at__lt=limit), _DEATH_WORDS)
    notices = Deferral.objects.filter(happened_at__lt=limit, absence__until_at__lt=limit)
    return done + _emptied(notices, ("told_whom", "told_by"))


def purge_isolation(*, before: date, at: datetime) -> int:
    """Empty isolations that ended before a day and remove the readings of their checks."""
    limit = clock.start_of(before)
    ended = Isolation.objects.filter(ended_at__lt=limit)
    checks = IsolationCheck.objects.filter(isolation__in=ended)
    measured = checks.filter(Q(tenths__isnull=False) | Q(symptoms__gt=0))
    gone = measured.update(tenths=None, symptoms=0, missed_because=_PURGED)
    return gone + _emptied(ended, _ISOLATION_WORDS)


def movements_about(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return all that is held about one person's movements, as lines."""
    lines = []
    for movement in Movement.objects.filter(person=person_id).order_by("happened_at"):
        words = [getattr(movement, name) for name in _MOVEMENT_WORDS]
        lines.append((movement.happened_at, _said(movement.get_kind_display(), *words)))
    for death in Death.objects.filter(movement__person=person_id):
        words = [getattr(death, name) for name in _DEATH_WORDS]
        lines.append((death.happened_at, _said(death.get_where_display(), *words)))
    for notice in Deferral.objects.filter(person=person_id).order_by("happened_at"):
        told = _("告知暂缓返院")
        lines.append((notice.happened_at, _said(told, notice.told_whom, notice.told_by)))
    return lines


def isolation_about(person_id: UUID) -> list[tuple[datetime, str]]:
    """Return all that is held about one person's isolation, as lines."""
    lines = []
    for one in Isolation.objects.filter(person=person_id).order_by("happened_at"):
        words = [getattr(one, name) for name in _ISOLATION_WORDS]
        said = _said(one.get_cause_display(), one.get_place_display(), *words)
        lines.append((one.happened_at, said))
    checks = IsolationCheck.objects.filter(isolation__person=person_id).order_by("happened_at")
    for check in checks:
        reading = health.shown(check.tenths) if check.tenths else check.missed_because
        ticked = [str(SYMPTOMS[code]) for code in health.codes(check.symptoms)]
        lines.append((check.happened_at, _said(_("隔离检查"), reading, *ticked)))
    return lines


# what stands in the place of a reading that is gone; the day's count stays
_PURGED = "—"


def _emptied(rows: QuerySet[Any], fields: tuple[str, ...]) -> int:
    """Empty words of rows that still have any; returns how many rows."""
    full = Q()
    lengths = {}
    for name in fields:
        # an encrypted column is not compared; its length may be asked
        lengths[f"{name}_length"] = Func(
            F(name), function="octet_length", output_field=IntegerField()
        )
        full |= Q(**{f"{name}_length__gt": 0})
    found = rows.annotate(**lengths).filter(full).values_list("pk", flat=True)
    emptied: dict[str, Any] = dict.fromkeys(fields, "")
    return rows.model._default_manager.filter(pk__in=list(found)).update(**emptied)


def _said(*words: object) -> str:
    return "，".join(str(word) for word in words if word)


keep(
    Kept(
        code="movements.movements",
        zh=gettext_lazy("离返院、死亡和告知记录"),
        purpose=gettext_lazy("审批离返院，核对在院人数，告知家属"),
        basis=gettext_lazy("封闭管理期间的审批和疫情流行病学调查所需"),
        days=180,
        purge=purge_movements,
        about=movements_about,
    )
)
keep(
    Kept(
        code="movements.isolation",
        zh=gettext_lazy("隔离观察和每日检查"),
        purpose=gettext_lazy("返院和新入住人员隔离观察、按期解除"),
        basis=gettext_lazy("养老机构隔离观察要求，解除后留存备查"),
        days=90,
        purge=purge_isolation,
        about=isolation_about,
    )
)
