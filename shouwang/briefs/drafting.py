"""Drafting a paper from its figures: reading only, nothing is saved."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from shouwang.briefs import annexes, language, notes, rules
from shouwang.briefs.circumstances import Circumstances, organ_of
from shouwang.briefs.composing import compose
from shouwang.briefs.content import Draft
from shouwang.briefs.sourcing import Source
from shouwang.kit import clock, registry, words_zh
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import Scope

TEMPLATES = Path(__file__).with_name("data")
DAILY = "daily_brief"


@lru_cache(maxsize=64)
def read(text: str) -> language.Template:
    """Return the template that a text describes; raises ``language.TemplateError``."""
    return language.read(text)


@lru_cache(maxsize=16)
def template(name: str) -> language.Template:
    """Return a built-in template by its name; raises ``language.TemplateError``."""
    return language.read(built_in(name))


def built_in(name: str) -> str:
    """Return the text of a built-in template."""
    return (TEMPLATES / f"{name}.txt").read_text(encoding="utf-8")


def source_of(
    scope: Scope,
    unit: Unit,
    day: date,
    at: datetime,
    made_by: language.Template | None = None,
    about: Circumstances | None = None,
) -> Source:
    """Return the figures that a paper quotes (每日简报 unless a template is given), read at ``at``.

    Raises ``OutOfScope``.
    """
    return Source(scope, unit, day, at, made_by or template(DAILY), about)


def daily_brief(scope: Scope, unit: Unit, day: date, at: datetime) -> Draft:
    """Return 每日简报 of a unit and a day (content.md §2), its figures as they stand at ``at``."""
    return draft_from(source_of(scope, unit, day, at))


def draft_from(source: Source) -> Draft:
    """Return the paper that a source's figures make; raises ``composing.TooLong``."""
    composed = compose(source)
    words, said = source.template.words, source.words
    issuer = source.about.issuer or source.unit
    made = Draft(
        masthead=filled(words.get("masthead", ""), said),
        title=filled(words.get("title", ""), said),
        organ=organ_of(issuer) if words.get("head") == "bulletin" else said["bureau"],
        day=source.day,
        blocks=composed.blocks,
        quotes=composed.quotes,
        charts=composed.charts,
        annexes=annexes.annexes(source),
        notes=[*notes.notes(source), *composed.notes],
        foot=foot(source),
        is_demo=source.unit.is_demo or bool(registry.marks()),
        head=words.get("head", "bulletin"),
        addressee=filled(words.get("addressee", ""), said),
        copy=[c for c in filled(words.get("copy", ""), said).split("、") if c],
    )
    made.given = [n for text in made.free_texts() for n in rules.typed_numbers(text)]
    return made


def filled(text: str, words: dict[str, str]) -> str:
    """Return a title or an addressee with its words in place: {area}, {period}."""
    for word, said in words.items():
        text = text.replace("{" + word + "}", said)
    return text


def foot(source: Source) -> str:
    """Return the line under every page: until when, how complete, when it was read."""
    total = source.found.total
    read_at = clock.local(source.at)
    when = f"{words_zh.full_day(read_at)}{read_at:%H:%M}"
    until, measure = f"截至{source.until}", "家"
    if source.is_span:
        until, measure = source.words["period"], "家次"
    return f"{until}，应报{total.due}{measure}、已报{total.filed}{measure}；数据读取于{when}"
