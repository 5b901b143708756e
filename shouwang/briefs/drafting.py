"""Drafting a paper from its figures: reading only, nothing is saved."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from shouwang.briefs import annexes, language, rules
from shouwang.briefs.composing import compose
from shouwang.briefs.content import Draft
from shouwang.briefs.sourcing import Source
from shouwang.kit import clock, registry, words_zh
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

TEMPLATES = Path(__file__).with_name("data")
DAILY = "daily_brief"
_BUREAU = {Kind.PROVINCE: "民政厅", Kind.NATION: "民政部", Kind.DEVELOPMENT_ZONE: "社会事务局"}


@lru_cache(maxsize=8)
def template(name: str) -> language.Template:
    """Return a template by its name; raises ``language.TemplateError`` where it cannot be read."""
    return language.read((TEMPLATES / f"{name}.txt").read_text(encoding="utf-8"))


def source_of(scope: Scope, unit: Unit, day: date, at: datetime) -> Source:
    """Return the figures that a daily brief quotes, read at ``at``; raises ``OutOfScope``."""
    return Source(scope, unit, day, at, template(DAILY))


def daily_brief(scope: Scope, unit: Unit, day: date, at: datetime) -> Draft:
    """Return 每日简报 of a unit and a day (content.md §2), its figures as they stand at ``at``."""
    return draft_from(source_of(scope, unit, day, at))


def draft_from(source: Source) -> Draft:
    """Return the paper that a source's figures make."""
    composed = compose(source)
    organ = organ_of(source.unit)
    made = Draft(
        masthead=source.template.words["masthead"],
        title=_title(source.unit, has_bureau=organ != source.unit.name),
        organ=organ,
        day=source.day,
        blocks=composed.blocks,
        quotes=composed.quotes,
        annexes=annexes.annexes(source),
        notes=composed.notes,
        foot=foot(source),
        is_demo=source.unit.is_demo or bool(registry.marks()),
    )
    made.given = [n for text in rules.free_text(made.blocks) for n in rules.typed_numbers(text)]
    return made


def foot(source: Source) -> str:
    """Return the line under every page: until when, how complete, when it was read."""
    total = source.found.total
    read = clock.local(source.at)
    when = f"{words_zh.full_day(read)}{read:%H:%M}"
    return f"截至{source.until}，应报{total.due}家、已报{total.filed}家；数据读取于{when}"


def organ_of(unit: Unit) -> str:
    """Return the organ that issues a unit's papers: its bureau's office where the tree has one."""
    below = Unit.objects.filter(path__gte=unit.path, path__lt=unit.path + "~", kind=Kind.SECTION)
    if unit.is_institution:
        return unit.name
    if below.filter(name="办公室").exists():
        return f"{unit.name}{_BUREAU.get(Kind(unit.kind), '民政局')}办公室"
    root = unit.path[: unit.steplen]
    is_bureau = Unit.objects.filter(
        path__gte=root, path__lt=root + "~", kind=Kind.SECTION
    ).exists() and unit.kind in (Kind.PREFECTURE, Kind.COUNTY, Kind.DEVELOPMENT_ZONE)
    return f"{unit.name}{_BUREAU.get(Kind(unit.kind), '民政局')}" if is_bureau else unit.name


def _title(unit: Unit, *, has_bureau: bool) -> str:
    if unit.is_institution:
        return f"{unit.name}疫情防控情况"
    where = f"{rules.all_of(unit.name)}民政" if has_bureau else unit.name
    return f"{where}服务机构疫情防控情况"
