"""How long the words of a special approval are kept: they speak of a person's case."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import F, Func, IntegerField, Q
from django.utils.translation import gettext_lazy as _

from shouwang.kit import clock
from shouwang.kit.retention import Kept, keep
from shouwang.response.models import Exemption

# as long as the movements that most of them are about
DAYS = 180


def purge(*, before: date, at: datetime) -> int:
    """Empty the reasons, conditions and refusals of approvals asked for before a day; return how
    many. One whose term runs on keeps them; who decided what and when stays for all."""
    start = clock.start_of(before)
    # an encrypted column is not compared; its length may be asked
    length = Func(F("reason"), function="octet_length", output_field=IntegerField())
    worded = Q(length__gt=0) | ~Q(conditions="") | ~Q(refusal="")
    over = Q(until_at=None) | Q(until_at__lt=start)
    old = Exemption.objects.annotate(length=length).filter(over, worded, asked_at__lt=start)
    found = list(old.values_list("pk", flat=True))
    return Exemption.objects.filter(pk__in=found).update(reason="", conditions="", refusal="")


keep(
    Kept(
        code="response.exemptions",
        zh=_("特批的理由和条件"),
        purpose=_("审批个案，事后核对依据"),
        basis=_("封闭管理期间的审批所需"),
        days=DAYS,
        purge=purge,
    )
)
