"""Special approvals at the gate: asked for with the visit; then let in, or turned away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.gate import words
from shouwang.gate.actions.after import held, withdraw_asking
from shouwang.gate.judging import Judged, about
from shouwang.gate.kinds import Decision, Reason
from shouwang.gate.models import Visit
from shouwang.gate.told import NewVisit
from shouwang.kit import clock
from shouwang.orgs import records
from shouwang.orgs.scope import Scope
from shouwang.response.actions import exemptions
from shouwang.response.exempted import standing


def ask_for(
    made: Sequence[Visit],
    entries: Sequence[NewVisit],
    judged: Sequence[Judged],
    *,
    by: User,
    at: datetime,
    scope: Scope,
) -> None:
    """Ask for the special approval of each visit that waits for one."""
    for row, entry, told in zip(made, entries, judged, strict=True):
        if row.decision != Decision.WAITING or told.order is None:
            continue
        asked = exemptions.ask(
            unit=entry.unit,
            measure=told.order.measure,
            about=about(row.pk),
            reason=entry.note.strip() or str(row.get_purpose_display()),
            what=_("%(purpose)s %(heads)d 人")
            % {"purpose": str(row.get_purpose_display()), "heads": row.heads},
            url=reverse("gate:house", args=[row.unit_id]),
            by=by,
            at=at,
            id=row.pk,
            scope=scope,
        )
        Visit.objects.filter(pk=row.pk).update(exemption=asked)


@transaction.atomic
def let_in(
    *,
    visit: Visit,
    happened_at: datetime,
    by: User,
    at: datetime,
    scope: Scope | None = None,
) -> Visit:
    """Let in who waited, once the special approval is there; a second time does nothing.

    Raises ``ValidationError`` while it is not, or after they were turned away.
    """
    row = held(visit, by, at, scope)
    if row.is_in:
        return row
    if row.decision != Decision.WAITING:
        raise ValidationError(_("这位来访人已经处理过"), code="visit")
    found = standing(row.measure, unit=row.unit, about=about(row.pk), at=happened_at)
    if found.is_stopped:
        raise ValidationError(_("特批还没有批下来，或已过期"), code="visit")
    approved = found.exemption
    # lifted meanwhile: nothing is left to approve
    row.decision = Decision.SPECIAL if approved else Decision.ADMITTED
    row.exemption = approved or row.exemption
    row.approver = approved.decided_by.name if approved and approved.decided_by else ""
    row.save(update_fields=["decision", "exemption", "approver"])
    audit.record(words.LET_IN, by=by, at=at, about=row, unit_id=row.unit_id, purpose=row.purpose)
    records.changed({(row.unit_id, clock.local_day(row.happened_at))})
    return row


@transaction.atomic
def turn_away(*, visit: Visit, by: User, at: datetime, scope: Scope | None = None) -> Visit:
    """Refuse who waited: not approved, or they went. A second time does nothing."""
    row = held(visit, by, at, scope)
    if row.decision == Decision.REFUSED:
        return row
    if row.decision != Decision.WAITING:
        raise ValidationError(_("这位来访人已经处理过"), code="visit")
    row.decision, row.reason = Decision.REFUSED, Reason.MEASURE
    row.save(update_fields=["decision", "reason"])
    withdraw_asking(row, _("已谢绝"), by=by, at=at, scope=scope)
    audit.record(
        words.TURNED_AWAY, by=by, at=at, about=row, unit_id=row.unit_id, purpose=row.purpose
    )
    records.changed({(row.unit_id, clock.local_day(row.happened_at))})
    return row
