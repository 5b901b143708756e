"""A template as its editor holds it: settings, declarations, and lines of text with tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from shouwang.briefs import language, rules

SETTINGS = ("title", "masthead", "addressee", "copy", "pages")
MOST_LINES = rules.MOST_BLOCKS


class NotALine(ValueError):
    """What an editor never sends, or a line that cannot stand in a template; told in Chinese."""


@dataclass
class EditedLine:
    """A heading (level 1 or 2) with the condition it stands under and, of level 2, the text behind
    it; a paragraph (0); a paragraph for each unit or kind (``repeat``); or a directive."""

    level: int = 0
    heading: str = ""
    condition: str = ""
    text: str = ""
    repeat: str = ""
    directive: str = ""
    number: int = 0


@dataclass
class Edited:
    """A template taken apart; ``declared`` are its other declarations as they stand."""

    settings: dict[str, str] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)
    lines: list[EditedLine] = field(default_factory=list)


_HEADING = re.compile(r"(#{2,3})\s*(.*?)\s*(?:«if ([^:»]+)»)?")
_REPEATED = re.compile(r"@each (child|kind)\s+(.+)", re.DOTALL)


def take_apart(text: str) -> Edited:
    """Return a template's text taken apart; nothing in it need be right."""
    made = Edited()
    for number, block in language.blocks(text):
        if block.startswith("%"):
            word, _space, rest = block[1:].strip().partition(" ")
            if word in SETTINGS:
                made.settings[word] = rest.strip()
            else:
                made.declared.append(block[1:].strip())
        else:
            made.lines.append(_line(block, number))
    return made


def _line(block: str, number: int) -> EditedLine:
    repeated = _REPEATED.fullmatch(block)
    if repeated:
        return EditedLine(repeat=repeated[1], text=repeated[2], number=number)
    if block.startswith("@"):
        return EditedLine(directive=block[1:].strip(), number=number)
    found = _HEADING.fullmatch(block) if block.startswith("##") else None
    if found is None:
        return EditedLine(text=block, number=number)
    marks, text, held = found.groups()
    level = len(marks) - 1
    if level == 1:
        return EditedLine(1, text, held or "", number=number)
    head, stop, rest = text.partition("。")
    return EditedLine(2, head + stop, held or "", rest.strip(), number=number)


def put_together(made: Edited) -> str:
    """Return the text of a template."""
    settings = [(word, made.settings[word]) for word in SETTINGS if made.settings.get(word)]
    head = [f"% {word} {said}" for word, said in settings]
    head += [f"% {line}" for line in made.declared]
    body = [_written(line) for line in made.lines]
    return "\n".join(head) + "\n\n" + "\n\n".join(body) + "\n"


def _written(line: EditedLine) -> str:
    held = f" «if {line.condition}»" if line.condition else ""
    if line.directive:
        return f"@{line.directive}"
    if line.repeat:
        return f"@each {line.repeat} {line.text}"
    if line.level == 1:
        return f"## {line.heading}{held}"
    if line.level == 2:
        head = line.heading if line.heading.endswith("。") else f"{line.heading}。"
        return f"### {head}{line.text}{held}"
    return line.text


def from_json(told: object, before: Edited) -> Edited:
    """Return what an editor sent, on the declarations that stand; raises ``NotALine``."""
    if not isinstance(told, dict) or not isinstance(told.get("lines"), list):
        raise NotALine(_("没有收到模板内容"))
    if len(told["lines"]) > MOST_LINES:
        raise NotALine(_("段落太多：最多 %(n)d 段") % {"n": MOST_LINES})
    sent = told.get("settings")
    settings = {
        word: _one_line(sent.get(word, before.settings.get(word, "")))
        for word in SETTINGS
        if isinstance(sent, dict)
    }
    lines = [_sent(one) for one in told["lines"]]
    return Edited(settings or before.settings, before.declared, [ln for ln in lines if ln])


def _sent(told: object) -> EditedLine | None:
    if not isinstance(told, dict):
        raise NotALine(_("没有收到模板内容"))
    named = {key: _one_line(told.get(key, "")) for key in ("heading", "condition", "text")}
    level, repeat, directive = told.get("level", 0), told.get("repeat", ""), told.get("directive")
    if level not in (0, 1, 2) or repeat not in ("", "child", "kind"):
        raise NotALine(_("没有收到模板内容"))
    if directive:
        return EditedLine(directive=_one_line(directive))
    if not named["heading"] and not named["text"]:
        return None
    if named["text"].startswith(("%", "@", "#")) or named["heading"].startswith("#"):
        raise NotALine(_("一段不能以 %%、@ 或 # 开头：%(text)s") % {"text": named["text"][:12]})
    return EditedLine(level, named["heading"], named["condition"], named["text"], repeat)


def _one_line(text: object) -> str:
    try:
        return rules.line(text).strip()
    except rules.Tampered:
        raise NotALine(_("有一段过长或不是文字")) from None


def declare(made: Edited, line: str) -> Edited:
    """Return the template with one more declaration; raises ``language.TemplateError``."""
    language.read(f"% {line}")
    made.declared.append(line)
    return made


def undeclare(made: Edited, index: int) -> Edited:
    """Return the template without a declaration; of a table its columns go with it."""
    if not 0 <= index < len(made.declared):
        return made
    gone = {index}
    if made.declared[index].startswith("table "):
        after = index + 1
        while after < len(made.declared) and made.declared[after].startswith("column "):
            gone.add(after)
            after += 1
    made.declared = [line for n, line in enumerate(made.declared) if n not in gone]
    return made
