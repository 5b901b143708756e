"""A template as Word with marks that can be read, {在院}, and back again from anybody's Word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwang.accounts.models import User
from shouwang.briefs import editing, labels, template_pages
from shouwang.briefs.actions import templates as deeds
from shouwang.briefs.declaring import standing
from shouwang.briefs.editing import Edited, EditedLine
from shouwang.briefs.marks_zh import UnknownMarks, condition_from, source_from
from shouwang.briefs.models import Template, TemplateVersion
from shouwang.checking.extract import extract
from shouwang.kit.sheets.limits import MEGABYTE
from shouwang.kit.sheets.problems import UnusableFile
from shouwang.orgs.scope import Scope
from shouwang.papers.layout.docx import to_docx
from shouwang.papers.layout.model import Block, Heading, PaperLayout, Paragraph, plain

__all__ = ["UnknownMarks", "take", "to_word"]

MOST_BYTES = 5 * MEGABYTE
_HINT = "※"
_SETTINGS = {"title": "标题", "masthead": "刊头", "addressee": "主送", "copy": "抄送"}
_HEADS = (
    re.compile(r"[一二三四五六七八九十百]+、(.*)"),
    re.compile(r"（[一二三四五六七八九十]+）(.*)"),
)
_HELD = re.compile(r"(.*?)«仅当【([^】]*)】»")
_REPEAT = re.compile(r"@(逐个下级|逐类机构)：(.*)")


def to_word(scope: Scope, found: Template) -> bytes:
    """Return a template as .docx: what is being edited, or the published version."""
    version = standing(found)
    edited = editing.take_apart(version.text)
    named = labels.of(found.unit, template_pages.readable(version.text))
    told = _(
        "※ {…} 是数据项，«…» 是有条件的句子，[…] 由人填写，【图：…】是一张图（在院，近14日；"
        "在院，各下级；在院，各类机构）；可增删文字、移动标记，改后上传。"
    )
    settings = [
        f"{_HINT} {zh}：{named.readable(edited.settings.get(word, ''))}"
        for word, zh in _SETTINGS.items()
    ]
    body: list[Block] = [
        Paragraph((plain(text),), align="left", indent=False) for text in (told, *settings)
    ]
    body += [_block(line, named) for line in edited.lines]
    layout = PaperLayout(
        title=f"{found.name}（模板）", body=tuple(body), dated=version.saved_at.date()
    )
    return to_docx(layout)


def _block(line: EditedLine, named: labels.Labels) -> Block:
    held = f"«仅当【{named.condition(line.condition)}】»" if line.condition else ""
    if line.directive.startswith("chart "):
        return Paragraph((plain(f"【图：{named.chart(line.directive)}】"),), align="center")
    if line.directive:
        return Paragraph((plain(f"@{labels.DIRECTIVES[line.directive]}"),))
    if line.repeat:
        text = f"@{labels.REPEATS[line.repeat]}：{named.readable(line.text)}"
        return Paragraph((plain(text),))
    if line.level:
        rest = named.readable(line.text) + held
        return Heading(
            1 if line.level == 1 else 2, line.heading, tail=(plain(rest),) if rest else ()
        )
    return Paragraph((plain(named.readable(line.text)),))


def take(found: Template, sent: Any, *, by: User, at: datetime) -> TemplateVersion:
    """Save a template as an uploaded Word has it; what is declared stays.

    Raises ``UnusableFile`` for what is no sound Word file, ``UnknownMarks`` naming the marks that
    stand for nothing, and as ``templates.save``.
    """
    if sent.size > MOST_BYTES:
        raise UnusableFile(_("文件超过 5 MB：模板只含文字，请去掉图片后再上传"))
    content = sent.read()
    if not content.startswith(b"PK"):
        raise UnusableFile(_("请上传 .docx 文件"))
    version = standing(found)
    before = editing.take_apart(version.text)
    named = labels.of(found.unit, template_pages.readable(version.text))
    made = _read(extract(content).text, before, named)
    text = editing.put_together(made)
    return deeds.save(template=found, text=text, revision=version.revision, by=by, at=at)


def _read(text: str, before: Edited, named: labels.Labels) -> Edited:
    unknown: list[str] = []
    made = Edited(dict(before.settings), before.declared)
    for line in _body(text):
        if line.startswith(_HINT):
            _setting(made, line, named, unknown)
        else:
            made.lines.append(_line(line, named, unknown))
    if unknown:
        raise UnknownMarks(unknown)
    if not made.lines:
        raise UnusableFile(_("文件里没有模板的正文"))
    return made


def _body(text: str) -> Iterator[str]:
    for raw in text.splitlines():
        line = raw.strip().replace("\t", " ")
        if line and not line.endswith("（模板）"):
            yield line


def _setting(made: Edited, line: str, named: labels.Labels, unknown: list[str]) -> None:
    word, _colon, said = line.removeprefix(_HINT).strip().partition("：")
    for code, zh in _SETTINGS.items():
        if word == zh:
            made.settings[code] = source_from(said.strip(), named, unknown)


def _line(line: str, named: labels.Labels, unknown: list[str]) -> EditedLine:
    if repeated := _REPEAT.fullmatch(line):
        over = next(k for k, zh in labels.REPEATS.items() if zh == repeated[1])
        return EditedLine(repeat=over, text=source_from(repeated[2], named, unknown))
    if drawn := labels.CHART.fullmatch(line):
        directive, wrong = named.chart_from(drawn[1])
        unknown += wrong
        return EditedLine(directive=directive)
    if line.startswith("@"):
        for code, zh in labels.DIRECTIVES.items():
            if line[1:].strip() == zh:
                return EditedLine(directive=code)
        unknown.append(line[:20])
        return EditedLine(text="")
    for level, form in enumerate(_HEADS, 1):
        if head := form.fullmatch(line):
            return _heading(level, head[1], named, unknown)
    return EditedLine(text=source_from(line, named, unknown))


def _heading(level: int, text: str, named: labels.Labels, unknown: list[str]) -> EditedLine:
    held = ""
    if found := _HELD.fullmatch(text):
        text, held = found[1], condition_from(found[2], named, unknown)
    if level == 1:
        return EditedLine(1, text.strip(), held)
    head, stop, rest = text.partition("。")
    return EditedLine(2, head + stop, held, source_from(rest, named, unknown))
