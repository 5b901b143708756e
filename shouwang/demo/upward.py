"""What the offices of the demonstration's bureaux send upward: two recipients each, two tables.

The last days before the present one leave by their hours; what was corrected overnight is amended
in the morning. The present day's wait for the leader.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from shouwang.accounts.models import User
from shouwang.demo.bureaux import COUNTY, PREFECTURE, Bureau, Told
from shouwang.demo.signers import Signers
from shouwang.demo.story import DAY_1
from shouwang.dispatch.actions import dispatches, recipients, sendings
from shouwang.dispatch.models import Dispatch, Recipient
from shouwang.dispatch.sending import board
from shouwang.dispatch.tables.references import Names
from shouwang.figures.actions import rollups
from shouwang.kit import clock
from shouwang.orgs.models import Unit
from shouwang.review.actions.signs import sign_day
from shouwang.review.models import DaySign

DAYS = (19, 20)
_OPENED, _MORNING = time(9, 0), time(9, 20)


@dataclass(frozen=True)
class Opening:
    """A bureau begins to report upward: its recipients and their tables are set down."""

    bureau: Bureau
    at: datetime


@dataclass(frozen=True)
class Turn:
    """One thing an office does: a day's table to one recipient, or its amendment."""

    bureau: Bureau
    told: Told
    day: date
    at: datetime
    amends: bool = False


class Upward:
    """The prefecture's recipients and those of one county, and who reports to them."""

    def __init__(self, signers: Signers) -> None:
        self.signers = signers
        self.offices: dict[str, _Office] = {}

    def turns(self, number: int) -> Iterator[Opening | Turn]:
        """Return what the offices do about day ``number`` (from 1).

        They begin on the first of ``DAYS``: before, a signed day would wait in vain to be sent.
        """
        if number not in DAYS:
            return
        day = DAY_1 + timedelta(days=number - 1)
        morning = clock.at(day + timedelta(days=1), _MORNING)
        for bureau in (PREFECTURE, COUNTY):
            if number == DAYS[0]:
                yield Opening(bureau, clock.at(day, _OPENED))
            for told in bureau.told:
                yield Turn(bureau, told, day, clock.at(day, told.made))
            yield Turn(bureau, bureau.told[0], day, morning, amends=True)

    def do(self, event: Opening | Turn) -> None:
        """Begin; make and send a paper; in the morning amend the one whose figures were
        corrected."""
        code = event.bureau.code
        if isinstance(event, Opening):
            self.offices[code] = _Office(event.bureau, self.signers, event.at)
        else:
            self.offices[code].do(event)


class _Office:
    """One bureau's office, with whose signature it waits for."""

    def __init__(self, bureau: Bureau, signers: Signers, at: datetime) -> None:
        self.bureau = bureau
        self.unit = Unit.objects.get(code=bureau.code)
        self.by = User.objects.get(username=bureau.clerk)
        self.leader = signers.leader(self.unit)
        names = Names(self.unit)
        self.recipients = {
            told.name: self._recipient(order, told, names, at)
            for order, told in enumerate(bureau.told)
        }

    def do(self, turn: Turn) -> None:
        recipient = self.recipients[turn.told.name]
        if turn.amends:
            self._amend(recipient, turn)
            return
        self._sign_anew(recipient, turn)
        made = dispatches.make(recipient=recipient, day=turn.day, by=self.by, at=turn.at)
        self._send(made, turn)

    def _send(self, made: Dispatch, turn: Turn) -> None:
        sent_at = turn.at + timedelta(minutes=4)
        sendings.mark_sent(
            dispatch=made, sent_at=sent_at, way=turn.told.way, receipt=turn.told.receipt,
            by=self.by, at=sent_at + timedelta(minutes=1),
        )  # fmt: skip

    def _sign_anew(self, recipient: Recipient, turn: Turn) -> None:
        """Let the leader sign for what came in between: only signed figures leave."""
        rollups.settle_all()
        entry = board.entry_of(recipient, turn.day, now=turn.at)
        if entry.signature is None or entry.signature.is_changed:
            at = turn.at - timedelta(minutes=1)
            stage = DaySign.Stage.LEADER
            sign_day(
                unit=self.unit, day=turn.day, stage=stage, by=self.leader, at=at, with_gaps=True
            )

    def _amend(self, recipient: Recipient, turn: Turn) -> None:
        rollups.settle_all()
        entry = board.entry_of(recipient, turn.day, now=turn.at)
        signed = entry.signature is not None and not entry.signature.is_changed
        if entry.last is None or not entry.changes or not signed:
            return
        why = "报出后有机构补报、更正"
        made = dispatches.amend(dispatch=entry.last, reason=why, by=self.by, at=turn.at)
        self._send(made, turn)

    def _recipient(self, order: int, told: Told, names: Names, at: datetime) -> Recipient:
        made = recipients.create_recipient(
            unit=self.unit, name=told.name, due=told.due, reviewer=self.bureau.reviewer,
            order=order, phone=self.bureau.phone, by=self.by, at=at,
        )  # fmt: skip
        recipients.save_layout(recipient=made, design=told.design(names), by=self.by, at=at)
        recipients.publish_layout(recipient=made, by=self.by, at=at)
        return made
