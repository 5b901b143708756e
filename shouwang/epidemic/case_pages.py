"""What the card of a case shows: clocks, the chain, what was said, what one may do now."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shouwang.epidemic import (
    case_forms,
    case_queries,
    clocks,
    lasting,
    reach,
    rules,
    steps,
    symptoms,
    words,
)
from shouwang.epidemic.models import Case, CaseStep
from shouwang.epidemic.rules import Clock
from shouwang.kit import clock
from shouwang.orgs.scope import Scope
from shouwang.people import names


@dataclass(frozen=True)
class Shown:
    """A clock as it is shown at a moment."""

    clock: Clock
    now: datetime

    @property
    def zh(self) -> Any:
        """Return what is due."""
        return words.STEP_ZH[self.clock.step]

    @property
    def late(self) -> str:
        """Return by how much it is or was late, in words; empty in time."""
        late = self.clock.late(self.now)
        return lasting.in_words(late) if late else ""

    @property
    def tone(self) -> str:
        """Return the tone of its tag."""
        if self.late:
            return "bad"
        return "ok" if self.clock.done_at else "warn"


@dataclass
class Link:
    """One step of the chain as it is shown: what was done, and how it is done now."""

    step: str
    done: list[CaseStep] = field(default_factory=list)
    may: bool = False
    offer: steps.Offer | None = None
    offer_url: str = ""
    clock: Shown | None = None
    who: str = ""
    # the superior's receipt, where the step is a report to it
    receipt: CaseStep | None = None

    @property
    def is_pressing(self) -> bool:
        """Return whether it is what one does first."""
        return not self.done and self.step in _PRESSING

    @property
    def awaits_receipt(self) -> bool:
        """Return whether it is done and the superior has not confirmed it."""
        return bool(self.done) and self.step == rules.PHONE_SUPERIOR and self.receipt is None

    @property
    def zh(self) -> Any:
        """Return what the step is called."""
        return words.STEP_ZH[self.step]

    @property
    def is_text(self) -> bool:
        """Return whether it is a written report."""
        return self.step in rules.TEXTS

    @property
    def again(self) -> bool:
        """Return whether it is done more than once."""
        return self.step in rules.REPEATED

    @property
    def fields(self) -> tuple[str, ...]:
        """Return what is asked beside the moment."""
        return _FIELDS.get(self.step, ("details",))


_PRESSING = frozenset({*rules.PHONES, rules.ISOLATE, rules.FAMILY, rules.SENT, rules.WRITTEN})
_FIELDS: dict[str, tuple[str, ...]] = {
    rules.RECHECK: ("temperature",),
    rules.ROOMMATES: ("people", "details"),
    rules.FAMILY: ("who", "details"),
    rules.PHONE_SUPERIOR: ("who", "phone", "details"),
    rules.PHONE_CDC: ("who", "phone", "details"),
    rules.SENT: ("who", "details"),
}


def card(scope: Scope, case: Case, *, now: datetime) -> dict[str, Any]:
    """Return the context of a case's card."""
    full = names.shown_in_full(scope, case.unit)
    all_steps = case_queries.steps(case)
    if not full:
        _hide_family(all_steps)
    standing = [step for step in all_steps if step.voided_at is None]
    shown = [Shown(one, now) for one in clocks.from_steps(case, standing)]
    above = reach.is_superior(scope, case)
    finding = next((s for s in reversed(standing) if s.step == rules.FINDING), None)
    return {
        "case": case,
        "name": names.name_of(case.person, full=full),
        "is_own": full,
        "symptoms": symptoms.shown(case.symptoms),
        "clocks": shown,
        "chain": _chain(scope, case, standing, shown, above),
        "finding": finding,
        "events": events(all_steps),
        "may": _may(scope, case, above),
        "is_sent": any(step.step == rules.SENT for step in standing),
        "waiting": _unconfirmed(standing),
        "crumbs": [(_("紧急报告"), reverse("epidemic:emergencies")), (case.unit.label, "")],
        "stamp": stamp(case, all_steps, shown),
        "forms": {
            "finding": case_forms.FindingForm(),
            "close": case_forms.CloseForm(),
            "ask": case_forms.AskForm(initial={"due_at": _usual_due(case, now)}),
        },
    }


