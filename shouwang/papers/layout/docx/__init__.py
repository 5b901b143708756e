"""A paper as a Word file that Word, WPS and LibreOffice open alike.

The official typefaces are named, not shipped: the bureau's PCs have them.
"""

from __future__ import annotations

from ..model import Appendix, BulletinHead, PaperLayout, RedHead
from ..parts import head_lines, imprint_last
from ..tables import is_form, lies_down, room_of, room_of_front
from ..text import cleaned
from .blocks import body, ending, hold_last, imprint, title
from .comments import attach
from .heads import bulletin, red_head
from .package import describe, opened, packed
from .page import furnish, section
from .pictures import place
from .xml import Element, blank, paragraph, run, w


def to_docx(layout: PaperLayout) -> bytes:
    """The paper as .docx; the same layout gives the same bytes."""
    layout = cleaned(layout)
    document = opened()
    sheet = document.element.body
    parts = [_front(layout), *(_appendix(appendix) for appendix in layout.appendices)]
    sideways = [layout.sideways, *(lies_down(appendix) for appendix in layout.appendices)]
    if layout.imprint:
        parts[-1 if imprint_last(layout) else 0] += [imprint(layout.imprint), _anchor()]
    for at, (elements, turned) in enumerate(zip(parts, sideways, strict=True)):
        sheet.extend(elements)
        form = at == 0 and is_form(layout)
        end = section(sideways=turned, note=bool(layout.footer), form=form)
        if at + 1 == len(parts):
            sheet.append(end)
        else:
            sheet.append(_anchor(end))
    attach(document, layout)
    place(document, layout)
    furnish(document.sections[0], layout.marks, layout.footer)
    describe(
        document,
        title=layout.title.replace("\n", "") or head_lines(layout),
        author=layout.author,
        words="，".join(layout.keywords),
        dated=layout.dated,
    )
    return packed(document)


def _front(layout: PaperLayout) -> list[Element]:
    """Head, title, text and what follows it."""
    found: list[Element] = []
    match layout.head:
        case BulletinHead():
            found += bulletin(layout.head)
        case RedHead():
            found += red_head(layout.head)
    if layout.title:
        found += title(layout.title, 30 if layout.sideways else 20)
        found += [] if is_form(layout) else blank()
    if layout.addressee:
        found.append(paragraph(run(layout.addressee)))
    text = body(layout.body, *room_of_front(layout))
    after = ending(layout)
    if after:
        hold_last(text)
    return [*found, *text, *after]


def _appendix(appendix: Appendix) -> list[Element]:
    """Label, title and blocks on pages of their own."""
    turned = lies_down(appendix)
    return [
        paragraph(run(appendix.label, "hei")),
        *blank(0 if turned else 1),
        *title(appendix.title, 30 if turned else 20),
        *blank(0 if turned else 1),
        *body(appendix.blocks, *room_of(appendix)),
    ]


def _anchor(end: Element | None = None) -> Element:
    """A paragraph without height: it carries the section's page, or the floating 版记."""
    made = paragraph(line=1)
    made[0].append(w("rPr", w("sz", val=2)))
    if end is not None:
        made[0].append(end)
    return made
