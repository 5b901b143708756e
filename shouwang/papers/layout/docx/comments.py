"""Notes of an internal copy as Word's own comments, anchored at the run that they are about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from docx.document import Document as WordDocument

from ..model import Heading, Note, PaperLayout, Paragraph
from .xml import Element, W, w

_PLACES = ("commentRangeStart", "commentRangeEnd", "commentReference")


def anchored(made: Element) -> list[Element]:
    """Return a run between the marks of a comment; `attach` gives them their number."""
    reference = w("r", w("rPr", w("rStyle", val="CommentReference")), w("commentReference", id=0))
    return [w("commentRangeStart", id=0), made, w("commentRangeEnd", id=0), reference]


def attach(document: WordDocument, layout: PaperLayout) -> None:
    """Add the comments of a paper whose text stands in the document; dated as the paper is."""
    notes = list(_notes(layout))
    if not notes:
        return
    moment = datetime(layout.dated.year, layout.dated.month, layout.dated.day)  # noqa: DTZ001 - the format has no zone
    sheet = document.element.body
    places = zip(*(list(sheet.iter(f"{W}{tag}")) for tag in _PLACES), strict=True)
    for marks, note in zip(places, notes, strict=True):
        words = f"{note.mark}　{note.text}"
        made = document.comments.add_comment(words, author=note.author, initials=note.mark)
        made._comment_elm.date = moment
        for mark in marks:
            mark.set(f"{W}id", str(made.comment_id))


def _notes(layout: PaperLayout) -> Iterator[Note]:
    """Yield the notes in the order of the text."""
    for block in layout.body:
        runs = block.tail if isinstance(block, Heading) else ()
        runs = block.runs if isinstance(block, Paragraph) else runs
        yield from (run.note for run in runs if run.note is not None)
