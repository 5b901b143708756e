"""A reading as it is handed to the actions, and how it is checked before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shouwang.accounts.access import OutOfScope
from shouwang.epidemic import symptoms
from shouwang.health import rules
from shouwang.health.models import Temperature
from shouwang.kit import clock, prepared
from shouwang.kit.ids import uuid7

SYMPTOMS = {
    "fever": gettext_lazy("发热"),
    "cough": gettext_lazy("咳嗽"),
    "throat": gettext_lazy("咽痛"),
    "fatigue": gettext_lazy("乏力"),
    "diarrhoea": gettext_lazy("腹泻"),
    "vomiting": gettext_lazy("呕吐"),
    "dyspnoea": gettext_lazy("呼吸困难"),
    "runny_nose": gettext_lazy("鼻塞流涕"),
    "aches": gettext_lazy("肌肉酸痛"),
    "headache": gettext_lazy("头痛"),
    "no_appetite": gettext_lazy("食欲差"),
}
# a case card tells them in these words
symptoms.name(SYMPTOMS)
WHY_NOT = {
    "empty": gettext_lazy("请填写体温"),
    "unclear": gettext_lazy("体温要填三位数字，如 365 或 36.5"),
    "fahrenheit": gettext_lazy("这像是华氏度（℉），请把体温计切换到摄氏度后重测"),
    "range": gettext_lazy("体温应在 34.0–42.5 ℃ 之间，请核对后重填"),
}


class NotOnRoll(Exception):
    """Some persons were not on the register of the house when they are said to be measured."""

    def __init__(self, person_ids: list[UUID]) -> None:
        super().__init__(f"{len(person_ids)} not on the register")
        self.person_ids = person_ids


@dataclass(frozen=True)
class Reading:
    """One person measured, or found absent, at one moment.

    ``tenths`` of a degree Celsius, None with ``absent`` (out, asleep, refused); ``symptoms`` are
    bits of ``rules.SYMPTOMS``; ``replaces`` is the reading that this one corrects.
    """

    person_id: UUID
    happened_at: datetime
    tenths: int | None = None
    absent: str = ""
    symptoms: int = 0
    context: str = Temperature.Context.ROUND
    site: str = ""
    device_at: datetime | None = None
    replaces: UUID | None = None
    id: UUID = field(default_factory=uuid7)

    @property
    def device_on(self) -> date:
        """Return the day by the device, or by us where the device's clock is not a clock."""
        ours = clock.local_day(self.happened_at)
        if self.device_at is None:
            return ours
        theirs = clock.local_day(self.device_at)
        return theirs if abs((theirs - ours).days) <= rules.DEVICE_DAYS else ours


def check(readings: Iterable[Reading], *, at: datetime) -> None:
    """Refuse what cannot be: raises ``ValidationError`` with code ``temperature`` or ``moment``."""
    for one in readings:
        if (one.tenths is None) == (not one.absent):
            raise ValidationError(_("填写体温，或说明为什么没有测到"), code="temperature")
        if one.absent and one.absent not in Temperature.Absent.values:
            raise ValidationError(_("没有这种未测原因"), code="temperature")
        if one.tenths is not None:
            try:
                rules.checked(one.tenths)
            except rules.NotATemperature as problem:
                raise ValidationError(str(WHY_NOT[problem.reason]), code="temperature") from None
        if one.happened_at > at + rules.CLOCK_SLACK:
            raise ValidationError(_("测量时间不能晚于现在"), code="moment")


# a person admitted later on the same day may be measured at the door before
_NOT_ON_ROLL = """
SELECT n, EXISTS (SELECT FROM people_person p WHERE p.id = asked.person AND p.unit_id = asked.unit)
FROM unnest(%s::uuid[], %s::bigint[], %s::timestamptz[]) WITH ORDINALITY
     AS asked(person, unit, moment, n)
WHERE NOT EXISTS (
    SELECT FROM people_stay s
    WHERE s.person_id = asked.person AND s.unit_id = asked.unit AND s.voided_at IS NULL
      AND s.from_at <= asked.moment + %s::interval
      AND (s.until_at IS NULL OR s.until_at > asked.moment)
) AND NOT EXISTS (
    SELECT FROM people_engagement e
    WHERE e.person_id = asked.person AND e.unit_id = asked.unit AND e.voided_at IS NULL
      AND e.from_at <= asked.moment + %s::interval
      AND (e.until_at IS NULL OR e.until_at > asked.moment)
)
"""
_BEFORE = timedelta(days=1)


def require_on_roll(asked: Sequence[tuple[int, Reading]], *, settled: bool = False) -> None:
    """Check that everybody was on the register of the unit beside them, in one statement.

    Raises ``OutOfScope`` for a person of whom the unit never had a file, and ``NotOnRoll`` for
    one who had left by then, unless somebody ``settled`` that it shall stand.
    """
    persons = [reading.person_id for _unit, reading in asked]
    units = [unit for unit, _reading in asked]
    moments = [reading.happened_at for _unit, reading in asked]
    found = prepared.fetch(_NOT_ON_ROLL, [persons, units, moments, _BEFORE, _BEFORE])
    strangers = [n for n, is_ours in found if not is_ours]
    if strangers:
        raise OutOfScope(f"person {persons[strangers[0] - 1]}")
    if found and not settled:
        raise NotOnRoll([persons[n - 1] for n, _is_ours in found])
