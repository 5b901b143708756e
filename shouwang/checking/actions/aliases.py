"""Teaching the check a bureau's own words for a figure, and taking them back."""

from __future__ import annotations

import re
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from shouwang.accounts import audit
from shouwang.accounts.models import User
from shouwang.checking import subjects_catalogue, words
from shouwang.checking.models import Alias
from shouwang.orgs.models import Unit
from shouwang.orgs.scope import scope_of

_WORDS = re.compile(r"[\w（）()、·]{2,20}")


@transaction.atomic
def teach(*, unit: Unit, code: str, text: str, by: User, at: datetime) -> Alias:
    """Let ``text`` mean the figure of ``code`` in checks for a unit and those below it.

    The same words for another figure replace the earlier ones. Raises ``ValidationError`` with a
    Chinese sentence for words that cannot be a name and for a figure that there is not.
    """
    scope = scope_of(by, at=at)
    scope.require(words.CHECK_FIGURES, unit)
    text = re.sub(r"\s+", "", text)
    if not _WORDS.fullmatch(text) or re.search(r"\d", text):
        raise ValidationError(_("别名应为 2 至 20 个字，不含数字"))
    subjects, _series = subjects_catalogue.subjects_of(scope, unit)
    if code not in subjects.by_code:
        raise ValidationError(_("没有这个指标"))
    standing = Alias.objects.select_for_update().filter(unit=unit, text=text, withdrawn_at=None)
    for other in standing:
        if other.code == code:
            return other
        other.withdrawn_at = at
        other.save(update_fields=["withdrawn_at"])
    made = Alias.objects.create(unit=unit, code=code, text=text, taught_by=by, taught_at=at)
    audit.record(
        words.ALIAS_TAUGHT, by=by, at=at, about=made, unit_id=unit.pk, alias=text, figure=code
    )
    return made


@transaction.atomic
def withdraw(*, alias: Alias, by: User, at: datetime) -> None:
    """Take words back: they no longer mean the figure. Twice is once."""
    held = Alias.objects.select_for_update(of=("self",)).select_related("unit").get(pk=alias.pk)
    scope_of(by, at=at).require(words.CHECK_FIGURES, held.unit)
    if held.withdrawn_at is not None:
        return
    held.withdrawn_at = at
    held.save(update_fields=["withdrawn_at"])
    audit.record(
        words.ALIAS_WITHDRAWN, by=by, at=at, about=held, unit_id=held.unit_id,
        alias=held.text, figure=held.code,
    )  # fmt: skip
