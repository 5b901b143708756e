"""Orders in words: 一律暂停探视, 隔离观察天数 14 天."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django.utils.translation import gettext as _

from shouwang.orgs.kinds import ELDERLY_HOMES, INSTITUTIONS
from shouwang.response.models import BundleItem, Measure, Order, Strength


def number_words(measure: Measure, value: Decimal | None) -> str:
    """Return a number with its unit: 37.3 ℃; empty for a flag."""
    if value is None or measure.is_flag:
        return ""
    return f"{value:.{measure.decimals}f} {measure.param_unit}"


def order_words(order: Order | BundleItem, measure: Measure) -> str:
    """Return what an order or a bundle's item says: 一律暂停探视, 隔离观察天数不少于 14 天."""
    return said(measure, order.value, order.strength)


def said(measure: Measure, value: Decimal | None, strength: str) -> str:
    """Return what a measure says with a value and a strength."""
    how = Strength(strength).label
    if measure.is_flag:
        return _("%(how)s暂停%(what)s") % {"how": how, "what": measure.zh}
    bound = _("不超过") if measure.direction == Measure.Direction.LOWER else _("不少于")
    told = {
        "how": how if strength == Strength.PRINCIPLE else "",
        "what": measure.zh,
        "bound": "" if measure.pk in _EXACT else bound,
        "value": number_words(measure, value),
    }
    return _("%(what)s%(how)s%(bound)s %(value)s") % told


# numbers that are set rather than bounded: 发热判定体温 37.3 ℃
_EXACT = frozenset({"fever_at", "cluster_fevers", "cluster_hours"})


def kind_words(kinds: Collection[str]) -> str:
    """Return kinds of unit in words, homes for the elderly together; 各类机构 for none."""
    homes = set(ELDERLY_HOMES) <= set(kinds)
    named = [_("养老机构")] if homes else []
    rest = [
        kind for kind in INSTITUTIONS if kind in kinds and not (homes and kind in ELDERLY_HOMES)
    ]
    return "、".join([*named, *(str(kind.label) for kind in rest)]) or _("各类机构")
