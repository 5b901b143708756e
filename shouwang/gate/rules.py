"""Decisions at the gate that need no database: plates, what a decision asks for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# without I and O, which read as 1 and 0
_SIGN = "A-HJ-NP-Z0-9"
# GA 36-2018: five signs, the last may say what vehicle it is; new energy six, small ones with the
# letter first, large ones with it last
_USUAL = rf"[{_PROVINCES}][A-HJ-NP-Z][{_SIGN}]{{4}}[{_SIGN}挂学警港澳领]"
_NEW_ENERGY = rf"[{_PROVINCES}][A-HJ-NP-Z](?:[A-HJK][{_SIGN}]\d{{4}}|\d{{5}}[A-HJK])"
_EMERGENCY = rf"[{_PROVINCES}][A-HJ-NP-Z][{_SIGN}]{{4}}应急"
# the armed forces and the armed police
_ARMY = r"[VZKHESLNGBCP][A-Z]\d{5}"
_POLICE = rf"WJ[{_PROVINCES}]?\d{{4}}[\dTDSHBXJ]"
_EMBASSY = r"\d{6}使"
_PLATE = re.compile(rf"{_USUAL}|{_NEW_ENERGY}|{_EMERGENCY}|{_ARMY}|{_POLICE}|{_EMBASSY}")


def plate(text: str) -> str:
    """Return a plate as it is written: capitals, no blanks, dashes or dots (皖A·12345)."""
    plain = unicodedata.normalize("NFKC", text).upper()
    close = re.sub(r"[\s·•・.\-—]", "", plain)
    # what stands side by side now may be written as one sign
    return unicodedata.normalize("NFKC", close)


def is_plate(text: str) -> bool:
    """Say whether it is a plate of the mainland: five signs, or six of a new-energy vehicle."""
    return bool(_PLATE.fullmatch(plate(text)))


@dataclass(frozen=True)
class Asked:
    """What is known of somebody at the gate when a decision is to stand. Temperatures in tenths
    of a degree; ``fever_at`` likewise."""

    purpose: str
    temperature: int | None
    recheck: int | None
    is_history_clear: bool | None
    fever_at: int


def is_fever(asked: Asked) -> bool:
    """Return whether the last reading reaches the mark. An ambulance's crew is not asked."""
    last = asked.recheck if asked.recheck is not None else asked.temperature
    return asked.purpose != "emergency" and last is not None and last >= asked.fever_at


def stops(asked: Asked) -> str:
    """Return why somebody cannot be let in whatever the measures say: ``fever``, ``history``, or
    nothing."""
    if is_fever(asked):
        return "fever"
    if asked.purpose != "emergency" and asked.is_history_clear is False:
        return "history"
    return ""
