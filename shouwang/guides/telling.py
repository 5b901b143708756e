"""Who in an institution hears of guides and plans, and the entries in their inboxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.roles import Role
from shouwang.alarms import telling as above
from shouwang.desk.actions import inbox
from shouwang.guides import words
from shouwang.guides.models import GuideVersion, PlanVersion
from shouwang.kit.language import for_others
from shouwang.orgs.models import Holding, Unit

SIGNERS = (Role.DIRECTOR, Role.REPORTER)


def holders(unit_ids: Collection[int], *, at: datetime) -> dict[int, set[int]]:
    """Return by institution the users who sign for it at a moment."""
    held = Holding.objects.filter(
        Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at, post__closed_on=None,
        post__unit__in=unit_ids, post__role__in=SIGNERS,
    )  # fmt: skip
    found: dict[int, set[int]] = defaultdict(set)
    for unit_id, user_id in held.values_list("post__unit_id", "user_id"):
        found[unit_id].add(user_id)
    return found


@for_others
def ask_to_sign(
    version: GuideVersion, unit_ids: Collection[int], *, reminder: int, at: datetime
) -> int:
    """Leave word with who is to sign; returns how many entries are new."""
    text = _("请签收%(guide)s") % {"guide": str(version)}
    if reminder:
        text = _("第%(n)d次催签：请签收%(guide)s") % {"n": reminder, "guide": str(version)}
    url = reverse("guides:guide", args=[version.guide_id])
    entries = [
        inbox.NewEntry(user, _key(version.pk, unit, reminder), text, url, words.TO_SIGN)
        for unit, users in holders(unit_ids, at=at).items()
        for user in sorted(users)
    ]
    return len(inbox.leave_many(entries, at=at))


def signed(version: GuideVersion, unit_ids: Iterable[int], *, reminders: int, at: datetime) -> None:
    """Take what asked these institutions to sign off their inboxes."""
    inbox.done_many(
        [_key(version.pk, unit, n) for unit in unit_ids for n in range(reminders + 1)], at=at
    )


def _key(version_id: int, unit_id: int, reminder: int) -> str:
    return f"guide:{version_id}:{unit_id}:{reminder}"


@for_others
def plan_submitted(plan: PlanVersion, *, at: datetime) -> None:
    """Tell the offices above that a plan waits for them."""
    text = _("%(unit)s报审一院一策第%(n)d版") % {"unit": plan.unit.label, "n": plan.number}
    _leave(plan, above.above(plan.unit, at=at), "submitted", text, at)


@for_others
def plan_decided(plan: PlanVersion, *, at: datetime) -> None:
    """Tell the house what became of its plan; the offices' entries are done."""
    inbox.done(key=f"plan:{plan.pk}:submitted", at=at)
    is_approved = plan.state == PlanVersion.State.APPROVED
    text = _("一院一策第%(n)d版已批准") if is_approved else _("一院一策第%(n)d版被退回：%(why)s")
    text %= {"n": plan.number, "why": plan.reason}
    people = holders([plan.unit_id], at=at)[plan.unit_id]
    _leave(plan, people, "decided", text, at)


def plan_taken_up(unit: Unit, version_ids: Iterable[int], *, at: datetime) -> None:
    """Take the word of earlier decisions off the inboxes of a house that goes on writing."""
    inbox.done_many([f"plan:{pk}:decided" for pk in version_ids], at=at)


def _leave(plan: PlanVersion, people: Iterable[int], step: str, text: str, at: datetime) -> None:
    url = reverse("guides:plan_version", args=[plan.pk])
    key = f"plan:{plan.pk}:{step}"
    inbox.leave_many([inbox.NewEntry(u, key, text, url, words.PLAN) for u in sorted(people)], at=at)
