"""Asking for a form, saying what its items are, admitting or refusing it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.asking import queries, rules, telling, words
from shouwang.asking.actions import making
from shouwang.asking.models import FormRequest
from shouwang.asking.rules import Asked
from shouwang.figures.models import Series
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of
from shouwang.reporting.models import Form

MOST_ITEMS = 300


@transaction.atomic
def request_form(
    *, unit: Unit, title: str, asked_by: str, paper: str, until_on: date | None,
    items: Sequence[Asked], by: User, at: datetime,
) -> FormRequest:  # fmt: skip
    """Ask for a new form; what is collected already is bound at once, what may be is offered."""
    scope_of(by, at=at).require(words.REQUEST_FORM, unit)
    if not items:
        raise ValidationError(_("没有读到项目：一行一项"), code="items")
    if len(items) > MOST_ITEMS:
        raise ValidationError(_("一次最多 %(most)d 项") % {"most": MOST_ITEMS}, code="items")
    bindings = rules.bind_all(items, queries.known(unit, on=clock.local_day(at)))
    made = FormRequest.objects.create(
        unit=unit, title=title, asked_by=asked_by, paper=paper, until_on=until_on,
        items=[_item(binding) for binding in bindings], by=by, at=at,
    )  # fmt: skip
    audit.record(
        words.FORM_REQUESTED, by=by, at=at, about=made, unit_id=unit.pk,
        items=len(items), known=made.known,
    )  # fmt: skip
    return made


def _item(binding: rules.Binding) -> dict[str, object]:
    told: dict[str, object] = {
        "label": binding.asked.label,
        "measure": binding.asked.measure,
        "how": binding.how,
        "figures": list(binding.figures),
    }
    if binding.how in (rules.EXACT, rules.SUM):
        told["figure"] = binding.figures[0]
    if binding.how == rules.NEW:
        told["figure"] = None
    return told


@transaction.atomic
def say_what_it_is(
    *, request: FormRequest, number: int, figure_id: int | None, by: User, at: datetime
) -> FormRequest:
    """Say which figure answers an item of an open request, None for none of those collected."""
    held = _open(request, by, at, words.REQUEST_FORM)
    if not 0 <= number < len(held.items):
        raise ValidationError(_("没有这个项目"))
    known = {k.id for k in queries.known(held.unit, on=clock.local_day(at))}
    if figure_id is not None and figure_id not in known:
        raise ValidationError(_("没有这个指标"))
    held.items[number]["figure"] = figure_id
    held.items[number]["how"] = "chosen"
    held.save(update_fields=["items"])
    audit.record(
        words.ITEM_BOUND, by=by, at=at, about=held, unit_id=held.unit_id,
        name=held.items[number]["label"],
    )  # fmt: skip
    return held


@transaction.atomic
def decide(
    *, request: FormRequest, admit: bool, reason: str = "", by: User, at: datetime
) -> FormRequest:
    """Admit or refuse a request. An admitted one asks only for what nothing answers.

    Raises ``ValidationError`` while an item is not settled, for a refusal without a reason, and
    for admitting what is collected already to the last item.
    """
    held = _open(request, by, at, words.DECIDE)
    if admit and held.unsettled:
        raise ValidationError(_("还有 %(n)d 项没有核定是不是已有指标") % {"n": held.unsettled})
    if admit and not held.new:
        raise ValidationError(_("全部项目都已在收，不必新增报表：请用报送表样直接取数"))
    if not admit and not reason.strip():
        raise ValidationError(_("不予准入要写明理由"), code="reason")
    held.state = FormRequest.State.ADMITTED if admit else FormRequest.State.REFUSED
    held.decided_by, held.decided_at, held.reason = by, at, reason.strip()[:200]
    held.save()
    audit.record(
        words.REQUEST_DECIDED, by=by, at=at, about=held, unit_id=held.unit_id,
        items=len(held.new), reason=held.reason,
    )  # fmt: skip
    if admit:
        telling.tell_admitted(held, at=at)
    return held


@transaction.atomic
def set_end(*, form: Form, until_on: date | None, by: User, at: datetime) -> Form:
    """Say until which day a form is asked for; from the day after nobody owes it.

    None lets it run on. A day that has passed is refused: what was owed stays owed. So is a form
    that has ended: the days since would be owed by hindsight.
    """
    scope_of(by, at=at).require(words.DECIDE, form.series.owner)
    series = Series.objects.select_for_update().get(pk=form.series_id)
    if series.ends_on is not None and series.ends_on <= clock.local_day(at):
        raise ValidationError(_("这张表已到期停报：中间的日子不能补成应报，请另发新表"))
    if until_on is not None and until_on < clock.local_day(at):
        raise ValidationError(_("期限不能早于今天：已经要求的填报不能追溯取消"), code="until_on")
    making.run_until(form, until_on)
    audit.record(
        words.FORM_ENDED, by=by, at=at, about=form, unit_id=form.series.owner_id,
        until=until_on.isoformat() if until_on else "",
    )  # fmt: skip
    form.refresh_from_db()
    return form


def _open(request: FormRequest, by: User, at: datetime, permission: str) -> FormRequest:
    held = (
        FormRequest.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=request.pk)
    )
    scope_of(by, at=at).require(permission, held.unit)
    if held.state != FormRequest.State.OPEN:
        raise ValidationError(_("这份申请已经办理"))
    return held
