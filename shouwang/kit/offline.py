"""What a phone may enter without a network: kinds of entry, and the packs it carries along.

An entry made on a phone travels in an envelope with a client-made UUIDv7 and may come late, twice
or out of order. An app registers for each kind who receives it; ``edge`` opens the envelopes.
A pack is what a page needs to work without a network (names by room, measures in force); the
phone keeps it encrypted and forgets it at sign-out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class Envelope:
    """One entry as it came. ``id`` becomes the key of the record it makes.

    ``device_at`` is what the phone's clock said, ``happened_at`` the same moment by ours: the
    phone tells its clock when it sends, and edge subtracts what that is wrong by.
    """

    id: UUID
    kind: str
    unit_id: int
    body: Mapping[str, Any]
    device_at: datetime
    happened_at: datetime
    files: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """The answer to an entry that stands: the words for its line, and where it can be opened."""

    text: Text
    url: str = ""
    is_new: bool = True


class Unfit(ValueError):
    """The entry cannot stand as it is; ``findings`` name field and reason, in plain Chinese."""

    def __init__(self, findings: Mapping[str, Text]) -> None:
        super().__init__("; ".join(findings))
        self.findings = dict(findings)


class Conflict(Exception):
    """What came contradicts what has happened meanwhile: a person must choose.

    ``why`` is the sentence for them, ``held`` what the server has (labels to words). Nothing is
    merged and nothing is lost: edge keeps the entry until someone decides.
    """

    def __init__(self, why: Text, held: Mapping[Text, Text] | None = None) -> None:
        super().__init__(str(why))
        self.why, self.held = why, dict(held or {})


# (envelope, by=user, scope=their scope, at=now) -> Taken; permission is asked inside, as ever
Receive = Callable[..., Taken]


@dataclass(frozen=True)
class EntryKind:
    """A kind of entry, e.g. ``health.temperature`` (测温).

    ``settle`` is tried instead of ``receive`` when someone decided that a held entry shall stand
    in spite of the conflict; None where it can only be dropped with a reason. It is called with
    the user who made the entry; that somebody else decided is on record beside it. ``shown``
    returns what an entry says as labels and words, for whoever decides.
    """

    code: str
    zh: Text
    receive: Receive
    settle: Receive | None = None
    shown: Callable[[Envelope], Mapping[Text, Text]] | None = None


@dataclass(frozen=True)
class Pack:
    """What a page carries: ``build(scope=…, unit=…, at=…)`` returns plain JSON data.

    Personal data in it is what the work needs and no more: a name, a room, never an ID number.
    """

    code: str
    permission: str
    build: Callable[..., dict[str, Any]]


_kinds: dict[str, EntryKind] = {}
_packs: dict[str, Pack] = {}


def kind(one: EntryKind) -> EntryKind:
    """Register a kind of entry; raises ``ValueError`` when the code is taken."""
    if one.code in _kinds:
        raise ValueError(f"offline kind {one.code} is declared twice")
    _kinds[one.code] = one
    return one


def kinds() -> dict[str, EntryKind]:
    """Return every kind of entry by code."""
    return dict(_kinds)


def pack(one: Pack) -> Pack:
    """Register a pack; raises ``ValueError`` when the code is taken."""
    if one.code in _packs:
        raise ValueError(f"pack {one.code} is declared twice")
    _packs[one.code] = one
    return one


def packs() -> dict[str, Pack]:
    """Return every pack by code."""
    return dict(_packs)
