"""Papers of plain words, to be measured."""

from __future__ import annotations

from shouwang.papers.layout.model import PaperLayout, Paragraph, plain

from . import samples


def paper(*blocks, **more) -> PaperLayout:
    """A paper without a head."""
    return PaperLayout(title=more.pop("title", ""), body=blocks, dated=samples.DAY, **more)


def text(words: str, **more) -> Paragraph:
    """A paragraph of ordinary text."""
    return Paragraph((plain(words),), **more)
