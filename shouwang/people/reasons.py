"""For what somebody may look at a person in the clear: chosen, never typed, so that no name gets
into the audit trail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """The purpose of looking; it stands beside the look in the audit trail."""

    HOSPITAL = "hospital", _("送医、联系医院")
    TRACING = "tracing", _("配合疾控流行病学调查")
    FAMILY = "family", _("联系家属")
    PAPERS = "papers", _("办理证件、待遇或结算手续")
    CHECKING = "checking", _("核对档案")
    REQUEST = "request", _("本人或监护人要求")
