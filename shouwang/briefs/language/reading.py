"""Reading a template's text: declarations, headings, paragraphs, the parts of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from shouwang.briefs.language.charts import chart
from shouwang.briefs.language.conditions import OPERATORS, condition
from shouwang.briefs.language.nodes import (
    TABLES,
    Choice,
    Clause,
    Column,
    Limit,
    Line,
    Named,
    Part,
    Repeat,
    Share,
    Slot,
    Sum,
    TableSpec,
    Template,
    TemplateError,
    Words,
)

DEEPEST = 12
_DIRECTIVES = ("totals", "problems")
_RANKS = ("lowest", "highest")
_NAME = re.compile(r"\w{1,60}")
_PREFIXES = ("list:", "ratio:", "growth:", "Δ")


def read(text: str) -> Template:
    """Return the template that a text describes; raises ``TemplateError`` with the line."""
    made = Template()
    for number, block in blocks(text):
        try:
            if block.startswith("%"):
                _declare(made, block[1:].strip())
            else:
                made.lines.append(line(block, number))
        except TemplateError as problem:
            raise TemplateError(problem.why, number) from None
    return made


def blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield each declaration, heading or paragraph with the number of its first line."""
    held: list[str] = []
    first = 0
    for number, raw in enumerate([*text.splitlines(), ""], 1):
        found = raw.strip()
        alone = found.startswith(("%", "##", "@"))
        if (alone or not found) and held:
            yield first, "".join(held)
            held = []
        if alone:
            yield number, found
        elif found and not found.startswith("# "):
            first = first if held else number
            held.append(found)


def _declare(made: Template, text: str) -> None:
    word, _space, rest = text.partition(" ")
    rest = rest.strip()
    match word:
        case "figure":
            code, _is, told = rest.partition("=")
            terms, zh, measure = _fields(told, 3)
            parts = tuple(p.strip() for p in terms.split("+"))
            made.sums[code.strip()] = Sum(code.strip(), parts, zh, measure)
        case "share":
            code, _is, told = rest.partition("=")
            terms, zh = _fields(told, 2)
            part, whole = _fields(terms, 2, "/")
            made.shares[code.strip()] = Share(code.strip(), part, whole, zh)
        case "list":
            name, _is, told = rest.partition("=")
            made.lists[name.strip()] = _named(name.strip(), told)
        case "mark":
            told, zh = _fields(rest, 2)
            code, operator, limit = _fields(told, 3, " ")
            made.limits.append(Limit(code, operator, _decimal(limit), zh))
            made.lists[f"mark_{code}"] = Named(f"mark_{code}", code, operator, _decimal(limit))
        case "absent":
            code, zh = _fields(rest, 2, " ")
            made.absent[code] = zh
        case "column" | "table":
            _table(made, word, rest)
        case _:
            made.words[word] = rest


def _named(name: str, told: str) -> Named:
    words = told.split()
    over = "child" if words[:1] == ["child"] else "unit"
    if over == "child":
        words = words[1:]
    if len(words) != 3 or words[1] not in (*OPERATORS, *_RANKS):
        raise TemplateError(_("名单的写法不对：%(text)s") % {"text": told.strip()})
    return Named(name, words[0], words[1], _decimal(words[2]), over)  # type: ignore[arg-type]


def _table(made: Template, word: str, rest: str) -> None:
    if word == "table":
        fields = [p.strip() for p in rest.split("|")] + ["", "", ""]
        name, title, over, asked = fields[:4]
        if over not in TABLES:
            told = {"over": over}
            raise TemplateError(_("附表只能按下级、类别、项目或未报单位列行：%(over)s") % told)
        held = condition(asked) if asked else None
        made.tables.append(TableSpec(name, title, over, held))
        return
    group, title, code = _fields(rest, 3)
    column = Column(group, title.replace("/", "\n"), code)
    (made.tables[-1].columns if made.tables else made.columns).append(column)


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise TemplateError(_("这里要一个数字：%(text)s") % {"text": text}) from None


def _fields(text: str, count: int, separator: str = "|") -> list[str]:
    found = [p.strip() for p in text.strip().split(separator)]
    if len(found) != count:
        told = {"n": count, "sign": separator, "text": text.strip()}
        raise TemplateError(_("“%(sign)s”应分出 %(n)d 部分：%(text)s") % told)
    return found


