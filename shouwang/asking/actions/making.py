"""An admitted request becomes a form: a draft of the items that nothing answers yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.asking import rules, telling, words
from shouwang.asking.models import FormRequest
from shouwang.desk.actions import inbox
from shouwang.figures.models import Series
from shouwang.figures.models.figure import Nature
from shouwang.figures.models.series import Period
from shouwang.orgs.scope import scope_of
from shouwang.reporting import words as reporting
from shouwang.reporting.actions import forms
from shouwang.reporting.actions.forms import FigureSpec, FormDraft, ItemDraft
from shouwang.reporting.models import Form


@transaction.atomic
def make_form(
    *, request: FormRequest, period: str, kinds: Sequence[str], starts_on: date,
    by: User, at: datetime,
) -> Form:  # fmt: skip
    """Make the form of an admitted request: a draft that asks only for what nothing answers.

    It never completes a day: the daily report does. Two clicks make one form: the second is
    handed the first's. Raises ``ValidationError`` for a request that is not admitted, without
    kinds, or with an end before the form's start.
    """
    held = FormRequest.objects.select_for_update(of=("self",)).select_related("unit", "form")
    found = held.get(pk=request.pk)
    scope_of(by, at=at).require(reporting.MANAGE_FORMS, found.unit)
    if found.form is not None:
        return found.form
    if found.state != FormRequest.State.ADMITTED:
        raise ValidationError(_("这份申请没有准入，不能建表"))
    if not kinds:
        raise ValidationError(_("请选由哪些机构填"), code="kinds")
    if found.until_on and found.until_on < starts_on:
        raise ValidationError(_("申请的有效期已过，起报日期不能晚于它"), code="starts_on")
    made = forms.create_form(
        owner=found.unit, code=f"asked_{found.pk}", zh=found.title, period=period, kinds=kinds,
        starts_on=starts_on, paper=found.paper, completes=False, by=by, at=at,
    )  # fmt: skip
    forms.save_draft(form=made, draft=_draft(found), starts_on=starts_on, by=by, at=at)
    if found.until_on:
        run_until(made, found.until_on)
    found.form = made
    found.save(update_fields=["form"])
    audit.record(
        words.FORM_MADE, by=by, at=at, about=found, unit_id=found.unit_id, items=len(found.asked)
    )
    inbox.done(key=telling.admitted_key(found), at=at)
    return made


def run_until(form: Form, until_on: date | None) -> None:
    """Let a form be asked for until a day, None without end; one asked for once keeps its day."""
    Form.objects.filter(pk=form.pk).update(valid_until_on=until_on)
    ends_on = until_on + timedelta(days=1) if until_on else None
    Series.objects.filter(pk=form.series_id).exclude(period=Period.ONCE).update(ends_on=ends_on)


def _draft(request: FormRequest) -> FormDraft:
    items = []
    for number, asked in enumerate(request.asked, 1):
        nature = rules.nature_of(asked)
        spec = FigureSpec(f"asked_{request.pk}_{number}", asked.label, nature, asked.measure)
        items.append(ItemDraft(spec, carries=nature == Nature.STOCK))
    return FormDraft(items=items)
