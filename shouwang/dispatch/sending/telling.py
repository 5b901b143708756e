"""Leaving word with the office: a paper may be made (可报), or one that was made needs 更正."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Max, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.roles import Role
from shouwang.desk import kinds as entry_kinds
from shouwang.desk.actions import inbox
from shouwang.dispatch.models import Dispatch, Recipient
from shouwang.dispatch.sending import board, rules
from shouwang.figures.models import Rollup
from shouwang.jobs import kinds, schedule
from shouwang.jobs.models import Work
from shouwang.jobs.progress import Progress
from shouwang.jobs.schedule import Due
from shouwang.kit import clock
from shouwang.kit.language import for_others
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.papers.queries import holders
from shouwang.review.models import DaySign

READY = entry_kinds.kind("dispatch_ready", gettext_lazy("报送"), tone="info")
AMEND = entry_kinds.kind("dispatch_amend", gettext_lazy("报送更正"), tone="warn")
AMEND_WORK = "dispatch.look_for_amendments"
# corrections are looked for once in so many minutes after the totals moved
EVERY = 10


def ready_key(recipient: Recipient, day: date) -> str:
    """Return the key under which a day's paper waits to be made."""
    return f"dispatch-ready:{recipient.pk}:{day.isoformat()}"


def amend_key(last: Dispatch) -> str:
    """Return the key under which a paper waits for its amendment."""
    return f"dispatch-amend:{last.pk}"


def after_signature(sign: DaySign) -> None:
    """Leave word with the office of a day whose last desk has signed; see ``signing.signature``."""
    last = DaySign.Stage.TOWNSHIP if sign.unit.kind == Kind.TOWNSHIP else DaySign.Stage.LEADER
    if sign.stage == last and Recipient.objects.filter(unit=sign.unit).exists():
        tell_day(sign.unit, sign.day, at=sign.at)


def tell_day(unit: Unit, day: date, *, at: datetime) -> None:
    """Leave word of every paper of a day that may be made or needs 更正, each once."""
    found = board.entries(unit, day, now=at)
    told: list[tuple[str, str, str]] = []
    for one in found:
        if one.state == rules.READY and not one.is_closed:
            told.append((ready_key(one.recipient, day), READY, _ready_words(one)))
        elif one.state == rules.AMEND and one.last:
            told.append((amend_key(one.last), AMEND, _amend_words(one.last)))
    _leave(unit, day, told, at=at)


def tell_amendments(unit: Unit, *, at: datetime) -> int:
    """Leave word of the papers of today and of the days watched that need 更正; returns how many
    there are."""
    today = clock.local_day(at)
    held = [e.last for e in board.entries(unit, today, now=at) if e.state == rules.AMEND and e.last]
    held += board.to_amend(unit, today)
    for last in held:
        _leave(unit, last.day, [(amend_key(last), AMEND, _amend_words(last))], at=at)
    return len(held)


@schedule.plan
def amendments(now: datetime) -> Iterable[Due]:
    """Return the looks for corrections that are due: totals of a day moved after its paper."""
    first = clock.local_day(now) - timedelta(days=board.DAYS_WATCHED)
    papers = (
        Dispatch.objects.filter(day__gte=first).values_list("unit_id").annotate(Min("as_of_at"))
    )
    for unit_id, since in papers:
        touched = Rollup.objects.filter(
            unit_id=unit_id, day__gte=first - timedelta(days=7), computed_at__gt=since
        ).aggregate(last=Max("computed_at"))["last"]
        # looked at when the span that it falls in is over: a busy hour is not a hundred looks
        if touched and (due_at := _span_end(touched)) <= now:
            yield Due(
                name=f"{AMEND_WORK}:{unit_id}",
                due_at=due_at,
                kind=AMEND_WORK,
                title=str(_("查看已报出的数是否需要更正")),
                params={"unit": unit_id},
            )


@kinds.kind(AMEND_WORK)
def look(work: Work, progress: Progress) -> dict[str, int]:
    """Leave word of the papers that read otherwise now."""
    unit = Unit.objects.get(pk=work.params["unit"])
    return {"amend": tell_amendments(unit, at=clock.now())}


def _span_end(moment: datetime) -> datetime:
    start = moment.replace(minute=moment.minute // EVERY * EVERY, second=0, microsecond=0)
    return start + timedelta(minutes=EVERY)


@for_others
def _ready_words(one: board.Entry) -> str:
    told = {"to": one.recipient.name, "by": one.signature.name if one.signature else ""}
    told["at"] = f"{clock.local(one.due_at):%H:%M}"
    # it is read by the office, whatever language the leader signs in
    return _("%(by)s已签发，可以报送%(to)s，%(at)s 前报出") % told


@for_others
def _amend_words(last: Dispatch) -> str:
    told = {"to": last.recipient.name, "label": last.label}
    return _("报%(to)s的 %(label)s 之后数字有变动，需要更正") % told


def _leave(unit: Unit, day: date, told: list[tuple[str, str, str]], *, at: datetime) -> None:
    # the office may sit at the unit itself or be a section of its bureau (办公室)
    office = holders(unit, [Role.OFFICE], at=at) if told else []
    url = reverse("dispatch:day", args=[day, unit.pk])
    entries = [
        inbox.NewEntry(user.pk, key, text, url, kind) for key, kind, text in told for user in office
    ]
    inbox.leave_many(entries, at=at)
