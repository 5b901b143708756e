"""Who hears of a fever at the gate: the director, and the medical staff of the house."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.roles import Role
from shouwang.desk.actions import inbox
from shouwang.gate import words
from shouwang.gate.models import Visit
from shouwang.kit import clock
from shouwang.kit.language import for_others
from shouwang.orgs.models import Unit
from shouwang.papers.queries import holders

TOLD = (Role.DIRECTOR, Role.MEDIC)


@for_others
def fevers(visits: Iterable[Visit], units: dict[int, Unit], *, at: datetime) -> None:
    """Leave word of feverish visitors, once a visit; nobody is named."""
    entries = []
    told: dict[int, list[int]] = {}
    for visit in visits:
        unit = units[visit.unit_id]
        if unit.pk not in told:
            told[unit.pk] = [user.pk for user in holders(unit, TOLD, at=at)]
        url = f"{reverse('gate:house', args=[unit.pk])}?day={clock.local_day(visit.happened_at)}"
        entries += [
            inbox.NewEntry(pk, f"gate-fever:{visit.pk}", _words(visit), url, words.FEVER)
            for pk in told[unit.pk]
        ]
    inbox.leave_many(entries, at=at)


def _words(visit: Visit) -> str:
    told = {
        "purpose": str(visit.get_purpose_display()),
        "time": f"{clock.local(visit.happened_at):%H:%M}",
        "first": visit.temperature,
        "second": visit.recheck,
    }
    if visit.recheck is not None:
        return _("门岗 %(time)s %(purpose)s来人体温 %(first)s ℃，复测 %(second)s ℃，未放行") % told
    return _("门岗 %(time)s %(purpose)s来人体温 %(first)s ℃，未放行") % told
