"""What is wrong with a template, in plain Chinese and with its place, before anybody drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q
from django.utils.translation import gettext as _

from shouwang.briefs import chart_checks as charts
from shouwang.briefs import lengths, naming, rules, usual
from shouwang.briefs.circumstances import Circumstances, plain_words
from shouwang.briefs.known import REGISTRY, STATES
from shouwang.briefs.language import Line, Template, TemplateError, read
from shouwang.figures.models import Figure
from shouwang.kit import clock, numbers
from shouwang.orgs.models import Unit

PAGE = 600  # characters a page, of 22 lines by 28
WARN_PAGES, MOST_PAGES = 30, 100
_QUESTIONS = {
    "today", "several_days", "first_report", "follow_up", "final_report", "filed_before",
    "missing_before", "same_units",
}  # fmt: skip
PRINTED_WORDS = {"now", "before", "span", "report"}


@dataclass(frozen=True)
class Problem:
    """Something to mend. ``stops`` keeps the template from being published; ``line`` is the
    number of the line in its text, 0 of the whole."""

    why: str
    line: int = 0
    place: str = ""
    stops: bool = True

    def __str__(self) -> str:
        return f"{self.place}：{self.why}" if self.place else self.why


def problems(unit: Unit, text: str) -> list[Problem]:
    """Return what is wrong with a template of a unit; an unreadable one has one problem."""
    try:
        template = read(text)
    except TemplateError as problem:
        return [Problem(problem.why, problem.number, _excerpt(text, problem.number))]
    unknown = list(_unknown(unit, template))
    wrong = [one for one in unknown if one.stops]
    drawn = _charts(unit, template)
    return [*wrong, *drawn, *_loops(template), *_shape(template), *_not_asked(unknown)]


def _charts(unit: Unit, template: Template) -> list[Problem]:
    place = {line.number: here for line, here in places(template)}
    return [
        Problem(why, number, place.get(number, ""), stops)
        for why, number, stops in charts.wrong(unit, template, vocabulary(unit))
    ]


def _not_asked(unknown: list[Problem]) -> list[Problem]:
    """Return one remark on everything that no form of the unit asks for yet."""
    names = list(dict.fromkeys(one.why for one in unknown if not one.stops))
    if not names:
        return []
    told = {"names": numbers.names(names, measure="项")}
    why = _("本单位的表式还没有这些项目，相关语句暂不会写出：%(names)s") % told
    return [Problem(why, stops=False)]


def _excerpt(text: str, number: int) -> str:
    lines = text.splitlines()
    if not 0 < number <= len(lines):
        return ""
    return _("“%(text)s…”一段") % {"text": lines[number - 1].strip("# ")[:12]}


def places(template: Template) -> Iterator[tuple[Line, str]]:
    """Yield each line with the name of the place it stands in: its section."""
    here = _("开头")
    for line in template.lines:
        if line.level == 1:
            here = f"“{line.heading}”"
        yield line, here


def vocabulary(unit: Unit) -> set[str]:
    """Return the codes of figures that papers of a unit may state: its own and its superiors'."""
    owners = Q(owner__in=unit.get_ancestors()) | Q(
        owner__path__gte=unit.path, owner__path__lt=unit.path + "~"
    )
    return set(Figure.objects.filter(owners).values_list("code", flat=True))


@lru_cache(maxsize=1)
def printed_words() -> frozenset[str]:
    """Return the words that a template may print."""
    nowhere = Unit(name="某市", kind="prefecture", path="0001")
    return frozenset(plain_words(nowhere, clock.today(), Circumstances())) | PRINTED_WORDS


