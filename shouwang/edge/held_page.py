"""A held entry as its page shows it: what the phone says beside what the server has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.edge.actions.held import envelope_of, opened
from shouwang.edge.models import HeldEnvelope
from shouwang.kit import offline

_TONES = {"waiting": "warn", "stands": "ok", "dropped": "none"}


def line(one: HeldEnvelope) -> dict[str, Any]:
    """Return one line of the list."""
    kind = offline.kinds().get(one.kind)
    return {
        "one": one,
        "kind": kind.zh if kind else one.kind,
        "text": opened(one)["text"],
        "tone": _TONES[one.state],
    }


def both(one: HeldEnvelope) -> dict[str, Any]:
    """Return the context of one entry's page: both versions as labels and words."""
    kind, content = offline.kinds().get(one.kind), opened(one)
    waits = one.state == HeldEnvelope.State.WAITING
    may_stand = bool(kind and kind.settle) and one.why == HeldEnvelope.Why.CONFLICT
    return line(one) | {
        "why": content["why"],
        "rows": _beside({_("登记内容"): content["text"], **_said(kind, one)}, content["held"]),
        "pictures": [
            {"name": name, "data": f"data:{file['type']};base64,{file['base64']}"}
            for name, file in content["files"].items()
            if str(file["type"]).startswith("image/")
        ],
        "waits": waits,
        "may_stand": waits and may_stand,
    }


def _said(kind: offline.EntryKind | None, one: HeldEnvelope) -> Mapping[Any, Any]:
    """Return what an entry says in words; nothing of one that its own app cannot read."""
    if kind is None or kind.shown is None:
        return {}
    try:
        return kind.shown(envelope_of(one))
    except (ValueError, KeyError):
        return {}


def _beside(phone: Mapping[Any, Any], server: Mapping[Any, Any]) -> list[dict[str, Any]]:
    mine = {str(label): text for label, text in phone.items() if text not in ("", None)}
    theirs = {str(label): text for label, text in server.items()}
    labels = dict.fromkeys([*mine, *theirs])
    return [{"label": k, "phone": mine.get(k, ""), "server": theirs.get(k, "")} for k in labels]
