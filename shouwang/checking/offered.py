"""What the app above hands down: texts to compare a checked one with, sums that papers print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from shouwang.orgs.scope import Scope


@dataclass(frozen=True)
class Source:
    """A text to compare with: whose it is, of which day, where it is read."""

    title: str
    text: str
    url: str = ""


class Sum(Protocol):
    """A figure made of others: their sum, with its own name."""

    @property
    def parts(self) -> tuple[str, ...]:
        """Return the codes of the figures added up."""
        ...

    @property
    def zh(self) -> str:
        """Return its name."""
        ...

    @property
    def measure(self) -> str:
        """Return what it is counted in."""
        ...


Texts = Callable[[Scope, date, date], Iterable[Source]]
Sums = Callable[[], Mapping[str, Sum]]

_texts: list[Texts] = []
_sums: list[Sums] = []


def offer(*, texts: Texts, sums: Sums) -> None:
    """Register who knows texts (of a scope, from one day to another) and sums (by code)."""
    _texts.append(texts)
    _sums.append(sums)


def texts(scope: Scope, first: date, last: date) -> Iterator[Source]:
    """Yield the texts of the days from ``first`` to ``last`` that a scope may read."""
    for given in _texts:
        yield from given(scope, first, last)


def sums() -> dict[str, Sum]:
    """Return by code the sums that papers print."""
    return {code: made for given in _sums for code, made in given().items()}
