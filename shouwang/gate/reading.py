"""What a phone's entry says, read with suspicion: every field may be anything."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from shouwang.gate.kinds import FeverStep
from shouwang.gate.told import Step
from shouwang.health import rules as thermometer
from shouwang.health.readings import WHY_NOT
from shouwang.kit import clock
from shouwang.kit.ids import uuid7
from shouwang.kit.offline import Envelope, Unfit

LONGEST = 300
MOST_STEPS = 10


class Body:
    """The body of an envelope. What is absent is empty or None; what is no such thing raises
    ``Unfit`` with the field."""

    def __init__(self, envelope: Envelope) -> None:
        self._told = envelope.body
        self._envelope = envelope

    def text(self, field: str) -> str:
        """Return a text without blanks around it."""
        told = self._told.get(field)
        if told is None:
            return ""
        if not isinstance(told, str) or len(told) > LONGEST:
            raise self._unfit(field)
        return told.strip()

    def number(self, field: str) -> int | None:
        """Return a whole number."""
        told = self._told.get(field)
        if told is not None and (isinstance(told, bool) or not isinstance(told, int)):
            raise self._unfit(field)
        return told

    def flag(self, field: str) -> bool | None:
        """Return yes, no, or that it was not asked."""
        told = self._told.get(field)
        if told is not None and not isinstance(told, bool):
            raise self._unfit(field)
        return told

    def key(self, field: str) -> UUID | None:
        """Return a key."""
        told = self._told.get(field)
        if told in (None, ""):
            return None
        try:
            return UUID(told)
        except (ValueError, TypeError, AttributeError):
            raise self._unfit(field)

    def temperature(self, field: str) -> int | None:
        """Return tenths of a degree Celsius, sent as tenths or as typed (``36.5``)."""
        told = self._told.get(field)
        if told in (None, ""):
            return None
        try:
            if isinstance(told, int) and not isinstance(told, bool):
                return thermometer.checked(told)
            return thermometer.parse(str(told))
        except thermometer.NotATemperature as why:
            raise Unfit({field: WHY_NOT[why.reason]})

    def steps(self) -> tuple[Step, ...]:
        """Return the steps with a feverish visitor that came with the visit: ``{step, note, at}``,
        ``at`` by the phone's clock."""
        told = self._told.get("steps") or []
        if not isinstance(told, list) or len(told) > MOST_STEPS:
            raise self._unfit("steps")
        return tuple(self._step(one) for one in told)

    def _step(self, told: Any) -> Step:
        if not isinstance(told, dict) or told.get("step") not in FeverStep.values:
            raise self._unfit("steps")
        moment = self._moment(told.get("at"))
        return Step(told["step"], str(told.get("note") or "")[:60], moment, uuid7(moment))

    def _moment(self, told: Any) -> datetime:
        """Return a moment of the phone's clock by ours."""
        try:
            theirs = datetime.fromisoformat(str(told).replace("Z", "+00:00"))
            wrong_by: timedelta = self._envelope.happened_at - self._envelope.device_at
            moment = theirs + wrong_by
        except (ValueError, TypeError, OverflowError):
            return self._envelope.happened_at
        # beyond the calendar's ends no local time can be told
        is_told = moment.tzinfo is not None and clock.is_known(moment.date())
        return moment if is_told else self._envelope.happened_at

    @staticmethod
    def _unfit(field: str) -> Unfit:
        return Unfit({field: _("这一项填得不对")})
