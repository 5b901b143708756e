"""Links that apps above offer on a person's page: 登记外出, 隔离观察, 体温记录 …"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shouwang.people.models import Person

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class PersonLink:
    """One link: its words, ``url(person)`` (empty: not for this person), who may follow it."""

    label: Text
    url: Callable[[Person], str]
    permission: str
    order: int = 100


_links: list[PersonLink] = []


def person_link(link: PersonLink) -> None:
    """Offer a link on the page of each person."""
    _links.append(link)


def links_for(person: Person, held: frozenset[str]) -> list[tuple[Text, str]]:
    """Return (words, address) of the links open to who holds ``held``, in their order."""
    found = [
        (one.label, one.url(person))
        for one in sorted(_links, key=lambda link: link.order)
        if one.permission in held
    ]
    return [(label, url) for label, url in found if url]
