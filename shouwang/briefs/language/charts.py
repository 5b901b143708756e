"""A chart as a template asks for it: ``@chart days 14 fever``, ``@chart child in_house``."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from shouwang.briefs.language.nodes import ChartSpec, TemplateError

LEAST_DAYS, MOST_DAYS, USUAL_DAYS = 2, 31, 14
MOST_LINES = 4
_CODE = re.compile(r"\w{1,60}")


def chart(text: str) -> ChartSpec:
    """Return the chart that the words behind ``@chart`` describe; raises ``TemplateError``."""
    words = text.split()
    if not words or words[0] not in ("days", "child", "kind"):
        raise TemplateError(_("图只能画近几日、各下级或各类机构：%(text)s") % {"text": text})
    over, rest = words[0], words[1:]
    days = 0
    if over == "days":
        days = int(rest[0]) if rest and rest[0].isascii() and rest[0].isdigit() else 0
        if not LEAST_DAYS <= days <= MOST_DAYS:
            told = {"least": LEAST_DAYS, "most": MOST_DAYS}
            raise TemplateError(_("走势图的天数应为 %(least)d 至 %(most)d 天") % told)
        rest = rest[1:]
    codes = tuple(dict.fromkeys(rest))
    if not codes or not all(_CODE.fullmatch(code) for code in codes):
        raise TemplateError(_("图里没有数据项，请选一项"))
    if over == "days" and len(codes) > MOST_LINES:
        raise TemplateError(_("一张走势图最多画 %(most)d 项，请分成几张") % {"most": MOST_LINES})
    if over != "days" and len(codes) > 1:
        raise TemplateError(_("对比图一张只画一项，请分成几张"))
    return ChartSpec(over, days, codes)  # type: ignore[arg-type]
