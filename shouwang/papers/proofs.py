"""A paper set before anybody holds it: nothing is typeset while a row is locked.

Setting Word and PDF takes some tenths of a second; whoever numbers or signs at the same moment
would wait for it. So the paper is set as it will most likely stand, with the next number, and under
the lock it is only asked whether it stands so. Where somebody was faster it is set anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.model import PaperLayout
from shouwang.papers.layout.pdf import to_pdf

# after as many that were overtaken it is set under the lock, so that nobody waits for ever
TRIES = 3
Made = TypeVar("Made")


class Overtaken(Exception):
    """What was made ahead no longer holds: another number, other words. To be tried again."""


@dataclass(frozen=True)
class Proof:
    """A paper's files with the layout that they were set from."""

    layout: PaperLayout
    docx: bytes
    pdf: bytes


def of(layout: PaperLayout) -> Proof:
    """Set a layout as Word and PDF."""
    return Proof(layout, to_docx(layout), to_pdf(layout))


def settled(layout: PaperLayout, ahead: Proof | None) -> Proof:
    """Return the files of a layout: those set ahead, or, with none, set now.

    Raises ``Overtaken`` where those set ahead are of another layout.
    """
    if ahead is None:
        return of(layout)
    if ahead.layout != layout:
        raise Overtaken
    return ahead


def tried(deed: Callable[[bool], Made]) -> Made:
    """Return what a deed makes, done again while it is overtaken.

    The deed is told whether to make ahead: the last time it is not, and cannot be overtaken.
    """
    for _number in range(TRIES):
        try:
            return deed(True)
        except Overtaken:
            continue
    return deed(False)
