"""The phone's part of a case: a step done without a network is no less done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.models import User
from shouwang.epidemic import case_forms, case_pack, case_queries, rules, words
from shouwang.epidemic.actions import cases
from shouwang.epidemic.models import Case, CaseStep
from shouwang.kit import offline
from shouwang.kit.offline import Conflict, Envelope, Taken, Unfit
from shouwang.kit.templatetags.shouwang import moment
from shouwang.orgs.scope import Scope

# what may still be done about a case that is closed
_AFTERWARDS = (rules.DISINFECTED, rules.FAMILY)


def receive_step(envelope: Envelope, *, by: User, scope: Scope, at: datetime) -> Taken:
    """Receive ``epidemic.step``: ``{case, step, who, phone, people, temperature, details}``.

    Raises ``Conflict`` where the case was closed meanwhile, ``Unfit`` for a step that is none, a
    written report, a value that cannot be, or a moment before the first sign.
    """
    case, step = _case(envelope, scope), str(envelope.body.get("step", ""))
    if step not in rules.CHAIN or step in rules.TEXTS:
        raise Unfit({"step": _("没有这个处置环节")})
    form = case_forms.StepForm(_said(envelope.body))
    if not form.is_valid():
        raise Unfit({name: " ".join(map(str, why)) for name, why in form.errors.items()})
    was_there = CaseStep.objects.filter(pk=envelope.id).exists()
    if not (case.is_open or was_there or step in _AFTERWARDS):
        closed = moment(case.closed_at) if case.closed_at else ""
        raise Conflict(
            _("病例已经结案，请核对后再办"), {_("结案"): f"{case.get_outcome_display()} {closed}"}
        )
    told = form.told(envelope.happened_at)
    try:
        made = cases.note(
            case=case, step=step, by=by, recorded_at=at, id=envelope.id, scope=scope, **told
        )
    except ValidationError as why:
        raise Unfit({getattr(why, "code", None) or "step": "；".join(why.messages)}) from None
    text = _("已登记：%(step)s") % {"step": words.STEP_ZH[step]}
    return Taken(
        text,
        reverse("epidemic:emergency", args=[case.pk]),
        is_new=made.pk == envelope.id and not was_there,
    )


def shown(envelope: Envelope) -> dict[Any, Any]:
    """Return what a step says, for whoever decides."""
    body = _said(envelope.body)
    step = str(envelope.body.get("step", ""))
    return {
        _("处置环节"): str(words.STEP_ZH.get(step, "")),
        _("告知对象"): body["who"],
        _("体温"): body["temperature"],
        _("情况"): body["details"],
    }


def _case(envelope: Envelope, scope: Scope) -> Case:
    try:
        return case_queries.case(scope, UUID(str(envelope.body.get("case", ""))))
    except ValueError:
        raise Unfit({"case": _("请重新选择")}) from None


def _said(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the fields of a step as a form takes them; the moment is the envelope's."""
    fields = ("who", "phone", "people", "temperature", "details")
    told = {name: body.get(name, "") for name in fields}
    return {
        k: str(v) if isinstance(v, str | int | float | Decimal) else "" for k, v in told.items()
    }


offline.kind(
    offline.EntryKind("epidemic.step", gettext_lazy("病例处置"), receive_step, shown=shown)
)
offline.pack(offline.Pack("epidemic.cases", words.NOTE_CASE, case_pack.house))