def _unknown(unit: Unit, template: Template) -> Iterator[Problem]:
    figures = vocabulary(unit)
    own = {*template.sums, *template.shares, *template.lists, *template.absent}
    fixed = {*STATES, *REGISTRY, *_QUESTIONS, *printed_words(), "as_of", "rate", "missing"}
    known = figures | own | fixed
    for line, place in places(template):
        codes = list(dict.fromkeys(naming.codes_in(line)))
        for code in codes:
            if code not in known:
                yield _no_figure(code, line.number, place)
        for key in naming.keys_in(line):
            name = key.removeprefix("list:")
            if key.startswith("list:") and name not in {*template.lists, "missing"}:
                why = _("没有“%(name)s”这个名单，请先在“名单”中添加") % {"name": name}
                yield Problem(why, line.number, place)
    yield from _of_declarations(template, known)


def _no_figure(code: str, number: int, place: str) -> Problem:
    """Return what to say of a code that no form asks for; one that the built-in templates know is
    only left out of the text until a form does (its ``why`` is the name)."""
    if code in usual.codes():
        return Problem(usual.USUAL.get(code, code), number, place, stops=False)
    why = _("没有“%(code)s”这个数据项，请换一个或删去") % {"code": code}
    return Problem(why, number, place)


def _of_declarations(template: Template, known: set[str]) -> Iterator[Problem]:
    named: list[tuple[str, Iterable[str]]] = [
        (_("合计项“%(zh)s”") % {"zh": made.zh}, made.parts) for made in template.sums.values()
    ]
    named += [
        (_("占比“%(zh)s”") % {"zh": s.zh}, (s.part, s.whole)) for s in template.shares.values()
    ]
    named += [(_("名单“%(zh)s”") % {"zh": told.name}, (told.code,)) for told in
              template.lists.values()]  # fmt: skip
    named += [
        (_("附表“%(zh)s”") % {"zh": table.title}, [c.code for c in table.columns])
        for table in template.tables
    ]
    for place, codes in named:
        for code in codes:
            if code not in known:
                yield _no_figure(code, 0, place)


def _loops(template: Template) -> Iterator[Problem]:
    """Yield sums that add themselves up, and shares of a whole that is always zero."""
    for code, made in template.sums.items():
        seen, ahead = set(), list(made.parts)
        while ahead:
            part = ahead.pop()
            if part == code:
                why = _("合计绕回了自己，算不出来")
                yield Problem(why, 0, _("合计项“%(zh)s”") % {"zh": made.zh})
                break
            if part not in seen and part in template.sums:
                seen.add(part)
                ahead += template.sums[part].parts
    for share in template.shares.values():
        if share.part in template.shares or share.whole in template.shares:
            why = _("占比不能再除以占比，请改用数据项")
            yield Problem(why, 0, _("占比“%(zh)s”") % {"zh": share.zh})
        elif share.part == share.whole:
            why = _("分子和分母是同一项，占比总是100%%，分母为0时算不出来") % {}
            yield Problem(why, 0, _("占比“%(zh)s”") % {"zh": share.zh}, stops=False)


def _shape(template: Template) -> Iterator[Problem]:
    if not template.lines and not template.tables:
        yield Problem(_("模板是空的：至少写一段或加一张附表"))
    if len(template.lines) > rules.MOST_BLOCKS:
        yield Problem(_("段落太多：最多 %(n)d 段") % {"n": rules.MOST_BLOCKS})
    if template.words.get("head") != "bulletin" and not template.words.get("title"):
        yield Problem(_("没有标题，请在“标题”中填写"), stops=False)
    most = template.words.get(lengths.WORD, "").strip()
    if most and not lengths.is_limit(most):
        yield Problem(_("最多页数要写数字，如 8"))


def pages(characters: int) -> int:
    """Return how many pages that many characters fill."""
    return -(-characters // PAGE)


def too_long(characters: int) -> Problem | None:
    """Return what to say of a paper that long: refused beyond 100 pages, a warning beyond 30."""
    found = pages(characters)
    if found > MOST_PAGES:
        why = _("按现有数据约 %(n)d 页，超过 %(most)d 页，不能起草；请少用逐家列举，改用名单或附表")
        return Problem(why % {"n": found, "most": MOST_PAGES})
    if found > WARN_PAGES:
        return Problem(_("按现有数据约 %(n)d 页，请考虑精简") % {"n": found}, stops=False)
    return None
