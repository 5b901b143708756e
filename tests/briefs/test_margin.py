"""Another number than the records': its reason stands in the margin of the internal copy only."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pdfplumber
import pytest
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from shouwang.accounts.models import AuditEvent
from shouwang.briefs import layouts, queries
from shouwang.briefs.actions import briefs, finalising
from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.pdf import to_pdf
from tests.briefs.conftest import EVENING
from tests.briefs.test_finalising import without_holes
from tests.cast import at

RIGHT_OF_TEXT = (210 - 26) / 25.4 * 72 + 7  # points; the empty half of a bracket may hang out


def test_another_number_needs_a_reason_and_is_marked_in_the_internal_copy(brief, city):
    changed = {"brief": brief, "key": "in_house", "shown": "77人", "by": city, "at": EVENING}
    with pytest.raises(briefs.Unexplained):
        briefs.override(**changed, reason=" ", revision=1)
    held = briefs.override(**changed, reason="一人夜间返院，尚未补报", revision=1)
    assert "在院服务对象77人" in queries.content(held).text()
    assert queries.content(held).quotes["in_house"].value == 76
    margin, mark, line = beside(layouts.layout_of(queries.content(held)))
    assert "记录为76人，写作77人" in margin
    assert "一人夜间返院" in margin
    assert mark == "改1"
    assert abs(line) < 15
    text, nothing = printed(layouts.layout_of(queries.content(held), is_final=True))
    assert "77人" in text
    assert nothing.strip("）") == ""
    assert AuditEvent.objects.filter(word="briefs.overridden").count() == 1


def printed(layout):
    """Return the text of the first page, and what stands in its right margin."""
    with pdfplumber.open(io.BytesIO(to_pdf(layout))) as opened:
        page = opened.pages[0]
        text = page.crop((0, 0, RIGHT_OF_TEXT, page.height)).extract_text()
        margin = page.crop((RIGHT_OF_TEXT, 0, page.width, page.height)).extract_text()
        return text.replace("\n", ""), margin.replace("\n", "")


def beside(layout):
    """Return the note in the margin, its mark there, and how far below the number it begins."""
    with pdfplumber.open(io.BytesIO(to_pdf(layout))) as opened:
        words = opened.pages[0].extract_words()
        note = [word for word in words if word["x0"] > RIGHT_OF_TEXT]
        number = next(word for word in words if "77人" in word["text"])
        told = "".join(word["text"] for word in note)
        return told, told[:2], note[0]["top"] - number["top"]


def test_the_internal_word_copy_has_the_reason_as_a_comment_at_the_number(brief, city, lead):
    ready = without_holes(brief, city)
    held = briefs.override(
        brief=ready, key="in_house", shown="77人", revision=ready.revision,
        reason="一人夜间返院，尚未补报", by=city, at=EVENING,
    )  # fmt: skip
    internal = Document(io.BytesIO(to_docx(layouts.layout_of(queries.content(held)))))
    (comment,) = internal.comments
    assert comment.author == city.name
    assert "记录为76人，写作77人。理由：一人夜间返院，尚未补报" in comment.text
    assert anchored(internal, comment.comment_id) == "77人"
    final = finalising.finalise(brief=held, revision=held.revision, by=lead, at=at(hour=19))
    outgoing = Document(io.BytesIO(bytes(final.files.get(form="docx").content)))
    assert list(outgoing.comments) == []
    assert "一人夜间返院" not in "".join(one.text for one in outgoing.paragraphs)


def anchored(document, number):
    """Return the words between the marks of a comment."""
    inside, words = False, ""
    for one in document.element.body.iter():
        kind = one.tag.rpartition("}")[2]
        if kind.startswith("commentRange"):
            assert one.get(qn("w:id")) == str(number)
            inside = kind == "commentRangeStart"
        elif kind == "t" and inside:
            words += one.text
    return words


def test_a_final_papers_internal_copy_is_for_its_desk_and_its_outgoing_copy_stays_clean(
    brief, city, lead, elder, as_user
):
    ready = without_holes(brief, city)
    held = briefs.override(
        brief=ready, key="in_house", shown="77人", revision=ready.revision,
        reason="一人夜间返院", by=city, at=EVENING,
    )  # fmt: skip
    final = finalising.finalise(brief=held, revision=held.revision, by=lead, at=at(hour=19))
    address = reverse("briefs:paper", args=[final.pk, "pdf"])
    desk = as_user(city)
    assert "内部稿" in desk.get(reverse("briefs:brief", args=[final.pk])).content.decode()
    internal = desk.get(f"{address}?copy=internal")
    assert "内部稿" in unquote(internal.headers["Content-Disposition"])
    assert desk.get(address).content != internal.content
    assert as_user(elder).get(f"{address}?copy=internal").status_code in (403, 404)
