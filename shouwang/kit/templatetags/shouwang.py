"""Filters and tags that every template has without ``{% load %}``."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.http import QueryDict
from django.urls import NoReverseMatch, reverse
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shouwang.kit import clock

register = template.Library()


@register.filter
def num(value: Any) -> str | SafeString:
    """Write a number with thousands separators; a blank as a dash that is read 未报, never as 0."""
    if value is None or value == "":
        return format_html(
            '<span class="blank" title="{0}"><span aria-hidden="true">—</span>'
            '<span class="visually-hidden">{0}</span></span>',
            _("未报"),
        )
    if isinstance(value, Decimal):
        plain = f"{value:,f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    if isinstance(value, int | float):
        return f"{value:,}"
    return str(value)


@register.filter
def delta(value: Any) -> str:
    """Write a change with its sign (+3, −3, ±0); a blank as an empty string."""
    if value is None or value == "":
        return ""
    if value == 0:
        return "±0"
    return f"{'+' if value > 0 else '−'}{num(abs(value))}"


@register.filter
def hm(moment: datetime | None) -> str:
    """Write a moment as wall time in Asia/Shanghai, e.g. 16:09; None as an empty string."""
    return f"{clock.local(moment):%H:%M}" if moment else ""


@register.filter
def hms(moment: datetime | None) -> str:
    """Write a moment as wall time with seconds in Asia/Shanghai, e.g. 16:10:17."""
    return f"{clock.local(moment):%H:%M:%S}" if moment else ""


@register.filter
def moment(value: datetime | None) -> str:
    """Write a moment with its day in Asia/Shanghai, e.g. 2020-02-11 16:09."""
    return f"{clock.local(value):%Y-%m-%d %H:%M}" if value else ""


@register.filter
def day(value: date | None) -> str:
    """Write a day as 2 月 11 日 星期二."""
    return dateformat.format(value, _("n 月 j 日 l")) if value else ""


@register.filter
def whole_day(value: date | None) -> str:
    """Write a day with its year: 2020 年 2 月 11 日 星期二."""
    return dateformat.format(value, _("Y 年 n 月 j 日 l")) if value else ""


@register.filter
def short_day(value: date | None) -> str:
    """Write a day as 2月11日, for narrow places."""
    return dateformat.format(value, _("n月j日")) if value else ""


@register.filter
def iso(value: date | datetime | None) -> str:
    """Write a day or a moment in ISO 8601, for ``datetime`` and ``value`` attributes."""
    if isinstance(value, datetime):
        return clock.local(value).isoformat(timespec="seconds")
    return value.isoformat() if value else ""


@register.filter
def share(part: Any, whole: Any) -> str:
    """Return ``part`` of ``whole`` in percent with one decimal, for SVG; 0 without a whole."""
    try:
        return f"{100 * float(part) / float(whole):.1f}"
    except (TypeError, ValueError, ZeroDivisionError):
        return "0"


@register.filter
def plus(first: Any, second: Any) -> float:
    """Add two numbers, a blank counting as nothing; for SVG positions only, never for totals."""
    return float(first or 0) + float(second or 0)


@register.filter
def widget_kind(bound_field: Any) -> str:
    """Return ``check`` for a single tick box, ``set`` for a group of choices, else ``line``."""
    widget = bound_field.field.widget
    if getattr(widget, "input_type", "") == "checkbox" and not hasattr(widget, "choices"):
        return "check"
    return "set" if getattr(widget, "use_fieldset", False) else "line"


@register.filter
def anchor(name: str) -> str:
    """Turn a name into an id that a link can point to."""
    return re.sub(r"[^\w-]+", "-", str(name)).strip("-") or "x"


@register.filter
def page_range(paginator: Any, number: int) -> Any:
    """Return the page numbers to offer around ``number``, with ellipses."""
    return paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)


@register.filter
def chart_rows(data: dict[str, Any]) -> list[tuple[Any, list[Any]]]:
    """Turn a chart's data into rows of (label, one value per series), for its table."""
    columns = [series["data"] for series in data["series"]]
    return [(label, [c[i] for c in columns]) for i, label in enumerate(data["labels"])]


@register.simple_tag(takes_context=True)
def page_link(context: dict[str, Any], param: str, value: Any) -> str:
    """Return the present query with ``param`` set to ``value``."""
    request = context.get("request")
    query = request.GET.copy() if request is not None else QueryDict(mutable=True)
    if param != "page":
        query.pop("page", None)
    query[param] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def place(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a named page, or an empty string where this site has none."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""
