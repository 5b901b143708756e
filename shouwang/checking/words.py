"""Permissions and audit sentences of the figure check; their codes are those they had in briefs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import BUREAU
from shouwang.kit import registry

CHECK_FIGURES = registry.permission("briefs.check", _("核对文稿数字"), roles=set(BUREAU))

FIGURES_CHECKED = registry.word("briefs.figures_checked", _("核对文稿数字"))
ALIAS_TAUGHT = registry.word("briefs.alias_taught", _("添加指标别名"))
ALIAS_WITHDRAWN = registry.word("briefs.alias_withdrawn", _("撤销指标别名"))
PAPER_KEPT = registry.word("briefs.checked_paper_kept", _("留存核对过的文稿"))
PAPER_DROPPED = registry.word("briefs.checked_paper_dropped", _("删除留存的文稿"))

wording.name({"characters": _("字数"), "alias": _("别名")})
# events from before the check had its own app name the same things so
wording.name_things({"briefs.alias": _("指标别名"), "briefs.checkedpaper": _("留存文稿")})
wording.name_things({"checking.alias": _("指标别名"), "checking.checkedpaper": _("留存文稿")})
