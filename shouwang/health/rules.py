"""Decisions about body temperature that need no database: parsing, ranges, symptoms, rounds."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal

# What a living person's clinical thermometer can show, in tenths of a degree Celsius: mercury
# thermometers of GB 1588 are graduated 35–42 ℃, infrared ones show 34.0–42.5.
LOWEST, HIGHEST = 340, 425
# the same span in tenths of a degree Fahrenheit
_LOWEST_F, _HIGHEST_F = 932, 1085

# Bits of ``Temperature.symptoms``. What anybody can see or be told; never a diagnosis.
# Only ever append: the place in this list is the bit in the table.
SYMPTOMS = (
    "fever",
    "cough",
    "throat",
    "fatigue",
    "diarrhoea",
    "vomiting",
    "dyspnoea",
    "runny_nose",
    "aches",
    "headache",
    "no_appetite",
)

# a device's day may lie this far from ours: beyond it the device's clock is not a clock
DEVICE_DAYS = 1
# a phone that is ahead of us by less than this is merely not to the second
CLOCK_SLACK = timedelta(minutes=10)


class NotATemperature(ValueError):
    """What was typed is no body temperature. ``reason``: empty, unclear, fahrenheit, range."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def parse(text: str) -> int:
    """Return tenths of a degree Celsius: ``365``, ``36.5``, ``３６．５`` and ``36。5`` are 365.

    Two digits are whole degrees. Raises ``NotATemperature``; a reading in Fahrenheit is told
    apart from a slip, because a thermometer that was switched over must be switched back.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = plain.replace("。", ".").replace("，", ".").replace(",", ".").rstrip("℃°Cc ")
    if not plain:
        raise NotATemperature("empty")
    if not re.fullmatch(r"[0-9]{2,3}(\.[0-9])?|[0-9]{4}", plain):
        raise NotATemperature("unclear")
    whole, dot, tenth = plain.partition(".")
    if dot:
        tenths = int(whole) * 10 + int(tenth)
    else:
        tenths = int(whole) * 10 if len(whole) == 2 else int(whole)
    return checked(tenths)


def checked(tenths: int) -> int:
    """Return the tenths if a thermometer can show them; raises ``NotATemperature``."""
    if LOWEST <= tenths <= HIGHEST:
        return tenths
    raise NotATemperature("fahrenheit" if _LOWEST_F <= tenths <= _HIGHEST_F else "range")


def tenths(value: Decimal | float | str) -> int:
    """Return a mark such as 37.3 ℃ in tenths, rounded up: 37.35 is reached from 37.4 on."""
    return math.ceil(Decimal(str(value)) * 10)


def shown(value: int) -> str:
    """Return tenths as people write them: 365 is ``36.5``."""
    return f"{value // 10}.{value % 10}"


def bits(codes: Iterable[str]) -> int:
    """Return the bits of ticked symptoms; raises ``ValueError`` for one that is not on the list."""
    known = {code: 1 << n for n, code in enumerate(SYMPTOMS)}
    found = 0
    for code in codes:
        if code not in known:
            raise ValueError(code)
        found |= known[code]
    return found


def codes(found: int) -> list[str]:
    """Return the codes of ticked symptoms, in the order of the list."""
    return [code for n, code in enumerate(SYMPTOMS) if found & 1 << n]


def due_number(minutes: int, hours: Sequence[int]) -> int:
    """Return which round of the day one who starts now does, from 1.

    ``hours`` are the minutes of the day by which each round is to be done. The round that is
    still open belongs to the next hour to come; after the last hour it is the last round.
    """
    for number, until in enumerate(hours, 1):
        if minutes <= until:
            return number
    return max(len(hours), 1)


def spread(rounds: int, told: Sequence[Sequence[int]]) -> list[int]:
    """Return the minutes of the day by which ``rounds`` rounds are to be done.

    ``told`` holds the hours that are laid down, for one round, two rounds and so on; more rounds
    than that are spread evenly over the waking day of the fullest plan.
    """
    if rounds <= 0:
        return []
    if rounds <= len(told):
        return list(told[rounds - 1])
    first, last = told[-1][0], told[-1][-1]
    return [first + (last - first) * n // (rounds - 1) for n in range(rounds)]
