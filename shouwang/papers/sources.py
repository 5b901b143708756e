"""Where a paper's words may come from besides being typed here: apps above register theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from shouwang.accounts.models import User
from shouwang.orgs.models import Unit
from shouwang.papers.layout.model import PaperLayout


class Ahead(Protocol):
    """What a source looked into before anybody held the paper: the check, the files."""

    @property
    def revision(self) -> int:
        """Return the revision of the words that it looked at."""

    @property
    def objections(self) -> list[str]:
        """Return what barred them, as ``Source.objections`` tells it."""


class Source(Protocol):
    """A kind of draft that can be handed in as a paper; ``ref`` is its number there."""

    def title(self, ref: int) -> str:
        """Return the draft's title."""

    def unit(self, ref: int) -> Unit:
        """Return the unit whose paper it is."""

    def url(self, ref: int) -> str:
        """Return where it is written."""

    def revision(self, ref: int) -> int:
        """Return the revision of its words now."""

    def paragraphs(self, ref: int) -> list[str]:
        """Return its words as paragraphs."""

    def objections(self, ref: int, *, by: User, at: datetime) -> list[str]:
        """Return in Chinese what bars it from being signed now: holes, figures that changed."""

    def ahead(self, ref: int, *, by: User, at: datetime) -> Ahead:
        """Look into a draft that ``by`` is about to sign, and set it, while no row is locked."""

    def layout(self, ref: int) -> PaperLayout:
        """Return it as a layout without head, number or marks."""

    def freeze(self, ref: int, *, ahead: Ahead | None, by: User, at: datetime) -> None:
        """Freeze words and figures for good, within the caller's transaction.

        Raises ``proofs.Overtaken`` where ``ahead`` no longer holds, ``ValidationError`` where
        something bars the signature all the same.
        """

    def serial(self, ref: int) -> int | None:
        """Return the issue that freezing gave it; None where papers count it."""


_sources: dict[str, Source] = {}


def register(code: str, source: Source) -> None:
    """Offer a source; raises ``ValueError`` when the code is taken."""
    if code in _sources:
        raise ValueError(f"source {code} is registered twice")
    _sources[code] = source


def source(code: str) -> Source:
    """Return a source; raises ``KeyError`` for one that nobody offers."""
    return _sources[code]
