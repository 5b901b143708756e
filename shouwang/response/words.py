"""Permissions and audit sentences of response."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import BUREAU, BUSINESS, HANDS, INSTITUTION, Role
from shouwang.desk import kinds
from shouwang.kit import registry
from shouwang.orgs.kinds import Kind
from shouwang.response.terms import Term

READ = registry.permission("response.read_measures", _("查看响应与措施"), roles=set(BUSINESS))
RAISE_LEVEL = registry.permission(
    "response.raise_level", _("启动、调整响应级别"), roles={Role.OFFICE, Role.LEADER}
)
GIVE_ORDERS = registry.permission(
    "response.give_orders", _("下达、解除防控措施"), roles={*BUREAU, Role.DIRECTOR}
)
EDIT_BUNDLES = registry.permission("response.edit_bundles", _("编辑措施包"), roles=set(BUREAU))
ASK_EXEMPTION = registry.permission(
    "response.ask_exemption", _("申请特批"), roles={*INSTITUTION, *HANDS, *BUREAU}
)
APPROVE_EXEMPTION = registry.permission(
    "response.approve_exemption", _("审批特批"), roles={*BUREAU, Role.DIRECTOR}
)
APPLY_REOPENING = registry.permission(
    "response.apply_reopening", _("申请恢复开放"), roles={Role.REPORTER, Role.DIRECTOR}
)
CHECK_REOPENING = registry.permission(
    "response.check_reopening", _("恢复开放验收"), roles=set(BUREAU)
)
REPLY_REOPENING = registry.permission(
    "response.reply_reopening", _("批复恢复开放"), roles={Role.OFFICE, Role.LEADER}
)

LEVEL_CHANGED = registry.word("response.level_changed", _("调整响应级别"))
ORDER_GIVEN = registry.word("response.order_given", _("下达防控措施"))
ORDER_LIFTED = registry.word("response.order_lifted", _("解除防控措施"))
BUNDLE_ADOPTED = registry.word("response.bundle_adopted", _("采用措施包"))
BUNDLE_MADE = registry.word("response.bundle_made", _("新建措施包"))
BUNDLE_CHANGED = registry.word("response.bundle_changed", _("修改措施包"))
BUNDLE_ITEM_PUT = registry.word("response.bundle_item_put", _("措施包加入措施"))
BUNDLE_ITEM_REMOVED = registry.word("response.bundle_item_removed", _("措施包移出措施"))
EXEMPTION_ASKED = registry.word("response.exemption_asked", _("申请特批"))
EXEMPTION_APPROVED = registry.word("response.exemption_approved", _("批准特批"))
EXEMPTION_REFUSED = registry.word("response.exemption_refused", _("不予特批"))
EXEMPTION_WITHDRAWN = registry.word("response.exemption_withdrawn", _("撤回特批"))
REOPENING_APPLIED = registry.word("response.reopening_applied", _("申请恢复开放"))
REOPENING_CHECKED = registry.word("response.reopening_checked", _("恢复开放验收"))
REOPENING_REPLIED = registry.word("response.reopening_replied", _("批复恢复开放"))
REOPENING_WITHDRAWN = registry.word("response.reopening_withdrawn", _("撤销恢复开放"))

NOTICE_EXPORTED = registry.word("response.notice_exported", _("导出告知书"))

LEVEL = kinds.kind("response_level", _("响应级别"), tone="warn")
ORDER = kinds.kind("response_order", _("防控措施"), tone="info")
EXEMPTION = kinds.kind("response_exemption", _("特批"), tone="warn")
REOPENING = kinds.kind("response_reopening", _("恢复开放"), tone="info")

wording.name(
    {
        "grade": _("级别"),
        "from_at": _("自"),
        "starts_at": _("起始时间"),
        "ends_at": _("结束时间"),
        "paper": _("依据文件"),
        "brings": _("同时下达"),
        "ends": _("同时解除"),
        "measure": _("措施"),
        "measures": _("措施"),
        "value": _("参数"),
        "strength": _("力度"),
        "approver": _("特批权限"),
        "kinds": _("适用机构"),
        "levels": _("绑定级别"),
        "is_on": _("启用"),
        "conditions": _("附带条件"),
        "has_words": _("另有文字条件"),
        "granted": _("批准"),
        "passed": _("验收合格"),
        "giver": _("下达机关"),
    }
)
wording.name_things(
    {
        "response.level": _("响应级别"),
        "response.order": _("防控措施"),
        "response.bundle": _("措施包"),
        "response.bundleitem": _("措施包的措施"),
        "response.exemption": _("特批"),
        "response.reopening": _("恢复开放"),
        "order": _("防控措施"),
        "exemption": _("特批"),
        "reopening": _("恢复开放"),
    }
)
wording.name_values("kinds", dict(Kind.choices))
wording.name_values("conditions", dict(Term.choices))
wording.name_values("strength", {"absolute": _("一律"), "principle": _("原则上")})
wording.name_values(
    "approver",
    {"home": _("本机构负责人"), "county": _("县级民政部门"), "giver": _("下达机关")},
)
wording.name_values(
    "grade",
    {
        "0": _("已解除"),
        "1": _("一级响应"),
        "2": _("二级响应"),
        "3": _("三级响应"),
        "4": _("四级响应"),
    },
)
