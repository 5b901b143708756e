"""What an institution's own plan says: sections and fields, as data.

The term 一院一策 and the zones 三区两通道 are found in the bureaus' papers; the fields are compiled
by us, since no official form was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

Text = Any  # str or a lazy translation


@dataclass(frozen=True)
class Field:
    """One thing that a plan says. ``lines`` is how high its box is."""

    code: str
    zh: Text
    help: Text = ""
    lines: int = 2
    required: bool = True


@dataclass(frozen=True)
class Section:
    """Fields that belong together."""

    zh: Text
    fields: tuple[Field, ...]


SECTIONS = (
    Section(
        _("分区与通道（三区两通道）"),
        (
            Field("clean_zone", _("清洁区"), _("哪栋哪层、哪些房间")),
            Field("buffer_zone", _("缓冲区"), _("人员更衣、物品交接的地方")),
            Field("contaminated_zone", _("污染区"), _("隔离观察区及其卫生间、垃圾存放点")),
            Field("clean_passage", _("洁净通道"), _("职工、餐食、干净物品怎样走")),
            Field("dirty_passage", _("污染通道"), _("转运病人、垃圾、被服怎样走")),
        ),
    ),
    Section(
        _("隔离观察"),
        (
            Field("isolation_rooms", _("隔离观察室"), _("一行一间：房号、床位、有无独立卫生间"), 4),
            Field("isolation_staff", _("隔离区护理人员"), _("固定几人、怎样轮换、住在哪里")),
            Field("isolation_overflow", _("住满时的去处"), _("腾哪些房间，或送哪个集中点")),
        ),
    ),
    Section(
        _("人员"),
        (
            Field("lead", _("防控负责人"), _("姓名、职务，不在时谁代替")),
            Field("staffing", _("在岗与轮换"), _("各班几人、住院值守几人、缺员时从哪里补"), 3),
            Field("training", _("培训与演练"), _("多久一次、谁来讲"), required=False),
        ),
    ),
    Section(
        _("联系人"),
        (
            Field(
                "contacts",
                _("联系人"),
                _("一行一个：单位或职务、姓名、电话。写上级民政、疾控、定点医院、乡镇"),
                5,
            ),
        ),
    ),
    Section(
        _("物资"),
        (
            Field("supplies", _("储备"), _("一行一种：名称、数量、够几天"), 4),
            Field("supply_sources", _("补充渠道"), _("断货时向谁要"), required=False),
        ),
    ),
    Section(
        _("处置步骤"),
        (
            Field("fever_steps", _("发现发热"), _("一行一步：复测、隔离、报告、送诊、消毒"), 6),
            Field("closure_steps", _("封闭管理"), _("怎样封、老人外出就医怎样批"), 3),
            Field("family_steps", _("告知家属"), _("谁来说、怎样说"), required=False),
        ),
    ),
)
FIELDS = tuple(field for section in SECTIONS for field in section.fields)
CODES = tuple(field.code for field in FIELDS)
REQUIRED = tuple(field.code for field in FIELDS if field.required)
LONGEST = 4_000
