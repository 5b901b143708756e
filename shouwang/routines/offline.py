"""The phone's part: what the page carries along, and how an entry is received."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.kit import clock, offline
from shouwang.kit.offline import Envelope, Taken, Unfit
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.routines import queries, words
from shouwang.routines.actions import routines
from shouwang.routines.kinds import RoutineKind
from shouwang.routines.models import Routine


def receive(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``routines.done``: ``{kind, places: [id], agent, concentration}``."""
    body = envelope.body
    was_there = Routine.objects.filter(pk=envelope.id).exists()
    new = routines.NewRoutine(
        unit=units.unit(scope, envelope.unit_id),
        kind=str(body.get("kind", "")),
        place_ids=_ids(body.get("places")),
        happened_at=envelope.happened_at,
        agent=str(body.get("agent", "")),
        concentration=str(body.get("concentration", "")),
        device_at=envelope.device_at,
        id=envelope.id,
    )
    try:
        made = routines.done(new=new, by=by, at=at, scope=scope)
    except ValidationError as why:
        raise Unfit({why.code or "places": why.message})
    told = {"kind": made.get_kind_display(), "count": made.place_count}
    text = _("已登记%(kind)s %(count)d 处") % told
    return Taken(text, reverse("routines:house", args=[made.unit_id]), is_new=not was_there)


def undo(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``routines.undo``: ``{routine: id}``, a slip of the thumb taken back.

    Taking back what was taken back, or never came, is no error: there is nothing to do.
    """
    try:
        asked = UUID(str(envelope.body.get("routine", "")))
    except ValueError:
        raise Unfit({"routine": _("请说明撤销哪一条")})
    found = Routine.objects.filter(pk=asked, unit=envelope.unit_id).first()
    if found is None or found.voided_at is not None:
        scope.require(words.DO, units.unit(scope, envelope.unit_id))
        return Taken(_("已撤销"), is_new=False)
    routines.void(routine=found, reason=_("手机上撤销"), by=by, at=at, scope=scope)
    return Taken(_("已撤销"), reverse("routines:house", args=[found.unit_id]))


def pack(*, scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return the places of a house with what is due today; no personal data is in it."""
    day = clock.local_day(at)
    last = queries.last_disinfection(unit)
    lines = queries.lines(scope, unit, day, at=at)
    return {
        "day": day.isoformat(),
        "kinds": [{"code": k.value, "zh": str(k.label)} for k in RoutineKind],
        "agent": last.agent if last else "",
        "concentration": last.concentration if last else "",
        "places": [_packed(line) for line in lines],
    }


def _packed(line: queries.Line) -> dict[str, Any]:
    return {
        "id": line.place.pk,
        "name": line.place.name,
        "floor": line.place.floor,
        "kind": line.place.kind,
        "is": {kind: _standing(line, kind) for kind in line.standings},
    }


def _standing(line: queries.Line, kind: str) -> dict[str, Any]:
    is_done_here = line.place.is_disinfected if kind == queries.D else line.place.is_ventilated
    standing = line.standings[kind]
    done = line.done_at[kind]
    return {
        "here": is_done_here,
        "state": standing.state,
        "done": standing.done,
        "due": standing.due,
        "missed": standing.missed,
        "by": standing.next_by.isoformat() if standing.next_by else None,
        "last": done[-1].isoformat() if done else None,
    }


def _ids(told: Any) -> list[int]:
    if not isinstance(told, list) or not all(isinstance(pk, int) for pk in told):
        raise Unfit({"places": _("请选场所")})
    return told


offline.kind(offline.EntryKind("routines.done", gettext_lazy("消毒通风"), receive))
offline.kind(offline.EntryKind("routines.undo", gettext_lazy("撤销消毒通风登记"), undo))
offline.pack(offline.Pack("routines.places", words.DO, pack))
