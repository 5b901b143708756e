"""Why something was not done to a paper, in words for who asked."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shouwang.briefs import composing, showing
from shouwang.briefs.actions import briefs, finalising

SAYABLE = (
    briefs.Conflict, briefs.AlreadyFinal, briefs.Unexplained, finalising.Unfinished,
    composing.TooLong, ValidationError,
)  # fmt: skip


def why(problem: BaseException) -> str:
    """Return in Chinese why a deed was not done."""
    if isinstance(problem, briefs.Conflict):
        return _("这份文稿刚被%(who)s改动过，请看过最新内容再办") % {
            "who": problem.brief.saved_by.name
        }
    if isinstance(problem, finalising.Unfinished):
        if problem.holes:
            return _("还不能定稿：有待补充的内容 %(holes)s") % {
                "holes": showing.names(problem.holes)
            }
        if problem.doubts:
            told = {"n": len(problem.doubts)}
            return _("还不能定稿：核对有 %(n)d 处待改正，或逐处写明理由") % told
        return _("还不能定稿：有 %(n)d 项数字已变化，请先核对更新") % {"n": len(problem.changes)}
    if isinstance(problem, ValidationError):
        return " ".join(problem.messages)
    if isinstance(problem, briefs.Unexplained):
        return _("没有改写：请写明改成什么，并写理由")
    if isinstance(problem, composing.TooLong):
        return _("按现在的数据文稿过长，没有起草；请修改模板")
    return _("已定稿，不能再改")
