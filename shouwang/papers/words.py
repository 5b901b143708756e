"""Permissions, audit sentences and inbox kinds of papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.accounts import wording
from shouwang.accounts.roles import BUREAU, BUSINESS, Role
from shouwang.desk import kinds
from shouwang.kit import registry
from shouwang.papers import rules

READ_PAPERS = registry.permission("papers.read", _("查看发文"), roles=set(BUREAU))
DRAFT_PAPERS = registry.permission("papers.draft", _("拟稿"), roles=set(BUREAU))
RECEIVE_PAPERS = registry.permission("papers.receive", _("签收文件"), roles=set(BUSINESS))
MANAGE_ROUTES = registry.permission("papers.routes", _("设置发文流程"), roles={Role.OFFICE})

PAPER_DRAFTED = registry.word("papers.drafted", _("拟稿"))
PAPER_SAVED = registry.word("papers.saved", _("修改公文"))
PAPER_SUBMITTED = registry.word("papers.submitted", _("公文送审"))
PAPER_PASSED = registry.word("papers.passed", _("办理公文"))
PAPER_RETURNED = registry.word("papers.returned", _("退回公文"))
PAPER_WITHDRAWN = registry.word("papers.withdrawn", _("撤回公文"))
PAPER_NUMBERED = registry.word("papers.numbered", _("公文编号"))
PAPER_SCANNED = registry.word("papers.scanned", _("上传用印件"))
PAPER_DISTRIBUTED = registry.word("papers.distributed", _("分发公文"))
PAPER_RECEIVED = registry.word("papers.received", _("签收公文"))
PAPER_VOIDED = registry.word("papers.voided", _("公文作废"))
PAPER_EXPORTED = registry.word("papers.exported", _("导出公文"))
ROUTE_CHANGED = registry.word("papers.route_changed", _("修改发文流程"))

WAITING = kinds.kind("paper_waiting", _("待办公文"), tone="warn")
RETURNED = kinds.kind("paper_returned", _("公文退回"), tone="bad")
ARRIVED = kinds.kind("paper_arrived", _("收文"), tone="info")
VOIDED = kinds.kind("paper_voided", _("作废"), tone="warn")

DEED_ZH = {
    rules.CHECK: _("核稿"),
    rules.COUNTERSIGN: _("会签"),
    rules.ENDORSE: _("审签"),
    rules.SIGN: pgettext_lazy("deed", "签发"),
    rules.NUMBER: pgettext_lazy("deed", "编号"),
    rules.SEAL: _("用印"),
    rules.DISTRIBUTE: _("分发"),
}

OBJECTION_ZH = {
    "empty": _("正文还没有写"),
    "addressee": _("没有填主送机关"),
    "one_addressee": _("请示只能主送一个机关"),
    "requesting": _("报告不得夹带请示事项：请改用请示，或删去请批示的话"),
}

wording.name(
    {
        "organ": _("发文机关"),
        "opinion": _("意见"),
        "recipients": _("分发单位数"),
        "revision": _("稿次"),
        "serial": _("编号"),
        "step": _("环节"),
    }
)
wording.name_values("form", {"scan": _("用印件")})
