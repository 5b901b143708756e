"""Templates as lines of an editor and as Word files: out, back the same, hostile ones refused."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from shouwang.briefs import drafting, editing, language, queries, template_queries, template_word
from shouwang.briefs.actions import briefs, templates
from shouwang.briefs.models import Template
from shouwang.briefs.models.template import Kind
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.orgs.scope import SYSTEM
from tests.briefs.conftest import EVENING
from tests.cast import DAY


@pytest.mark.parametrize("kind", Kind.values)
def test_the_browser_and_word_take_a_template_apart_and_put_it_together_the_same(
    two_days, prefecture, kind
):
    text = drafting.built_in(kind)
    edited = editing.take_apart(text)
    sent = {"settings": edited.settings, "lines": [shown(line) for line in edited.lines]}
    again = editing.from_json(json.loads(json.dumps(sent)), edited)
    assert editing.put_together(again) == editing.put_together(edited)
    first, second = language.read(text), language.read(editing.put_together(again))
    assert [line.parts for line in first.lines] == [line.parts for line in second.lines]
    assert (first.words, first.lists, first.tables) == (second.words, second.lists, second.tables)


@pytest.mark.parametrize("kind", Kind.values)
def test_a_template_goes_out_as_word_and_comes_back_the_same(two_days, prefecture, city, kind):
    templates.keep_built_in(at=EVENING)
    source = Template.objects.get(unit=None, kind=kind)
    own = templates.copy(template=source, unit=prefecture, name="自拟", by=city, at=EVENING)
    before = template_queries.being_edited(own).text
    word = template_word.to_word(SYSTEM, own)
    template_word.take(own, upload(word), by=city, at=EVENING)
    after = template_queries.being_edited(own).text
    first, second = language.read(before), language.read(after)
    assert [(x.level, x.heading, x.parts, x.directive) for x in first.lines] == [
        (x.level, x.heading, x.parts, x.directive) for x in second.lines
    ]
    assert first.words == second.words


def shown(line):
    """Return a line as the browser sends it."""
    named = ("level", "heading", "condition", "text", "repeat", "directive")
    return {name: getattr(line, name) for name in named}


def upload(content, name="模板.docx"):
    return SimpleUploadedFile(name, content)


def word_of(*lines):
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def test_a_word_written_by_hand_is_read_by_its_chinese_marks(copied, city, prefecture):
    made = word_of(
        "一、情况", "全市在院{在院}（{在院增减}）«如果【有今日新发发热】，发热{今日新发发热}»。"
    )
    template_word.take(copied, upload(made), by=city, at=EVENING)
    version = templates.publish(template=copied, by=city, at=EVENING)
    asked = briefs.Asked(version)
    paper = briefs.create_draft(unit=prefecture, day=DAY, by=city, at=EVENING, asked=asked)
    assert queries.content(paper).text() == "情况\n全市在院76人（较昨日增加6人），发热2人。"


def test_unknown_marks_in_word_are_listed_and_nothing_is_saved(copied, city):
    before = template_queries.being_edited(copied).text
    with pytest.raises(template_word.UnknownMarks) as told:
        template_word.take(copied, upload(word_of("共{床位数量}和{没有的}。")), by=city, at=EVENING)
    assert "{床位数量}" in str(told.value)
    assert "{没有的}" in str(told.value)
    assert template_queries.being_edited(copied).text == before


def bomb():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", b"<a>" + b" " * 300_000_000 + b"</a>")
    return held.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.4", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"0" * 600, None],
    ids=["empty", "pdf", "corrupt", "old word", "zip bomb"],
)
def test_hostile_files_are_refused_in_words(copied, city, content):
    made = bomb() if content is None else content
    with pytest.raises(UnusableFile) as told:
        template_word.take(copied, upload(made), by=city, at=EVENING)
    assert any("一" <= c <= "鿿" for c in told.value.why_zh)
