"""Day 21: a home files 今日无异常情况 although somebody has 37.4 ℃, and is refused.

What was typed stays as the home's draft, as the page would have kept it.
"""

from __future__ import annotations

from shouwang.accounts.models import User
from shouwang.demo.story import Refusal
from shouwang.kit.ids import uuid7
from shouwang.orgs.models import Unit
from shouwang.reporting import typed
from shouwang.reporting.actions import drafts
from shouwang.reporting.actions.refusals import record_zero_refused
from shouwang.reporting.actions.reports import Filing, Refused, file_report
from shouwang.reporting.models import Form, Submission
from shouwang.reporting.typed import Typed


def refuse(told: Refusal, unit: Unit, form: Form, by: User) -> None:
    """Hand the report in, be refused, keep the draft; raises ``ValueError`` were it taken."""
    sent = Filing(
        values=told.values,
        client_id=uuid7(told.at),
        is_zero=True,
        source=Submission.Source.PHONE,
        reasons={told.item: told.why},
    )
    try:
        file_report(unit=unit, form=form, day=told.day, filing_=sent, by=by, at=told.at)
    except Refused:
        record_zero_refused(unit=unit, form=form, day=told.day, filing_=sent, by=by, at=told.at)
    else:
        raise ValueError(f"a zero report over a fever was taken: {unit.name}")
    texts = {code: typed.write(value) for code, value in told.values.items()}
    drafts.save_draft(
        unit=unit,
        form=form,
        day=told.day,
        values=typed.to_draft(Typed(texts, sent.reasons, is_zero=True)),
        revision=0,
        by=by,
        at=told.at,
    )
