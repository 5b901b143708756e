"""What is made of a paper before it is held to be signed: the check, Word and PDF.

Both take some tenths of a second, and the run of numbers is one for all who sign. Under the lock it
is only asked whether the words, and the number that was expected, are still the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shouwang.accounts.models import User
from shouwang.briefs import doubts, layouts, queries, rules, words
from shouwang.briefs.doubts import Doubt
from shouwang.briefs.models import Brief
from shouwang.orgs.scope import scope_of
from shouwang.papers import proofs
from shouwang.papers.actions import issues
from shouwang.papers.proofs import Proof


@dataclass(frozen=True)
class Ready:
    """A paper looked through at a ``revision``: the doubts that whoever signs has left open, and
    its files, None where something bars it anyway."""

    revision: int
    doubts: list[Doubt]
    proof: Proof | None


def ready(brief: Brief, *, by: User, at: datetime) -> Ready:
    """Look through a paper that ``by`` is to sign and set it with the next number.

    Raises ``OutOfScope`` or ``NotPermitted``. To be called while no row is locked.
    """
    scope_of(by, at=at).require(words.FINALISE_BRIEFS, brief.unit)
    draft = queries.content(brief)
    if brief.is_final or any(rules.holes(text) for text in draft.free_texts()):
        return Ready(brief.revision, [], None)
    if left := doubts.left(brief, by):
        return Ready(brief.revision, left, None)
    issue = issues.likely_issue(unit=brief.unit, kind=brief.kind, year=brief.year)
    laid = layouts.layout_of(draft, issue=issue, signer=by.name, is_final=True)
    return Ready(brief.revision, [], proofs.of(laid))
