"""Signing a report on its way: handed over, signed or returned step by step, then filed.

The values are frozen when the 填报人 hands the report over; after the last signature, or the last
agreement by telephone, it is filed as it stands there. Every step writes its audit line.
"""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.desk.actions import inbox
from shouwang.kit.ids import uuid7
from shouwang.kit.registry import Word
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope, scope_of
from shouwang.reporting import ledgered, signers, telling, typed, words
from shouwang.reporting.actions import filing, meeting, reports
from shouwang.reporting.actions.filing import Filing
from shouwang.reporting.actions.reports import Receipt, file_report
from shouwang.reporting.models import Draft, Form, Handover, Signature, Step
from shouwang.reporting.typed import Typed
from shouwang.reporting.versions import PlainVersion, plain_by_id


class AlreadyHandedOver(Exception):
    """Another set of values of the period waits for its signatures; ``handover`` is the one."""

    def __init__(self, handover: Handover) -> None:
        super().__init__(str(handover))
        self.handover = handover


@transaction.atomic
def hand_over(
    *, unit: Unit, form: Form, day: date, filing_: Filing, by: User, at: datetime, scope: Scope
) -> Handover | Receipt:
    """Hand a filled report over to be signed; where nobody is to sign it, file it.

    Raises as ``file_report`` for what could not be filed, so that nobody signs what would be
    refused; ``AlreadyHandedOver`` while other values wait. The values that stand already answer
    their receipt. Whoever hands over and holds the next post too signs in the same breath.
    """
    version = reports.examine(
        unit=unit, form=form, day=day, filing_=filing_, by=by, at=at, scope=scope
    )
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    start = version.start_of(day)
    waiting = Handover.objects.filter(unit=unit, form=form, day=start, state="open").first()
    if waiting is not None and _is_same(waiting, filing_):
        return waiting
    if waiting is not None:
        raise AlreadyHandedOver(waiting)
    if told := meeting.meet(unit=unit, version=version, start=start, filing_=filing_):
        return told
    steps = signers.steps(unit, version, at=at)
    if not steps:
        return file_report(
            unit=unit, form=form, day=day, filing_=filing_, by=by, at=at, scope=scope, signed=True
        )
    made = _made(unit, version, start, filing_, by=by, at=at)
    rows = [Signature(handover=made, step=step, order=n) for n, step in enumerate(steps)]
    Signature.objects.bulk_create(rows)
    Draft.objects.filter(unit=unit, form=form, day=start).delete()
    _record(words.REPORT_HANDED_OVER, made, by=by, at=at)
    _sign_mine(made, by=by, at=at)
    _go_on(made, at=at)
    return made


def _made(
    unit: Unit, version: PlainVersion, start: date, filing_: Filing, *, by: User, at: datetime
) -> Handover:
    """Write the values down as they were handed over."""
    # a page that came back and was sent once more is another handover
    is_again = Handover.objects.filter(client_id=filing_.client_id).exists()
    return Handover.objects.create(
        unit=unit,
        form_id=version.form_id,
        version_id=version.id,
        day=start,
        client_id=uuid7() if is_again else filing_.client_id,
        values=dict(filing_.values),
        reasons=dict(filing_.reasons),
        is_zero=filing_.is_zero,
        correction_reason=filing_.correction_reason,
        seen_number=filing_.seen_number,
        source=filing_.source,
        source_note=filing_.source_note[:200],
        device_at=filing_.device_at,
        counted=ledgered.differing(filing_.values, filing_.counted),
        by=by,
        by_name=by.name,
        at=at,
    )


@transaction.atomic
def sign(*, handover: Handover, by: User, at: datetime) -> Handover:
    """Sign what is to be signed next, or what was agreed to by telephone (补签).

    The second press of the same person changes nothing. Raises ``NotPermitted`` without the post,
    ``ValidationError`` out of turn, ``Refused`` when the last signature would file what may not
    stand any more.
    """
    held = _held(handover)
    scope_of(by, at=at).require(words.SIGN_REPORT, held.unit)
    signed = _sign_mine(held, by=by, at=at)
    if not signed:
        if held.signatures.filter(by=by).exists():
            return held
        raise ValidationError(_("现在还轮不到您签"))
    if held.state == Handover.State.OPEN:
        _go_on(held, at=at)
    return held


@transaction.atomic
def agree_by_phone(*, handover: Handover, by: User, at: datetime) -> Handover:
    """Note that the person to sign next agreed by telephone: the report goes on at once, the
    signature stays owed (补签). Only who may file for the unit notes it."""
    held = _held(handover)
    scope_of(by, at=at).require(words.FILE_REPORT, held.unit)
    following = _following(held)
    if held.state != Handover.State.OPEN or following is None:
        return held
    asked = signers.holders(held.unit, following.step, at=at)
    following.consent_of = asked[0].name if asked else ""
    following.consent_by_name, following.consent_at = by.name, at
    following.save()
    _record(words.SIGNATURE_BY_PHONE, held, by=by, at=at, person=following.consent_of)
    inbox.done(key=_key(held, following), at=at)
    _leave(held, following, telling.sign_later(held, by.name), at=at, owed=True)
    _go_on(held, at=at)
    return held


