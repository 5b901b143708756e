"""Handing in a page: from its posted fields to a receipt, or to what has to be mended first.

What a page posts is read without asking the database; only a page that is not taken costs more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.accounts.roles import INSTITUTION
from shouwang.figures.rules import Number
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope
from shouwang.reporting import ledgered, rules, sheets, typed, versions
from shouwang.reporting.actions import drafts, filing, refusals, signing
from shouwang.reporting.actions.reports import (
    AlreadyFiled,
    Filing,
    Receipt,
    Refused,
    Unsigned,
    file_report,
)
from shouwang.reporting.models import Draft, Form, Handover, Submission
from shouwang.reporting.queries import Sheet
from shouwang.reporting.rules import Finding
from shouwang.reporting.typed import Typed


@dataclass(frozen=True)
class Trouble:
    """A page that was not taken: what was typed, what the action said, whether another stands."""

    filled: Typed
    client_id: UUID
    said: list[Finding] = field(default_factory=list)
    other_stands: bool = False

    @property
    def status(self) -> int:
        """Return the HTTP status of the page that shows it."""
        return 409 if self.other_stands else 422


def hand_in(
    post: Mapping[str, str],
    *,
    unit: Unit,
    form: Form,
    day: date,
    source: str,
    correcting: bool,
    scope: Scope,
    by: User,
    at: datetime,
) -> Receipt | Handover | Trouble:
    """File, or correct, what a page posted; hand it over where the form is signed first."""
    filled = typed.from_post(post)
    client_id = _uuid(post.get("client_id", ""))
    values, slips = typed.read(filled.texts)
    if slips or (correcting and not filled.correction):
        said = [] if filled.correction or not correcting else [_why_missing()]
        return Trouble(filled, client_id, said)
    counted = _counted(unit, form, day)
    sent = _filing(
        post, filled, values, client_id, source=source, correcting=correcting, counted=counted
    )
    whose: dict[str, Any] = {
        "unit": unit,
        "form": form,
        "day": day,
        "scope": scope,
        "by": by,
        "at": at,
    }
    if filled.is_zero and (loud := _loud(unit, form, day)):
        also = [finding.message for finding in loud]
        refusals.record_zero_refused(filing_=sent, also=also, **whose)
        return Trouble(filled, client_id, loud)
    return _file(filled, sent, **whose)


def _filing(
    post: Mapping[str, str],
    filled: Typed,
    values: dict[str, Number],
    client_id: UUID,
    *,
    source: str,
    correcting: bool,
    counted: dict[str, Number],
) -> Filing:
    return Filing(
        values=values,
        client_id=client_id,
        is_zero=filled.is_zero,
        source=source,
        reasons={code: why.strip() for code, why in filled.reasons.items() if why.strip()},
        source_note=filled.note,
        device_at=_moment(post.get("device_at", "")),
        correction_reason=filled.correction if correcting else "",
        seen_number=typed.whole(post.get("seen_number", "")) if correcting else None,
        counted=counted,
    )


def _file(filled: Typed, sent: Filing, **whose: Any) -> Receipt | Handover | Trouble:
    """File what was read from a page; what the action refuses is told on the page."""
    form, day = whose["form"], whose["day"]
    try:
        receipt = file_report(filing_=sent, **whose)
    except Refused as refused:
        refusals.record_zero_refused(filing_=sent, **whose)
        return Trouble(filled, sent.client_id, _with_news(refused.findings, filled, form, day))
    except Unsigned:
        return _hand_over(filled, sent, **whose)
    except AlreadyFiled:
        return Trouble(filled, uuid7(), other_stands=True)
    except KeyError:
        return Trouble(filled, sent.client_id, [_form_changed()])
    if not receipt.is_new and not _same_as_receipt(receipt, sent):
        # the page went in once and was changed since: a new hand-in, not an echo of the first
        return Trouble(filled, uuid7(), other_stands=True)
    if not receipt.is_new:
        drafts.drop_draft(unit=whose["unit"], form=form, day=day, by=whose["by"], at=whose["at"])
    return receipt


def _hand_over(filled: Typed, sent: Filing, **whose: Any) -> Receipt | Handover | Trouble:
    try:
        return signing.hand_over(filing_=sent, **whose)
    except Refused as refused:
        refusals.record_zero_refused(filing_=sent, **whose)
        said = _with_news(refused.findings, filled, whose["form"], whose["day"])
        return Trouble(filled, sent.client_id, said)
    except signing.AlreadyHandedOver as other:
        return Trouble(filled, uuid7(), [_on_its_way(other.handover)])
    except AlreadyFiled:
        return Trouble(filled, uuid7(), other_stands=True)


def _on_its_way(other: Handover) -> Finding:
    told = {"by": other.by_name, "at": f"{clock.local(other.at):%H:%M}"}
    why = _("%(by)s %(at)s 已把这份表送审，要改请先撤回")
    return Finding("", rules.ERROR, why % told)


def keep(
    sheet: Sheet, filled: Typed, revision: int, *, by: User, at: datetime, scope: Scope
) -> Draft:
    """Save what a page holds as the sheet's draft; raises ``drafts.Conflict`` as that does."""
    return drafts.save_draft(
        unit=sheet.unit,
        form=sheet.form,
        day=sheet.day,
        values=typed.to_draft(filled),
        revision=revision,
        scope=scope,
        by=by,
        at=at,
    )


def findings(sheet: Sheet, trouble: Trouble) -> list[Finding]:
    """Return all that is to be mended, not only what the action met first."""
    found = sheets.findings(sheet, trouble.filled)
    return found + [f for f in trouble.said if f not in found]


def source_of(scope: Scope, unit: Unit, own: str) -> str:
    """Return how a report comes in: as the institution's own, or on its behalf (代报)."""
    is_own = any(
        (s.role in INSTITUTION or s.unit_id == unit.pk) and s.covers(unit.path, unit.kind)
        for s in scope.subtrees
    )
    return own if is_own else Submission.Source.ON_BEHALF


def _same_as_receipt(receipt: Receipt, sent: Filing) -> bool:
    stands = Submission.objects.get(report=receipt.report_id, number=receipt.submission_number)
    version = versions.plain_by_id(stands.version_id)
    return (
        filing.same_values(filing.values_of(version, stands.values), sent.values)
        and stands.is_zero == sent.is_zero
    )


def _counted(unit: Unit, form: Form, day: date) -> dict[str, Number]:
    version = versions.in_force(form.pk, day)
    return ledgered.counted(unit.pk, version, version.start_of(day)) if version else {}


def _loud(unit: Unit, form: Form, day: date) -> list[Finding]:
    version = versions.in_force(form.pk, day)
    if version is None:
        return []
    found = ledgered.loud_since(unit.pk, version, version.start_of(day))
    why = _("%(what)s，不能零报告")
    return [
        Finding("", rules.ERROR, why % {"what": words})
        for words in ledgered.loud_words(version, found)
    ]


def _with_news(said: list[Finding], filled: Typed, form: Form, day: date) -> list[Finding]:
    """Say first that the form was renewed, to whoever is asked for what their page did not have."""
    version, news = versions.in_force(form.pk, day), _form_changed()
    is_news = version is not None and any(i.code not in filled.texts for i in version.items)
    return [news, *said] if is_news and news not in said else said


def _why_missing() -> Finding:
    return Finding(":correction", rules.ERROR, _("请写明更正原因"))


def _form_changed() -> Finding:
    return Finding("", rules.ERROR, _("表式刚刚换了新版本，请核对新的项目后再提交"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid7()


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
