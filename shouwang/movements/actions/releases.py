"""Release from isolation: signed by a medic and by the director, two persons, when complete."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.health import rules as health
from shouwang.movements import observing, rules, whereabouts, words
from shouwang.movements.actions.isolation import open_one
from shouwang.movements.kinds import End
from shouwang.movements.models import Isolation, IsolationCheck
from shouwang.movements.refusals import unfit
from shouwang.orgs import records
from shouwang.orgs.scope import Scope, scope_of
from shouwang.response import measures

MEDIC, DIRECTOR = "medic", "director"
_PERMISSIONS = {MEDIC: words.RELEASE_AS_MEDIC, DIRECTOR: words.RELEASE_AS_DIRECTOR}


@transaction.atomic
def sign(
    *, isolation: Isolation, signed_as: str, by: User, at: datetime, scope: Scope | None = None
) -> Isolation:
    """Sign a release as ``medic`` or ``director``; the second signature releases.

    Signed twice by the same hand it stands as it is. Raises ``Unfit`` before the last day, with
    checks missing and unexplained, after a last reading of fever, or where one person would sign
    for both; ``OutOfScope``, ``NotPermitted``.
    """
    (scope or scope_of(by, at=at)).require(_PERMISSIONS[signed_as], isolation.unit)
    stored = Isolation.objects.filter(pk=isolation.pk).first()
    if stored and stored.ended_as == End.RELEASED:
        return stored
    held = open_one(isolation)
    if getattr(held, f"{signed_as}_id") == by.pk:
        return held
    _must_be_complete(held, by, at)
    setattr(held, signed_as, by)
    setattr(held, f"{signed_as}_at", at)
    if held.medic_id and held.director_id:
        held.ended_at, held.ended_as = at, End.RELEASED
    held.save()
    word = words.RELEASED if held.ended_at else words.RELEASE_SIGNED
    audit.record(word, by=by, at=at, about=held, unit_id=held.unit_id, signed_as=signed_as)
    if held.ended_at:
        records.changed(whereabouts.days_of(held.unit_id, [at], at=at))
    return held


def _must_be_complete(held: Isolation, by: User, at: datetime) -> None:
    observed = observing.observe([held], at=at)[0]
    why = rules.why_not_released(
        standing_now=observed.standing,
        missing=observed.missing,
        medic=held.medic_id,
        director=held.director_id,
        signer=by.pk,
    )
    if why == "early":
        told = {"days": held.days, "day": f"{observed.ends_on:%Y-%m-%d}"}
        raise unfit("days", _("未满 %(days)s 天，%(day)s 起可以解除") % told)
    if why == "gaps":
        days = "、".join(str(gap.number) for gap in observed.gaps)
        raise unfit("gaps", _("第 %(days)s 天缺检查，补登或说明原因后再签") % {"days": days})
    if why == "same_person":
        raise unfit("signer", _("两个签字必须是两个人"))
    if _is_feverish(held, at):
        raise unfit("fever", _("最后一次体温达到发热标准，不能解除"))


def _is_feverish(held: Isolation, at: datetime) -> bool:
    last = (
        IsolationCheck.objects.filter(isolation=held, tenths__isnull=False, voided_at=None)
        .order_by("-happened_at")
        .first()
    )
    if last is None or last.tenths is None:
        return False
    mark = measures.value("fever_at", unit=held.unit, at=last.happened_at)
    return last.tenths >= health.tenths(mark)
