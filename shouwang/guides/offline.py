"""The phone's part of self-checks: what the page carries along, how an entry is received."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.guides import check_queries, words
from shouwang.guides.actions import sheets
from shouwang.guides.models import Answer, Sheet
from shouwang.kit import offline
from shouwang.kit.offline import Envelope, Taken, Unfit
from shouwang.orgs import queries as units
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

_SHORTEST = {str(value): label for value, label in Answer.Value.choices}


def receive(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``guides.selfcheck``: ``{list, answers: {item: {value, note}}}``; a photo of an item
    travels as the file ``photo-<item>``."""
    unit = units.unit(scope, envelope.unit_id)
    was_there = Sheet.objects.filter(pk=envelope.id).exists()
    new = sheets.NewSheet(
        unit=unit,
        checklist=check_queries.asked(scope, unit, _id(envelope.body.get("list"))),
        said=_said(envelope),
        happened_at=envelope.happened_at,
        device_at=envelope.device_at,
        id=envelope.id,
    )
    try:
        made = sheets.fill(new=new, by=by, at=at, scope=scope)
    except ValidationError as why:
        raise Unfit(_findings(why))
    text = _("%(list)s：是 %(yes)d，否 %(no)d") % {
        "list": new.checklist.title, "yes": made.yes, "no": made.no,
    }  # fmt: skip
    return Taken(text, reverse("guides:sheet", args=[made.pk]), is_new=not was_there)


def pack(*, scope: Scope, unit: Unit, at: datetime) -> dict[str, Any]:
    """Return the lists of a house with their questions and how they stand; nothing personal."""
    found = check_queries.lines(unit, now=at)
    items = check_queries.asked_items([line.checklist for line in found])
    return {"lists": [_packed(line, items[line.checklist.pk]) for line in found]}


def _packed(line: check_queries.Line, items: list[Any]) -> dict[str, Any]:
    standing = line.standing
    return {
        "id": line.checklist.pk,
        "title": line.checklist.title,
        "cadence": str(line.checklist.get_cadence_display()),
        "state": standing.state if standing else "",
        "due": standing.due_at.isoformat() if standing else None,
        "missed": standing.missed if standing else 0,
        "last": line.last.happened_at.isoformat() if line.last else None,
        "items": [{"id": i.pk, "group": i.group, "text": i.text} for i in items],
    }


def _said(envelope: Envelope) -> dict[int, sheets.Said]:
    told = envelope.body.get("answers")
    if not isinstance(told, dict):
        raise Unfit({"answers": _("没有填写")})
    found = {}
    for key, one in told.items():
        if not (isinstance(key, str) and key.isdecimal() and isinstance(one, dict)):
            raise Unfit({"answers": _("没有填写")})
        photo = envelope.files.get(f"photo-{key}")
        found[int(key)] = sheets.Said(str(one.get("value", "")), str(one.get("note", "")), photo)
    return found


def _findings(why: ValidationError) -> dict[str, str]:
    if hasattr(why, "error_dict"):
        return {name: "；".join(told) for name, told in why.message_dict.items()}
    return {"answers": "；".join(why.messages)}


def _id(told: Any) -> int:
    if not isinstance(told, int):
        raise Unfit({"list": _("请选清单")})
    return told


def shown(envelope: Envelope) -> dict[Any, Any]:
    """Return what an entry says, for whoever decides: how many of each answer."""
    answers = envelope.body.get("answers")
    values = [one.get("value") for one in answers.values()] if isinstance(answers, dict) else []
    return {label: str(values.count(value)) for value, label in _SHORTEST.items()}


offline.kind(offline.EntryKind("guides.selfcheck", gettext_lazy("自查"), receive, shown=shown))
offline.pack(offline.Pack("guides.lists", words.DO_CHECKS, pack))
