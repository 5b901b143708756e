"""Permissions and audit sentences of papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import BUREAU, Role
from shouwang.kit import registry

READ_BRIEFS = registry.permission("briefs.read", _("查看文稿"), roles=set(BUREAU))
DRAFT_BRIEFS = registry.permission("briefs.draft", _("起草文稿"), roles=set(BUREAU))
FINALISE_BRIEFS = registry.permission("briefs.finalise", _("签发定稿"), roles={Role.LEADER})
EDIT_TEMPLATES = registry.permission(
    "briefs.templates", _("编辑文稿模板"), roles={Role.OFFICE, Role.LEADER, Role.CLERK}
)

BRIEF_DRAFTED = registry.word("briefs.drafted", _("起草文稿"))
BRIEF_SAVED = registry.word("briefs.saved", _("修改文稿"))
BRIEF_REFRESHED = registry.word("briefs.refreshed", _("更新文稿数字"))
BRIEF_REDRAFTED = registry.word("briefs.redrafted", _("重新起草文稿"))
BRIEF_FINALISED = registry.word("briefs.finalised", _("文稿定稿"))
BRIEF_EXPORTED = registry.word("briefs.exported", _("导出文稿"))
BRIEF_OVERRIDDEN = registry.word("briefs.overridden", _("改写文稿数字"))
BRIEF_CONFIRMED = registry.word("briefs.confirmed", _("说明核对疑点"))
TEMPLATE_COPIED = registry.word("briefs.template_copied", _("复制文稿模板"))
TEMPLATE_PUBLISHED = registry.word("briefs.template_published", _("发布文稿模板"))
TEMPLATE_RETIRED = registry.word("briefs.template_retired", _("停用文稿模板"))

wording.name(
    {
        "quote": _("原文"), "finding": _("核对结果"), "doubt": _("疑点"),
        "reason_length": _("理由字数"), "reason_digest": _("理由校验码"),
    }
)  # fmt: skip
wording.name_values(
    "doubt",
    {
        "differs": _("与记录不符"), "pages": _("篇幅"), "placeholder": _("待填写处"),
        "blank_brackets": _("空括号"), "missing_number": _("缺数字"), "other_place": _("外地地名"),
        "id_number": _("身份证号"), "phone": _("电话号码"),
    },
)  # fmt: skip
wording.name_things({"briefs.template": _("文稿模板")})
