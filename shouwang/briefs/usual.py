"""What the figures of the usual forms are called (content.md §1), where a bureau has no form yet
that asks for them: a built-in template must be readable all the same."""

from __future__ import annotations

from functools import lru_cache

from shouwang.briefs import drafting, naming
from shouwang.briefs.models.template import Kind

USUAL = {
    "in_house": "在院", "staff": "在册职工", "on_post": "在岗", "days_left": "最紧缺物资可用",
    "fever_residents": "今日新发发热：服务对象", "fever_staff": "今日新发发热：职工",
    "sent": "今日送诊", "suspected": "现有疑似", "confirmed": "现有确诊",
    "rooms_free": "空余隔离室",
    "isolated": "正在隔离观察", "isolated_new": "今日新增隔离", "released": "今日解除隔离",
    "temp_done": "测温", "disinfected": "消毒", "refused": "谢绝来访", "allowed": "特批进入",
    "masks": "口罩库存", "problems": "需协调事项", "married": "结婚", "divorced": "离婚",
    "reissued": "补领", "moved": "取消改约", "services": "简办", "over_limit": "超限劝导",
    "received": "接收遗体", "cremated": "火化", "in_station": "在站", "intake": "新入站",
    "escorts": "护送返乡", "patrols": "街面巡查", "cash_in": "接收捐款", "cash_out": "拨付款项",
    "goods_in": "接收物资",
}  # fmt: skip


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """Return the codes that the built-in templates name."""
    found = [drafting.template(kind.value) for kind in Kind]
    return frozenset(code for template in found for code in naming.codes_of(template))
