"""Reopening by stages: applied for, checked on the spot, replied to, withdrawn (C1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.accounts.roles import BUREAU, Role
from shouwang.desk.actions import inbox
from shouwang.kit.language import for_others
from shouwang.kit.registry import Word
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import measures, words
from shouwang.response.actions import telling
from shouwang.response.authority import above, acting_unit, county_over
from shouwang.response.cited import Cited
from shouwang.response.models import Measure, Reopening
from shouwang.response.refusals import Refused

State = Reopening.State


class Answer(TypedDict):
    """One line of the check on the spot: what was looked at, whether it is well, what was seen."""

    text: str
    ok: bool
    note: str


@transaction.atomic
def apply(
    *,
    unit: Unit,
    measures_: Collection[str],
    plan: str,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Reopening:
    """Apply to open a stage: the flags in force that no longer shall stand for this institution.

    Raises ``ValidationError`` where one of them is not in force or another application is under
    way.
    """
    (scope or scope_of(by, at=at)).require(words.APPLY_REOPENING, unit)
    if not unit.is_institution:
        raise ValidationError(_("由机构提出申请"))
    asked = sorted(set(measures_))
    if not asked:
        raise ValidationError(_("请选择要恢复的事项"), code="measures")
    if not plan.strip():
        raise ValidationError(_("请写明恢复方案"), code="plan")
    found = measures.all_in_force(asked, unit=unit, at=at)
    if idle := [code for code, order in found.items() if order is None]:
        raise ValidationError(
            _("目前没有限制：%(what)s") % {"what": names_of(idle)}, code="measures"
        )
    # two who apply at once wait for each other
    Unit.objects.select_for_update().get(pk=unit.pk)
    if Reopening.objects.filter(unit=unit, state__in=[State.APPLIED, State.ACCEPTED]).exists():
        raise ValidationError(_("已有一件申请正在办理"))
    made = Reopening.objects.create(
        unit=unit, measures=asked, plan=plan.strip()[:500], applied_by=by, applied_at=at
    )
    _record(words.REOPENING_APPLIED, made, by, at, measures=names_of(asked))
    _tell_county(made, at)
    return made


@transaction.atomic
def check(
    *,
    reopening: Reopening,
    checklist: Sequence[Answer],
    passed: bool,
    by: User,
    at: datetime,
    opinion: str = "",
    scope: Scope | None = None,
) -> Reopening:
    """Put down the check on the spot. Raises ``ValidationError`` for a pass with a line that is
    not well, or without lines."""
    (scope or scope_of(by, at=at)).require(words.CHECK_REOPENING, reopening.unit)
    held = _held(reopening, State.APPLIED)
    if not checklist:
        raise ValidationError(_("请逐项验收"), code="checklist")
    if passed and not all(line["ok"] for line in checklist):
        raise ValidationError(_("有不合格的项目，不能验收合格"), code="checklist")
    if not passed and not opinion.strip():
        raise ValidationError(_("请写明验收不合格的情况"), code="opinion")
    held.checklist, held.opinion = list(checklist), opinion.strip()[:300]
    held.checked_by, held.checked_at = by, at
    held.state = State.ACCEPTED if passed else State.FAILED
    held.save()
    _record(words.REOPENING_CHECKED, held, by, at, passed=passed, reason=held.opinion)
    inbox.done(key=_key(held, State.APPLIED), at=at)
    if passed:
        _tell_givers(held, at)
    _tell_home(held, at)
    return held


@transaction.atomic
def reply(
    *,
    reopening: Reopening,
    granted: bool,
    by: User,
    at: datetime,
    from_at: datetime | None = None,
    paper: Cited | None = None,
    opinion: str = "",
    scope: Scope | None = None,
) -> Reopening:
    """Reply (批复) to an accepted application; granted, it stands from ``from_at`` until withdrawn.

    Raises ``Refused`` where an order of a unit above the one that replies would still stand,
    ``ValidationError`` without a paper.
    """
    known = scope or scope_of(by, at=at)
    name = acting_unit(known, words.REPLY_REOPENING, reopening.unit)
    held = _held(reopening, State.ACCEPTED)
    if granted:
        for column, value in (paper or Cited()).required().items():
            setattr(held, column, value)
        held.from_at, held.granted_unit = from_at or at, name
    elif not opinion.strip():
        raise ValidationError(_("请写明不批准的理由"), code="opinion")
    held.state = State.GRANTED if granted else State.REFUSED
    held.replied_by, held.replied_at = by, at
    held.opinion = opinion.strip()[:300] or held.opinion
    held.save()
    if granted:
        _refuse_beyond(held)
    _record(words.REOPENING_REPLIED, held, by, at, granted=granted, paper=held.by_paper)
    inbox.done(key=_key(held, State.ACCEPTED), at=at)
    _tell_home(held, at)
    return held


@transaction.atomic
def withdraw(
    *, reopening: Reopening, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> Reopening:
    """Take a granted reopening back: what is in force stands for the institution again."""
    (scope or scope_of(by, at=at)).require(words.REPLY_REOPENING, reopening.unit)
    held = _held(reopening, State.GRANTED)
    if not reason.strip():
        raise ValidationError(_("请写明撤销的理由"), code="reason")
    held.state, held.withdraw_reason = State.WITHDRAWN, reason.strip()[:200]
    held.until_at, held.withdrawn_by = max(at, held.from_at or at), by
    held.save()
    _record(words.REOPENING_WITHDRAWN, held, by, at, reason=held.withdraw_reason)
    _tell_home(held, at)
    return held


def names_of(codes: Collection[str]) -> str:
    """Return measures by name: 探视、新入住."""
    found = Measure.objects.filter(pk__in=list(codes)).order_by("order")
    return "、".join(found.values_list("zh", flat=True))


def _held(reopening: Reopening, state: str) -> Reopening:
    held = Reopening.objects.select_for_update(of=("self",)).select_related("unit", "applied_by")
    found = held.get(pk=reopening.pk)
    if found.state != state:
        raise ValidationError(_("这件申请已到下一步或已了结"))
    return found


def _refuse_beyond(held: Reopening) -> None:
    """Refuse a reply that leaves something in force: only who gave it, or one above, lets off."""
    moment = held.from_at
    assert moment is not None
    found = measures.all_in_force(held.measures, unit=held.unit, at=moment)
    for order in filter(None, found.values()):
        told = {"refusal": order.refusal, "giver": order.by_unit}
        raise Refused(_("%(refusal)s；须由%(giver)s批复") % told, order)


@for_others
def _tell_county(made: Reopening, at: datetime) -> None:
    county = county_over(made.unit) or Unit.objects.get(path=above(made.unit)[0])
    told = {"unit": made.unit.name, "what": names_of(made.measures)}
    _tell(county, [*BUREAU], made, _("%(unit)s申请恢复：%(what)s，待验收") % told, at)


@for_others
def _tell_givers(held: Reopening, at: datetime) -> None:
    """Tell those who can reply: the highest that gave one of the orders."""
    found = measures.all_in_force(held.measures, unit=held.unit, at=at)
    givers = {order.by_unit_id for order in found.values() if order}
    top = Unit.objects.filter(pk__in=givers).order_by("depth").first()
    if top is not None:
        text = _("%(unit)s恢复开放已验收合格，待批复：%(what)s")
        told = {"unit": held.unit.name, "what": names_of(held.measures)}
        _tell(top, [Role.OFFICE, Role.LEADER], held, text % told, at)


@for_others
def _tell_home(held: Reopening, at: datetime) -> None:
    text = _("恢复开放：%(state)s（%(what)s）")
    told = {"state": held.get_state_display(), "what": names_of(held.measures)}
    inbox.leave(
        to=held.applied_by,
        key=f"reopening-{held.state}:{held.pk}",
        text=text % told,
        url=_url(held),
        at=at,
        kind=words.REOPENING,
    )


def _tell(place: Unit, roles: Collection[str], held: Reopening, text: str, at: datetime) -> None:
    telling.tell_posts(
        place,
        roles,
        key=_key(held, held.state),
        text=text,
        url=_url(held),
        kind=words.REOPENING,
        at=at,
        but=None,
    )


def _record(word: Word, held: Reopening, by: User, at: datetime, **detail: object) -> None:
    told = {k: v for k, v in detail.items() if v not in ("", None)}
    audit.record(word, by=by, at=at, about=held, unit_id=held.unit_id, **told)


def _key(held: Reopening, step: str) -> str:
    return f"reopening:{held.pk}:{step}"


def _url(held: Reopening) -> str:
    return reverse("response:reopening", args=[held.pk])
