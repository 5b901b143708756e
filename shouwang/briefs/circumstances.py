"""What a paper is about beside its figures: from which day, for whom, which report of how many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation

from shouwang.briefs import rules
from shouwang.kit import lunar, words_zh
from shouwang.orgs.kinds import Kind
from shouwang.orgs.models import Unit

BUREAUS = {Kind.PROVINCE: "民政厅", Kind.NATION: "民政部", Kind.DEVELOPMENT_ZONE: "社会事务局"}
BELOW = {
    Kind.NATION: "各省（区、市）",
    Kind.PREFECTURE: "各县（市、区）",
    Kind.COUNTY: "各乡镇（街道）",
    Kind.DEVELOPMENT_ZONE: "各乡镇（街道）",
    Kind.TOWNSHIP: "各机构",
}
FIRST, LAST = "初报", "终报"


@dataclass(frozen=True)
class Circumstances:
    """``first`` is the first day of a paper about several; ``issuer`` writes it where its figures
    are another unit's (专报 about a home); ``stage`` 初报, 续报2, 终报; ``earlier`` the values of
    the report before it by key, ``earlier_name`` what that one was."""

    first: date | None = None
    issuer: Unit | None = None
    subject: str = ""
    stage: str = ""
    earlier: Mapping[str, Any] = field(default_factory=dict)
    earlier_name: str = ""


def organ_of(unit: Unit) -> str:
    """Return the organ that issues a unit's papers: its bureau's office where the tree has one."""
    below = Unit.objects.filter(path__gte=unit.path, path__lt=unit.path + "~", kind=Kind.SECTION)
    if unit.is_institution:
        return unit.name
    if below.filter(name="办公室").exists():
        return f"{unit.name}{BUREAUS.get(Kind(unit.kind), '民政局')}办公室"
    root = unit.path[: unit.steplen]
    is_bureau = Unit.objects.filter(
        path__gte=root, path__lt=root + "~", kind=Kind.SECTION
    ).exists() and unit.kind in (Kind.PREFECTURE, Kind.COUNTY, Kind.DEVELOPMENT_ZONE)
    return f"{unit.name}{BUREAUS.get(Kind(unit.kind), '民政局')}" if is_bureau else unit.name


def system_of(unit: Unit, organ: str) -> str:
    """Return what the title speaks of: 全市民政服务机构, a place's 服务机构, nothing of a home."""
    if unit.is_institution:
        return ""
    where = f"{rules.all_of(unit.name)}民政" if organ != unit.name else unit.name
    return f"{where}服务机构"


def kind_zh(kind: str) -> str:
    """Return what a kind of unit is called, in the language of papers whatever the screen's."""
    with translation.override("zh-hans"):
        return str(Kind(kind).label)


def plain_words(unit: Unit, day: date, about: Circumstances) -> dict[str, str]:
    """Return the words of a paper that are no figures, by the name a template calls them."""
    issuer = about.issuer or unit
    organ = organ_of(issuer)
    first = about.first or day
    return {
        "area": rules.all_of(unit.name),
        "unit": unit.name,
        "kind": kind_zh(unit.kind) if unit.is_institution else "",
        "organ": organ,
        "bureau": organ.removesuffix("办公室"),
        "system": system_of(issuer, organ),
        "below": BELOW.get(Kind(unit.kind), "各单位"),
        "from": words_zh.short_day(first),
        "to": words_zh.short_day(day),
        "period": words_zh.span(first, day),
        "day": words_zh.full_day(day),
        "lunar": lunar_of(day),
        "year": str(day.year),
        "subject": about.subject,
        "stage": about.stage,
        "earlier": about.earlier_name,
        "name": unit.name,
    }


def lunar_of(day: date) -> str:
    """Return the lunar day, with the feast's name; empty beyond the calendar's years."""
    try:
        feast, name = lunar.feast(day), lunar.lunar_day(day)
    except ValueError:
        return ""
    return f"{name}，{feast}" if feast else name