def _hide_family(all_steps: list[CaseStep]) -> None:
    """Take out who of the family was told: that is the house's own."""
    for step in all_steps:
        if step.step == rules.FAMILY:
            step.who = step.details = step.phone = ""


def stamp(case: Case, all_steps: list[CaseStep], shown: list[Shown]) -> str:
    """Return what tells one state of a card from the next."""
    voided = sum(step.voided_at is not None for step in all_steps)
    late = sum(bool(one.late) for one in shown)
    return f"{len(all_steps)}-{voided}-{late}-{int(case.is_open)}"


def events(all_steps: list[CaseStep]) -> list[dict[str, Any]]:
    """Return the course of a case for a timeline."""
    return [
        {
            "at": step.happened_at,
            "text": _said(step),
            "by": step.by_name,
            "tone": "bad" if step.late_s else "",
        }
        for step in all_steps
    ]


def _said(step: CaseStep) -> str:
    told = [str(words.STEP_ZH[step.step])]
    told += [str(step.get_status_display())] if step.status else []
    told += [step.who] if step.who and step.step != rules.RECEIPT else []
    told += [f"{step.temperature} ℃"] if step.temperature else []
    told += [str(_("%(n)s 人") % {"n": step.people})] if step.people else []
    told += [step.paper] if step.paper else []
    told += [step.details] if step.details and step.step not in rules.TEXTS else []
    if step.late_s:
        told.append(str(_("超时 %(late)s") % {"late": lasting.in_words(step.late_s)}))
    if step.voided_at:
        told.append(str(_("已作废：%(why)s") % {"why": step.void_reason}))
    return " · ".join(told)


def _chain(
    scope: Scope, case: Case, standing: list[CaseStep], shown: list[Shown], above: bool
) -> list[Link]:
    may_note = scope.allows(words.NOTE_CASE, case.unit) and not above
    may_write = scope.allows(words.WRITE_REPORT, case.unit) and not above
    by_step = {one.clock.step: one for one in shown}
    receipts = {s.answers_id: s for s in standing if s.answers_id}
    chain = []
    for step in rules.CHAIN:
        link = Link(step, [s for s in standing if s.step == step], clock=by_step.get(step))
        link.receipt = next((receipts[s.pk] for s in link.done if s.pk in receipts), None)
        still = case.is_open or step in (rules.FINAL, rules.DISINFECTED, rules.FAMILY)
        link.may = still and (may_write if link.is_text else may_note)
        link.offer = steps.offered(step) if link.may else None
        link.offer_url = link.offer.url(case) if link.offer else ""
        if step in rules.PHONES:
            link.who = (
                reach.superior_name(case.unit) if step == rules.PHONE_SUPERIOR else "疾控中心"
            )
        if link.done or step != rules.ROOMMATES or case.person.room:
            chain.append(link)
    return chain


def _may(scope: Scope, case: Case, above: bool) -> dict[str, bool]:
    return {
        "answer": above,
        "ask": above and case.is_open,
        "find": case.is_open and scope.allows(words.RECORD_FINDING, case.unit),
        "close": case.is_open and not above and scope.allows(words.WRITE_REPORT, case.unit),
        "note": case.is_open and not above and scope.allows(words.NOTE_CASE, case.unit),
    }


def _unconfirmed(standing: list[CaseStep]) -> list[CaseStep]:
    """Return the reports to the superior that nobody has confirmed yet."""
    confirmed = {step.answers_id for step in standing if step.answers_id}
    asked = (rules.PHONE_SUPERIOR, *rules.TEXTS)
    return [s for s in standing if s.step in asked and s.pk not in confirmed]


def _usual_due(case: Case, now: datetime) -> datetime:
    """Return what is offered as the limit of a follow-up: as long as a first report may take."""
    return clock.local(now) + timedelta(minutes=case.written_minutes)
