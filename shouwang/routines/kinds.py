"""Kinds of place and of routine, and what a new place of a kind begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    """What a place of the house is."""

    ROOM = "room", _("房间")
    CORRIDOR = "corridor", _("走廊电梯")
    CANTEEN = "canteen", _("食堂餐厅")
    HALL = "hall", _("大厅")
    WASHROOM = "washroom", _("卫生间")
    GATE = "gate", _("门岗")
    VEHICLE = "vehicle", _("车辆")
    OTHER = "other", _("其他")


class RoutineKind(models.TextChoices):
    """What is done to a place."""

    DISINFECTION = "disinfection", _("消毒")
    VENTILATION = "ventilation", _("通风")


@dataclass(frozen=True)
class Usual:
    """What a new place of a kind begins with; each place's own is edited afterwards.

    The hours in which it is used are a proposal of ours, no paper names them: between them the
    rounds that the frequency in force asks for are spread evenly.
    """

    from_time: time
    until_time: time
    is_ventilated: bool = True


_DAY = Usual(time(6), time(20))
USUAL: dict[str, Usual] = {
    PlaceKind.ROOM: _DAY,
    PlaceKind.CORRIDOR: _DAY,
    PlaceKind.CANTEEN: _DAY,
    PlaceKind.HALL: Usual(time(8), time(18)),
    PlaceKind.WASHROOM: _DAY,
    PlaceKind.GATE: _DAY,
    PlaceKind.VEHICLE: Usual(time(6), time(20), is_ventilated=False),
    PlaceKind.OTHER: _DAY,
}
# words of a place's name that tell its kind, tried in this order
WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (PlaceKind.VEHICLE, ("车",)),
    (PlaceKind.WASHROOM, ("卫生间", "厕所", "浴室", "洗浴", "淋浴", "洗手间")),
    (PlaceKind.CANTEEN, ("食堂", "餐厅", "厨房", "配餐", "饭堂")),
    (PlaceKind.CORRIDOR, ("走廊", "过道", "楼梯", "电梯", "楼道", "通道")),
    (PlaceKind.GATE, ("门岗", "门卫", "传达室", "大门")),
    (PlaceKind.HALL, ("大厅", "告别厅", "礼厅", "守灵", "门厅", "厅")),
    (PlaceKind.ROOM, ("室", "房", "间", "病区", "宿舍")),
)
