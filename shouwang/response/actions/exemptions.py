"""Special approvals (特批): asked for, approved with conditions, refused, withdrawn.

原则上 lets one case through by special approval; 一律 lets none through.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import NotPermitted
from shouwang.accounts.models import User
from shouwang.accounts.roles import BUREAU, Role
from shouwang.desk.actions import inbox
from shouwang.kit.ids import uuid7
from shouwang.kit.language import for_others
from shouwang.kit.registry import Word
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import measures, words
from shouwang.response import terms as bound
from shouwang.response.actions import telling
from shouwang.response.authority import acting_unit, approver_unit
from shouwang.response.exempted import covering, may_decide, standing
from shouwang.response.models import Exemption, Order
from shouwang.response.refusals import Refused

__all__ = ["approve", "ask", "covering", "grant", "refuse", "standing", "withdraw"]

State = Exemption.State
USUAL_TERM = timedelta(days=1)


@transaction.atomic
def ask(
    *,
    unit: Unit,
    measure: str,
    about: str,
    reason: str,
    by: User,
    at: datetime,
    what: str = "",
    url: str = "",
    id: UUID | None = None,
    scope: Scope | None = None,
) -> Exemption:
    """Ask that one case be let through; who may approve is told.

    ``about`` names the case for ``covering``; ``what`` says it without personal data; ``url`` is
    its page. The same ``id`` again answers the first. Raises ``Refused`` where the order is 一律,
    ``ValidationError`` where nothing is in force or without a reason.
    """
    (scope or scope_of(by, at=at)).require(words.ASK_EXEMPTION, unit)
    if id and (known := Exemption.objects.filter(pk=id, unit=unit).first()):
        return known
    order = _principle(measure, unit, at)
    if not reason.strip():
        raise ValidationError(_("请写明理由"), code="reason")
    made = Exemption.objects.create(
        id=id or uuid7(),
        unit=unit,
        measure_id=measure,
        order=order,
        about=about[:120],
        what=what.strip()[:120],
        url=url,
        reason=reason.strip()[:300],
        asked_by=by,
        asked_at=at,
    )
    _record(words.EXEMPTION_ASKED, made, by, at)
    _tell_approvers(made, order, at)
    return made


@transaction.atomic
def approve(
    *,
    exemption: Exemption,
    by: User,
    at: datetime,
    conditions: str = "",
    terms: Sequence[str] = (),
    until_at: datetime | None = None,
    from_at: datetime | None = None,
    scope: Scope | None = None,
) -> Exemption:
    """Let a case through from the asking on until ``until_at`` (a day), on usual ``terms`` (codes
    of ``Term``) and ``conditions`` in words; the trail keeps the terms alone.

    Raises ``Refused`` where what is in force by now is 一律, ``NotPermitted`` for who stands below
    the lowest that may approve, ``ValidationError`` for one that is decided.
    """
    known = scope or scope_of(by, at=at)
    held = _held(exemption, by, at, known)
    _principle(held.measure_id, held.unit, at, may_be_over=True)
    held.from_at = from_at or held.asked_at
    held.until_at = until_at or at + USUAL_TERM
    if held.until_at <= max(held.from_at, at):
        raise ValidationError(_("有效期要在现在之后"), code="until_at")
    told = bound.checked(conditions)
    held.state, held.conditions = State.APPROVED, bound.said(terms, told)
    kept = {"conditions": [term for term in bound.Term.values if term in terms]}
    _decide(held, words.EXEMPTION_APPROVED, by, at, known, **kept, has_words=bool(told))
    return held


@transaction.atomic
def refuse(
    *, exemption: Exemption, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> Exemption:
    """Let a case not through, saying why. Raises as ``approve``."""
    known = scope or scope_of(by, at=at)
    held = _held(exemption, by, at, known)
    if not reason.strip():
        raise ValidationError(_("请写明不批准的理由"), code="reason")
    held.state, held.refusal = State.REFUSED, bound.checked(reason)
    _decide(held, words.EXEMPTION_REFUSED, by, at, known)
    return held


@transaction.atomic
def grant(
    *,
    unit: Unit,
    measure: str,
    about: str,
    reason: str,
    by: User,
    at: datetime,
    conditions: str = "",
    until_at: datetime | None = None,
    from_at: datetime | None = None,
    what: str = "",
    url: str = "",
    id: UUID | None = None,
    scope: Scope | None = None,
) -> Exemption:
    """Ask and approve in one: whoever may approve does it on their own."""
    known = scope or scope_of(by, at=at)
    made = ask(
        unit=unit,
        measure=measure,
        about=about,
        reason=reason,
        by=by,
        at=at,
        what=what,
        url=url,
        id=id,
        scope=known,
    )
    if made.state != State.ASKED:
        return made
    return approve(
        exemption=made,
        by=by,
        at=at,
        conditions=conditions,
        until_at=until_at,
        from_at=from_at,
        scope=known,
    )


@transaction.atomic
def withdraw(
    *, exemption: Exemption, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> Exemption:
    """Take back one that waits (who asked) or one that was approved (who may approve): it covers
    nothing from now on."""
    known = scope or scope_of(by, at=at)
    known.require(words.ASK_EXEMPTION, exemption.unit)
    held = _locked(exemption)
    own = held.state == State.ASKED and held.asked_by_id == by.pk
    if not own and not may_decide(known, held):
        raise NotPermitted(words.APPROVE_EXEMPTION)
    if held.state not in (State.ASKED, State.APPROVED):
        raise ValidationError(_("这件特批已经了结"))
    held.state, held.refusal = State.WITHDRAWN, bound.checked(reason)
    held.save(update_fields=["state", "refusal"])
    _record(words.EXEMPTION_WITHDRAWN, held, by, at)
    inbox.done(key=_key(held), at=at)
    return held


def _principle(
    measure: str, unit: Unit, at: datetime, *, may_be_over: bool = False
) -> Order | None:
    """Return the order that a case is asked against; refuse where it lets none through."""
    found = measures.in_force(measure, unit=unit, at=at)
    if found is not None and found.is_absolute:
        raise Refused(_("%(refusal)s，不设特批") % {"refusal": found.refusal}, found)
    if found is None and not may_be_over:
        raise ValidationError(_("目前没有这项限制，不需要特批"), code="measure")
    return Order.objects.select_related("giver").get(pk=found.order_id) if found else None


def _locked(exemption: Exemption) -> Exemption:
    held = Exemption.objects.select_for_update(of=("self",))
    return held.select_related("unit", "measure", "order__giver").get(pk=exemption.pk)


def _held(exemption: Exemption, by: User, at: datetime, scope: Scope) -> Exemption:
    scope.require(words.APPROVE_EXEMPTION, exemption.unit)
    held = _locked(exemption)
    if not may_decide(scope, held):
        raise NotPermitted(words.APPROVE_EXEMPTION)
    if held.state != State.ASKED:
        raise ValidationError(_("这件特批已经了结"))
    return held


def _decide(
    held: Exemption, word: Word, by: User, at: datetime, scope: Scope, **detail: Any
) -> None:
    held.decided_by, held.decided_at = by, at
    held.decided_unit = acting_unit(scope, words.APPROVE_EXEMPTION, held.unit)
    held.save()
    _record(word, held, by, at, **detail)
    inbox.done(key=_key(held), at=at)
    if held.asked_by_id != by.pk:
        _tell_asker(held, at)


@for_others
def _tell_asker(held: Exemption, at: datetime) -> None:
    told = {
        "what": held.measure.zh,
        "state": held.get_state_display(),
        "why": held.conditions or held.refusal,
    }
    text = _("特批%(state)s：%(what)s %(why)s") % told
    inbox.leave(
        to=held.asked_by,
        key=f"exemption-decided:{held.pk}",
        text=text.strip(),
        url=_url(held),
        at=at,
        kind=words.EXEMPTION,
    )


@for_others
def _tell_approvers(made: Exemption, order: Order | None, at: datetime) -> None:
    place = approver_unit(order, made.unit) if order else made.unit
    told = {"unit": made.unit.name, "what": made.measure.zh, "case": made.what or made.measure.zh}
    telling.tell_posts(
        place,
        [Role.DIRECTOR] if place.is_institution else [*BUREAU],
        key=_key(made),
        text=_("%(unit)s申请特批：%(what)s（%(case)s）") % told,
        url=_url(made),
        kind=words.EXEMPTION,
        at=at,
        but=None,
    )


def _record(word: Word, held: Exemption, by: User, at: datetime, **detail: Any) -> None:
    told = {"measure": held.measure.zh, **{k: v for k, v in detail.items() if v}}
    audit.record(word, by=by, at=at, about=held, unit_id=held.unit_id, **told)


def _key(held: Exemption) -> str:
    return f"exemption:{held.pk}"


def _url(held: Exemption) -> str:
    return reverse("response:exemption", args=[held.pk])
