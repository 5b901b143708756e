"""What is wrong with an identity number, so that whoever typed it finds the slip.

GB 11643: 17 digits weighed 7 9 10 5 8 4 2 …, mod 11, and a check character. Districts come and go,
so the first six digits only ever warn.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

from shouwang.kit import masking

# the first two digits of GB/T 2260 and, since 2018, 83 for residents of Taiwan
_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
_PROVINCES = frozenset(str(code) for low, high in _RANGES for code in range(low, high + 1))
_OTHER = re.compile(r"[A-Z]{1,3}[A-Z0-9()]{4,18}", re.ASCII)


class Fault(StrEnum):
    """Why a number is no identity number."""

    LENGTH = "length"
    SIGNS = "signs"
    BIRTHDAY = "birthday"
    CHECK = "check"


def fault(number: str, *, today: date | None = None) -> Fault | None:
    """Return what is wrong with an 18-character number, None for a sound one."""
    text = masking.normal_id(number)
    if len(text) != 18:
        return Fault.LENGTH
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", text, re.ASCII):
        return Fault.SIGNS
    birth = masking.birthday_of(text)
    if birth is None or birth.year < 1880 or (today is not None and birth > today):
        return Fault.BIRTHDAY
    return None if masking.is_id_number(text, today=today) else Fault.CHECK


def is_other_document(number: str) -> bool:
    """Return whether it looks like a passport or a pass of Hong Kong, Macao or Taiwan: letters
    first. Mere digits are an identity number with a slip."""
    return bool(_OTHER.fullmatch(masking.normal_id(number)))


def region_is_known(number: str) -> bool:
    """Return whether the first two digits are a province's; only ever a warning."""
    return masking.normal_id(number)[:2] in _PROVINCES
