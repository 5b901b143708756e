"""The published epidemic figures: where they hang, what they are called, whose they are.

A province's own total and its cities' figures are two series under one root, so that both stand
side by side with rows behind each; they are never made to agree.
"""

from __future__ import annotations

ROOT = "CN"
ROOT_NAME = "全国（公开数据）"
# codes of the cities' figures; a province's own carry the prefix
ITEMS = {
    "confirmed": "累计确诊病例",
    "suspected": "疑似病例",
    "cured": "累计治愈出院",
    "dead": "累计死亡病例",
}
PROVINCE_PREFIX = "province_"
SOURCE = "canghailan/Wuhan-2019-nCoV，MIT 许可"
