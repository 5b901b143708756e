"""Who hears of a case: its house at once, its superiors when it reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.alarms import telling
from shouwang.desk.actions import inbox
from shouwang.desk.models import Entry
from shouwang.epidemic import clocks, rules, words
from shouwang.epidemic.models import Case, CaseStep
from shouwang.kit import clock
from shouwang.kit.language import for_others
from shouwang.kit.templatetags.shouwang import moment


@for_others
def tell_house(case: Case, *, but: User, at: datetime) -> None:
    """Tell director, duty officer and medical staff that a case is open and until when to call."""
    due = rules.due_of(clocks.from_steps(case, ()), rules.PHONE_SUPERIOR)
    told = {"cause": case.get_cause_display(), "place": case.place or case.unit.name}
    told["due"] = f"{clock.local(due):%H:%M}" if due else ""
    text = _("%(place)s 发现%(cause)s，请隔离并在 %(due)s 前电话首报") % told
    ids = telling.at_home(case.unit, at=at) - {but.pk}
    _leave(case, ids, _key(case), text, at)


@for_others
def tell_superiors(case: Case, step: CaseStep, *, at: datetime) -> None:
    """Tell the offices above that a report came, and that they are to confirm it."""
    told = {"unit": case.unit.name, "step": words.STEP_ZH[step.step]}
    text = _("%(unit)s %(step)s，请确认收到") % told
    _leave(case, telling.above(case.unit, at=at), f"{_key(case)}:{step.pk}", text, at)


@for_others
def tell_asked(case: Case, step: CaseStep, *, at: datetime) -> None:
    """Tell the house that its superior wants to hear more, and until when."""
    due = moment(step.due_at) if step.due_at else ""
    text = _("上级要求 %(due)s 前续报") % {"due": due}
    _leave(case, telling.at_home(case.unit, at=at), f"{_key(case)}:{step.pk}", text, at)


def done(case: Case, *, at: datetime) -> None:
    """Close the entries that tell of a case."""
    key = _key(case)
    found = Entry.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"), done_at=None)
    inbox.done_many(set(found.values_list("key", flat=True)), at=at)


def _key(case: Case) -> str:
    return f"case:{case.pk}"


def _leave(case: Case, ids: Iterable[int], key: str, text: str, at: datetime) -> None:
    url = reverse("epidemic:emergency", args=[case.pk])
    entries = [inbox.NewEntry(pk, key, text, url, words.EMERGENCY) for pk in sorted(ids)]
    inbox.leave_many(entries, at=at)
