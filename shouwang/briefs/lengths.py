"""How long a paper of a kind may be: pages as printed, so that it is read to its end.

Our own proposals, no rule's; a template sets another limit with ``% pages N``.
"""

from __future__ import annotations

import io
from typing import Final

from shouwang.briefs import layouts
from shouwang.briefs.content import Draft
from shouwang.briefs.models import Brief, PageCount
from shouwang.briefs.models.template import Kind
from shouwang.papers.layout.model import PaperLayout
from shouwang.papers.layout.pdf import fingerprint, to_pdf

MOST_PAGES: Final = {
    Kind.DAILY: 8,
    Kind.WORK: 30,
    Kind.SPECIAL: 10,
    Kind.CIRCULAR: 15,
    Kind.MINUTES: 15,
}
WORD: Final = "pages"


def limit(kind: str, words: dict[str, str]) -> int | None:
    """Return the most pages of a paper of a kind whose template has these words; None: any."""
    set_by_template = words.get(WORD, "").strip()
    if is_limit(set_by_template):
        return int(set_by_template)
    return MOST_PAGES.get(Kind(kind))


def is_limit(text: str) -> bool:
    """Return whether a template's word is a number of pages: 1 to 999."""
    return text.isascii() and text.isdigit() and 0 < int(text) < 1000


def pages(brief: Brief, draft: Draft) -> int:
    """Return how many pages a paper fills as it goes out, tables behind it included.

    It is set only where what it says is not what was counted last. Not to be asked for the first
    time while a row is locked: setting takes some tenths of a second.
    """
    layout = layouts.layout_of(draft, is_final=True)
    print_ = fingerprint(layout)
    known = PageCount.objects.filter(brief=brief).values_list("fingerprint", "pages").first()
    if known is not None and known[0] == print_:
        return known[1]
    counted = _count(layout)
    PageCount.objects.bulk_create(
        [PageCount(brief=brief, fingerprint=print_, pages=counted)],
        update_conflicts=True, unique_fields=["brief"], update_fields=["fingerprint", "pages"],
    )  # fmt: skip
    return counted


def _count(layout: PaperLayout) -> int:
    from pypdf import PdfReader

    return len(PdfReader(io.BytesIO(to_pdf(layout))).pages)
