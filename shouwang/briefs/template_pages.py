"""What the pages of templates show: the list, the editor with its chips, the preview."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from shouwang.accounts.access import OutOfScope
from shouwang.briefs import checks, composing, drafting, editing, labels, queries, showing
from shouwang.briefs import template_queries as templates
from shouwang.briefs.checks import Problem
from shouwang.briefs.circumstances import FIRST, Circumstances
from shouwang.briefs.editing import EditedLine
from shouwang.briefs.language import Template as Read
from shouwang.briefs.language import TemplateError
from shouwang.briefs.models import Brief, Template, TemplateVersion
from shouwang.briefs.sourcing import Source
from shouwang.figures.spans import LONGEST
from shouwang.kit import clock
from shouwang.orgs import queries as orgs
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope


@dataclass(frozen=True)
class Card:
    """A declaration in words, with its place among the declarations."""

    index: int
    title: str
    name: str = ""


@dataclass
class TemplatePage:
    """A template on the screen; ``version`` is the one shown, published or being edited."""

    template: Template
    version: TemplateVersion
    lines: list[tuple[EditedLine, list[labels.Piece], str]]
    settings: list[tuple[str, str, list[labels.Piece]]]
    named: labels.Labels
    problems: list[Problem] = field(default_factory=list)
    lists: list[Card] = field(default_factory=list)
    tables: list[Card] = field(default_factory=list)
    sums: list[Card] = field(default_factory=list)
    may_edit: bool = False
    published: TemplateVersion | None = None

    @property
    def figures(self) -> list[tuple[str, str]]:
        """Return what a list, a share or a condition may be about: code and name."""
        return [(c, zh) for c, zh in self.named.names.items() if not c.startswith("list:")]

    @property
    def summable(self) -> list[tuple[str, str]]:
        """Return the figures alone: words and questions left out."""
        return [(c, zh) for c, zh in self.figures if c not in labels.WORDS or c == "rate"]


def readable(text: str) -> Read:
    """Return a text as it is read, an unreadable one as an empty template."""
    try:
        return drafting.read(text)
    except TemplateError:
        return Read()


def template_page(scope: Scope, found: Template) -> TemplatePage:
    """Return a template's page: what is being edited, or the published version."""
    published = templates.latest(found)
    version = templates.being_edited(found) or published
    assert version is not None
    edited = editing.take_apart(version.text)
    read = readable(version.text)
    unit = found.unit or _home(scope)
    named = labels.of(unit, read)
    lines = [(ln, named.pieces(ln.text), _held(named, ln)) for ln in edited.lines]
    settings = [
        (word, zh, named.pieces(edited.settings.get(word, "")))
        for word, zh in _settings(read).items()
    ]
    page = TemplatePage(found, version, lines, settings, named, published=published)
    page.may_edit = templates.may_edit(scope, found)
    if unit is not None:
        page.problems = checks.problems(unit, version.text)
    _declared(page, edited, read)
    return page


def trail(found: Template) -> list[tuple[str, str]]:
    """Return the breadcrumb of a template's page."""
    return [(_("文稿模板"), reverse("briefs:templates")), (found.label, "")]


def _home(scope: Scope) -> Unit | None:
    tops = orgs.tops(scope)
    return tops[0] if tops else None


def _settings(read: Read) -> dict[str, str]:
    found = {"title": _("标题")}
    if read.words.get("head") == "bulletin":
        found["masthead"] = _("刊头")
    elif read.words.get("head") != "table":
        found |= {"addressee": _("主送"), "copy": _("抄送")}
    if read.words.get("head") != "table":
        found["pages"] = _("最多页数")
    return found


def _held(named: labels.Labels, line: EditedLine) -> str:
    if line.directive.startswith("chart "):
        return f"图：{named.chart(line.directive)}"
    return _("如果 %(held)s") % {"held": named.condition(line.condition)} if line.condition else ""


def _declared(page: TemplatePage, edited: editing.Edited, read: Read) -> None:
    """Fill in the cards of lists, tables, sums and shares."""
    names = page.named.names
    for index, line in enumerate(edited.declared):
        word, _space, rest = line.partition(" ")
        code = rest.partition("=")[0].strip()
        if word == "list":
            page.lists.append(Card(index, names.get(f"list:{code}", code), code))
        elif word == "table":
            page.tables.append(Card(index, page.named.readable(rest.split("|")[1].strip())))
        elif word in ("figure", "share"):
            page.sums.append(Card(index, names.get(code, code), code))


@dataclass(frozen=True)
class Moment:
    """For which unit and days a template is tried out."""

    unit: Unit
    day: date
    first: date

    @property
    def is_span(self) -> bool:
        """Return whether it is more than a day."""
        return self.first < self.day


def moment(scope: Scope, asked: Any) -> Moment:
    """Return the unit and days that a page asks for; what is no unit or day is the usual one."""
    offered = queries.units_to_draft(scope)
    unit = next((u for u in offered if str(u.pk) == asked.get("unit")), None)
    day = min(_day(asked.get("day")) or clock.today(), clock.today())
    first = _day(asked.get("first")) or day
    usual = offered[0] if offered else _home(scope)
    if usual is None:
        raise OutOfScope("no unit to try a template for")
    return Moment(unit or usual, day, min(max(first, day - timedelta(days=LONGEST - 1)), day))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def source_for(scope: Scope, found: Template, when: Moment, at: datetime) -> Source:
    """Return the figures for which a template is tried out; raises ``TemplateError``."""
    version = templates.being_edited(found) or templates.latest(found)
    read = drafting.read(version.text) if version else Read()
    first = when.first if read.words.get("period") == "days" else when.day
    stage = FIRST if found.kind == Brief.Kind.SPECIAL else ""
    about = Circumstances(first=first, stage=stage, subject=_("某事项") if stage else "")
    return Source(queries.whole(scope), when.unit, when.day, at, read, about)


def trial(scope: Scope, found: Template, when: Moment, at: datetime) -> Source:
    """Return the same, of an empty template where the one being edited cannot be read."""
    try:
        return source_for(scope, found, when, at)
    except TemplateError:
        return Source(queries.whole(scope), when.unit, when.day, at, Read())


@dataclass
class Preview:
    """The draft that a template makes, or why it makes none."""

    page: showing.BriefPage | None = None
    problems: list[Problem] = field(default_factory=list)


def preview(scope: Scope, found: Template, when: Moment, *, at: datetime) -> Preview:
    """Return the draft that a template makes for a unit and days; nothing is saved."""
    try:
        draft = drafting.draft_from(source_for(scope, found, when, at))
    except TemplateError as problem:
        return Preview(problems=[Problem(problem.why, problem.number)])
    except composing.TooLong:
        why = _("段落太多，不能起草；请少用逐家列举，改用名单或附表")
        return Preview(problems=[Problem(why)])
    long = checks.too_long(len(draft.text()))
    if long is not None and long.stops:
        return Preview(problems=[long])
    brief = Brief(unit=when.unit, day=when.day, kind=found.kind)
    page = showing.BriefPage(brief, draft, showing.shown_blocks(brief, draft), [])
    return Preview(page, [long] if long else [])
