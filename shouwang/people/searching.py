"""Finding somebody of a house: names are encrypted, so its own people are looked through."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from uuid import UUID

from shouwang.kit import pinyin
from shouwang.people.models import Person
from shouwang.people.queries import OnRoll

TAIL = 4  # this many last characters of a phone or a number are enough to ask by


def search(roll: Sequence[OnRoll], words: str) -> list[OnRoll]:
    """Return who on a roll goes by what was typed: part of the name or its pinyin (full or first
    letters), a room, the tail of a phone or of a document number.

    The roll must be one whose names this user sees in full.
    """
    typed = unicodedata.normalize("NFKC", words).strip().lower()
    if not typed:
        return list(roll)
    tails = _tails(typed, [one.person_id for one in roll])
    return [one for one in roll if one.person_id in tails or _goes_by(one, typed)]


def _goes_by(one: OnRoll, typed: str) -> bool:
    if typed in one.name.lower() or one.place.lower().startswith(typed):
        return True
    if not typed.isascii() or not typed.isalpha():
        return False
    full = "".join(pinyin.syllables(one.name))
    initials = pinyin.initials(one.name)
    return full.startswith(typed) or initials.startswith(typed) or typed in full


def _tails(typed: str, person_ids: Sequence[UUID]) -> set[UUID]:
    """Return whose phone or number ends in what was typed, asked by four characters or more."""
    if len(typed) < TAIL or not typed.rstrip("x").isdigit():
        return set()
    people = Person.objects.filter(pk__in=person_ids).only("pk", "phone", "id_number")
    return {
        one.pk
        for one in people
        if one.phone.endswith(typed) or one.id_number.lower().endswith(typed)
    }