@transaction.atomic
def give_back(*, handover: Handover, why: str, by: User, at: datetime) -> Handover:
    """Return a report unsigned, with a reason: it is a draft again. Raises ``ValidationError``
    without a reason or out of turn."""
    held = _held(handover)
    scope = scope_of(by, at=at)
    scope.require(words.SIGN_REPORT, held.unit)
    following = _following(held)
    if held.state != Handover.State.OPEN or following is None:
        raise ValidationError(_("这份表已不在待签之列"))
    if not signers.may_sign(scope, held.unit, following.step):
        raise ValidationError(_("现在还轮不到您签"))
    if not why.strip():
        raise ValidationError(_("请写明退回的原因"))
    _end(held, Handover.State.RETURNED, by=by, at=at, why=why.strip()[:200])
    _record(words.HANDOVER_RETURNED, held, by=by, at=at, reason=held.why)
    place = "reporting:phone_correct" if held.correction_reason else "reporting:phone_entry"
    inbox.leave(
        to=held.by,
        key=f"handover-back:{held.pk}",
        text=telling.given_back(held),
        url=reverse(place, args=(held.unit_id, held.form_id, held.day)),
        at=at,
        kind=words.SIGNING,
    )
    return held


@transaction.atomic
def withdraw(*, handover: Handover, by: User, at: datetime) -> Handover:
    """Take an unsigned report back to change it; whoever may file for the unit may."""
    held = _held(handover)
    scope_of(by, at=at).require(words.FILE_REPORT, held.unit)
    if held.state != Handover.State.OPEN:
        raise ValidationError(_("这份表已不在待签之列"))
    _end(held, Handover.State.WITHDRAWN, by=by, at=at)
    _record(words.HANDOVER_WITHDRAWN, held, by=by, at=at)
    return held


def _is_same(waiting: Handover, filing_: Filing) -> bool:
    same = filing.same_values(waiting.values, filing_.values)
    return same and waiting.is_zero == filing_.is_zero


def _held(handover: Handover) -> Handover:
    """Return the handover under a lock, as it stands now."""
    rows = Handover.objects.select_for_update(of=("self",)).select_related(
        "unit", "form__series", "by"
    )
    return rows.get(pk=handover.pk)


def _following(of: Handover) -> Signature | None:
    return next((s for s in of.signatures.order_by("order") if s.is_waiting), None)


def _sign_mine(of: Handover, *, by: User, at: datetime) -> bool:
    """Put one's name to every step that it is one's turn to sign, or that is owed."""
    scope, signed = scope_of(by, at=at), False
    for step in of.signatures.order_by("order"):
        if step.at is not None:
            continue
        mine = signers.may_sign(scope, of.unit, step.step)
        if mine and (step.is_owed or of.state == Handover.State.OPEN):
            word = words.REPORT_SIGNED_LATER if step.is_owed else words.REPORT_SIGNED
            step.by, step.by_name, step.at = by, by.name, at
            step.save()
            inbox.done(key=_key(of, step), at=at)
            inbox.done(key=_key(of, step, owed=True), at=at)
            _record(word, of, by=by, at=at, step=str(Step(step.step).label))
            signed = True
        elif step.is_waiting:
            break
    return signed


def _go_on(of: Handover, *, at: datetime) -> None:
    """Ask the next person to sign; after the last, file the report as it was handed over."""
    following = _following(of)
    if following is not None:
        _leave(of, following, telling.please_sign(of), at=at)
        return
    sent = Filing(
        values=of.values,
        client_id=of.client_id,
        reasons=of.reasons,
        is_zero=of.is_zero,
        source=of.source,
        source_note=of.source_note,
        device_at=of.device_at,
        correction_reason=of.correction_reason,
        seen_number=of.seen_number,
        counted=of.counted,
    )
    # who filled it held the right then; by now a duty officer's has gone with the night
    scope = scope_of(of.by, at=of.at)
    receipt = file_report(
        unit=of.unit,
        form=of.form,
        day=of.day,
        filing_=sent,
        by=of.by,
        at=at,
        scope=scope,
        signed=True,
    )
    of.state, of.ended_at = Handover.State.FILED, at
    of.report_id, of.number = receipt.report_id, receipt.submission_number
    of.save()


def _end(of: Handover, state: str, *, by: User, at: datetime, why: str = "") -> None:
    """Close a handover unfiled and put what it held back into the draft."""
    of.state, of.ended_at, of.ended_by_name, of.why = state, at, by.name, why
    of.save()
    for signature in of.signatures.all():
        inbox.done(key=_key(of, signature), at=at)
        inbox.done(key=_key(of, signature, owed=True), at=at)
    # with its blanks: what a draft does not know is offered anew (``sheets.shown``)
    texts = {i.code: typed.write(of.values.get(i.code)) for i in plain_by_id(of.version_id).items}
    filled = Typed(texts, of.reasons, of.is_zero, of.correction_reason, of.source_note)
    kept = {"values": typed.to_draft(filled), "by": of.by, "saved_at": at}
    # another's page may have begun a draft meanwhile: its next save is told of this one
    anew = kept | {"revision": F("revision") + 1}
    Draft.objects.update_or_create(
        unit=of.unit, form=of.form, day=of.day, defaults=anew, create_defaults=kept
    )


def _key(of: Handover, step: Signature, *, owed: bool = False) -> str:
    return f"{'sign-owed' if owed else 'sign'}:{of.pk}:{step.step}"


def _leave(of: Handover, step: Signature, text: str, *, at: datetime, owed: bool = False) -> None:
    for person in signers.holders(of.unit, step.step, at=at):
        inbox.leave(
            to=person,
            key=_key(of, step, owed=owed),
            text=text,
            url=reverse("reporting:handover", args=(of.pk,)),
            at=at,
            kind=words.SIGNING,
        )


def _record(word: Word, of: Handover, *, by: User, at: datetime, **detail: str) -> None:
    told = {"day": of.day.isoformat(), **detail}
    audit.record(word, by=by, at=at, about=of, unit_id=of.unit_id, **told)
