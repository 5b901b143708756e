"""Kinds and states of movements and isolation, in Chinese."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a movement is (离返院)."""

    MEDICAL = "medical", _("外出就医")
    LEAVE = "leave", _("请假外出")
    RETURN = "return", _("返院")
    ADMISSION = "admission", _("新入住")
    TRANSFER = "transfer", _("转院")
    DISCHARGE = "discharge", _("退住")
    DEATH = "death", _("死亡")


class State(models.TextChoices):
    """Where a movement stands."""

    WAITING = "waiting", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    OUT = "out", _("外出中")
    DONE = "done", _("已办结")
    WITHDRAWN = "withdrawn", _("已撤回")


class Told(models.TextChoices):
    """How a family was told."""

    WRITTEN = "written", _("书面")
    PHONE = "phone", _("电话")
    MESSAGE = "message", _("微信短信")
    IN_PERSON = "in_person", _("当面")


class Cause(models.TextChoices):
    """Why somebody is isolated."""

    NEW = "new", _("新入住")
    RETURN = "return", _("返院")
    MEDICAL = "medical", _("就医返院")
    CONTACT = "contact", _("同室或接触")
    FEVER = "fever", _("发热")
    STAFF = "staff", _("职工返岗或有接触史")


class Place(models.TextChoices):
    """Where somebody is isolated."""

    HOUSE = "house", _("院内")
    HOME = "home", _("居家")
    CENTRAL = "central", _("集中隔离点")
    HOSPITAL = "hospital", _("医院")


# the community and disease control are told of an isolation at these places
TOLD_ELSEWHERE = frozenset({Place.HOME, Place.CENTRAL})


class End(models.TextChoices):
    """How an isolation ended."""

    RELEASED = "released", _("期满解除")
    BY_WORD = "by_word", _("依疾控意见提前解除")
    SENT = "sent", _("外出就医中止")
    LEFT = "left", _("离院中止")
    DIED = "died", _("死亡")