_HEADING = re.compile(r"(#{2,3})\s*(.*?)\s*(?:«if ([^:»]+)»)?")
_REPEATED = re.compile(r"each (child|kind)\s+(.+)", re.DOTALL)


def line(block: str, number: int = 0) -> Line:
    """Return a heading, a paragraph or a directive; raises ``TemplateError``."""
    if block.startswith("@"):
        return _directive(block[1:].strip(), number)
    if not block.startswith("##"):
        return Line(0, "", parse(block), number=number)
    found = _HEADING.fullmatch(block)
    if found is None:
        raise TemplateError(_("不是标题：%(text)s") % {"text": block})
    marks, text, question = found.groups()
    held = condition(question) if question else None
    level = len(marks) - 1
    if level == 1:
        return Line(1, text, (), condition=held, number=number)
    head, stop, rest = text.partition("。")
    return Line(2, head + stop, parse(rest.strip()), condition=held, number=number)


def _directive(text: str, number: int) -> Line:
    found = _REPEATED.fullmatch(text)
    if found:
        return Line(0, "", parse(found[2]), directive=f"each {found[1]}", number=number)
    if text.partition(" ")[0] == "chart":
        asked = chart(text.removeprefix("chart"))
        return Line(0, "", (), directive="chart", number=number, chart=asked)
    if text not in _DIRECTIVES:
        raise TemplateError(_("没有这样的段落：@%(text)s") % {"text": text})
    return Line(0, "", (), directive=text, number=number)


_TOKEN = re.compile(r"«if ([^:]+):|«each (child|kind):|«else:|«|»|\{([^}]*)\}")


def parse(text: str) -> tuple[Part, ...]:
    """Return the parts of a sentence; raises ``TemplateError``."""
    parts, rest = _parts(text, 0, inside=0)
    if rest != len(text):
        raise TemplateError(_("多了一个“»”，前面没有“«”：%(text)s") % {"text": text[:60]})
    return parts


def _parts(text: str, at: int, *, inside: int) -> tuple[tuple[Part, ...], int]:
    """Return the parts from ``at`` on up to the closing », and where it ends."""
    if inside > DEEPEST:
        raise TemplateError(_("条件套得太深，请拆成几句"))
    found: list[Part] = []
    while at < len(text):
        token = _TOKEN.search(text, at)
        if token is None:
            found.append(Words(text[at:]))
            at = len(text)
            break
        if token.start() > at:
            found.append(Words(text[at : token.start()]))
        at = token.end()
        if token.group() == "»":
            return tuple(found), at if inside else token.start()
        if token.group(3) is not None:
            found.append(Slot(_key(token.group(3))))
            continue
        inner, at = _parts(text, at, inside=inside + 1)
        _take(found, token, inner)
    if inside:
        raise TemplateError(_("“«”没有收尾的“»”：%(text)s") % {"text": text[:60]})
    return tuple(found), at


def _key(text: str) -> str:
    key = text.strip()
    bare = key
    for prefix in _PREFIXES:
        bare = bare.removeprefix(prefix)
    if not _NAME.fullmatch(bare):
        raise TemplateError(_("花括号里不是数据项：{%(text)s}") % {"text": text})
    return key


def _take(found: list[Part], token: re.Match[str], inner: tuple[Part, ...]) -> None:
    """Add what stood between « and »."""
    if token.group(1):
        found.append(Choice(condition(token.group(1)), _lstripped(inner)))
    elif token.group(2):
        found.append(Repeat(token.group(2), _lstripped(inner)))  # type: ignore[arg-type]
    elif token.group() == "«else:":
        before = found.pop() if found else None
        if not isinstance(before, Choice):
            raise TemplateError(_("“否则”前面要有一个条件"))
        found.append(Choice(before.condition, before.parts, _lstripped(inner)))
    else:
        found.append(Clause(inner))


def _lstripped(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return parts without the blank behind the colon of a condition."""
    if parts and isinstance(parts[0], Words):
        return (Words(parts[0].text.lstrip()), *parts[1:])
    return parts
