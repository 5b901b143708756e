"""Audit sentences of the desk."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwang.accounts import wording
from shouwang.kit import registry

ENTRY_CLOSED = registry.word("desk.entry_closed", _("把待办标为已办"))

wording.name_things({"desk.entry": _("待办")})
