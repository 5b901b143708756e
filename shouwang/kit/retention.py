"""How long each kind of personal data is kept, and why: declared by the app that holds it.

个人信息保护法 arts. 19 and 47: the shortest time that the purpose needs, deleted when it ends.
Whoever is above (``people``) shows the list, lets an administrator set the days and runs the purge.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class Kept:
    """One kind of personal record.

    ``purge(before=day, at=moment)`` removes what belongs to days before ``before`` and returns how
    many rows; counts survive in the ledger. ``about(person_id)`` returns all that is held about
    one person as lines of (moment, words), for their export; None where rows name no person of
    ours. ``days`` is the default that an administrator may change.
    """

    code: str
    zh: Text
    purpose: Text
    basis: Text
    days: int
    purge: Callable[..., int]
    about: Callable[[UUID], list[tuple[datetime, str]]] | None = None
    sensitive: bool = True


_kept: dict[str, Kept] = {}


def keep(one: Kept) -> Kept:
    """Declare a kind of personal record; raises ``ValueError`` when the code is taken."""
    if one.code in _kept:
        raise ValueError(f"kept kind {one.code} is declared twice")
    _kept[one.code] = one
    return one


def kept() -> dict[str, Kept]:
    """Return every declared kind by code."""
    return dict(_kept)


def limit(one: Kept, *, today: date, days: int | None = None) -> date:
    """Return the first day whose rows are still kept."""
    return date.fromordinal(today.toordinal() - (one.days if days is None else days))
