"""Cases: opened, carried through their steps, closed with an outcome."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.access import OutOfScope
from shouwang.accounts.models import User
from shouwang.epidemic import clocks, rules, telling, words
from shouwang.epidemic.actions import writing
from shouwang.epidemic.models import Case, CaseStep
from shouwang.kit.ids import uuid7
from shouwang.orgs import records
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.people.models import Person

LONGEST_WHY = 120


@transaction.atomic
def open_case(
    *,
    person_id: UUID,
    unit: Unit,
    at: datetime,
    why: str,
    by: User,
    temperature: Decimal | None = None,
    symptoms: Iterable[str] = (),
    cause: str = "",
    id: UUID | None = None,
    recorded_at: datetime | None = None,
    scope: Scope | None = None,
) -> Case:
    """Open the case of a person at the moment of the sign, and tell the house; one that is open
    is returned as it is, and so is that of a key which came before.

    ``why`` says what opened it without a name; ``cause`` is a word of ``Case.Cause``, without it
    told by temperature and symptoms. Raises ``OutOfScope`` or ``NotPermitted``, ``OutOfScope``
    too for somebody who is not on the house's file.
    """
    (scope or scope_of(by, at=recorded_at or at)).require(words.NOTE_CASE, unit)
    person = _on_file(person_id, unit)
    if known := _known(person, id):
        return known
    case = Case(
        id=id or uuid7(),
        unit=unit,
        person=person,
        happened_at=at,
        recorded_at=recorded_at or at,
        recorded_by=by,
        cause=cause or _cause(temperature, symptoms),
        why=why.strip()[:LONGEST_WHY],
        temperature=temperature,
        symptoms=list(symptoms),
        place=person.place,
    )
    return _opened(case, by, id)


def _on_file(person_id: UUID, unit: Unit) -> Person:
    person = Person.objects.filter(pk=person_id, unit=unit).first()
    if person is None:
        raise OutOfScope(f"person {person_id}")
    return person


def _opened(case: Case, by: User, key: UUID | None) -> Case:
    """Write a case with the limits in force and tell the house; return the one that somebody else
    opened in this moment."""
    limits = clocks.in_force(case.unit, case.happened_at)
    case.phone_minutes, case.written_minutes = limits.phone_minutes, limits.written_minutes
    case.follow_hours = limits.follow_hours
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        if rival := _known(case.person, key):
            return rival
        raise
    unit_id, at = case.unit_id, case.recorded_at
    told = {"cause": case.cause, "happened_at": case.happened_at.isoformat()}
    audit.record(words.CASE_OPENED, by=by, at=at, about=case, unit_id=unit_id, **told)
    records.changed(writing.days_of(unit_id, [case.happened_at, at]))
    telling.tell_house(case, but=by, at=at)
    return case


@transaction.atomic
def note(
    *,
    case: Case,
    step: str,
    by: User,
    at: datetime,
    recorded_at: datetime | None = None,
    details: str = "",
    who: str = "",
    phone: str = "",
    people: int | None = None,
    temperature: Decimal | None = None,
    id: UUID | None = None,
    scope: Scope | None = None,
) -> CaseStep:
    """Write that a step of the chain was done at a moment; steps stand in any order.

    A step that is done once and stands already is returned as it is; so is that of a key which
    came before. Raises ``ValidationError`` for a step that is none, a text that is empty, a
    moment before the first sign or in the future; ``OutOfScope`` or ``NotPermitted``.
    """
    known = scope or scope_of(by, at=recorded_at or at)
    known.require(_needed(step), case.unit)
    held = writing.lock(case)
    if found := writing.again(held, id) or _standing(held, step):
        return found
    text = details.strip()[: writing.LONGEST_TEXT]
    if step in rules.TEXTS and not text:
        raise ValidationError(_("报告不能是空白"), code="details")
    if not held.is_open and step not in (rules.FINAL, rules.DISINFECTED, rules.FAMILY):
        raise ValidationError(_("病例已经结案"))
    made = writing.write(
        held, step, by=by, at=at, recorded_at=recorded_at or at, id=id,
        details=text, who=who.strip()[: writing.LONGEST_WHO], phone=phone.strip()[:30],
        people=people, temperature=temperature,
    )  # fmt: skip
    if step in (rules.PHONE_SUPERIOR, *rules.TEXTS):
        telling.tell_superiors(held, made, at=recorded_at or at)
    return made


@transaction.atomic
def close(
    *,
    case: Case,
    outcome: str,
    by: User,
    at: datetime,
    word: str = "",
    recorded_at: datetime | None = None,
    scope: Scope | None = None,
) -> Case:
    """Close a case with its outcome, by whose word. A closed one is returned as it is.

    Raises ``ValidationError`` for an unknown outcome, and for 疾控排除 without whose word it is.
    """
    (scope or scope_of(by, at=recorded_at or at)).require(words.WRITE_REPORT, case.unit)
    held = writing.lock(case)
    if not held.is_open:
        return held
    said = word.strip()[: writing.LONGEST_DETAILS]
    if outcome not in Case.Outcome.values:
        raise ValidationError(_("请选择结果"), code="outcome")
    if outcome == Case.Outcome.EXCLUDED and not said:
        raise ValidationError(_("疾控排除要写明是谁的意见"), code="word")
    writing.write(
        held, rules.OUTCOME, by=by, at=at, recorded_at=recorded_at or at,
        word=words.CASE_CLOSED, details=said,
    )  # fmt: skip
    held.closed_at, held.closed_by, held.outcome, held.outcome_word = at, by, outcome, said
    held.save(update_fields=["closed_at", "closed_by", "outcome", "outcome_word"])
    telling.done(held, at=recorded_at or at)
    return held


@transaction.atomic
def void(
    *, step: CaseStep, reason: str, by: User, at: datetime, scope: Scope | None = None
) -> CaseStep:
    """Void a step that was entered by mistake; it stays to be seen. Raises ``ValidationError``
    without a reason, and for an outcome."""
    (scope or scope_of(by, at=at)).require(_needed(step.step), step.unit)
    if step.step not in (*rules.CHAIN, rules.FINDING):
        raise ValidationError(_("这一条不能作废"))
    writing.lock(step.case)
    held = CaseStep.objects.select_for_update().get(pk=step.pk)
    if records.void(held, reason=reason, by=by, at=at):
        audit.record(
            words.STEP_VOIDED, by=by, at=at, about=step.case, unit_id=step.unit_id,
            step=step.step,
        )  # fmt: skip
        records.changed(writing.days_of(step.unit_id, [step.happened_at, at]))
    return held


def _known(person: Person, key: UUID | None) -> Case | None:
    """Return the case that a key opened, else the person's open one, locked against a rival."""
    rows = Case.objects.select_related("unit", "person")
    found = rows.filter(pk=key, person=person).first() if key else None
    return found or rows.filter(person=person, closed_at=None, voided_at=None).first()


def _cause(temperature: Decimal | None, symptoms: Iterable[str]) -> str:
    if temperature is not None:
        return Case.Cause.FEVER
    return Case.Cause.SYMPTOMS if list(symptoms) else Case.Cause.CONTACT


def _needed(step: str) -> str:
    """Return the permission that a step asks; raises ``ValidationError`` for none of the chain."""
    if step == rules.FINDING:
        return words.RECORD_FINDING
    if step not in rules.CHAIN and step != rules.OUTCOME:
        raise ValidationError(_("没有这个处置环节"), code="step")
    return words.WRITE_REPORT if step in (*rules.TEXTS, rules.OUTCOME) else words.NOTE_CASE


def _standing(held: Case, step: str) -> CaseStep | None:
    if step in rules.REPEATED:
        return None
    return held.steps.filter(step=step, voided_at=None).first()
