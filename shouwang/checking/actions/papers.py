"""Checked texts: that one was checked is on record, its words are kept only if a person says so."""

from __future__ import annotations

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.checking import words
from shouwang.checking.extract import MOST_CHARACTERS
from shouwang.checking.models import CheckedPaper
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of


def note_check(*, unit: Unit, day: date, characters: int, by: User, at: datetime) -> None:
    """Record that a text was checked: for which unit and day and how long, none of its words."""
    scope_of(by, at=at).require(words.CHECK_FIGURES, unit)
    audit.record(
        words.FIGURES_CHECKED, by=by, at=at, unit_id=unit.pk,
        day=day.isoformat(), characters=characters,
    )  # fmt: skip


@transaction.atomic
def keep(*, unit: Unit, day: date, title: str, text: str, by: User, at: datetime) -> CheckedPaper:
    """Keep a checked text to compare later ones with; the same text of a day is kept once.

    Raises ``ValidationError`` without a title or for a text that is too long.
    """
    scope_of(by, at=at).require(words.CHECK_FIGURES, unit)
    title = title.strip()[:120]
    if not title:
        raise ValidationError(_("请写明是谁的哪份文稿"))
    if not text.strip() or len(text) > MOST_CHARACTERS:
        raise ValidationError(_("没有可留存的文字"))
    standing = CheckedPaper.objects.filter(unit=unit, day=day, title=title, text=text).first()
    if standing is not None:
        return standing
    made = CheckedPaper.objects.create(
        unit=unit, day=day, title=title, text=text, kept_by=by, kept_at=at
    )
    audit.record(
        words.PAPER_KEPT, by=by, at=at, about=made, unit_id=unit.pk,
        day=day.isoformat(), characters=len(text),
    )  # fmt: skip
    return made


@transaction.atomic
def drop(*, paper: CheckedPaper, by: User, at: datetime) -> None:
    """Delete a kept text: its words are gone, that it was kept stays on record."""
    held = CheckedPaper.objects.select_for_update(of=("self",)).select_related("unit")
    found = held.get(pk=paper.pk)
    scope_of(by, at=at).require(words.CHECK_FIGURES, found.unit)
    audit.record(words.PAPER_DROPPED, by=by, at=at, about=found, unit_id=found.unit_id)
    found.delete()
