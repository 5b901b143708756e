"""Why somebody stands at the gate, and what was decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """Asked first: everything else follows from it."""

    VISIT = "visit", _("探视")
    DELIVERY = "delivery", _("送物")
    BUSINESS = "business", _("公务")
    REPAIR = "repair", _("维修")
    EMERGENCY = "emergency", _("急救")


class Decision(models.TextChoices):
    """What was decided. Who waits for a special approval is neither in nor refused."""

    ADMITTED = "admitted", _("放行")
    SPECIAL = "special", _("特批进入")
    WAITING = "waiting", _("待特批")
    REFUSED = "refused", _("谢绝")


class Reason(models.TextChoices):
    """Why somebody was refused."""

    MEASURE = "measure", _("封闭管理")
    FEVER = "fever", _("体温异常")
    HISTORY = "history", _("14 日内有重点地区或接触史")
    MASK = "mask", _("未戴口罩")
    OTHER = "other", _("其他")


class FeverStep(models.TextChoices):
    """What is done with somebody who comes with a fever, in this order."""

    RECHECK = "recheck", _("复测")
    WAIT = "wait", _("隔离等候")
    REPORT = "report", _("报告")


# which measure forbids a purpose; an ambulance is never held up
MEASURES: dict[str, str] = {
    Purpose.VISIT: "visits",
    Purpose.DELIVERY: "deliveries",
    Purpose.BUSINESS: "business",
    Purpose.REPAIR: "repairs",
}
