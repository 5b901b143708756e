"""What the body of a phone's entry says, read with care: it may have been made by anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from shouwang.kit.offline import Unfit
from shouwang.movements.refusals import unfit


def fit(deed: Callable[[], Any]) -> Any:
    """Do a deed; what a form would say at a field is told as a finding."""
    try:
        return deed()
    except ValidationError as why:
        field = getattr(why, "code", None) or "entry"
        raise Unfit({field: "；".join(why.messages)}) from None


def text(body: Mapping[str, Any], key: str, most: int = 200) -> str:
    """Return a text, cut at ``most`` characters; empty for anything else."""
    value = body.get(key, "")
    return value.strip()[:most] if isinstance(value, str) else ""


def key(body: Mapping[str, Any], key: str) -> UUID:
    """Return the key of a record; raises ``Unfit`` for none."""
    try:
        return UUID(str(body.get(key, "")))
    except ValueError:
        raise unfit(key, _("请重新选择")) from None


def whole(body: Mapping[str, Any], key: str) -> int | None:
    """Return a whole number, None for anything else."""
    value = body.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def moment(body: Mapping[str, Any], key: str) -> datetime | None:
    """Return a moment with its zone, None where nothing is said; raises ``Unfit``."""
    said = text(body, key)
    try:
        found = parse_datetime(said) if said else None
    except ValueError:
        found = None
    if said and (found is None or found.tzinfo is None):
        raise unfit(key, _("时间不对，请重新填写"))
    return found


def day(body: Mapping[str, Any], key: str) -> date | None:
    """Return a day, None where nothing is said; raises ``Unfit``."""
    said = text(body, key)
    try:
        found = parse_date(said) if said else None
    except ValueError:
        found = None
    if said and found is None:
        raise unfit(key, _("日期不对，请重新填写"))
    return found
