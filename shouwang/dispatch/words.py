"""Permissions, audit sentences and the names of details of submission upward."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.accounts.roles import AFTER_HOURS, Role
from shouwang.kit import registry

READ_DISPATCHES = registry.permission(
    "dispatch.read", _("查看报送"), roles={Role.OFFICE, Role.LEADER, Role.DUTY}
)
# at night and on holidays nobody but the duty officer may be in the house
PREPARE_DISPATCHES = registry.permission(
    "dispatch.prepare", _("办理报送"), roles={Role.OFFICE}, after_hours=AFTER_HOURS
)
MANAGE_LAYOUTS = registry.permission(
    "dispatch.manage_layouts", _("管理报送对象和表样"), roles={Role.OFFICE, Role.SYSTEM_ADMIN}
)

DISPATCH_MADE = registry.word("dispatch.made", _("生成报送表"))
DISPATCH_AMENDED = registry.word("dispatch.amended", _("出具报送更正"))
DISPATCH_SENT = registry.word("dispatch.sent", _("标记已报出"))
DISPATCH_TAKEN = registry.word("dispatch.taken", _("下载报送表"))
DRAFT_TAKEN = registry.word("dispatch.draft_taken", _("下载报送草稿"))
SCAN_ATTACHED = registry.word("dispatch.scan_attached", _("上传盖章扫描件"))
SCAN_TAKEN = registry.word("dispatch.scan_taken", _("查看盖章扫描件"))
RECIPIENT_CREATED = registry.word("dispatch.recipient_created", _("新增报送对象"))
RECIPIENT_CHANGED = registry.word("dispatch.recipient_changed", _("修改报送对象"))
RECIPIENT_CLOSED = registry.word("dispatch.recipient_closed", _("停用报送对象"))
LAYOUT_SAVED = registry.word("dispatch.layout_saved", _("修改报送表样草稿"))
BOOK_UPLOADED = registry.word("dispatch.book_uploaded", _("上传上级的表"))
LAYOUT_PUBLISHED = registry.word("dispatch.layout_published", _("发布报送表样"))

wording.name(
    {
        "recipient": _("报送对象"),
        "label": _("文号"),
        "cells": _("更正处数"),
        "cell": _("单元格"),
        "way": _("报出方式"),
        "sent_at": _("报出时间"),
        "receipt": _("回执"),
        "size": _("大小（字节）"),
        "due": _("应报"),
        "filed": _("已报"),
        "hour": _("报送时限"),
        "layout": _("表样版本"),
        "lines": _("栏数"),
        "reviewer": _("审核人"),
    }
)
wording.name_values(
    "way",
    {
        "mail": _("政务邮箱"),
        "system": _("公文系统"),
        "paper": _("纸质送达"),
        "fax": _("传真"),
        "chat": _("工作群"),
    },
)
wording.name_things(
    {
        "dispatch": _("报送表"),
        "dispatch.dispatch": _("报送表"),
        "dispatch.recipient": _("报送对象"),
        "dispatch.layout": _("报送表样"),
        "recipient": _("报送对象"),
        "scan": _("扫描件"),
    }
)
