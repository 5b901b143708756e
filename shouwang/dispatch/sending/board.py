"""A unit's day before its recipients: who is due when, how each stands, what changed since."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from shouwang.dispatch import queries
from shouwang.dispatch.layouts import composing
from shouwang.dispatch.models import Dispatch, Layout, Recipient, Sending
from shouwang.dispatch.sending import rules, signing
from shouwang.dispatch.sending.signing import Signature
from shouwang.dispatch.tables.table import Change, Table, changes, reads_otherwise
from shouwang.figures.models import Rollup
from shouwang.kit import clock
from shouwang.orgs.models import Unit

# how far back a day is looked at for corrections that came later
DAYS_WATCHED = 14
_SHOWN: dict[str, tuple[str, Any]] = {
    rules.NO_LAYOUT: ("warn", _("没有表样")),
    rules.UNSIGNED: ("none", _("未签发")),
    rules.CHANGED: ("warn", _("签后有变动")),
    rules.READY: ("info", _("可报")),
    rules.MADE: ("info", _("已生成，待报出")),
    rules.SENT: ("ok", _("已报出")),
    rules.AMEND: ("warn", _("需更正")),
}


@dataclass(frozen=True)
class Entry:
    """One recipient's day; ``chain`` are its papers, the first first, ``changes`` what the last of
    them says otherwise than the figures now."""

    recipient: Recipient
    day: date
    due_at: datetime
    state: str
    layout: Layout | None
    signature: Signature | None
    is_overdue: bool
    is_closed: bool = False
    chain: list[Dispatch] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def tone(self) -> str:
        """Return the tone of its state."""
        return _SHOWN[self.state][0]

    @property
    def word(self) -> Any:
        """Return the word of its state."""
        return _SHOWN[self.state][1]

    @property
    def last(self) -> Dispatch | None:
        """Return the paper that counts: the last amendment, else the first; None before."""
        return self.chain[-1] if self.chain else None

    @property
    def sending(self) -> Sending | None:
        """Return that the last paper was sent, None before."""
        return sending_of(self.last)

    @property
    def can_make(self) -> bool:
        """Return whether a click makes the paper."""
        return self.state == rules.READY


def sending_of(dispatch: Dispatch | None) -> Sending | None:
    """Return that a paper was sent, None of one that was not."""
    return getattr(dispatch, "sending", None)


def entries(unit: Unit, day: date, *, now: datetime) -> list[Entry]:
    """Return a unit's recipients of a day in the order of their hours; the caller asked for it."""
    signature = signing.signature(unit, day)
    return [entry(one, day, signature, now=now) for one in queries.recipients(unit, day)]


def entry(recipient: Recipient, day: date, signature: Signature | None, *, now: datetime) -> Entry:
    """Return how one recipient's day stands."""
    chain = queries.chain(recipient, day)
    layout = queries.layout_in_force(recipient)
    due_at = clock.at(day, recipient.due)
    found = changes_since(chain) if chain else []
    sent = sending_of(chain[-1]) if chain else None
    first = sending_of(chain[0]) if chain else None
    return Entry(
        recipient=recipient,
        day=day,
        due_at=due_at,
        state=rules.state_of(
            has_layout=layout is not None,
            is_signed=signature is not None,
            changed_since_signed=bool(signature and signature.is_changed),
            is_made=bool(chain),
            is_sent=sent is not None,
            reads_otherwise=bool(found),
        ),
        layout=layout,
        signature=signature,
        is_overdue=rules.is_overdue(
            due_at=due_at, now=now, sent_at=first.sent_at if first else None
        ),
        is_closed=recipient.closed_on is not None,
        chain=chain,
        changes=found,
    )


def entry_of(recipient: Recipient, day: date, *, now: datetime) -> Entry:
    """Return how one recipient's day stands, its signature looked up."""
    return entry(recipient, day, signing.signature(recipient.unit, day), now=now)


def changes_since(chain: list[Dispatch]) -> list[Change]:
    """Return what the last paper of a day says otherwise than the figures now."""
    last = chain[-1]
    whole = queries.whole_of(last.unit)
    now = composing.compose(whole, last.unit, last.day, chain[0].layout, at=last.as_of_at)
    said = Table.from_json(last.content)
    return changes(said, now.table) if reads_otherwise(said, now.table) else []


def to_amend(unit: Unit, today: date) -> list[Dispatch]:
    """Return the papers of earlier days whose figures were corrected since, the latest first.

    Only days whose totals were added up anew after a paper are looked at closely.
    """
    first = today - timedelta(days=DAYS_WATCHED)
    held = Dispatch.objects.filter(unit=unit, day__gte=first, day__lt=today)
    last: dict[tuple[int, date], Dispatch] = {}
    for one in held.order_by("amendment").only("recipient_id", "day", "as_of_at"):
        last[one.recipient_id, one.day] = one
    touched = dict(
        Rollup.objects.filter(unit=unit, day__gte=first - timedelta(days=7), day__lt=today)
        .values_list("day")
        .annotate(Max("computed_at"))
    )
    # a weekly period is touched under its first day, and yesterday stands in today's table
    near = {k: v for k, v in last.items() if v.as_of_at < _touched(touched, k[1])}
    found = [queries.chain(one.recipient, one.day) for one in near.values()]
    return [c[-1] for c in sorted(found, key=lambda c: c[0].day, reverse=True) if changes_since(c)]


def _touched(touched: dict[date, datetime], day: date) -> datetime:
    """Return when the totals that a day's table prints were last added up."""
    near = [at for start, at in touched.items() if timedelta() <= day - start <= timedelta(days=7)]
    return max(near, default=clock.start_of(day))
