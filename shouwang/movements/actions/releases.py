"""Release from isolation: signed by a medic and by the director, two persons, when complete.

Before its days are full it is signed only where disease control said that it may end (依疾控意见
提前解除): who said so and when stands beside the signatures. Every check until then is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
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
LONGEST_WORD = 200
_PERMISSIONS = {MEDIC: words.RELEASE_AS_MEDIC, DIRECTOR: words.RELEASE_AS_DIRECTOR}


@transaction.atomic
def sign(
    *, isolation: Isolation, signed_as: str, by: User, at: datetime, scope: Scope | None = None
) -> Isolation:
    """Sign a release as ``medic`` or ``director``; the second signature releases.

    Signed twice by the same hand it stands as it is. Raises ``Unfit`` before the last day, with
    checks missing and unexplained, after a last reading of fever, or where one person would sign
    for both; ``OutOfScope``, ``NotPermitted``. With a word of disease control the last day need
    not have come.
    """
    (scope or scope_of(by, at=at)).require(_PERMISSIONS[signed_as], isolation.unit)
    stored = Isolation.objects.filter(pk=isolation.pk).first()
    if stored and stored.ended_as in (End.RELEASED, End.BY_WORD):
        return stored
    held = open_one(isolation)
    if getattr(held, f"{signed_as}_id") == by.pk:
        return held
    is_early = _must_be_complete(held, by, at)
    setattr(held, signed_as, by)
    setattr(held, f"{signed_as}_at", at)
    if held.medic_id and held.director_id:
        held.ended_at, held.ended_as = at, End.BY_WORD if is_early else End.RELEASED
    held.save()
    released = words.RELEASED_EARLY if is_early else words.RELEASED
    word = released if held.ended_at else words.RELEASE_SIGNED
    audit.record(word, by=by, at=at, about=held, unit_id=held.unit_id, signed_as=signed_as)
    if held.ended_at:
        records.changed(whereabouts.days_of(held.unit_id, [at], at=at))
    return held


@transaction.atomic
def hear(
    *,
    isolations: Sequence[Isolation],
    word: str,
    said_at: datetime,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> list[Isolation]:
    """Note what disease control said at ``said_at``: that these isolations may end before their
    days. ``word`` says who said what.

    A second word stands in the place of the first until somebody has signed. Raises ``Unfit`` for
    an empty word, a moment before the isolation or in the future; ``OutOfScope``,
    ``NotPermitted`` for whoever may not sign a release.
    """
    known = scope or scope_of(by, at=at)
    said = word.strip()[:LONGEST_WORD]
    if not said:
        raise unfit("word", _("请写明疾控中心谁、什么意见"))
    for_those = {one.pk: one for one in isolations}
    held = [_heard(one, said, said_at, by, at, known) for _pk, one in sorted(for_those.items())]
    Isolation.objects.bulk_update(held, ["control_word", "control_word_at"])
    for one in held:
        told = {"said_at": said_at.isoformat()}
        audit.record(words.CONTROL_SAID, by=by, at=at, about=one, unit_id=one.unit_id, **told)
    return held


def _heard(
    isolation: Isolation, said: str, said_at: datetime, by: User, at: datetime, scope: Scope
) -> Isolation:
    if not any(scope.allows(permission, isolation.unit) for permission in _PERMISSIONS.values()):
        scope.require(words.RELEASE_AS_DIRECTOR, isolation.unit)
    held = open_one(isolation)
    if held.medic_id or held.director_id:
        raise unfit("word", _("已有人签字，意见不能再改"))
    if said_at > at:
        raise unfit("said_at", _("时间还没有到"))
    if said_at < held.happened_at:
        raise unfit("said_at", _("意见不能早于隔离开始"))
    held.control_word, held.control_word_at = said, said_at
    return held


def _must_be_complete(held: Isolation, by: User, at: datetime) -> bool:
    """Raise ``Unfit`` unless it may be signed; return whether its days are not yet full."""
    observed = observing.observe([held], at=at)[0]
    why = rules.why_not_released(
        standing_now=observed.standing,
        missing=observed.missing,
        medic=held.medic_id,
        director=held.director_id,
        signer=by.pk,
        has_word=held.control_word_at is not None and held.control_word_at <= at,
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
    return observed.standing == "running"


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
