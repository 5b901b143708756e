"""Photos of self-checks may show people: they go when their purpose is over, answers stay."""

from __future__ import annotations

from datetime import date, datetime, time

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shouwang.guides.models import Answer
from shouwang.kit import clock, retention


def purge(*, before: date, at: datetime) -> int:
    """Remove the photos of sheets of days before ``before``; the answers stay."""
    old = Answer.objects.filter(sheet__happened_at__lt=clock.at(before, time.min))
    places = list(old.exclude(photo="").values_list("photo", flat=True))
    found = old.filter(photo__in=places).update(photo="")
    transaction.on_commit(lambda: _forget(places))
    return found


def _forget(places: list[str]) -> None:
    for place in places:
        default_storage.delete(place)


retention.keep(
    retention.Kept(
        "guides.photos",
        _("自查照片"),
        _("核对自查情况"),
        _("个人信息保护法第十九条：保存期限为实现处理目的所必要的最短时间"),
        180,
        purge,
        sensitive=False,
    )
)
